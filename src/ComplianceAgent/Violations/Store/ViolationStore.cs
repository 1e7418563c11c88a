using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Keeps violations, their events, the fleet and the scans of every tenant. A scan is written in one transaction, fenced by its
/// number: one that is no longer the tenant's newest writes nothing.
/// </summary>
public sealed partial class ViolationStore : IAsyncDisposable
{
    private readonly StoreOpening opening;
    private readonly TimeProvider clock;
    private readonly StoreEngine engine;
    private readonly Resumption resumption;
    private readonly string place;

    private ViolationStore(StoreEngine engine, string place, StoreOpening opening, TimeProvider clock, ILogger logger)
    {
        this.engine = engine;
        this.place = place;
        this.opening = opening;
        this.clock = clock;
        resumption = new(TimeSpan.FromSeconds(opening.BusySeconds), clock, logger);
    }

    /// <summary>The file, or the server and database: for people.</summary>
    public string Path => engine.Name;

    /// <summary>Opens a store; makes it, private to this account, unless it must exist, and brings its schema up to date.</summary>
    /// <exception cref="StoreException">It cannot be used: the message says why and what to do.</exception>
    public static async Task<ViolationStore> OpenAsync(
        StoreConnection connection, StoreOpening opening, TimeProvider? clock = null, ILogger<ViolationStore>? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(opening);
        var time = clock ?? TimeProvider.System;
        var log = logger ?? NullLogger<ViolationStore>.Instance;
        var engine = StoreEngine.Of(connection, opening, time, log);
        var store = new ViolationStore(engine, CheckpointLog.PlaceOf(connection), opening, time, log);
        return await engine.GuardAsync(async () =>
        {
            try
            {
                await engine.PrepareAsync(cancellationToken);
                return store;
            }
            catch
            {
                // Nobody will let go of what was never handed out.
                engine.Release();
                throw;
            }
        });
    }

    /// <summary>True when a connection names a store that is there already.</summary>
    /// <exception cref="StoreException">Its server cannot be asked.</exception>
    public static Task<bool> ExistsAsync(StoreConnection connection, int busySeconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var engine = StoreEngine.Of(connection, new StoreOpening { BusySeconds = busySeconds }, TimeProvider.System, NullLogger.Instance);
        return engine.GuardAsync(() => engine.ExistsAsync(cancellationToken));
    }

    /// <summary>What a store that is not opened yet holds of a tenant, schema left as it is; null for nothing, also when there is no store.</summary>
    /// <exception cref="StoreException">It is there and cannot be read.</exception>
    public static Task<StoreEnds?> GlanceAsync(StoreConnection connection, string tenant, int busySeconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var engine = StoreEngine.Of(connection, new StoreOpening { ReadOnly = true, BusySeconds = busySeconds }, TimeProvider.System, NullLogger.Instance);
        return engine.GuardAsync(async () =>
        {
            try
            {
                if (!await engine.ExistsAsync(cancellationToken))
                {
                    return null;
                }

                await using var context = engine.CreateContext(TenantScope.Of(tenant));
                await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
                return await engine.HasTenantsAsync(context, cancellationToken) ? await EndQueries.GlanceAsync(context, tenant, cancellationToken) : null;
            }
            finally
            {
                engine.Release();
            }
        });
    }

    /// <summary>The migrations that opening it applied.</summary>
    public IReadOnlyList<string> Applied => engine.Applied;

