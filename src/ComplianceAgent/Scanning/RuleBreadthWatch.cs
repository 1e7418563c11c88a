using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Scanning;

/// <summary>A rule that hit something.</summary>
/// <param name="Rule">Rule.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Apps">Distinct apps it hit.</param>
/// <param name="IsGivenUp">True when not all of its rows were kept.</param>
internal readonly record struct ReachedRule(RuleKey Rule, RuleReachKind Kind, int Apps, bool IsGivenUp);

/// <summary>
/// Stands between the collector and the matcher and counts, as distinct apps come by, how many each rule hits. A rule that is beyond
/// doubt too broad is given up on: what it alone hits is not wanted any more, so its rows are not kept.
/// </summary>
internal sealed class RuleBreadthWatch
{
    private readonly Lock gate = new();
    private readonly PolicyMatcher matcher;
    private readonly ScanOptions limits;
    private readonly bool givesUp;
    private readonly Dictionary<RuleKey, Count> counts;
    private int seen;

    /// <summary>Watches over the rules of a policy set.</summary>
    /// <param name="matcher">Asked once per distinct app.</param>
    /// <param name="policies">Policies.</param>
    /// <param name="accepted">Rules that may hit as much as they like.</param>
    /// <param name="limits">Limits.</param>
    /// <param name="givesUp">False to keep every row, whatever a rule hits.</param>
    public RuleBreadthWatch(
        PolicyMatcher matcher, ImmutableArray<Policy> policies, IReadOnlySet<RuleKey> accepted, ScanOptions limits, bool givesUp = true)
    {
        this.matcher = matcher;
        this.limits = limits;
        this.givesUp = givesUp;
        counts = policies.SelectMany(policy => policy.Rules.Select(rule => (Key: new RuleKey(policy.Id, rule.Id), Rule: rule)))
            .DistinctBy(pair => pair.Key)
            .ToDictionary(pair => pair.Key, pair => new Count(RuleBreadth.KindOf(pair.Rule), accepted.Contains(pair.Key)));
    }

    /// <summary>Distinct apps met.</summary>
    public int Seen => seen;

    /// <summary>Every rule that hit anything and was not accepted, with what it is made of and how many distinct apps it hit.</summary>
    public IEnumerable<ReachedRule> Reached =>
        counts.Where(pair => pair.Value is { Hits: > 0, IsAccepted: false }).Select(pair => new ReachedRule(pair.Key, pair.Value.Kind, pair.Value.Hits, pair.Value.IsGivenUp))
            .OrderBy(reached => reached.Rule.PolicyId, StringComparer.Ordinal).ThenBy(reached => reached.Rule.RuleId, StringComparer.Ordinal);

    /// <summary>True when a rule was given up on that the totals would not have given up: some of its rows are missing.</summary>
    public bool GaveUpTooSoon => counts.Values.Any(count => count.IsGivenUp && !RuleBreadth.IsBeyondDoubt(count.Kind, count.Hits, seen, limits));

    /// <summary>Asked once per distinct app, by whatever thread reads.</summary>
    public bool IsWanted(DistinctApp app)
    {
        var matches = matcher.Match(app);
        lock (gate)
        {
            seen++;
            var isWanted = false;
            foreach (var match in matches)
            {
                isWanted |= Take(new RuleKey(match.PolicyId, match.RuleId));
            }

            return isWanted;
        }
    }

    private bool Take(RuleKey rule)
    {
        if (!counts.TryGetValue(rule, out var count))
        {
            return true;
        }

        if (count.LastApp != seen)
        {
            // One rule may hit an app as two products; it is one app all the same.
            count.LastApp = seen;
            count.Hits++;
            count.IsGivenUp |= givesUp && !count.IsAccepted && RuleBreadth.IsBeyondDoubt(count.Kind, count.Hits, seen, limits);
        }

        return !count.IsGivenUp;
    }

    private sealed class Count(RuleReachKind kind, bool isAccepted)
    {
        public RuleReachKind Kind { get; } = kind;

        public bool IsAccepted { get; } = isAccepted;

        public int Hits { get; set; }

        public int LastApp { get; set; }

        public bool IsGivenUp { get; set; }
    }
}
