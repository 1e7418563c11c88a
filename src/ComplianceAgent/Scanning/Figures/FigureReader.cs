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
    private readonly DateTimeOffset startedAt = clock.GetUtcNow();

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
        var open = await store.CountViolationsAsync(tenant.Name, new ViolationQuery { Now = now, Policies = inForce, States = [ViolationState.Open] }, cancellationToken);
        var complete = scans.LastComplete?.FinishedAt;
        return new TenantFigures(tenant.Name)
        {
            LastComplete = complete,
            IsReady = service.Value.IsReady(complete, startedAt, now),
            Devices = TenantFigures.DevicesOf(scans.LastComplete ?? scans.Last),
            Open = TenantFigures.OpenOf(open, inForce),
            Held = TenantFigures.HeldOf(scans.Last, await store.ChannelGateAsync(tenant.Name, cancellationToken)),
            Outbox = await store.OutboxFiguresAsync(tenant.Name, cancellationToken),
            CertificateEnd = TenantCredentials.CertificateEnd(tenant),
        };
    }

    /// <summary>Policies that cannot be read are told by health and by the scan; here their dates are not known.</summary>
    private IReadOnlyList<Policy> PoliciesOf(TenantOptions tenant)
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
}
