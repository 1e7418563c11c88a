using System.Text.RegularExpressions;
using System.Xml.Linq;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Html;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tests.Reports;

/// <summary>The HTML report in the other languages: nothing of English left in it, and what strangers wrote untouched.</summary>
public sealed partial class HtmlLanguageTests
{
    /// <summary>English words that none of the three other languages has; what was never given to a wording betrays itself by them.</summary>
    private static readonly string[] OnlyEnglish =
        ["the", "and", "from", "which", "not", "with", "are", "has", "have", "been", "this", "that", "until", "since", "devices", "policy", "policies", "rule", "violations", "unknown", "none", "by", "today"];

    public static TheoryData<Language, string> Others => new()
    {
        { Language.Dutch, "Verboden apps op beheerde toestellen" },
        { Language.French, "Applications interdites sur les appareils gérés" },
        { Language.German, "Verbotene Apps auf verwalteten Geräten" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Nothing_of_English_is_left_in_the_report_of_another_language(Language language, string heading)
    {
        foreach (var input in Cases())
        {
            var page = await Print.HtmlAsync(ReportModel.Build(input with { Language = language }));
            var texts = Texts(page).Distinct().ToList();

            page.Root!.Attribute("lang")!.Value.Should().Be(language.Code());
            page.Descendants("h1").Single().Value.Should().Be(heading);
            texts.Where(text => Wording.Of(language).Phrases.Any(phrase => phrase.Key == text && phrase.Value != text)).Except(Wording.Of(language).Phrases.Values).Should().BeEmpty();
            texts.Where(text => Word().Matches(Commands().Replace(text, "")).Any(word => OnlyEnglish.Contains(word.Value.ToLowerInvariant()))).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task The_same_words_are_found_in_the_English_report_so_that_the_look_for_them_is_not_blind()
    {
        var found = new HashSet<string>();
        foreach (var input in Cases())
        {
            found.UnionWith(Texts(await Print.HtmlAsync(ReportModel.Build(input))).SelectMany(text => Word().Matches(text)).Select(word => word.Value.ToLowerInvariant()));
        }

        OnlyEnglish.Except(found).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Another_language_has_the_same_elements_and_figures_and_hostile_names_stay_text(Language language, string heading)
    {
        heading.Should().NotBeEmpty();
        foreach (var name in ReportCases.HostileNames)
        {
            var english = await Print.HtmlAsync(ReportCases.Model(name));
            var other = await Print.HtmlAsync(ReportModel.Build(ReportCases.Input(name) with { Language = language }));

            other.Descendants().Select(element => element.Name.LocalName).Should().Equal(english.Descendants().Select(element => element.Name.LocalName), "the name was {0}", name);
            other.Descendants("time").Select(time => time.Value).Should().Equal(english.Descendants("time").Select(time => time.Value));
        }
    }

    [Fact]
    public async Task Titles_of_policies_come_in_the_language_where_they_have_one_and_machines_keep_the_English_one()
    {
        var policies = new PolicySet([ReportCases.TikTok with { Title = ReportCases.TikTok.Title.Add("nl", "TikTok op federale diensttoestellen") }, ReportCases.DeepSeek], Catalogue.Empty);
        var model = ReportModel.Build(ReportCases.Input() with { Policies = policies, Language = Language.Dutch });

        var page = (await Print.HtmlAsync(model)).Root!.Value;
        page.Should().Contain("TikTok op federale diensttoestellen").And.NotContain(ReportCases.TikTok.EnglishTitle).And.Contain(ReportCases.DeepSeek.EnglishTitle);
        (await Print.JsonAsync(model)).GetRawText().Should().Contain(ReportCases.TikTok.EnglishTitle).And.NotContain("diensttoestellen").And.NotContain("overtreding");
    }

    [Fact]
    public async Task What_machines_read_is_the_same_in_every_language()
    {
        foreach (var writer in FormatTests.Writers().Where(writer => writer.FileEnding == ".json" || writer.FileEnding.EndsWith(".csv", StringComparison.Ordinal)))
        {
            var english = await Print.TextAsync(writer, ReportCases.Model());
            (await Print.TextAsync(writer, ReportModel.Build(ReportCases.Input() with { Language = Language.German }))).Should().Be(english, writer.FileEnding);
        }
    }

    /// <summary>Inputs that between them print every part of the page: warnings, faults, waiting and refused acts, refused exceptions, erased people, nothing at all.</summary>
    private static IEnumerable<ReportInput> Cases()
    {
        var scan = Known(ReportCases.Scan());
        var input = ReportCases.Input() with { Policies = new PolicySet([Titled(ReportCases.TikTok), Titled(ReportCases.DeepSeek)], Catalogue.Empty), LastScan = scan, LastCompleteScan = scan, Violations = [.. ReportCases.Violations().Select(Known)] };
        yield return input;
        yield return input with
        {
            Simulated = true,
            Now = ReportCases.Now.AddDays(6),
            LastScan = scan with
            {
                Number = 8, Complete = false, Route = InventoryRoute.DetectedApps, CannotTell = [CoverageClass.Stale, CoverageClass.NoInventory],
                Faults = [Reason.Of("graph-refused", ("what", "managed devices, page 3"), ("status", "400"), ("error", "BadRequest"), ("request", "r1"))],
            },
            Policies = new PolicySet([Titled(ReportCases.TikTok)], Catalogue.Empty),
            Excuses = Excuses(),
            ExcusingPersons = 1,
            Exceptions = [.. ReportCases.Exceptions().SelectMany(Standings).Select((standing, i) => standing with { Waiver = standing.Waiver with { Reference = $"store:{i + 1}" } })],
            Unjudged = _ => Enumerable.Range(1, 3).Select(i => new UnjudgedDevice(
                $"00000000-0000-0000-0000-00000000000{i}", Platform.Windows, DeviceOwner.Company, CoverageClass.Stale, Reason.Of("no-contact"), i == 1 ? null : ReportCases.Now)).ToAsyncEnumerable(),
        };
        yield return input with { LastScan = null, LastCompleteScan = null, Violations = [], Exceptions = [] };
        yield return input with { Violations = [input.Violations[0] with { ErasedAt = ReportCases.Now, Device = input.Violations[0].Device with { UserPrincipalName = "", UserDisplayName = "" } }] };
    }

    /// <summary>A title is the customer's own: here it is no word of any language.</summary>
    private static Policy Titled(Policy policy) => policy with { Title = policy.Title.SetItem("en", policy.Id) };

    private static ScanResult Known(ScanResult scan) => scan with
    {
        Policies = [.. scan.Policies.Select(policy => policy with { Title = policy.Id })],
        RouteReasons = [Reason.Of("route-export-first")], Notes = [Reason.Of("device-list-skipped", ("count", "3"))],
        Coverage = [.. scan.Coverage.Select(count => count with { ReasonCode = "no-contact" })],
    };

    private static Violation Known(Violation violation) => violation with
    {
        Evidence = Reason.Of("name-and-publisher", ("name", "TikTok"), ("publisher", "ByteDance"), ("known", "tiktok"), ("product", "TikTok")),
        StateReason = violation.State switch
        {
            ViolationState.Excepted => violation.StateReason,
            ViolationState.Withdrawn => Reason.Of("withdrawn-out-of-scope", ("owner", "Personal"), ("platform", "IOS")),
            _ => Reason.Of("seen-first"),
        },
    };

    private static IEnumerable<WaiverStanding> Standings(WaiverStanding standing) =>
    [
        standing, standing with { EndsSoon = true, DaysLeft = 1 }, standing with { EndsSoon = true, DaysLeft = 3 },
        .. Enum.GetValues<WaiverStatus>().Select(status => standing with { Status = status, Faults = [Reason.Of("exception-none-allowed", ("policy", ReportCases.TikTok.Id))] }),
    ];

    private static ExcusingBook Excuses() => ExcusingBook.Of(
    [
        .. Enum.GetValues<ExcusingKind>().SelectMany((kind, i) => new[] { Step(i * 3 + 1, kind, ExcusingStep.Proposed), Step(i * 3 + 1, kind, i % 3 == 0 ? ExcusingStep.Alone : ExcusingStep.Approved), Step(i * 3 + 2, kind, ExcusingStep.Proposed) }),
        Step(100, ExcusingKind.RuleRemoved, ExcusingStep.Proposed), Step(100, ExcusingKind.RuleRemoved, ExcusingStep.Refused),
    ]);

    private static ExcusingDecision Step(long number, ExcusingKind kind, ExcusingStep step) => new()
    {
        Tenant = ReportCases.Tenant, Sequence = number, Number = number, Step = step, Author = new Author("ann", number % 2 == 0 ? Author.SignedIn : Author.OsAccount), At = ReportCases.Now.AddDays(-2),
        Matter = new ExcusingMatter { Kind = kind, PolicyId = ReportCases.TikTok.Id, What = "clocks", Violations = (int)number, Devices = 1, File = number == 100 ? new FileChange("bans.yaml", new string('a', 64), "") : null },
    };

    /// <summary>All a reader sees or hears: texts, labels of tables and parts, the title; not the style sheet and not codes.</summary>
    private static IEnumerable<string> Texts(XDocument page) =>
        page.Root!.DescendantNodes().OfType<XText>().Where(text => text.Parent!.Name.LocalName is not ("style" or "code" or "time")).Select(text => text.Value.Trim())
            .Concat(page.Descendants().Attributes().Where(label => label.Name.LocalName is "aria-label" or "data-label").Select(label => label.Value))
            .Where(text => text.Any(char.IsLetter));

    [GeneratedRegex("\\w+('s)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    /// <summary>Commands and settings keep their names.</summary>
    [GeneratedRegex("'[^']*'|reviews (confirm|dismiss)|[a-z]+-[a-z]+(-[a-z]+)*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Commands();
}