    /// <summary>What the database engine finds broken, reading everything; empty when nothing.</summary>
    public Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken = default) => engine.GuardAsync(() => engine.FaultsAsync(cancellationToken));

    /// <summary>Refuses when a newer program has brought the store up to date since it was opened; every act that writes does so by itself.</summary>
    /// <exception cref="StoreNewerException">One has: stop this program and start the newer one.</exception>
    public Task RefuseNewerAsync(CancellationToken cancellationToken = default) => WithContextAsync(TenantScope.EveryTenant, async context =>
    {
        await engine.RefuseNewerAsync(context, cancellationToken);
        return context.Scope;
    });

    /// <summary>How much room it takes, in bytes: the file with its log, or the database on the server.</summary>
    public Task<long> SizeAsync(CancellationToken cancellationToken = default) => engine.GuardAsync(() => engine.SizeAsync(cancellationToken));

    /// <summary>How far this machine's clock is ahead of the server's, at least (negative: behind); zero when it may be right, and for a file.</summary>
    public Task<TimeSpan> ClockAheadAsync(CancellationToken cancellationToken = default) => engine.GuardAsync(() => engine.ClockAheadAsync(cancellationToken));

    /// <summary>Copies a SQLite store into a new file as it is at one moment, and opens the copy to see that it is whole.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be made.</exception>
    /// <exception cref="NotSupportedException">PostgreSQL has its own program for that.</exception>
    public async Task BackupAsync(string file, CancellationToken cancellationToken = default)
    {
        PrivateFile.MakeNew(file);
        await engine.GuardAsync(async () =>
        {
            await engine.BackupAsync(file, cancellationToken);
            return file;
        });
    }

    /// <summary>How many rows each table holds of a tenant; every row is read.</summary>
    public Task<IReadOnlyDictionary<string, long>> CountAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => TenantArchive.ExportAsync(context, tenant, Stream.Null, cancellationToken), cancellationToken);

    /// <summary>Begins a scan: takes the tenant's next number, in a transaction of its own, and so fences off every earlier one.</summary>
    public Task<ScanRun> BeginScanAsync(string tenant, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        var simulated = opening.Simulated ?? throw new InvalidOperationException("The store was opened to be read only.");

        // A number that was taken and whose taker never heard of it is skipped: harmless, so a lost connection is simply tried again.
        return resumption.RetryAsync(() => WritingAsync(tenant, async context =>
        {
            var row = await context.Tenants.SingleOrDefaultAsync(known => known.Tenant == tenant, cancellationToken)
                ?? context.Tenants.Add(NewTenant(tenant, simulated)).Entity;
            row.LastScan++;
            await context.SaveChangesAsync(cancellationToken);
            return new ScanRun(tenant, row.LastScan, clock.GetUtcNow());
        }, cancellationToken), cancellationToken);
    }

    /// <summary>What is known of a tenant before a scan; empty for a tenant that is not there.</summary>
    public Task<TenantKnowledge> LoadAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => StoreQueries.KnowledgeAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>Everything a report tells of a tenant; null for a tenant that is not there.</summary>
    public Task<TenantState?> ReadAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => StoreQueries.StateAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>Everything a report tells of a tenant as it was at a past moment; null for a tenant that is not there.</summary>
    /// <exception cref="PastUnknownException">Nothing can be told of that moment.</exception>
    public Task<TenantPast?> ReadPastAsync(string tenant, PastMoment moment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moment);
        return InSnapshotAsync(tenant, context => PastQueries.ReadAsync(context, tenant, moment, cancellationToken), cancellationToken);
    }

    /// <summary>The devices that could not be judged, as a scan left them; later scans do not disturb the reading.</summary>
    public async IAsyncEnumerable<UnjudgedDevice> UnjudgedAsync(string tenant, long scan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var context = engine.CreateContext(TenantScope.Of(tenant));
        await using var snapshot = await engine.GuardAsync(() => context.BeginSnapshotAsync(cancellationToken));
        await using var devices = PastQueries.UnjudgedAsync(context, tenant, scan, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await engine.GuardAsync(async () => await devices.MoveNextAsync()))
        {
            yield return devices.Current;
        }
    }

    /// <summary>Devices of a tenant by id; those that are not there are left out.</summary>
    public Task<IReadOnlyDictionary<string, KnownDevice>> DevicesAsync(
        string tenant, IReadOnlyCollection<string> deviceIds, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => StoreQueries.DevicesAsync(context, tenant, deviceIds, cancellationToken), cancellationToken);

    /// <summary>The events of a tenant in order, from a sequence number on.</summary>
    public Task<IReadOnlyList<StoredEvent>> EventsAsync(string tenant, long after = 0, int limit = 1000, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => StoreQueries.EventsAsync(context, tenant, after, limit, cancellationToken), cancellationToken);

    /// <summary>Every tenant in the store, by name.</summary>
    public Task<IReadOnlyList<StoredTenant>> TenantsAsync(CancellationToken cancellationToken = default) =>
        AcrossTenantsAsync(context => StoreQueries.TenantsAsync(context, cancellationToken), cancellationToken);

    /// <summary>Writes everything the store holds of a tenant, JSON Lines, as it was at one moment; returns the rows of each table.</summary>
    public Task<IReadOnlyDictionary<string, long>> ExportTenantAsync(string tenant, Stream to, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => TenantArchive.ExportAsync(context, tenant, to, cancellationToken), cancellationToken);

    /// <summary>Erases everything the store holds of a tenant; returns the rows of each table. A scan under way is refused at its commit.</summary>
    public async Task<IReadOnlyDictionary<string, long>> EraseTenantAsync(string tenant, CancellationToken cancellationToken = default)
    {
        var (head, erased) = await WritingAsync(
            tenant,
            async context => (await EndQueries.HeadAsync(context, tenant, cancellationToken), await TenantArchive.EraseAsync(context, tenant, cancellationToken)),
            cancellationToken);
        if (head is { } known)
        {
            opening.Checkpoints?.Append(CheckpointKind.Removed, tenant, place, known.Record, known.Head);
        }

        return erased;
    }

    /// <summary>Writes a scan whole or not at all.</summary>
    /// <returns>The result as stored, with changes and rows written counted.</returns>
    /// <exception cref="ScanFencedException">A later scan of the tenant has begun, or this one was stored: nothing was written.</exception>
    /// <exception cref="ReviewsChangedException">People decided about suspected matches meanwhile: load, judge anew, and commit again.</exception>
    /// <exception cref="StoreConnectionLostException">The server went away in the moment of the commit and did not come back: the next scan goes by what it finds stored.</exception>
    /// <exception cref="StoreException">The store cannot be written: nothing was.</exception>
    public async Task<ScanResult> CommitAsync(ScanCommit commit, CancellationToken cancellationToken = default)
    {
        ScanWriter.Check(commit);
        var result = await resumption.SettleAsync(
            () => WritingAsync(commit.Run.Tenant, context => ScanWriter.WriteAsync(context, commit, cancellationToken), cancellationToken),
            () => WritingAsync(commit.Run.Tenant, context => StoreQueries.StoredAsync(context, commit.Run, cancellationToken), cancellationToken),
            cancellationToken);
        await NoteAsync(CheckpointKind.Scan, commit.Run.Tenant);
        return result;
    }

    /// <summary>Lets go of the file or the server.</summary>
    public ValueTask DisposeAsync()
    {
        engine.Release();
        return ValueTask.CompletedTask;
    }

    private static TenantRow NewTenant(string tenant, bool simulated) =>
        new() { Tenant = tenant, Simulated = simulated, FingerprintKey = RandomNumberGenerator.GetBytes(32) };

    private Task<T> InSnapshotAsync<T>(string tenant, Func<StoreContext, Task<T>> read, CancellationToken cancellationToken) => InSnapshotAsync(TenantScope.Of(tenant), read, cancellationToken);

    private Task<T> AcrossTenantsAsync<T>(Func<StoreContext, Task<T>> read, CancellationToken cancellationToken) => InSnapshotAsync(TenantScope.EveryTenant, read, cancellationToken);

    private Task<T> InSnapshotAsync<T>(TenantScope scope, Func<StoreContext, Task<T>> read, CancellationToken cancellationToken) => resumption.RetryAsync(
        () => WithContextAsync(scope, async context =>
        {
            await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
            return await read(context);
        }),
        cancellationToken);

    private Task<T> WritingAsync<T>(string tenant, Func<StoreContext, Task<T>> write, CancellationToken cancellationToken) => WithContextAsync(TenantScope.Of(tenant), async context =>
    {
        await using var transaction = await context.BeginWriteAsync(cancellationToken);
        await engine.RefuseNewerAsync(context, cancellationToken);
        var written = await write(context);
        await transaction.CommitAsync(cancellationToken);
        return written;
    });

    private Task<T> WithContextAsync<T>(TenantScope scope, Func<StoreContext, Task<T>> work) => engine.GuardAsync(async () =>
    {
        await using var context = engine.CreateContext(scope);
        return await work(context);
    });
}
