using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning.Tenants;

/// <summary>A tenant that was scanned and stands in no settings any more.</summary>
/// <param name="Tenant">Tenant key.</param>
/// <param name="LastCompleteScan">When its last complete scan ended; null when it had none.</param>
public sealed record LeftTenant(string Tenant, DateTimeOffset? LastCompleteScan);

/// <summary>
/// Tenants that nobody scans any more: taken out of the settings on purpose, by mistake, or by somebody who wants them not looked at. They stay
/// in sight until <c>tenants remove --erase</c>.
/// </summary>
public static class LeftTenants
{
    /// <summary>Those of a store, by name.</summary>
    public static async Task<IReadOnlyList<LeftTenant>> OfAsync(ViolationStore store, TenantDirectory directory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(directory);
        var left = new List<LeftTenant>();
        foreach (var tenant in (await store.TenantsAsync(cancellationToken)).Where(tenant => tenant.LastStoredScan > 0 && directory.Find(tenant.Tenant) is null))
        {
            left.Add(new LeftTenant(tenant.Tenant, (await store.LastScansAsync(tenant.Tenant, cancellationToken)).LastComplete?.FinishedAt));
        }

        return left;
    }
}
