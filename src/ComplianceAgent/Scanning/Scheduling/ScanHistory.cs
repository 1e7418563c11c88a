using System.Collections.Concurrent;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>How the last scheduled scan of each tenant ended in this process; health speaks of it.</summary>
internal sealed class ScanHistory(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, LastEnd> ends = new(StringComparer.Ordinal);

    /// <summary>By tenant.</summary>
    public IReadOnlyDictionary<string, LastEnd> Ends => ends;

    /// <summary>A scan came to its end.</summary>
    public void Done(string tenant, ScanResult result) => ends[tenant] = new LastEnd(clock.GetUtcNow(), result.Complete, null);

    /// <summary>A scan failed.</summary>
    public void Failed(string tenant, string message) => ends[tenant] = new LastEnd(clock.GetUtcNow(), Complete: false, message);

    /// <summary>How it ended.</summary>
    public sealed record LastEnd(DateTimeOffset At, bool Complete, string? Failure);
}
