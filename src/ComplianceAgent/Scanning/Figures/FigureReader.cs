using System.Collections.Concurrent;
using System.Collections.Immutable;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning.Figures;

/// <summary>Reads how a tenant stands from the store, for the gauges; while nobody looks at them nothing is read.</summary>
public sealed class FigureReader(StoreSession stores, TenantPolicies policies, FigureMetrics metrics, IOptions<ServiceOptions> service, TimeProvider clock)
{
    // Between two scans only deadlines and people change what is counted; a gauge may be as old as that.
    private static readonly TimeSpan CountEvery = TimeSpan.FromMinutes(10);

    private readonly DateTimeOffset startedAt = clock.GetUtcNow();
    private readonly ConcurrentDictionary<string, Counted> counted = new(StringComparer.Ordinal);

    /// <summary>True when somebody looks.</summary>
    public bool IsWatched => metrics.IsWatched;

    /// <summary>Reads one tenant anew. What cannot be read leaves the figures as they were: the age of its last scan tells.</summary>
    public async Task RefreshAsync(TenantOptions tenant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        if (!IsWatched || stores.Current is not { } store)
        {
            return;
        }

        ScanMetrics.Know(tenant.Name);
        metrics.Note(await ReadAsync(store, tenant, cancellationToken));
    }

    /// <summary>Reads what is of no tenant.</summary>
    public async Task RefreshStoreAsync(CancellationToken cancellationToken)
    {
        if (IsWatched && stores.Current is { } store)
        {
            metrics.NoteStore(await store.SizeAsync(cancellationToken));
        }
    }

    private async Task<TenantFigures> ReadAsync(ViolationStore store, TenantOptions tenant, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var inForce = PoliciesOf(tenant);
        var scans = await store.LastScansAsync(tenant.Name, cancellationToken);
        var complete = scans.LastComplete?.FinishedAt;
        return new TenantFigures(tenant.Name)
        {
            LastComplete = complete,
            IsReady = service.Value.IsReady(complete, startedAt, now),
            Devices = TenantFigures.DevicesOf(scans.LastComplete ?? scans.Last),
            Open = await OpenAsync(store, tenant.Name, inForce, scans.Last?.Number ?? 0, now, cancellationToken),
            Held = TenantFigures.HeldOf(scans.Last, await store.ChannelGateAsync(tenant.Name, cancellationToken)),
            Outbox = await store.OutboxFiguresAsync(tenant.Name, cancellationToken),
            CertificateEnd = TenantCredentials.CertificateEnd(tenant),
        };
    }

    private async Task<ImmutableArray<OpenCount>> OpenAsync(ViolationStore store, string tenant, ImmutableArray<Policy> inForce, long scan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (counted.TryGetValue(tenant, out var known) && known.Scan == scan && now - known.At < CountEvery)
        {
            return known.Open;
        }

        var counts = await store.CountViolationsAsync(tenant, new ViolationQuery { Now = now, Policies = inForce, States = [ViolationState.Open] }, cancellationToken);
        var open = TenantFigures.OpenOf(counts, inForce);
        counted[tenant] = new Counted(scan, now, open);
        return open;
    }

    /// <summary>Policies that cannot be read are told by health and by the scan; here their dates are not known.</summary>
    private ImmutableArray<Policy> PoliciesOf(TenantOptions tenant)
    {
        try
        {
            return policies.For(tenant).Policies;
        }
        catch (PolicyException)
        {
            return [];
        }
    }

    private sealed record Counted(long Scan, DateTimeOffset At, ImmutableArray<OpenCount> Open);
}
