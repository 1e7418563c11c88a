using System.Collections.Concurrent;
using System.Diagnostics;
using ComplianceAgent.Diagnostics;

namespace ComplianceAgent.Scanning;

/// <summary>
/// Remembers the trace of each tenant's last scan in this process, so that what follows from it (mails, tickets, messages) stands in the same trace,
/// although the scan is over by then. What is sent later than an hour after it has other reasons, and a trace of its own.
/// </summary>
public sealed class ScanTraces(TimeProvider clock)
{
    private static readonly TimeSpan BelongsFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (ActivityContext Span, DateTimeOffset At)> last = new(StringComparer.Ordinal);

    /// <summary>Remembers the span at work as the tenant's scan.</summary>
    public void Remember(string tenant, Activity? span)
    {
        if (span is not null)
        {
            last[tenant] = (span.Context, clock.GetUtcNow());
        }
    }

    /// <summary>Begins a span that follows from the tenant's last scan; null when nobody looks.</summary>
    public Activity? StartAfter(string tenant, string name)
    {
        var span = last.TryGetValue(tenant, out var scan) && clock.GetUtcNow() - scan.At <= BelongsFor ? AgentTrace.Start(name, scan.Span) : AgentTrace.Start(name);
        span?.SetTag(AgentTags.Tenant, tenant);
        return span;
    }
}
