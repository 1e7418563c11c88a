using System.Collections.Concurrent;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>
/// The figures of a tenant, counted once for everybody who looks: again when anything happened there (each change of a violation tells an event), when
/// the policies were loaded anew, and after a minute, since deadlines pass by themselves.
/// </summary>
public sealed class ViolationTallies
{
    private const int Most = 2_000;

    private static readonly TimeSpan Good = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Tally> known = new(StringComparer.Ordinal);

    /// <summary>The figures of what a visitor sees.</summary>
    public async Task<ViolationCounts> OfAsync(ViolationStore store, TenantView view, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(view);
        // Asked first: what happens while it is counted makes the next look count again.
        var last = await store.BrowseEventsAsync(view.Tenant, new EventQuery { Take = 1 }, cancellationToken) is [var newest, ..] ? newest.Event.Sequence : 0;
        var key = string.Join('\n', [view.Tenant, .. view.Units is { } units ? units.Prepend("units") : []]);
        if (known.TryGetValue(key, out var tally) && tally.LastEvent == last && ReferenceEquals(tally.Policies, view.Policies) && (view.Now - tally.Now).Duration() < Good)
        {
            return tally.Counts;
        }

        var counts = await store.CountViolationsAsync(view.Tenant, view.Query, cancellationToken);
        if (known.Count >= Most)
        {
            known.Clear();
        }

        known[key] = new Tally(last, view.Policies, view.Now, counts);
        return counts;
    }

    private sealed record Tally(long LastEvent, PolicySet Policies, DateTimeOffset Now, ViolationCounts Counts);
}
