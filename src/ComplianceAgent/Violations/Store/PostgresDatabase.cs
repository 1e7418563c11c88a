using System.Globalization;
using ComplianceAgent.Reasons;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ComplianceAgent.Violations.Store;

/// <summary>Makes one PostgreSQL database ready for use: ours, of an encoding that holds every name, and of this version's schema.</summary>
internal sealed partial class PostgresDatabase(StoreConnection connection, StoreOpening opening, TimeProvider clock, ILogger logger) : StoreEngine(opening)
{
    public const long MigrationLock = 0x43_41_67_31_4D;
    private const int OldestServer = 130_000;

    private readonly string template = PostgresConnection.Complete(connection.Postgres!, opening.BusySeconds, opening.ReadOnly);

    // A new password makes a new pool; sessions of the old one end when they have been idle.
    private string Complete => PostgresConnection.With(template, connection.Password);

    /// <inheritdoc/>
    public override string Name => connection.Path;

    /// <inheritdoc/>
    protected override string HistoryTable => PostgresStore.HistoryTable;

    /// <inheritdoc/>
    public override StoreContext CreateContext(TenantScope scope) => new PostgresStore(PostgresStore.OptionsFor(Complete), scope);

    /// <inheritdoc/>
    public override async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        return await HasTableAsync(context, HistoryTable, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        await RefuseServerAsync(context, cancellationToken);
        if (!await HasTableAsync(context, HistoryTable, cancellationToken))
        {
            await RefuseMissingOrForeignAsync(context, cancellationToken);
        }

        if (Opening.ReadOnly)
        {
            await RefuseBehindAsync(context, cancellationToken);
            if (!await IsGuardedAsync(context, cancellationToken))
            {
                throw Behind();
            }
        }
        else if ((await MissingAsync(context, cancellationToken)).Count > 0 || !await IsGuardedAsync(context, cancellationToken))
        {
            await MigrateAloneAsync(context, cancellationToken);
        }

        if (!Opening.ReadOnly && await PostgresRowSecurity.IsBypassedAsync(context, cancellationToken))
        {
            Log.Bypassed(logger, Name);
        }

        await RefuseOtherKindAsync(cancellationToken);
    }

