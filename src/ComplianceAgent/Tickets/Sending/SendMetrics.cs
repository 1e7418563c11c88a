using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>Figures of what is sent: sent, retried, set aside, waiting, and the age of the oldest that waits. By target and tenant; no name of a person.</summary>
public sealed class SendMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ComplianceAgent.Outbox";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> sent;
    private readonly Counter<long> retried;
    private readonly Counter<long> failed;
    private readonly ConcurrentDictionary<string, (long Waiting, double OldestSeconds)> queues = new();

    /// <summary>Makes the instruments.</summary>
    public SendMetrics()
    {
        sent = meter.CreateCounter<long>("compliance.outbox.sent", "{delivery}", "Tickets and messages handed over.");
        retried = meter.CreateCounter<long>("compliance.outbox.retried", "{delivery}", "Tries that failed and will be made again.");
        failed = meter.CreateCounter<long>("compliance.outbox.failed", "{delivery}", "Tickets and messages set aside.");
        meter.CreateObservableGauge("compliance.outbox.waiting", () => queues.Select(queue => new Measurement<long>(queue.Value.Waiting, OfTenant(queue.Key))), "{delivery}", "Tickets and messages that are due and not handed over.");
        meter.CreateObservableGauge("compliance.outbox.oldest", () => queues.Select(queue => new Measurement<double>(queue.Value.OldestSeconds, OfTenant(queue.Key))), "s", "How long the one that waits longest has waited.");
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

    /// <summary>Notes what waits.</summary>
    public void Note(string tenant, long waiting, TimeSpan oldest) => queues[tenant] = (waiting, oldest.TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static TagList OfTenant(string tenant) => new() { { "compliance.tenant", tenant } };

    private static TagList Tags((string Tenant, string Target) of) => new() { { "compliance.tenant", of.Tenant }, { "compliance.target", of.Target } };
}
