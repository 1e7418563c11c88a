using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary><c>store</c>: looks after the database.</summary>
internal static class StoreCommand
{
    private const int MostReason = 500;

    private static readonly Option<FileInfo> Out = new("--out") { Description = "Write the copy to this new file. Existing files are refused.", HelpName = "FILE", Required = true };

    private static readonly Option<string> Why = new("--reason") { Description = "Why, for whoever asks later. Kept in the audit.", HelpName = "TEXT", Required = true };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("store", "The database: bring it up to date, check it, back it up.")
    {
        new Command(
            "migrate",
            """
            Bring the store to this version's schema. The service does so by itself at its start; run this first where the service's account may not change tables, or to see how
            long it takes. An update that is interrupted goes on at the next start: each step of it is done whole or not at all.

            Examples:
              compliance-agent store migrate
              compliance-agent store migrate --store 'Host=db.example;Database=compliance;Username=owner'
            """) { shared.Store }
            .Does(shared, environment, MigrateAsync),
        new Command(
            "check",
            """
            Read the whole store: structure, rows and audit chains of every tenant. Changes nothing. Ends with 1 when something is broken.

            Examples:
              compliance-agent store check --store copy.db
            """) { shared.Store }
            .Does(shared, environment, CheckAsync),
        new Command(
            "backup",
            """
            Copy a SQLite store into a new file, as it is at one moment, while the agent runs; the copy is checked. A store of an earlier version is
            copied as it is. For PostgreSQL this says what to run, and ends with 2.

            Examples:
              compliance-agent store backup --out /backup/compliance-2026-11-24.db
            """) { Out, shared.Store }
            .Does(shared, environment, BackupAsync),
        new Command(
            "accept",
            """
            Take the store at hand for the right one, although the checkpoint file (Audit:CheckpointFile) knows more of a tenant: an older copy was restored, or the store is lost for good
            and a new one begins. What is missing is given up; who accepted that, when and why stands in the audit and in the checkpoint file. The next scan then goes on from what the
            store holds: look at it with 'scan --dry-run' first.

            Examples:
              compliance-agent store accept --reason "Disk lost on Monday; restored the backup of Sunday" --tenant contoso
            """) { Why, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => AcceptAsync(context, shared, cancellationToken)),
    };

