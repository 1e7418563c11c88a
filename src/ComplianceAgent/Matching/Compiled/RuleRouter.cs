using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// One index over the rules of all policies: tells which policies have anything to say of an app, so that a clean app costs no
/// policy anything.
/// </summary>
internal sealed class RuleRouter
{
    private readonly FrozenDictionary<string, ImmutableArray<int>> byProduct;
    private readonly FrozenDictionary<string, ImmutableArray<int>> byVendor;
    private readonly ImmutableArray<int> always;
    private readonly RawRuleIndex raw;
    private readonly int policies;

    public RuleRouter(ImmutableArray<CompiledPolicy> policies)
    {
        this.policies = policies.Length;
        byProduct = Group(policies, policy => policy.Products);
        byVendor = Group(policies, policy => policy.Vendors);
        always = [.. policies.Select((policy, index) => (policy, index)).Where(pair => !pair.policy.AllowLists.IsEmpty).Select(pair => pair.index)];
        raw = new RawRuleIndex(policies.SelectMany(policy => policy.RawRules));
    }

    /// <summary>Raw rules that may fit an app, in order of policy and rule.</summary>
    public ImmutableArray<RawRule> RawRules(RuleProbe probe) => raw.Candidates(probe);

    /// <summary>Which policies are worth asking, by their index; null when none is.</summary>
    public bool[]? Policies(AppFindings findings, ImmutableArray<RawRule> candidates)
    {
        bool[]? asked = null;
        Mark(always, ref asked);
        foreach (var finding in findings.Products)
        {
            Mark(byProduct, finding.Product.Id, ref asked);
        }

        foreach (var publisher in findings.Publishers)
        {
            Mark(byVendor, publisher.Owner, ref asked);
        }

        foreach (var (vendor, _) in findings.VendorIdentifiers)
        {
            Mark(byVendor, vendor, ref asked);
        }

        if (findings.House is { } house)
        {
            Mark(byVendor, house.Vendor, ref asked);
        }

        foreach (var rule in candidates)
        {
            (asked ??= new bool[policies])[rule.Policy] = true;
        }

        return asked;
    }

    private void Mark(FrozenDictionary<string, ImmutableArray<int>> index, string key, ref bool[]? asked)
    {
        if (index.TryGetValue(key, out var found))
        {
            Mark(found, ref asked);
        }
    }

    private void Mark(ImmutableArray<int> found, ref bool[]? asked)
    {
        foreach (var policy in found)
        {
            (asked ??= new bool[policies])[policy] = true;
        }
    }

    private static FrozenDictionary<string, ImmutableArray<int>> Group(ImmutableArray<CompiledPolicy> policies, Func<CompiledPolicy, IEnumerable<string>> keys) => policies
        .SelectMany((policy, index) => keys(policy).Select(key => (key, index)))
        .GroupBy(pair => pair.key, pair => pair.index, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
}
