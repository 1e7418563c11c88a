using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;

namespace ComplianceAgent.Scanning;

/// <summary>What today's policies and catalogue say of violations as they were stored: by it a change of ours is told from one of the device.</summary>
internal sealed class TodaysFiles(PolicySet set, PolicyMatcher matcher, RuleBreadthHold hold)
{
    private readonly Dictionary<string, Policy> policies = set.Policies.ToDictionary(policy => policy.Id, StringComparer.Ordinal);
    private PolicyMatcher? unsparing;

    /// <summary>The files behind this scan and behind the one before.</summary>
    public static FilesInForce InForce(PolicySet set, PolicyMatcher matcher, RuleBreadthHold hold, ScanResult? last) => new()
    {
        Catalogue = set.Catalogue.Hash,
        CatalogueBefore = last?.CatalogueHash ?? "",
        PoliciesBefore = (last?.Policies ?? []).ToDictionary(policy => policy.Id, policy => policy.Hash, StringComparer.Ordinal),
        IsSpared = new TodaysFiles(set, matcher, hold).IsSpared,
    };

    /// <summary>The best verdict for the violation's policy and subject; null when nothing matches.</summary>
    public FileVerdict? Of(Violation violation)
    {
        var verdicts = matcher.Match(violation.App).RemoveAll(hold.Holds)
            .Where(match => match.PolicyId == violation.PolicyId && match.Subject == violation.Subject)
            .Select(match => new FileVerdict(match.Confidence, Assessment.SeverityFor(policies[violation.PolicyId], violation.Device.Owner, violation.Device.Platform, violation.App, match)));
        return verdicts.OrderByDescending(verdict => verdict.Confidence).ThenBy(verdict => verdict.Severity).FirstOrDefault();
    }

    /// <summary>True when only a never-flag entry keeps the violation's app from matching.</summary>
    public bool IsSpared(Violation violation)
    {
        unsparing ??= PolicyMatcher.Compile(WithoutNeverFlag(set));
        return unsparing.Match(violation.App).Any(match => match.PolicyId == violation.PolicyId && match.Subject == violation.Subject);
    }

    private static PolicySet WithoutNeverFlag(PolicySet set) => new(
        [.. set.Policies.Select(policy => policy with { NeverFlag = [] })],
        set.Catalogue with
        {
            NeverFlag = [],
            Products = set.Catalogue.Products.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value with { NeverFlag = [] }, StringComparer.Ordinal),
        });
}
