using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Makes one SQLite file ready for use: private, ours, whole, and of this version's schema. The file is never opened but through
/// SQLite: closing any other handle on it would drop SQLite's locks in this process.
/// </summary>
internal sealed partial class SqliteFile(string path, StoreOpening opening, TimeProvider clock, ILogger logger)
{
    /// <summary>Stands in the header of every store, so that no other program's database is taken for one.</summary>
    public const int ApplicationId = 0x43_41_67_31;

    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>Path of the lock that migrations take; it stays there, empty.</summary>
    public string LockPath => path + ".lock";

    /// <summary>Does everything that must be done once before the first query.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        EnsurePrivate();
        await using var context = CreateContext();
        await RefuseForeignAsync(context, cancellationToken);
        if (opening.ReadOnly)
        {
            await RefuseBehindAsync(context, cancellationToken);
            await CheckAsync(context, cancellationToken);
            return;
        }

        if (await IsBehindAsync(context, cancellationToken))
        {
            await MigrateAloneAsync(context, cancellationToken);
        }

        await UseWriteAheadLogAsync(context, cancellationToken);
        await CheckAsync(context, cancellationToken);
    }

    /// <summary>A new context on the file.</summary>
    public SqliteStore CreateContext() => new(SqliteStore.OptionsFor(path, opening.BusySeconds, opening.ReadOnly));

    private void EnsurePrivate()
    {
        if (Directory.Exists(path))
        {
            throw new StoreException($"The store '{path}' is a folder. Name a file in it: Data Source={Path.Combine(path, "compliance.db")}.");
        }

        if (opening.MustExist && !File.Exists(path))
        {
            throw new StoreException($"There is no store at '{path}'. Run a scan first, or name the store with --store.");
        }

        if (opening.ReadOnly)
        {
            PrivateFile.RefuseWide(path);
        }
        else
        {
            PrivateFile.EnsureFolder(Path.GetDirectoryName(path)!);
            PrivateFile.EnsureFile(path);
        }

        foreach (var companion in Companions)
        {
            PrivateFile.RefuseWide(path + companion);
        }
    }

    private async Task RefuseForeignAsync(SqliteStore context, CancellationToken cancellationToken)
    {
        var id = await NumberAsync(context, "PRAGMA application_id", cancellationToken);
        if (id != ApplicationId && (id != 0 || await NumberAsync(context, "SELECT count(*) FROM sqlite_master", cancellationToken) != 0))
        {
            throw new StoreException($"'{path}' is a database of another program. Set Store:Connection to another file; this one was left as it is.");
        }
    }

    private async Task RefuseBehindAsync(SqliteStore context, CancellationToken cancellationToken)
    {
        if (await IsBehindAsync(context, cancellationToken))
        {
            throw new StoreException(
                $"The store '{path}' has the schema of an earlier version, and a dry run brings nothing up to date. Run a scan without --dry-run first, or try on a copy: --store COPY.");
        }
    }

    private async Task<bool> IsBehindAsync(SqliteStore context, CancellationToken cancellationToken)
    {
        var ours = context.Database.GetMigrations().ToHashSet();
        var applied = await AppliedAsync(context, cancellationToken);
        if (applied.Find(migration => !ours.Contains(migration)) is { } newer)
        {
            throw new StoreException($"The store '{path}' was made by a newer version of this program ({newer}). Update the program, or set Store:Connection to another file.");
        }

        return applied.Count < ours.Count;
    }

    private static async Task<List<string>> AppliedAsync(SqliteStore context, CancellationToken cancellationToken) =>
        await HasTableAsync(context, "__EFMigrationsHistory", cancellationToken) ? [.. await context.Database.GetAppliedMigrationsAsync(cancellationToken)] : [];

    /// <summary>
    /// EF guards migrations with a row that a killed process leaves behind, and the next one then waits for ever. Whoever holds our own
    /// lock, which the system releases on death, knows that such a row is stale.
    /// </summary>
    private async Task MigrateAloneAsync(SqliteStore context, CancellationToken cancellationToken)
    {
        await using var alone = await TakeLockAsync(cancellationToken);
        if (!await IsBehindAsync(context, cancellationToken))
        {
            return;
        }

        if (await HasTableAsync(context, "__EFMigrationsLock", cancellationToken)
            && await context.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancellationToken) > 0)
        {
            Log.StaleLock(logger, path);
        }

        await context.Database.ExecuteSqlRawAsync(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"), cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        Log.Migrated(logger, path);
    }

    private async Task<FileStream> TakeLockAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFile.Lock(LockPath);
            }
            catch (IOException held) when (clock.GetElapsedTime(start).TotalSeconds >= opening.BusySeconds)
            {
                throw new StoreException($"Another program is updating the store '{path}' (it holds '{LockPath}'). Wait for it, then start again.", held);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
            }
        }
    }

    private async Task UseWriteAheadLogAsync(SqliteStore context, CancellationToken cancellationToken)
    {
        var mode = await ScalarAsync(context, "PRAGMA journal_mode=WAL", cancellationToken) as string;
        if (mode != "wal")
        {
            throw new StoreException($"The file system of the store '{path}' cannot share a database safely (journal mode '{mode}'; a network share?). Put the store on a local disk.");
        }
    }

    private async Task CheckAsync(SqliteStore context, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(context, "PRAGMA quick_check(1)", cancellationToken) is not "ok")
        {
            throw new StoreException($"The store '{path}' is damaged. Restore it from a backup; the file was left as it is.");
        }

        if (opening.Simulated is { } simulated && await context.Tenants.AnyAsync(tenant => tenant.Simulated != simulated, cancellationToken))
        {
            throw new StoreException(simulated
                ? $"The store '{path}' holds real tenants; a demo may not write to it. Name another store with --store."
                : $"The store '{path}' is of a demo (SIMULATED tenants); real tenants may not be stored in it. Name another store with --store.");
        }
    }

    private static async Task<bool> HasTableAsync(SqliteStore context, string table, CancellationToken cancellationToken) =>
        await context.Database.SqlQuery<int>($"SELECT count(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = {table}").SingleAsync(cancellationToken) > 0;

    private static async Task<long> NumberAsync(SqliteStore context, string sql, CancellationToken cancellationToken) =>
        Convert.ToInt64(await ScalarAsync(context, sql, cancellationToken), CultureInfo.InvariantCulture);

    private static async Task<object?> ScalarAsync(SqliteStore context, string sql, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = (SqliteCommand)context.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteScalarAsync(cancellationToken);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Store {Path} brought to this version's schema")]
        public static partial void Migrated(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "Store {Path}: an earlier update was interrupted; its lock was removed and the update is done again")]
        public static partial void StaleLock(ILogger logger, string path);
    }
}
