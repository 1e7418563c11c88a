using System.Collections.Immutable;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>What the rules of a policy, and the products of the catalogue, were called before.</summary>
internal static class FormerSubjects
{
    /// <summary>Reads them: today's id by former id. An id that is still in use, or stands twice, is a fault.</summary>
    public static ImmutableDictionary<string, string> Read(YamlMapping policy, ImmutableArray<PolicyRule> rules, Catalogue catalogue, FaultList faults)
    {
        var former = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var product in catalogue.Products.Values.OrderBy(product => product.Id, StringComparer.Ordinal))
        {
            foreach (var id in product.Formerly.Where(id => !catalogue.Products.ContainsKey(id)))
            {
                former.TryAdd(id, product.Id);
            }
        }

        CheckOwn(policy, faults);
        var inUse = rules.Select(rule => rule.Subject).Concat(rules.Select(rule => rule.Id)).ToHashSet(StringComparer.Ordinal);
        var written = policy.Items("rules").OfType<YamlMapping>().ToList();
        foreach (var (rule, id) in written.Take(written.Count == rules.Length ? written.Count : 0).Zip(rules).SelectMany(pair => Former(pair.First).Select(id => (Rule: pair.Second, Id: id))))
        {
            if (inUse.Contains(id.Text))
            {
                faults.Add(id.Mark, "policy-formerly-in-use", ("id", id.Text));
            }
            else if (!former.TryAdd(id.Text, rule.Subject) && former[id.Text] != rule.Subject)
            {
                faults.Add(id.Mark, "policy-formerly-twice", ("id", id.Text), ("other", former[id.Text]));
            }
        }

        return former.ToImmutable();
    }

    private static void CheckOwn(YamlMapping policy, FaultList faults)
    {
        foreach (var id in Former(policy).Where(id => id.Text == policy.Text("policy")))
        {
            faults.Add(id.Mark, "policy-formerly-in-use", ("id", id.Text));
        }
    }

    private static IEnumerable<YamlScalar> Former(YamlMapping map) => map.Items("formerly").OfType<YamlScalar>();
}
