using System.Collections.Immutable;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Judges and builds the list of a category or allow-list rule.</summary>
/// <param name="policyId">Id of the policy, for what a fault tells to write.</param>
/// <param name="mayBeTemplate">True for a ready-made policy: its category may wait for the customer's list.</param>
/// <param name="catalogue">Catalogue.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class RuleListBuilder(string policyId, bool mayBeTemplate, Catalogue catalogue, FaultList faults)
{
    /// <summary>Code of a category that waits for its list: noted in a ready-made policy, a fault once it is to be in force.</summary>
    public const string WaitsForList = "policy-category-without-list";

    private static readonly string[] PatternKeys = ["name", "publisher", "identifier"];

    /// <summary>Checks a rule's list; rules of other kinds have none.</summary>
    public void Check(YamlMapping rule, string? id)
    {
        if (rule.Flag("allowList") == true)
        {
            CheckAllowList(rule);
        }
        else if (rule.Text("category") is { } category && !rule.Items("list").Any())
        {
            Add(rule.Entry("category")!.Key.Mark, category, id ?? category);
        }

        foreach (var entry in rule.Items("list"))
        {
            CheckEntry(entry);
        }
    }

    /// <summary>The entries that are told by keys.</summary>
    public static ImmutableArray<RuleListEntry> Entries(YamlMapping rule) =>
    [
        .. rule.Items("list").OfType<YamlMapping>().Select(entry => new RuleListEntry
        {
            Product = entry.Text("product"), Name = entry.Text("name"), Publisher = entry.Text("publisher"), Identifier = entry.Text("identifier"),
        }),
    ];

    private void Add(Mark mark, string category, string id)
    {
        if (mayBeTemplate)
        {
            faults.Warn(mark, WaitsForList, ("category", category), ("policy", policyId), ("rule", id));
        }
        else
        {
            faults.Add(mark, WaitsForList, ("category", category), ("policy", policyId), ("rule", id));
        }
    }

    private void CheckAllowList(YamlMapping rule)
    {
        var mark = rule.Entry("allowList")!.Key.Mark;
        if (!rule.Items("list").Any())
        {
            faults.Add(mark, "policy-rule-needs", ("key", "allowList"), ("other", "list"));
        }

        faults.Warn(mark, "policy-allow-list-stores-more");
    }

    private void CheckEntry(YamlNode entry)
    {
        if (entry is YamlMapping keys)
        {
            CheckKeys(keys);
        }
        else if (entry is YamlScalar { Text: var text } && !catalogue.Products.ContainsKey(text) && Spelling.Nearest(text, catalogue.Products.Keys) is { } near)
        {
            faults.Warn(entry.Mark, "policy-entry-taken-as-name", ("value", text), ("near", near));
        }
    }

    private void CheckKeys(YamlMapping entry)
    {
        var pattern = PatternKeys.FirstOrDefault(key => entry.Find(key) is not null);
        if (entry.Find("product") is not YamlScalar product)
        {
            if (pattern is null)
            {
                faults.Add(entry.Mark, "policy-entry-without-kind");
            }

            return;
        }

        if (pattern is not null)
        {
            faults.Add(entry.Entry(pattern)!.Key.Mark, "policy-rule-excludes", ("key", pattern), ("other", "product"));
        }

        if (!catalogue.Products.ContainsKey(product.Text))
        {
            faults.AddUnknown(product.Mark, "product", product.Text, catalogue.Products.Keys);
        }
    }
}
