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

    private readonly CompiledCatalogue catalogue;
    private readonly ImmutableArray<CompiledPolicy> policies;

    private PolicyMatcher(CompiledCatalogue catalogue, ImmutableArray<CompiledPolicy> policies)
    {
        this.catalogue = catalogue;
        this.policies = policies;
    }

    /// <summary>Compiles a policy set; throws <see cref="PolicyException"/> with every fault when a pattern or reference cannot be used.</summary>
    public static PolicyMatcher Compile(PolicySet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var faults = set.Policies.SelectMany(policy => PolicySetFaults.OfPolicy(policy, set.Catalogue)).ToList();
        var catalogue = Compile(set.Catalogue, faults);
        return catalogue is null || faults.Count > 0
            ? throw new PolicyException(faults)
            : new PolicyMatcher(catalogue, [.. set.Policies.Select(policy => new CompiledPolicy(policy, catalogue))]);
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
        var findings = catalogue.Find(AppProbe.Of(app));
        var matches = ImmutableArray<AppMatch>.Empty;
        foreach (var policy in policies)
        {
            var found = new PolicyEvaluation(policy, catalogue, findings, nearMisses: null).Run();
            matches = matches.IsEmpty ? found : matches.AddRange(found);
        }

        return matches;
    }

    /// <summary>True when any rule fits: asked once per distinct app to decide whether its rows are kept.</summary>
    public bool IsWanted(DistinctApp app) => !Match(app).IsEmpty;

    /// <summary>What every policy says of an app, near misses included.</summary>
    public PolicyExplanation Explain(DistinctApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var probe = AppProbe.Of(app);
        var findings = catalogue.Find(probe);
        return new PolicyExplanation(app, probe.Name.Core, probe.Publisher.Text, [.. policies.Select(policy => Explain(policy, findings))]);
    }

    private PolicyVerdict Explain(CompiledPolicy policy, AppFindings findings)
    {
        var misses = new List<NearMiss>();
        var matches = new PolicyEvaluation(policy, catalogue, findings, misses).Run();
        misses.AddRange(NearMisses.Of(policy, catalogue, findings));
        if (matches.IsEmpty && misses.Count == 0)
        {
            misses.Add(NearMisses.Namesake(catalogue, findings.App) ?? NearMisses.NoTrace);
        }

        return new PolicyVerdict(policy.Policy.Id, policy.Policy.EnglishTitle, matches, [.. misses.Distinct().OrderBy(miss => miss.Subject, StringComparer.Ordinal).ThenBy(miss => miss.Reason.Code, StringComparer.Ordinal)]);
    }
}
