using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>Opens tenants for visitors; one that a visitor may not see is not there for them.</summary>
public sealed class TenantViews(StoreSession stores, TenantDirectory tenants, TenantPolicies policies, IOptions<ServiceOptions> service, TimeProvider clock)
{
    /// <summary>The store.</summary>
    public ViolationStore Store => stores.Current ?? throw new InvalidOperationException("The store has not been opened.");

    /// <summary>Keys of the tenants a visitor sees, those set up first, then those the store still holds.</summary>
    public async Task<IReadOnlyList<string>> SeenAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        var stored = await Store.TenantsAsync(cancellationToken);
        return [.. tenants.Current.Select(tenant => tenant.Options.Name).Concat(stored.Select(tenant => tenant.Tenant)).Distinct(StringComparer.Ordinal).Where(visitor.Sees)];
    }

    /// <summary>A tenant; null when there is none of that key, or the visitor may not see it.</summary>
    public async Task<TenantView?> OpenAsync(string tenant, Visitor visitor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        if (!visitor.Sees(tenant))
        {
            return null;
        }

        var stored = (await Store.TenantsAsync(cancellationToken)).FirstOrDefault(known => known.Tenant == tenant);
        var options = tenants.Find(tenant);
        if (stored is null && options is null)
        {
            return null;
        }

        var scans = await Store.LastScansAsync(tenant, cancellationToken);
        var simulated = stored?.Simulated ?? options?.SimulatorUrl is not null;
        var now = (simulated ? scans.Last?.FinishedAt : null) ?? clock.GetUtcNow();
        var (set, fault) = PoliciesOf(options);
        var alarmAfter = TimeSpan.FromHours(service.Value.ReadyWithinHours) is var within && within < ReportModel.OldAfter ? within : ReportModel.OldAfter;
        return new TenantView
        {
            Tenant = tenant,
            Options = options,
            Simulated = simulated,
            Last = scans.Last,
            LastComplete = scans.LastComplete,
            Policies = set,
            PolicyFault = fault,
            Now = now,
            IsOverdue = scans.LastComplete is null || now - scans.LastComplete.FinishedAt > alarmAfter,
            Visitor = visitor.In(tenant),
        };
    }

    private (PolicySet Set, string Fault) PoliciesOf(Inventory.Intune.TenantOptions? options)
    {
        if (options is null)
        {
            return (new PolicySet([], Catalogue.Empty), "");
        }

        try
        {
            return (policies.For(options), "");
        }
        catch (PolicyException unusable)
        {
            return (new PolicySet([], Catalogue.Empty), unusable.Message);
        }
    }
}
