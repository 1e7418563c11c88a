using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>Finds the tenant a command means.</summary>
internal static class TenantChoice
{
    /// <summary>Name that scans of files get when no tenant is named or configured.</summary>
    public const string FilesTenant = "local";

    /// <summary>The tenants of the settings and of their files; what is wrong with files goes to standard error.</summary>
    public static IReadOnlyList<TenantOptions> Configured(VerbContext context)
    {
        var tenants = context.Service<TenantDirectory>();
        foreach (var fault in tenants.Faults)
        {
            context.Error.Line(fault);
        }

        return [.. tenants.Current.Select(known => known.Options)];
    }

    /// <summary>The registers of exceptions that count for a tenant, by name; one that is set up no more has no register of its own.</summary>
    public static RegistersInForce RegistersOf(VerbContext context, string tenant) => context.Service<TenantRegisters>().For(context.Service<TenantDirectory>().Find(tenant));

    /// <summary>The tenant to scan. Files need no configured tenant: any valid name will do.</summary>
    public static TenantOptions ForScan(IReadOnlyList<TenantOptions> tenants, string? name, bool fromFiles)
    {
        if (tenants.Count == 0 || (fromFiles && name is not null && tenants.All(tenant => tenant.Name != name)))
        {
            return fromFiles
                ? new TenantOptions { Name = ValidName(name ?? FilesTenant) }
                : throw new CommandException(
                    ExitCodes.BadUsage,
                    "No tenant is configured. Set Tenants:0:Name, Tenants:0:TenantId and Tenants:0:Credential (see the README), or try 'compliance-agent demo --once', or scan exported files with --inventory.");
        }

        if (name is null)
        {
            return tenants.Count == 1
                ? tenants[0]
                : throw new CommandException(ExitCodes.BadUsage, $"There are {tenants.Count} tenants; say which with --tenant: {Names(tenants)}.");
        }

        return tenants.FirstOrDefault(tenant => tenant.Name == name)
            ?? throw new CommandException(ExitCodes.BadUsage, $"--tenant {name}: there is no such tenant. Configured: {Names(tenants)}.");
    }

    /// <summary>The tenant to work on among those in the store, which must be there.</summary>
    /// <param name="context">The verb.</param>
    /// <param name="shared">Shared options.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="toDecide">True for who will write: a store that does not go on from what is known of the tenant is refused.</param>
    public static async Task<(ViolationStore Store, StoredTenant Tenant)> InStoreAsync(
        VerbContext context, SharedOptions shared, CancellationToken cancellationToken, bool toDecide = false)
    {
        var session = context.Service<StoreSession>();
        context.Error.Line($"Store: {session.Path}");
        if (!await session.ExistsAsync(cancellationToken))
        {
            if (session.MissedHere() is { } missing)
            {
                throw session.Refusal(missing);
            }

            throw new CommandException(ExitCodes.BadUsage, $"There is no store at {session.Path} yet: scan first, or name another with --store.");
        }

        var store = await session.OpenAsync(simulated: null, cancellationToken);
        var tenant = Stored(await store.TenantsAsync(cancellationToken), context.Get(shared.Tenant));
        try
        {
            if (await session.DoubtAsync(tenant.Tenant, cancellationToken) is { } doubt)
            {
                throw session.Refusal(doubt);
            }
        }
        catch (StoreException doubtful) when (!toDecide)
        {
            // Who only looks may look, and must know at what.
            context.Error.Line("WARNING: " + doubtful.Message);
        }

        return (store, tenant);
    }

    private static StoredTenant Stored(IReadOnlyList<StoredTenant> stored, string? name)
    {
        if (stored.Count == 0)
        {
            throw new CommandException(ExitCodes.BadUsage, "The store holds no scan yet: scan first.");
        }

        var names = string.Join(", ", stored.Select(tenant => tenant.Tenant));
        if (name is null)
        {
            return stored.Count == 1
                ? stored[0]
                : throw new CommandException(ExitCodes.BadUsage, $"The store holds {stored.Count} tenants; say which with --tenant: {names}.");
        }

        return stored.FirstOrDefault(tenant => tenant.Tenant == name)
            ?? throw new CommandException(ExitCodes.BadUsage, $"--tenant {name}: the store holds no such tenant. Known: {names}.");
    }

    private static string Names(IEnumerable<TenantOptions> tenants) => string.Join(", ", tenants.Select(tenant => tenant.Name));

    private static string ValidName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? name
            : throw new CommandException(ExitCodes.BadUsage, $"--tenant {name}: a tenant's name is made of a-z, 0-9 and '-', at most 64 of them.");
}
