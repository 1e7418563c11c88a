using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Judges and builds the rules of one policy.</summary>
internal sealed class RuleBuilder(string policyId, bool mayBeTemplate, Catalogue catalogue, FaultList faults)
{
    private static readonly string[] PatternKeys = ["name", "nameRegex", "publisher", "identifier"];

    private readonly Dictionary<string, Mark> _ids = new(StringComparer.Ordinal);
    private readonly RuleListBuilder _lists = new(policyId, mayBeTemplate, catalogue, faults);

    /// <summary>Builds every rule that has an id; the faults say what is wrong with the others.</summary>
    public ImmutableArray<PolicyRule> Build(YamlMapping policy) =>
        [.. policy.Items("rules").OfType<YamlMapping>().Select(rule => Build(rule, policy)).OfType<PolicyRule>()];

    private PolicyRule? Build(YamlMapping rule, YamlMapping policy)
    {
        CheckKind(rule);
        CheckCompany(rule);
        CheckCatalogue(rule);
        CheckDate(rule, policy);
        var id = TakeId(rule);
        _lists.Check(rule, id);
        return id is null ? null : Rule(id, rule);
    }

    private void CheckKind(YamlMapping rule)
    {
        var kinds = Kinds(rule).ToList();
        if (kinds.Count == 0)
        {
            faults.Add(rule.Mark, "policy-rule-without-kind");
        }
        else if (kinds.Count > 1)
        {
            faults.Add(rule.Mark, "policy-rule-of-two-kinds", ("kinds", string.Join(" and ", kinds)));
        }
    }

    private static IEnumerable<string> Kinds(YamlMapping rule)
    {
        foreach (var key in new[] { "product", "vendor", "category" }.Where(key => rule.Find(key) is not null))
        {
            yield return key;
        }

        if (rule.Flag("allowList") == true)
        {
            yield return "allowList";
        }

        if (PatternKeys.FirstOrDefault(key => rule.Find(key) is not null) is { } pattern)
        {
            yield return pattern;
        }
    }

    /// <summary>Keys that make sense only beside others, or never beside each other.</summary>
    private void CheckCompany(YamlMapping rule)
    {
        Needs(rule, "family", "product");
        Needs(rule, "list", "category", "allowList");
        Needs(rule, "version", ["product", "vendor", .. PatternKeys]);
        if (rule.Find("name") is not null && rule.Find("nameRegex") is { } regex)
        {
            faults.Add(regex.Mark, "policy-rule-excludes", ("key", "nameRegex"), ("other", "name"));
        }
    }

    private void Needs(YamlMapping rule, string key, params string[] others)
    {
        if (rule.Find(key) is not null && rule.Text(key) != "false" && !others.Any(other => rule.Find(other) is not null))
        {
            faults.Add(rule.Entry(key)!.Key.Mark, "policy-rule-needs", ("key", key), ("other", string.Join(" or ", others)));
        }
    }

    private void CheckCatalogue(YamlMapping rule)
    {
        if (rule.Find("product") is YamlScalar product && !catalogue.Products.ContainsKey(product.Text))
        {
            faults.AddUnknown(product.Mark, "product", product.Text, catalogue.Products.Keys);
        }

        if (rule.Find("vendor") is YamlScalar vendor && !catalogue.Vendors.ContainsKey(vendor.Text))
        {
            faults.AddUnknown(vendor.Mark, "vendor", vendor.Text, catalogue.Vendors.Keys);
        }
    }

    private void CheckDate(YamlMapping rule, YamlMapping policy) =>
        PolicyBuilder.CheckOrder(rule.Find("removeBy"), "removeBy", policy.Date("effective"), "effective", faults);

    private string? TakeId(YamlMapping rule)
    {
        var product = rule.Text("product");
        var vendor = rule.Text("vendor");
        var id = rule.Text("id") ?? product ?? (vendor is null ? null : "vendor-" + vendor);
        var mark = (rule.Find("id") ?? rule.Find("product") ?? rule).Mark;
        if (id is null)
        {
            faults.Add(rule.Mark, "policy-rule-without-id");
        }
        else if (!_ids.TryAdd(id, mark))
        {
            faults.Add(mark, "policy-duplicate-rule", ("id", id), ("line", _ids[id].Line.ToString(CultureInfo.InvariantCulture)));
        }
        else if (id != product && catalogue.Products.ContainsKey(id))
        {
            // A violation is known by the product's or else the rule's id: the two may not be mistaken for each other.
            faults.Add(mark, "policy-rule-id-is-product", ("id", id));
        }

        return id;
    }

    private static PolicyRule Rule(string id, YamlMapping rule) => new()
    {
        Id = id,
        Formerly = rule.Texts("formerly"),
        Product = rule.Text("product"),
        Family = rule.Flag("family") ?? false,
        Vendor = rule.Text("vendor"),
        Name = rule.Text("name"),
        NameRegex = rule.Text("nameRegex"),
        Publisher = rule.Text("publisher"),
        Identifier = rule.Text("identifier"),
        Version = rule.Text("version"),
        Category = rule.Text("category"),
        AllowList = rule.Flag("allowList") ?? false,
        List = rule.Texts("list"),
        ListEntries = RuleListBuilder.Entries(rule),
        Platform = rule.Text("platform") is { } platform ? PolicyWords.Platform(platform) : null,
        Severity = rule.Text("severity") is { } severity ? PolicyWords.Severity(severity) : null,
        RemoveBy = rule.Date("removeBy"),
        Title = rule.Text("title"),
    };
}

/// <summary>The words of the files as values.</summary>
internal static class PolicyWords
{
    public static PlatformFamily Platform(string word) => word switch
    {
        "windows" => PlatformFamily.Windows,
        "macos" => PlatformFamily.MacOS,
        "ios" => PlatformFamily.IOS,
        "android" => PlatformFamily.Android,
        _ => PlatformFamily.Other,
    };

    public static Severity Severity(string word) => word switch
    {
        "advice" => Policies.Severity.Advice,
        "review" => Policies.Severity.Review,
        "out" => Policies.Severity.Out,
        _ => Policies.Severity.Violation,
    };

    public static Confidence Confidence(string word) => word switch
    {
        "suspected" => Policies.Confidence.Suspected,
        "exact" => Policies.Confidence.Exact,
        _ => Policies.Confidence.Strong,
    };
}
