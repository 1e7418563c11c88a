using System.Diagnostics;
using System.Diagnostics.Metrics;
using ComplianceAgent.Diagnostics;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>Counts what is sent: sent, retried, set aside. By target and tenant; no name of a person. How many wait is read from the store.</summary>
public sealed class SendMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ComplianceAgent.Outbox";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> sent;
    private readonly Counter<long> retried;
    private readonly Counter<long> failed;

    /// <summary>Makes the instruments.</summary>
    public SendMetrics()
    {
        sent = meter.CreateCounter<long>("compliance_agent.outbox.sent", "{delivery}", "Tickets and messages handed over.");
        retried = meter.CreateCounter<long>("compliance_agent.outbox.retried", "{delivery}", "Tries that failed and will be made again.");
        failed = meter.CreateCounter<long>("compliance_agent.outbox.set_aside", "{delivery}", "Tickets and messages set aside.");
    }

    /// <summary>Counts what became of one.</summary>
    public void Count(string tenant, string target, SendOutcome outcome)
    {
        if (outcome == SendOutcome.Sent)
        {
            sent.Add(1, Tags((tenant, target)));
        }
    }

    /// <summary>Counts a failed try.</summary>
    public void CountFailure(string tenant, string target, bool isLast) => (isLast ? failed : retried).Add(1, Tags((tenant, target)));

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static TagList Tags((string Tenant, string Target) of) => new() { { AgentTags.Tenant, of.Tenant }, { AgentTags.Target, of.Target } };
}
