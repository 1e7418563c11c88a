using System.Globalization;
using ComplianceAgent.Reasons;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Makes one SQLite file ready for use: private, ours, whole, and of this version's schema. The file is never opened but through
/// SQLite: closing any other handle on it would drop SQLite's locks in this process.
/// </summary>
internal sealed partial class SqliteFile(string path, StoreOpening opening, TimeProvider clock, ILogger logger) : StoreEngine(opening)
{
    /// <summary>Stands in the header of every store, so that no other program's database is taken for one.</summary>
    public const int ApplicationId = 0x43_41_67_31;

    private static readonly string[] Companions = ["-wal", "-shm", "-journal"];

    /// <summary>Path of the lock that migrations take; it stays there, empty.</summary>
    public string LockPath => path + ".lock";

    /// <inheritdoc/>
    public override string Name => path;

    /// <inheritdoc/>
    protected override string HistoryTable => "__EFMigrationsHistory";

    /// <inheritdoc/>
    public override Task<bool> ExistsAsync(CancellationToken cancellationToken) => Task.FromResult(File.Exists(path));

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        RefuseNetwork();
        EnsurePrivate();
        await using var context = NewContext();
        await RefuseForeignAsync(context, cancellationToken);
        if (Opening.ReadOnly)
        {
            await RefuseBehindAsync(context, cancellationToken);
            await CheckAsync(context, cancellationToken);
            await RefuseOtherKindAsync(cancellationToken);
            return;
        }

        // First of all: what is broken is neither brought up to date nor written in any other way.
        await CheckAsync(context, cancellationToken);
        if ((await MissingAsync(context, cancellationToken)).Count > 0)
        {
            await MigrateAloneAsync(context, cancellationToken);
        }

        await UseWriteAheadLogAsync(context, cancellationToken);
        await RefuseOtherKindAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override StoreContext CreateContext(TenantScope scope) => new SqliteStore(SqliteStore.OptionsFor(path, Opening.BusySeconds, Opening.ReadOnly), scope);

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        context.Database.SetCommandTimeout(Timeout.InfiniteTimeSpan);
        var found = await context.Database.SqlQuery<string>($"SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").ToListAsync(cancellationToken);
        return found is ["ok"] ? [] : found;
    }

    /// <summary>The quick check at opening passes indexes over; a check of everything would take too long for every report.</summary>
    public override async Task RefuseBrokenViolationsAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        var found = await context.Database.SqlQuery<string>($"SELECT integrity_check AS \"Value\" FROM pragma_integrity_check('violations')").ToListAsync(cancellationToken);
        if (found is not ["ok"])
        {
            throw new StoreException($"The store '{path}' is damaged: an index of its violations does not fit its rows. Restore it from a backup; the file was left as it is.");
        }
    }

    /// <inheritdoc/>
    public override Task<long> SizeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Companions.Prepend("").Select(end => new FileInfo(path + end)).Where(file => file.Exists).Sum(file => file.Length));

    /// <inheritdoc/>
    public override async Task BackupAsync(string file, CancellationToken cancellationToken)
    {
        if (FileSystems.NetworkKind(file) is { } kind)
        {
            throw new StoreException($"'{file}' lies on a network file system ({kind}), where SQLite cannot check what it wrote. Make the copy on a local disk, then move it.");
        }

        try
        {
            // Reads this store only; a session that may only query refuses the statement all the same.
            await using (var context = new SqliteStore(SqliteStore.OptionsFor(path, Opening.BusySeconds), TenantScope.EveryTenant))
            {
                context.Database.SetCommandTimeout(Timeout.InfiniteTimeSpan);
                await context.Database.ExecuteSqlAsync($"VACUUM INTO {file}", cancellationToken);
            }

            await new SqliteFile(file, Opening with { MustExist = true, ReadOnly = true, Simulated = null }, clock, logger).PrepareAsync(cancellationToken);
        }
        catch
        {
            // Half a copy must not be taken for a backup.
            File.Delete(file);
            throw;
        }
    }

    /// <summary>
    /// What is deleted is overwritten (secure_delete), but a page that was rebuilt may keep pieces beside its cells, and the log keeps whole
    /// pages as they were: so the file is written anew and the log emptied.
    /// </summary>
    public override async Task<IReadOnlyList<Reason>> ScrubAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        context.Database.SetCommandTimeout(Timeout.InfiniteTimeSpan);
        await context.Database.ExecuteSqlRawAsync("VACUUM", cancellationToken);
        return await NumberAsync(context, "PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken) == 0 ? [] : [Reason.Of("erased-log-in-use", ("store", path))];
    }

    /// <inheritdoc/>
    public override StoreException? Explain(Exception failure) => SqliteErrors.Explain(failure, path);

    /// <inheritdoc/>
    public override void Release()
    {
        using var context = NewContext();
        SqliteConnection.ClearPool((SqliteConnection)context.Database.GetDbConnection());
    }

    private SqliteStore NewContext() => new(SqliteStore.OptionsFor(path, Opening.BusySeconds, Opening.ReadOnly), TenantScope.EveryTenant);

    /// <summary>Locks of a network share are lost or late, and two writers then ruin the file, whatever it says of itself.</summary>
    private void RefuseNetwork()
    {
        if (FileSystems.NetworkKind(path) is { } kind)
        {
            throw new StoreException(
                $"The store '{path}' lies on a network file system ({kind}), where SQLite's locks cannot be trusted. Put it on a local disk, or set Store:Connection to a PostgreSQL database (Host=...;Database=...).");
        }
    }

    private void EnsurePrivate()
    {
        if (Directory.Exists(path))
        {
            throw new StoreException($"The store '{path}' is a folder. Name a file in it: Data Source={Path.Combine(path, "compliance.db")}.");
        }

        if (Opening.MustExist && !File.Exists(path))
        {
            throw new StoreException($"There is no store at '{path}'. Run a scan first, or name the store with --store.");
        }

        if (Opening.ReadOnly)
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

    /// <summary>
    /// EF guards migrations with a row that a killed process leaves behind, and the next one then waits for ever. Whoever holds our own
    /// lock, which the system releases on death, knows that such a row is stale.
    /// </summary>
    private async Task MigrateAloneAsync(SqliteStore context, CancellationToken cancellationToken)
    {
        await using var alone = await TakeLockAsync(cancellationToken);
        var missing = await MissingAsync(context, cancellationToken);
        if (missing.Count == 0)
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
        Applied = missing;
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
            catch (IOException held) when (clock.GetElapsedTime(start).TotalSeconds >= Opening.BusySeconds)
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
    }

    /// <inheritdoc/>
    protected override async Task<bool> HasTableAsync(StoreContext context, string table, CancellationToken cancellationToken) =>
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