    private static async Task<int> MigrateAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var session = Named(context);
        var isNew = !await session.ExistsAsync(cancellationToken);
        var store = await session.OpenOrMakeAsync(cancellationToken);
        context.Out.Line(store.Applied.Count == 0
            ? "The store has this version's schema already."
            : string.Create(CultureInfo.InvariantCulture, $"{(isNew ? "The store was made" : "The store was brought up to date")}: {store.Applied.Count} migrations, the last is {store.Applied[^1]}."));
        return ExitCodes.Done;
    }

    private static async Task<int> CheckAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var store = await (await ThereAsync(context, cancellationToken)).OpenToLookAsync(simulated: null, cancellationToken);
        var faults = new List<string>(await store.FaultsAsync(cancellationToken));
        var rows = new List<IReadOnlyList<string>>();
        foreach (var tenant in await store.TenantsAsync(cancellationToken))
        {
            context.Error.Line($"Reading tenant {tenant.Tenant}");
            var counts = await store.CountAsync(tenant.Tenant, cancellationToken);
            rows.AddRange(counts.Select(table => (IReadOnlyList<string>)[tenant.Tenant, table.Key.Replace('_', ' '), table.Value.ToString("N0", CultureInfo.InvariantCulture)]));
            var verdict = await store.VerifyAuditAsync(tenant.Tenant, [], cancellationToken);
            faults.AddRange(verdict.Faults.Select(fault => $"tenant {tenant.Tenant}: {Sentences.Say(fault)}"));
        }

        if (rows.Count > 0)
        {
            context.Out.Table(["Tenant", "Table", "Rows"], rows);
        }

        foreach (var fault in faults)
        {
            context.Out.Line("BROKEN  " + fault);
        }

        context.Out.Line(faults.Count > 0 ? "Something is broken. Keep this file, and restore the last backup that checks well." : "Nothing is broken: every row could be read, and the audit chains are whole.");
        return faults.Count > 0 ? ExitCodes.NotInOrder : ExitCodes.Done;
    }

    private static async Task<int> BackupAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var session = await ThereAsync(context, cancellationToken);
        var file = context.Environment.Resolve(context.Get(Out)!.ToString());
        if (session.Connection.DumpCommand(file) is { } dump)
        {
            throw new CommandException(ExitCodes.BadUsage, $"A PostgreSQL store is copied by PostgreSQL's own program. Run: {dump}");
        }

        var store = await session.OpenToCopyAsync(cancellationToken);
        try
        {
            await store.BackupAsync(file, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--out {file}: {refused.Message.TrimEnd('.')}. Name a new file in a folder that the account of this process may write to.", refused);
        }

        context.Out.Line(string.Create(CultureInfo.InvariantCulture, $"Copied to {file} and checked: {new FileInfo(file).Length:N0} bytes."));
        return ExitCodes.Done;
    }

    private static async Task<int> AcceptAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var why = ForeignText.Clean(context.Get(Why) ?? "").Trim();
        if (why.Length is 0 or > MostReason)
        {
            throw new CommandException(ExitCodes.BadUsage, string.Create(CultureInfo.InvariantCulture, $"--reason: say why, in 1 to {MostReason} characters."));
        }

        var session = Named(context);
        var doubted = await DoubtedAsync(context, session, context.Get(shared.Tenant), cancellationToken);
        if (doubted.Count == 0)
        {
            throw new CommandException(ExitCodes.BadUsage, $"Nothing stands against the store {session.Path}: {(session.Checkpoints.Path is { } file ? $"{file} knows nothing that it lacks" : "no checkpoint file is kept")}. Nothing was written.");
        }

        foreach (var tenant in doubted)
        {
            var doubt = await session.AcceptAsync(tenant, IsSimulated(context, tenant), context.Environment.Account, why, cancellationToken);
            context.Out.Line($"Tenant {tenant}: accepted by {context.Environment.Account.Name}. What was said against it: {session.Refusal(doubt!).Message}");
        }

        return ExitCodes.Done;
    }

    private static async Task<IReadOnlyList<string>> DoubtedAsync(VerbContext context, StoreSession session, string? only, CancellationToken cancellationToken)
    {
        var doubted = new List<string>();
        foreach (var tenant in session.Checkpoints.OfAll().Keys.Where(tenant => only is null || tenant == only).Order(StringComparer.Ordinal))
        {
            if (await IsDoubtedAsync(context, session, tenant, cancellationToken))
            {
                doubted.Add(tenant);
            }
        }

        return doubted.Count > 1 && only is null
            ? throw new CommandException(ExitCodes.BadUsage, $"There are {doubted.Count} tenants of which more is known than the store holds; say which with --tenant: {string.Join(", ", doubted)}. Nothing was written.")
            : doubted;
    }

    /// <summary>What a glance does not show, an opened store may.</summary>
    private static async Task<bool> IsDoubtedAsync(VerbContext context, StoreSession session, string tenant, CancellationToken cancellationToken)
    {
        if (await session.DoubtAsync(tenant, cancellationToken) is not null)
        {
            return true;
        }

        if (!await session.ExistsAsync(cancellationToken))
        {
            return false;
        }

        _ = await session.OpenAsync(IsSimulated(context, tenant), cancellationToken);
        return await session.DoubtAsync(tenant, cancellationToken) is not null;
    }

    private static bool IsSimulated(VerbContext context, string tenant) => context.Service<TenantDirectory>().Find(tenant)?.SimulatorUrl is not null;

    private static async Task<StoreSession> ThereAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var session = Named(context);
        return await session.ExistsAsync(cancellationToken) ? session : throw new CommandException(ExitCodes.BadUsage, $"There is no store at {session.Path} yet: scan first, or name another with --store.");
    }

    private static StoreSession Named(VerbContext context)
    {
        var session = context.Service<StoreSession>();
        context.Error.Line($"Store: {session.Path}");
        return session;
    }
}
