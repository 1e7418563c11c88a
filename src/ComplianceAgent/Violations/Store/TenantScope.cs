namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Of whom a context may speak: of one tenant, or of every tenant, and then only to read. There is no third: whoever opens the store says which.
/// </summary>
internal sealed record TenantScope
{
    private TenantScope(string? tenant) => Tenant = tenant;

    /// <summary>Every tenant, to read: the list of tenants, the check of the store, demo or real.</summary>
    public static TenantScope EveryTenant { get; } = new(tenant: null);

    /// <summary>The one tenant; null for every.</summary>
    public string? Tenant { get; }

    /// <summary>One tenant.</summary>
    public static TenantScope Of(string tenant)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        return new(tenant);
    }
}
