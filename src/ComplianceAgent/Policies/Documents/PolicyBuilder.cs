using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Judges a whole policy tree and builds the policy when nothing is wrong with it.</summary>
internal static class PolicyBuilder
{
    /// <summary>Builds one policy of its chain; null when it has faults.</summary>
    /// <param name="chain">The file and those it extends.</param>
    /// <param name="isWhole">False when <c>extends</c> leads nowhere, so that what is missing cannot be told.</param>
    /// <param name="catalogue">Catalogue.</param>
    /// <param name="faults">Takes the faults.</param>
    public static Policy? Build(PolicyChain chain, bool isWhole, Catalogue catalogue, FaultList faults)
    {
        var tree = chain.Tree;
        if (isWhole && chain.Files.All(file => file.IsComplete))
        {
            ShapeCheck.CheckNeeded(tree, PolicyShape.Document, Need.WhenWhole, faults);
        }

        CheckDates(tree, faults);
        WarnOfWhatIsNotApplied(tree, faults);
        var rules = new RuleBuilder(tree.Text("policy") ?? "", chain.Files[0].IsShipped, catalogue, faults).Build(tree);
        var former = FormerSubjects.Read(tree, rules, catalogue, faults);
        AllowListScope.Check(tree, rules, faults);
        return faults.HasErrors ? null : Policy(chain, tree, rules) with { FormerSubjects = former };
    }

    /// <summary>A date may not lie before another.</summary>
    public static void CheckOrder(YamlNode? node, string key, DateOnly? other, string otherKey, FaultList faults)
    {
        if (node is YamlScalar scalar && Scalars.TryDate(scalar.Text) is { } date && date < other)
        {
            faults.Add(scalar.Mark, "policy-date-before", ("key", key), ("value", scalar.Text), ("other", otherKey), ("otherValue", Print(other.Value)));
        }
    }

    private static void CheckDates(YamlMapping tree, FaultList faults)
    {
        CheckOrder(tree.Find("removeBy"), "removeBy", tree.Date("effective"), "effective", faults);
        CheckOrder(tree.Find("validUntil"), "validUntil", tree.Date("effective"), "effective", faults);
        DateOnly? last = null;
        foreach (var renewal in tree.Items("renewals").OfType<YamlMapping>())
        {
            CheckOrder(renewal.Find("on"), "on", last, "the renewal above it", faults);
            CheckOrder(renewal.Find("until"), "until", renewal.Date("on"), "on", faults);
            last = renewal.Date("on") ?? last;
        }
    }

    private static void WarnOfWhatIsNotApplied(YamlMapping tree, FaultList faults)
    {
        if (tree.Find("reminders") is not (null or YamlSequence { Items.Count: 0 }))
        {
            faults.Warn(tree.Entry("reminders")!.Key.Mark, "policy-not-yet-applied", ("key", "reminders"));
        }
    }

    private static Policy Policy(PolicyChain chain, YamlMapping tree, ImmutableArray<PolicyRule> rules) => new()
    {
        Id = tree.Text("policy")!,
        Extends = tree.Text("extends"),
        Formerly = tree.Texts("formerly"),
        Title = tree.Map("title")!.Entries.Where(entry => !entry.Value.IsEmpty)
            .ToImmutableSortedDictionary(entry => entry.Key.Text, entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal),
        Authority = tree.Text("authority") ?? "",
        Sources = [.. Sources(tree).Select(source => source.Link)],
        SourceDetails = [.. Sources(tree)],
        CheckedOn = tree.Date("checkedOn"),
        TimeZone = tree.Text("timeZone") is { } zone ? Scalars.TryZone(zone)! : TimeZoneInfo.Utc,
        Announced = tree.Date("announced"),
        Effective = tree.Date("effective"),
        RemoveBy = tree.Date("removeBy"),
        ValidUntil = tree.Date("validUntil"),
        Renewals = [.. tree.Items("renewals").OfType<YamlMapping>()
            .Select(renewal => new PolicyRenewal(renewal.Date("on")!.Value, renewal.Date("until"), renewal.Text("source")!))],
        Grace = Grace(tree.Map("grace")),
        Scope = AllowListScope.Narrow(Scope(tree.Map("scope")), rules),
        Rules = rules,
        Exceptions = tree.Map("exceptions") is { Entries.Count: > 0 } terms ? Terms(terms) : null,
        ReminderDays = [.. tree.Texts("reminders").Select(text => Scalars.TryDayOffset(text)!.Value)],
        RecordsPersonOnAdvice = tree.Text("record") == "person",
        MinimumConfidence = tree.Text("confidence") is { } word ? PolicyWords.Confidence(word) : Confidence.Strong,
        NeverFlag = tree.Texts("neverFlag"),
        Cases = [.. tree.Items("cases").OfType<YamlMapping>().Select(Case)],
        Hash = chain.Hash,
        Origin = chain.Files[0].Name,
    };

    private static IEnumerable<PolicySource> Sources(YamlMapping tree) => tree.Items("sources").Select(item => item is YamlMapping full
        ? new PolicySource(full.Text("link")!, full.Text("mark") ?? "", full.Text("what") ?? "")
        : new PolicySource(((YamlScalar)item).Text));

    private static PolicyGrace Grace(YamlMapping? map)
    {
        var usual = new PolicyGrace();
        return new PolicyGrace
        {
            FirstSeen = map?.Duration("firstSeen") ?? usual.FirstSeen,
            Enrolment = map?.Duration("enrolment") ?? usual.Enrolment,
        };
    }

    private static PolicyScope Scope(YamlMapping? map)
    {
        var usual = new PolicyScope();
        var owner = map?.Map("owner");
        return new PolicyScope
        {
            Company = owner?.Text("company") is { } company ? PolicyWords.Severity(company) : usual.Company,
            Personal = owner?.Text("personal") is { } personal ? PolicyWords.Severity(personal) : usual.Personal,
            Unknown = owner?.Text("unknown") is { } unknown ? PolicyWords.Severity(unknown) : usual.Unknown,
            Platforms = [.. map?.Texts("platforms").Select(PolicyWords.Platform) ?? []],
        };
    }

    private static PolicyExceptionTerms Terms(YamlMapping terms) => new()
    {
        Reasons = terms.Texts("reasons"),
        Approver = terms.Text("approver"),
        Delegable = terms.Flag("delegable") ?? false,
        MaximumDays = terms.Text("maximumDays") is { } days ? int.Parse(days, CultureInfo.InvariantCulture) : null,
        Blanket = terms.Flag("blanket") ?? false,
        ReportTo = terms.Text("reportTo"),
        Mitigations = terms.Texts("mitigations"),
    };

    private static PolicyCase Case(YamlMapping map) => new(
        new DistinctApp(
            map.Text("platform") is { } platform ? Platforms.Parse(platform) : Platform.Unknown,
            ForeignText.Clean(map.Text("name")),
            ForeignText.Clean(map.Text("publisher")),
            map.Text("version") ?? "",
            map.Text("identifier") ?? ""),
        map.Text("expect")!);

    private static string Print(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
