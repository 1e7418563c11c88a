using System.Diagnostics;
using System.Diagnostics.Metrics;
using ComplianceAgent.Diagnostics;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>Figures of requests to Graph, by tenant and by how they ended; no address and no query.</summary>
internal static class GraphMetrics
{
    private static readonly Meter Meter = new("ComplianceAgent.Graph");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("compliance_agent.graph.requests", "{request}", "Requests sent to Graph, tries after the first among them.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("compliance_agent.graph.retries", "{retry}", "Tries after the first.");

    private static readonly Counter<double> Waits = Meter.CreateCounter<double>("compliance_agent.graph.throttle.wait", "s", "Time waited because Graph asked to, before another try.");

    /// <summary>Counts a reply.</summary>
    public static void Replied(string tenant, int status) => Requests.Add(1, new TagList { { AgentTags.Tenant, tenant }, { AgentTags.Status, status } });

    /// <summary>Counts a request that got no reply.</summary>
    public static void Failed(string tenant, Exception failure) => Requests.Add(1, new TagList { { AgentTags.Tenant, tenant }, { AgentTags.Error, KindOf(failure) } });

    /// <summary>Counts a try after the first, and what was waited before it.</summary>
    public static void Retried(string tenant, bool isThrottled, TimeSpan wait)
    {
        Retries.Add(1, new TagList { { AgentTags.Tenant, tenant } });
        if (isThrottled)
        {
            Waits.Add(wait.TotalSeconds, new TagList { { AgentTags.Tenant, tenant } });
        }
    }

    private static string KindOf(Exception failure) => failure switch
    {
        OperationCanceledException => "cancelled",
        HttpRequestException { HttpRequestError: var error } => error switch
        {
            HttpRequestError.NameResolutionError => "name_resolution_error",
            HttpRequestError.ConnectionError => "connection_error",
            HttpRequestError.SecureConnectionError => "secure_connection_error",
            _ => "http_error",
        },
        IOException => "io_error",
        _ => "_OTHER",
    };
}
