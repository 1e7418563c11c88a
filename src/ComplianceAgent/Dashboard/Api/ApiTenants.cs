using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Dashboard.Api;

/// <summary>A tenant as a caller sees it: only what is asked of one is read.</summary>
/// <param name="Name">Key.</param>
/// <param name="Visitor">The caller, as in this tenant.</param>
/// <param name="Simulated">True when simulated.</param>
/// <param name="LastComplete">The last complete scan's end.</param>
/// <param name="Now">The moment; a simulated tenant has a time of its own.</param>
internal sealed record SeenTenant(string Name, Visitor Visitor, bool Simulated, DateTimeOffset? LastComplete, DateTimeOffset Now)
{
    /// <summary>True when the caller sees every device of it.</summary>
    public bool IsWhole => Visitor.UnitsIn(Name) is null;
}

/// <summary>Opens tenants for callers: one that a caller may not see is not there.</summary>
internal sealed class ApiTenants(StoreSession stores, TenantDirectory tenants, TenantPolicies policies, TimeProvider clock)
{
    /// <summary>The store.</summary>
    public ViolationStore Store => stores.Current!;

    /// <summary>A tenant; null when there is none, or the caller may not see it.</summary>
    public async Task<SeenTenant?> OpenAsync(HttpContext context, string tenant)
    {
        var visitor = Visitor.Of(context.User);
        if (!visitor.Sees(tenant))
        {
            return null;
        }

        var stored = (await Store.TenantsAsync(context.RequestAborted)).FirstOrDefault(known => known.Tenant == tenant);
        var options = tenants.Find(tenant);
        if (stored is null && options is null)
        {
            return null;
        }

        var scans = await Store.LastScansAsync(tenant, context.RequestAborted);
        var simulated = stored?.Simulated ?? options?.SimulatorUrl is not null;
        return new SeenTenant(tenant, visitor.In(tenant), simulated, scans.LastComplete?.FinishedAt, (simulated ? scans.Last?.FinishedAt : null) ?? clock.GetUtcNow());
    }

    /// <summary>Keys of the tenants a caller sees.</summary>
    public async Task<IReadOnlyList<string>> SeenAsync(HttpContext context)
    {
        var visitor = Visitor.Of(context.User);
        return [.. tenants.Current.Select(known => known.Options.Name).Concat((await Store.TenantsAsync(context.RequestAborted)).Select(known => known.Tenant)).Distinct(StringComparer.Ordinal).Where(visitor.Sees)];
    }

    /// <summary>A query for all violations of a tenant that the caller sees.</summary>
    public ViolationQuery AllOf(SeenTenant seen) => new()
    {
        Now = seen.Now, Policies = PoliciesOf(seen.Name).Policies, Units = seen.Visitor.UnitsIn(seen.Name), SoonBefore = seen.Now + Reports.ReportModel.DueSoon,
    };

    /// <summary>Policies of a tenant; none when they cannot be used: then no deadline is known.</summary>
    public PolicySet PoliciesOf(string tenant)
    {
        try
        {
            return tenants.Find(tenant) is { } options ? policies.For(options) : policies.For(new TenantOptions { Name = tenant });
        }
        catch (PolicyException)
        {
            return new PolicySet([], Catalogue.Empty);
        }
    }
}
