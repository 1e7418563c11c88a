using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary><c>tenants</c>: which there are, whether each can be reached, and what becomes of one that leaves.</summary>
internal static class TenantsCommand
{
    private static readonly Argument<string?> Tested = new("NAME") { Description = "Name of the tenant; without one, all.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string> Removed = new("NAME") { Description = "Name of the tenant." };
    private static readonly Option<FileInfo?> Export = new("--export") { Description = "Write everything the store holds of it to this file first, JSON Lines. Existing files are refused.", HelpName = "FILE" };
    private static readonly Option<bool> Erase = new("--erase") { Description = "Erase everything the store holds of it. Without this nothing is erased." };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("tenants", "The tenants that are set up: list them, test them, remove one.")
    {
        new Command(
            "list",
            """
            List the tenants of the settings and of TenantFiles:Path, and those the store alone still knows, with their last complete scan.

            Examples:
              compliance-agent tenants list
            """) { shared.Store }
            .Does(shared, environment, ListAsync),
        new Command(
            "test",
            """
            Sign in to each tenant and ask Intune for one device. Changes nothing. Ends with 1 when a tenant cannot be scanned.

            Examples:
              compliance-agent tenants test
              compliance-agent tenants test contoso
            """) { Tested }
            .Does(shared, environment, TestAsync),
        new Command(
            "remove",
            """
            Remove what the store holds of a tenant that has left. Take it out of the settings, or its file out of TenantFiles:Path, first.
            Reports written before, mails and tickets are not reached.

            Examples:
              compliance-agent tenants remove contoso --export contoso.jsonl
              compliance-agent tenants remove contoso --export contoso.jsonl --erase
            """) { Removed, Export, Erase, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => RemoveAsync(context, cancellationToken)),
    };

    private static async Task<int> ListAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var directory = context.Service<TenantDirectory>();
        var registers = context.Service<TenantRegisters>();
        var session = context.Service<StoreSession>();
        var store = await session.ExistsAsync(cancellationToken) ? await session.OpenAsync(simulated: null, cancellationToken) : null;
        var rows = new List<IReadOnlyList<string>>();
        foreach (var known in directory.Current)
        {
            var options = known.Options;
            rows.Add(
            [
                options.Name,
                options.TenantId,
                options.SimulatorUrl is null ? $"{options.Credential.Kind}" : "simulator",
                options.Policies.Count == 0 ? "Policies:Use" : string.Join(", ", options.Policies),
                Path.GetFileName(options.Exceptions) + (registers.FaultsOf(options).Count == 0 ? "" : " (cannot be used)"),
                $"{options.Schedule.Cron} {options.Schedule.TimeZone}",
                await LastScanAsync(store, options.Name, cancellationToken),
                known.Origin + (known.IsStale ? " (as it was last good)" : ""),
            ]);
        }

        foreach (var left in store is null ? [] : await store.TenantsAsync(cancellationToken))
        {
            if (directory.Find(left.Tenant) is null)
            {
                rows.Add([left.Tenant, "", "", "", "", "", await LastScanAsync(store, left.Tenant, cancellationToken), "only in the store"]);
            }
        }

        if (rows.Count == 0)
        {
            context.Out.Line("No tenant is set up, and the store knows none.");
        }
        else
        {
            context.Out.Table(["Tenant", "Entra tenant", "Signs in by", "Policies", "Own exceptions", "Schedule", "Last complete scan (UTC)", "Set up in"], rows);
        }

        string[] faults = [.. directory.Faults, .. directory.Current.SelectMany(known => registers.FaultsOf(known.Options))];
        foreach (var fault in faults)
        {
            context.Error.Line(fault);
        }

        return faults.Length == 0 ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static async Task<string> LastScanAsync(ViolationStore? store, string tenant, CancellationToken cancellationToken) =>
        store is not null && (await store.LastScansAsync(tenant, cancellationToken)).LastComplete is { } last
            ? last.FinishedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : "never";

    private static async Task<int> TestAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var tenants = TenantChoice.Configured(context);
        if (context.Get(Tested) is { } name)
        {
            tenants = [TenantChoice.ForScan(tenants, name, fromFiles: false)];
        }
        else if (tenants.Count == 0)
        {
            _ = TenantChoice.ForScan(tenants, null, fromFiles: false);
        }

        var good = true;
        foreach (var tenant in tenants)
        {
            var fault = await FaultOfAsync(context, tenant, cancellationToken);
            context.Out.Line($"{tenant.Name}: {fault ?? "signed in, Intune answers, policies and exceptions can be used"}");
            good &= fault is null;
        }

        return good && context.Service<TenantDirectory>().Faults.IsEmpty ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static async Task<string?> FaultOfAsync(VerbContext context, TenantOptions tenant, CancellationToken cancellationToken)
    {
        try
        {
            _ = context.Service<TenantPolicies>().For(tenant);
            _ = context.Service<TenantRegisters>().For(tenant);
        }
        catch (PolicyException unusable)
        {
            return unusable.Message;
        }

        return await context.Service<Lazy<IntuneInventory>>().Value.TestAsync(tenant, cancellationToken) is { } fault ? Sentences.Say(fault) : null;
    }

    private static async Task<int> RemoveAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var name = context.Get(Removed)!;
        var session = context.Service<StoreSession>();
        context.Error.Line($"Store: {session.Path}");
        if (!await session.ExistsAsync(cancellationToken))
        {
            throw new CommandException(ExitCodes.BadUsage, $"There is no store at {session.Path}.");
        }

        var store = await session.OpenAsync(simulated: null, cancellationToken);
        if ((await store.TenantsAsync(cancellationToken)).All(tenant => tenant.Tenant != name))
        {
            throw new CommandException(ExitCodes.BadUsage, $"The store holds nothing of a tenant {name}.");
        }

        if (context.Get(Erase) && context.Service<TenantDirectory>().Current.FirstOrDefault(known => known.Options.Name == name) is { } known)
        {
            throw new CommandException(ExitCodes.BadUsage, $"Tenant {name} is still set up in {known.Origin} and would be scanned anew. Take it out there first; nothing was erased.");
        }

        if (context.Get(Export) is { } file)
        {
            var path = context.Environment.Resolve(file.ToString());
            context.Out.Line($"{Sum(await ExportAsync(store, name, path, cancellationToken))} rows of tenant {name} written to {path}");
        }

        if (!context.Get(Erase))
        {
            context.Out.Line($"Nothing was erased. To erase what the store holds of tenant {name}: tenants remove {name} --erase");
            return ExitCodes.Done;
        }

        var erased = await store.EraseTenantAsync(name, cancellationToken);
        context.Out.Line($"{Sum(erased)} rows of tenant {name} erased: {string.Join(", ", erased.Where(table => table.Value > 0).Select(table => $"{table.Value.ToString("N0", CultureInfo.InvariantCulture)} {table.Key}"))}.");
        context.Out.Line("Not reached: reports and exports written before, copies and backups of the store, and logs.");
        return ExitCodes.Done;
    }

    private static async Task<IReadOnlyDictionary<string, long>> ExportAsync(ViolationStore store, string tenant, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            return await store.ExportTenantAsync(tenant, file, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--export {path}: {refused.Message} Nothing was erased.", refused);
        }
    }

    private static string Sum(IReadOnlyDictionary<string, long> counts) => counts.Values.Sum().ToString("N0", CultureInfo.InvariantCulture);
}
