using System.Collections.Immutable;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>
/// An allow-list speaks of company devices only. A policy of nothing else leaves all others out, so that none is called clean that
/// nobody judged; beside other rules the scope stays theirs.
/// </summary>
internal static class AllowListScope
{
    /// <summary>The scope as it holds for these rules.</summary>
    public static PolicyScope Narrow(PolicyScope scope, ImmutableArray<PolicyRule> rules) =>
        IsAll(rules) ? scope with { Personal = Severity.Out, Unknown = Severity.Out } : scope;

    /// <summary>Warns of a scope that names devices of which an allow-list cannot speak.</summary>
    public static void Check(YamlMapping tree, ImmutableArray<PolicyRule> rules, FaultList faults)
    {
        if (!IsAll(rules) || tree.Map("scope")?.Map("owner") is not { } owner)
        {
            return;
        }

        foreach (var key in new[] { "personal", "unknown" }.Where(key => owner.Text(key) is not (null or "out")))
        {
            faults.Warn(owner.Entry(key)!.Key.Mark, "policy-allow-list-company-only", ("owner", key));
        }
    }

    private static bool IsAll(ImmutableArray<PolicyRule> rules) => !rules.IsEmpty && rules.All(rule => rule.AllowList);
}