    /// <summary>The server checks what it reads: a page that does not fit its checksum ends the reading of <c>store check</c>.</summary>
    public override Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public override async Task<TimeSpan> ClockAheadAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        await context.Database.OpenConnectionAsync(cancellationToken);
        var before = clock.GetUtcNow();
        var theirs = await context.Database.SqlQuery<DateTimeOffset>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken);
        var after = clock.GetUtcNow();
        // The server answered at some time between the two: only what lies outside is certain.
        return before > theirs ? before - theirs : after < theirs ? after - theirs : TimeSpan.Zero;
    }

    /// <inheritdoc/>
    public override async Task<long> SizeAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        return await context.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"").SingleAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task BackupAsync(string file, CancellationToken cancellationToken) => throw new NotSupportedException("pg_dump copies a PostgreSQL database.");

    /// <summary>Dead rows go with VACUUM. What the server keeps besides, in its log, its copies and pages not yet used again, is out of reach.</summary>
    public override async Task<IReadOnlyList<Reason>> ScrubAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        string[] tables = [.. ErasureWriter.Tables(context)];
        var ours = await context.Database.SqlQuery<string>(
            $"SELECT relname::text AS \"Value\" FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY({tables}) AND pg_has_role(relowner, 'USAGE')").ToListAsync(cancellationToken);
        foreach (var table in ours)
        {
#pragma warning disable EF1002 // The name of the table comes from the model.
            await context.Database.ExecuteSqlRawAsync($"VACUUM \"{table}\"", cancellationToken);
#pragma warning restore EF1002
        }

        string[] left = [.. tables.Except(ours, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return left.Length > 0 ? [Reason.Of("erased-vacuum-refused", ("tables", string.Join(", ", left))), Reason.Of("erased-postgres")] : [Reason.Of("erased-postgres")];
    }

    /// <inheritdoc/>
    public override StoreException? Explain(Exception failure) => PostgresErrors.Explain(failure, Name);

    /// <inheritdoc/>
    public override void Release()
    {
        using var context = NewContext();
        NpgsqlConnection.ClearPool((NpgsqlConnection)context.Database.GetDbConnection());
    }

    /// <inheritdoc/>
    protected override async Task<bool> HasTableAsync(StoreContext context, string table, CancellationToken cancellationToken) =>
        await context.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = {table}")
            .SingleAsync(cancellationToken) > 0;

    private PostgresStore NewContext() => new(PostgresStore.OptionsFor(Complete), TenantScope.EveryTenant);

    private async Task RefuseServerAsync(PostgresStore context, CancellationToken cancellationToken)
    {
        var server = await context.Database.SqlQuery<Server>(
            $"SELECT current_setting('server_version_num')::int AS \"Version\", current_setting('server_encoding') AS \"Encoding\", pg_is_in_recovery() AS \"IsStandby\"").SingleAsync(cancellationToken);
        if (server.Version < OldestServer)
        {
            throw new StoreException($"The store '{Name}' is on PostgreSQL {(server.Version / 10_000).ToString(CultureInfo.InvariantCulture)}; 13 is the oldest that will do.");
        }

        if (server.Encoding != "UTF8")
        {
            throw new StoreException($"The store '{Name}' has the encoding {server.Encoding}, which cannot hold every name. Make a database with createdb --encoding=UTF8 --template=template0 NAME.");
        }

        if (server.IsStandby && !Opening.ReadOnly)
        {
            throw new StoreException($"The store '{Name}' is a standby server, which cannot be written. Name the primary in Store:Connection (several hosts: add Target Session Attributes=primary).");
        }
    }

    /// <summary>Our history is not there: nothing may be there, or it is somebody else's.</summary>
    private async Task RefuseMissingOrForeignAsync(PostgresStore context, CancellationToken cancellationToken)
    {
        if (Opening.MustExist)
        {
            throw new StoreException($"There is no store in '{Name}' yet. Run a scan first, or name the store with --store.");
        }

        foreach (var table in context.Model.GetEntityTypes().Select(entity => entity.GetTableName()!))
        {
            if (await HasTableAsync(context, table, cancellationToken))
            {
                throw new StoreException($"The database '{Name}' holds a table '{table}' of another program. Make a database for this one and set Store:Connection to it; nothing was changed.");
            }
        }
    }

    /// <summary>
    /// One node brings the schema up to date, when those that write have done so; the others wait for it. Lock and transaction are the session's: when the node dies the server
    /// takes both back. Each migration is a transaction of its own: the next start goes on behind the last one that was whole.
    /// </summary>
    private async Task MigrateAloneAsync(PostgresStore context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await TakeLockAsync(context, cancellationToken);
            var missing = await MissingAsync(context, cancellationToken);
            if (missing.Count > 0)
            {
                await SayForSessionAsync(context, PostgresRowSecurity.Migrating, cancellationToken);
                await context.Database.MigrateAsync(cancellationToken);
                await SayForSessionAsync(context, "", cancellationToken);
                Applied = missing;
                Log.Migrated(logger, Name);
            }

            await PostgresRowSecurity.GuardAsync(context, await PostgresRowSecurity.UnguardedAsync(context, cancellationToken), cancellationToken);

            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", cancellationToken);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private static async Task<bool> IsGuardedAsync(PostgresStore context, CancellationToken cancellationToken) =>
        (await PostgresRowSecurity.UnguardedAsync(context, cancellationToken)).Count == 0;

    /// <summary>For the session, whose transactions the migrations are; the connection comes back to the pool without it.</summary>
    private static Task<int> SayForSessionAsync(PostgresStore context, string what, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"SELECT set_config({PostgresRowSecurity.EveryTenant}, {what}, false)", cancellationToken);

    /// <summary>Waits in the server's queue, so that those who write one after the other let it in; no longer than lock_timeout.</summary>
    private async Task TakeLockAsync(PostgresStore context, CancellationToken cancellationToken)
    {
        try
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StoreException($"Another program is updating the store '{Name}', or writing to it. Wait for it, then start again.", held);
        }
    }

    private sealed record Server(int Version, string Encoding, bool IsStandby);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Store {Name} brought to this version's schema")]
        public static partial void Migrated(ILogger logger, string name);

        [LoggerMessage(3, LogLevel.Warning, "The account of the store {Name} is a superuser or bypasses row security: the server does not keep tenants apart for it. Let the agent use an account of its own that owns the database.")]
        public static partial void Bypassed(ILogger logger, string name);
    }
}
