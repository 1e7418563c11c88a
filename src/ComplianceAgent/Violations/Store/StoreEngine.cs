using ComplianceAgent.Reasons;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// What differs from one database to another around the tables: how a store is found, made ready and let go, and what its errors mean.
/// The tables and every query are the same.
/// </summary>
internal abstract class StoreEngine(StoreOpening opening)
{
    // Of this program; read when the store is made ready, since each context would search the assembly for them again.
    private IReadOnlyList<string> known = [];

    /// <summary>The store, for people; never a secret.</summary>
    public abstract string Name { get; }

    /// <summary>How it is opened.</summary>
    protected StoreOpening Opening => opening;

    /// <summary>The engine that a connection names.</summary>
    public static StoreEngine Of(StoreConnection connection, StoreOpening opening, TimeProvider clock, ILogger logger) => connection.Postgres is null
        ? new SqliteFile(connection.Path, opening, clock, logger)
        : new PostgresDatabase(connection, opening, clock, logger);

    /// <summary>A new context that speaks of one tenant, or of every.</summary>
    public abstract StoreContext CreateContext(TenantScope scope);

    /// <summary>True when there is a store of this program already.</summary>
    public abstract Task<bool> ExistsAsync(CancellationToken cancellationToken);

    /// <summary>True when the table of tenants is there: an empty file or database is no store.</summary>
    public Task<bool> HasTenantsAsync(StoreContext context, CancellationToken cancellationToken) => HasTableAsync(context, "tenants", cancellationToken);

    /// <summary>Does everything that must be done once before the first query.</summary>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>The migrations that <see cref="PrepareAsync"/> applied.</summary>
    public IReadOnlyList<string> Applied { get; protected set; } = [];

    /// <summary>What the engine itself finds broken, reading everything; empty when nothing.</summary>
    public abstract Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken);

    /// <summary>Refuses a table of violations whose indexes say something else than its rows: queries take what they can from an index.</summary>
    /// <exception cref="StoreException">They do.</exception>
    public virtual Task RefuseBrokenViolationsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>How far this machine's clock is ahead of the server's, at least; zero when it may be right, and for a file, which has no clock of its own.</summary>
    public virtual Task<TimeSpan> ClockAheadAsync(CancellationToken cancellationToken) => Task.FromResult(TimeSpan.Zero);

    /// <summary>How much room the store takes, in bytes.</summary>
    public abstract Task<long> SizeAsync(CancellationToken cancellationToken);

    /// <summary>Copies the store as it is at one moment into an empty file, and opens the copy to see that it is whole.</summary>
    /// <exception cref="NotSupportedException">The engine has its own program for that.</exception>
    public abstract Task BackupAsync(string file, CancellationToken cancellationToken);

    /// <summary>Takes what was erased out of the engine's own files too, as far as this program reaches; returns what it could not do.</summary>
    public abstract Task<IReadOnlyList<Reason>> ScrubAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Refuses a store that a newer program has brought up to date since this one opened it. Within a transaction that writes the answer holds until its
    /// end: there the engine keeps whoever migrates waiting.
    /// </summary>
    /// <exception cref="StoreNewerException">One has.</exception>
    public async Task RefuseNewerAsync(StoreContext context, CancellationToken cancellationToken)
    {
#pragma warning disable EF1002 // The name of the table is the program's own.
        var applied = await context.Database.SqlQueryRaw<string>($"SELECT \"MigrationId\" AS \"Value\" FROM \"{HistoryTable}\"").ToListAsync(cancellationToken);
#pragma warning restore EF1002
        if (FirstUnknown(applied) is { } newer)
        {
            throw new StoreNewerException(Sentences.Say(Reason.Of("store-newer", ("store", Name), ("migration", newer))));
        }
    }

    /// <summary>Lets go of what is held between two contexts.</summary>
    public abstract void Release();

    /// <summary>Runs work; what the engine says is wrong comes out as <see cref="StoreException"/>.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure)
        {
            if ((Explain(failure) ?? Unreadable(failure)) is { } told)
            {
                throw told;
            }

            throw;
        }
    }

    /// <summary>Rows are written by this program alone: one that it cannot read was changed by somebody else, or by the disk.</summary>
    private StoreException? Unreadable(Exception failure) =>
        failure is System.Text.Json.JsonException or FormatException or InvalidCastException or OverflowException or ArgumentOutOfRangeException { ParamName: not "value" }
            ? new StoreException($"The store '{Name}' holds a row that cannot be read ({failure.Message.TrimEnd('.')}): it is damaged, or was changed by another program. Run 'compliance-agent store check', and restore the last backup that checks well; nothing was written.", failure)
            : null;

    /// <summary>What went wrong, as one sentence that says what to do; null when it is none of the engine's business.</summary>
    public abstract StoreException? Explain(Exception failure);

    /// <summary>True when the table is there.</summary>
    protected abstract Task<bool> HasTableAsync(StoreContext context, string table, CancellationToken cancellationToken);

    /// <summary>Name of the table in which EF keeps what was applied.</summary>
    protected abstract string HistoryTable { get; }

    /// <summary>The migrations that are missing. A store that has one this program does not know is refused.</summary>
    protected async Task<IReadOnlyList<string>> MissingAsync(StoreContext context, CancellationToken cancellationToken)
    {
        known = [.. context.Database.GetMigrations()];
        var applied = await AppliedAsync(context, cancellationToken);
        if (FirstUnknown(applied) is { } newer)
        {
            throw new StoreException($"The store '{Name}' was made by a newer version of this program ({newer}). Update the program, or set Store:Connection to another store.");
        }

        return [.. known.Except(applied, StringComparer.Ordinal)];
    }

    /// <summary>The first of the migrations that this program does not know; null when it knows all.</summary>
    private string? FirstUnknown(IEnumerable<string> applied) => applied.Order(StringComparer.Ordinal).FirstOrDefault(migration => !known.Contains(migration, StringComparer.Ordinal));

    /// <summary>Refuses a store that would have to be brought up to date first, for those who write nothing.</summary>
    protected async Task RefuseBehindAsync(StoreContext context, CancellationToken cancellationToken)
    {
        if ((await MissingAsync(context, cancellationToken)).Count > 0 && !Opening.ForCopy)
        {
            throw Behind();
        }
    }

    /// <summary>The store is not of this version.</summary>
    protected StoreException Behind() => new(
        $"The store '{Name}' has the schema of an earlier version, and nothing is brought up to date by looking at it. Run 'compliance-agent store migrate' or a scan without --dry-run first, or try on a copy: --store COPY.");

    /// <summary>Refuses to mix simulated and real tenants.</summary>
    protected async Task RefuseOtherKindAsync(CancellationToken cancellationToken)
    {
        if (Opening.Simulated is not { } simulated)
        {
            return;
        }

        await using var context = CreateContext(TenantScope.EveryTenant);
        await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
        if (await context.AcrossTenants<TenantRow>().AnyAsync(tenant => tenant.Simulated != simulated, cancellationToken))
        {
            throw new StoreException(simulated
                ? $"The store '{Name}' holds real tenants; a demo may not write to it. Name another store with --store."
                : $"The store '{Name}' is of a demo (SIMULATED tenants); real tenants may not be stored in it. Name another store with --store.");
        }
    }

    private async Task<List<string>> AppliedAsync(StoreContext context, CancellationToken cancellationToken) =>
        await HasTableAsync(context, HistoryTable, cancellationToken) ? [.. await context.Database.GetAppliedMigrationsAsync(cancellationToken)] : [];
}
