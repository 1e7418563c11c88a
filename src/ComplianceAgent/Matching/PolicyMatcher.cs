using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching.Compiled;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching;

/// <summary>
/// Every policy in force, compiled once into an immutable whole that any number of threads may ask. Answers depend on the app and
/// the policies only: not on culture, clock, order of rules or order of apps.
/// </summary>
public sealed class PolicyMatcher
{
    private static readonly ConditionalWeakTable<Catalogue, CompiledCatalogue> Catalogues = [];
    private static readonly ConditionalWeakTable<PolicySet, PolicyMatcher> Sets = [];

    private readonly CompiledCatalogue catalogue;
    private readonly ImmutableArray<CompiledPolicy> policies;
    private readonly RuleRouter router;

    private PolicyMatcher(CompiledCatalogue catalogue, ImmutableArray<CompiledPolicy> policies)
    {
        this.catalogue = catalogue;
        this.policies = policies;
        router = new RuleRouter(policies);
    }

    /// <summary>True when any policy has an allow-list: then nearly every app matches.</summary>
    public bool HasAllowLists => policies.Any(policy => !policy.AllowLists.IsEmpty);

    /// <summary>The matcher of a policy set, compiled when first asked for: the set in force stays the same until a policy changes. Throws <see cref="PolicyException"/> with every fault when a pattern or reference cannot be used.</summary>
    public static PolicyMatcher Compile(PolicySet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Sets.GetValue(set, static set => CompileNew(set));
    }

    private static PolicyMatcher CompileNew(PolicySet set)
    {
        var faults = set.Policies.SelectMany(policy => PolicySetFaults.OfPolicy(policy, set.Catalogue)).ToList();
        var catalogue = Compile(set.Catalogue, faults);
        return catalogue is null || faults.Count > 0
            ? throw new PolicyException(faults)
            : new PolicyMatcher(catalogue, Compile(set.Policies, catalogue));
    }

    private static ImmutableArray<CompiledPolicy> Compile(ImmutableArray<Policy> policies, CompiledCatalogue catalogue)
    {
        var (compiled, rawRules) = (ImmutableArray.CreateBuilder<CompiledPolicy>(policies.Length), 0);
        foreach (var policy in policies)
        {
            compiled.Add(new CompiledPolicy(policy, compiled.Count, rawRules, catalogue));
            rawRules += compiled[^1].RawRules.Length;
        }

        return compiled.DrainToImmutable();
    }

    /// <summary>Catalogues are immutable and their regular expressions dear to build: one compiled form each.</summary>
    private static CompiledCatalogue? Compile(Catalogue catalogue, List<PolicyFault> faults)
    {
        if (Catalogues.TryGetValue(catalogue, out var known))
        {
            return known;
        }

        var before = faults.Count;
        faults.AddRange(PolicySetFaults.OfCatalogue(catalogue));
        return faults.Count > before ? null : Catalogues.GetValue(catalogue, static source => new CompiledCatalogue(source));
    }

    /// <summary>Every match of an app: the best one per policy and subject, in order of policy and subject.</summary>
    public ImmutableArray<AppMatch> Match(DistinctApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var probe = new RuleProbe(AppProbe.Of(app));
        var findings = catalogue.Find(probe.App);
        var rawRules = router.RawRules(probe);
        return router.Policies(findings, rawRules) is { } asked ? Ask(asked, findings, probe, rawRules.AsSpan()) : [];
    }

    private ImmutableArray<AppMatch> Ask(bool[] asked, AppFindings findings, RuleProbe probe, ReadOnlySpan<RawRule> rawRules)
    {
        var matches = ImmutableArray<AppMatch>.Empty;
        for (var i = 0; i < asked.Length; i++)
        {
            var own = 0;
            while (own < rawRules.Length && rawRules[own].Policy == i)
            {
                own++;
            }

            if (asked[i])
            {
                var found = new PolicyEvaluation(policies[i], catalogue, findings, probe, nearMisses: null).Run(rawRules[..own]);
                matches = matches.IsEmpty ? found : matches.AddRange(found);
            }

            rawRules = rawRules[own..];
        }

        return matches;
    }

    /// <summary>True when any rule fits: asked once per distinct app to decide whether its rows are kept.</summary>
    public bool IsWanted(DistinctApp app) => !Match(app).IsEmpty;

    /// <summary>
    /// For an app that only allow-lists match: what they say of it, the same text for every app of which they say the same; null for
    /// any other. Such apps are on every device, so a scan counts them a device and does not keep them a row.
    /// </summary>
    public string? RollUpKey(DistinctApp app)
    {
        var matches = HasAllowLists ? Match(app) : [];
        return matches.IsEmpty || !matches.All(match => match.IsRollUp)
            ? null
            : string.Join('\n', matches.Select(match => $"{match.PolicyId}\t{match.Subject}\t{match.Confidence}"));
    }

    /// <summary>What every policy says of an app, near misses included.</summary>
    public PolicyExplanation Explain(DistinctApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var probe = new RuleProbe(AppProbe.Of(app));
        var findings = catalogue.Find(probe.App);
        return new PolicyExplanation(app, probe.App.Name.Core, probe.App.Publisher.Text, [.. policies.Select(policy => Explain(policy, findings, probe))]);
    }

    private PolicyVerdict Explain(CompiledPolicy policy, AppFindings findings, RuleProbe probe)
    {
        var misses = new List<NearMiss>();
        var matches = new PolicyEvaluation(policy, catalogue, findings, probe, misses).Run(policy.RawRules.AsSpan());
        misses.AddRange(NearMisses.Of(policy, catalogue, findings));
        if (matches.IsEmpty && misses.Count == 0)
        {
            misses.Add(NearMisses.Namesake(catalogue, findings.App) ?? NearMisses.NoTrace);
        }

        return new PolicyVerdict(policy.Policy.Id, policy.Policy.EnglishTitle, matches, [.. misses.Distinct().OrderBy(miss => miss.Subject, StringComparer.Ordinal).ThenBy(miss => miss.Reason.Code, StringComparer.Ordinal)]);
    }
}
