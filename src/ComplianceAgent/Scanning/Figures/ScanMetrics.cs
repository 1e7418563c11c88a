using System.Diagnostics;
using System.Diagnostics.Metrics;
using ComplianceAgent.Diagnostics;

namespace ComplianceAgent.Scanning.Figures;

/// <summary>Counts scans as they end.</summary>
internal static class ScanMetrics
{
    /// <summary>Everything announced was read.</summary>
    public const string Complete = "complete";

    /// <summary>Something was not read.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>Nothing could be read, or nothing could be stored.</summary>
    public const string Failed = "failed";

    /// <summary>Stopped from outside; another agent or the next start scans again.</summary>
    public const string Cancelled = "cancelled";

    private static readonly string[] Outcomes = [Complete, Incomplete, Failed, Cancelled];

    private static readonly Meter Meter = new("ComplianceAgent.Scanning");

    private static readonly Counter<long> Scans = Meter.CreateCounter<long>("compliance_agent.scans", "{scan}", "Scans that ended.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "compliance_agent.scan.duration", "s", "How long scans took.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14400] });

    /// <summary>Counts a scan.</summary>
    public static void Ended(string tenant, string outcome, string route, TimeSpan took)
    {
        Scans.Add(1, Tags(tenant, outcome));
        Duration.Record(took.TotalSeconds, new TagList { { AgentTags.Outcome, outcome }, { AgentTags.Route, route } });
    }

    /// <summary>Shows a tenant's counters at zero before its first scan: who looks for a rise sees the first one too.</summary>
    public static void Know(string tenant)
    {
        foreach (var outcome in Outcomes)
        {
            Scans.Add(0, Tags(tenant, outcome));
        }
    }

    private static TagList Tags(string tenant, string outcome) => new() { { AgentTags.Tenant, tenant }, { AgentTags.Outcome, outcome } };
}
