using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using ComplianceAgent.Diagnostics;

namespace ComplianceAgent.Scanning.Figures;

/// <summary>Gauges of how tenants stand, by what was last read of the store. Every series is one of a tenant of the settings and a small set.</summary>
public sealed class FigureMetrics : IDisposable
{
    private readonly Meter meter = new("ComplianceAgent.Standing");
    private readonly ConcurrentDictionary<string, TenantFigures> tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> certificates = new(StringComparer.Ordinal);
    private readonly Instrument first;
    private readonly TimeProvider clock;
    private long storeBytes = -1;

    /// <summary>Makes the instruments.</summary>
    public FigureMetrics(TimeProvider clock)
    {
        this.clock = clock;
        first = meter.CreateObservableGauge("compliance_agent.scan.last_complete.time", LastComplete, "s", "End of the last complete scan, in seconds since 1970.");
        meter.CreateObservableGauge("compliance_agent.tenant.ready", Ready, unit: null, "1 while health takes the tenant for ready, else 0.");
        meter.CreateObservableGauge("compliance_agent.devices", Devices, "{device}", "Devices by coverage line; the lines sum to the fleet.");
        meter.CreateObservableGauge("compliance_agent.violations.open", Open, "{violation}", "Open violations.");
        meter.CreateObservableGauge("compliance_agent.gate.held", Held, "{item}", "What the release gate holds, and acts that wait for a second person.");
        meter.CreateObservableGauge("compliance_agent.outbox.deliveries", Deliveries, "{delivery}", "Tickets and messages that are not handed over.");
        meter.CreateObservableGauge("compliance_agent.outbox.oldest", Oldest, "s", "How long the one that waits longest has waited.");
        meter.CreateObservableGauge("compliance_agent.store.size", Size, "By", "Room that the store takes.");
        meter.CreateObservableGauge("compliance_agent.certificate.not_after.time", Certificates, "s", "End of a certificate, in seconds since 1970.");
    }

    /// <summary>True when somebody looks at the gauges.</summary>
    internal bool IsWatched => first.Enabled;

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    /// <summary>Takes what was read of a tenant.</summary>
    internal void Note(TenantFigures figures) => tenants[figures.Tenant] = figures;

    /// <summary>Takes what is of no tenant.</summary>
    internal void NoteStore(long bytes) => Interlocked.Exchange(ref storeBytes, bytes);

    /// <summary>Takes the end of a certificate of the service's own; null when there is none.</summary>
    internal void NoteCertificate(string use, DateTimeOffset? end)
    {
        if (end is { } notAfter)
        {
            certificates[use] = notAfter;
        }
    }

    /// <summary>Forgets tenants that are not served any more.</summary>
    internal void KeepOnly(IReadOnlySet<string> served)
    {
        foreach (var gone in tenants.Keys.Where(name => !served.Contains(name)).ToList())
        {
            tenants.TryRemove(gone, out _);
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    private static string Word(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static double Seconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000d;

    private static KeyValuePair<string, object?> Of(TenantFigures figures) => Tag(AgentTags.Tenant, figures.Tenant);

    private IEnumerable<Measurement<double>> LastComplete() =>
        tenants.Values.Where(figures => figures.LastComplete is not null).Select(figures => new Measurement<double>(Seconds(figures.LastComplete!.Value), Of(figures)));

    private IEnumerable<Measurement<int>> Ready() => tenants.Values.Select(figures => new Measurement<int>(figures.IsReady ? 1 : 0, Of(figures)));

    private IEnumerable<Measurement<int>> Devices() =>
        tenants.Values.SelectMany(figures => figures.Devices.Select(line => new Measurement<int>(line.Value, Of(figures), Tag(AgentTags.Coverage, Word(line.Key)))));

    private IEnumerable<Measurement<int>> Open() => tenants.Values.SelectMany(figures => figures.Open.Select(open => new Measurement<int>(
        open.Count, Of(figures), Tag(AgentTags.Policy, open.PolicyId), Tag(AgentTags.Severity, open.IsBan ? "violation" : "advice"), Tag(AgentTags.Overdue, open.IsOverdue ? "true" : "false"))));

    private IEnumerable<Measurement<int>> Held() =>
        tenants.Values.SelectMany(figures => figures.Held.Select(held => new Measurement<int>(held.Value, Of(figures), Tag(AgentTags.Held, held.Key))));

    private IEnumerable<Measurement<int>> Deliveries() => tenants.Values.SelectMany(figures => (Measurement<int>[])
    [
        new(figures.Outbox.Waiting, Of(figures), Tag(AgentTags.State, "waiting")),
        new(figures.Outbox.Held, Of(figures), Tag(AgentTags.State, "held")),
        new(figures.Outbox.SetAside, Of(figures), Tag(AgentTags.State, "set_aside")),
    ]);

    private IEnumerable<Measurement<double>> Oldest() =>
        tenants.Values.Select(figures => new Measurement<double>(figures.Outbox.OldestSince is { } since ? Math.Max(0, (clock.GetUtcNow() - since).TotalSeconds) : 0, Of(figures)));

    private IEnumerable<Measurement<long>> Size() => Interlocked.Read(ref storeBytes) is >= 0 and var bytes ? [new Measurement<long>(bytes)] : [];

    private IEnumerable<Measurement<double>> Certificates() =>
    [
        .. tenants.Values.Where(figures => figures.CertificateEnd is not null)
            .Select(figures => new Measurement<double>(Seconds(figures.CertificateEnd!.Value), Of(figures), Tag(AgentTags.Certificate, "graph"))),
        .. certificates.Select(certificate => new Measurement<double>(Seconds(certificate.Value), Tag(AgentTags.Certificate, certificate.Key))),
    ];
}
