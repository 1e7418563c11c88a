using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching.Compiled;
using ComplianceAgent.Matching.Names;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching;

/// <summary>
/// Every policy in force, compiled once into an immutable whole that any number of threads may ask. Answers depend on the app and
/// the policies only: not on culture, clock, order of rules or order of apps.
/// </summary>
public sealed class PolicyMatcher
{
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
        var faults = PolicySetFaults.Of(set);
        if (faults.Count > 0)
        {
            throw new PolicyException(faults);
        }

        var catalogue = new CompiledCatalogue(set.Catalogue);
        return new PolicyMatcher(catalogue, [.. set.Policies.Select(policy => new CompiledPolicy(policy, catalogue))]);
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
        return new PolicyVerdict(policy.Policy.Id, policy.Policy.EnglishTitle, matches, [.. misses.Distinct().OrderBy(miss => miss.Subject, StringComparer.Ordinal).ThenBy(miss => miss.Reason.Code, StringComparer.Ordinal)]);
    }
}
