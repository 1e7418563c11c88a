using ComplianceAgent.Hosting;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Reviews;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Violations.Store;

/// <summary>The one store a process works on: opened once, when a verb first needs it.</summary>
public sealed class StoreSession(IOptions<StoreOptions> options, CheckpointLog checkpoints, TimeProvider clock, ILogger<ViolationStore> logger) : IAsyncDisposable
{
    private readonly StoreConnection connection = options.Value.Parse();

    private ViolationStore? store;

    /// <summary>The store, as the settings name it.</summary>
    public StoreConnection Connection => connection;

    /// <summary>The file, or the server and database: for people.</summary>
    public string Path => connection.Path;

    /// <summary>True when it is there already.</summary>
    /// <exception cref="StoreException">Its server cannot be asked.</exception>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken) => ViolationStore.ExistsAsync(connection, options.Value.BusySeconds, cancellationToken);

    /// <summary>What a file outside the store remembers of it.</summary>
    public CheckpointLog Checkpoints => checkpoints;

    /// <summary>The opened store; null before <see cref="OpenAsync"/>.</summary>
    public ViolationStore? Current => store;

    /// <summary>Opens the store that is there, to look at it and leave it as it is, schema included.</summary>
    /// <param name="simulated">What kind of tenants is looked for; null takes either.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreException">It cannot be read: the message says why and what to do.</exception>
    public async Task<ViolationStore> OpenToLookAsync(bool? simulated, CancellationToken cancellationToken) =>
        store ??= await ViolationStore.OpenAsync(
            connection,
            new StoreOpening { Simulated = simulated, MustExist = true, ReadOnly = true, BusySeconds = options.Value.BusySeconds },
            clock,
            logger,
            cancellationToken);

    /// <summary>Opens the store that is there to copy it, of whatever earlier schema it is.</summary>
    /// <exception cref="StoreException">It cannot be read: the message says why and what to do.</exception>
    public async Task<ViolationStore> OpenToCopyAsync(CancellationToken cancellationToken) =>
        store ??= await ViolationStore.OpenAsync(
            connection,
            new StoreOpening { MustExist = true, ReadOnly = true, ForCopy = true, BusySeconds = options.Value.BusySeconds },
            clock,
            logger,
            cancellationToken);

    /// <summary>Opens the store.</summary>
    /// <param name="simulated">What kind of tenants will be scanned into it; null to read only what is there.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreException">It cannot be used: the message says why and what to do.</exception>
    public async Task<ViolationStore> OpenAsync(bool? simulated, CancellationToken cancellationToken) =>
        store ??= await ViolationStore.OpenAsync(
            connection,
            new StoreOpening { Simulated = simulated, MustExist = simulated is null, BusySeconds = options.Value.BusySeconds, Checkpoints = checkpoints },
            clock,
            logger,
            cancellationToken);

    /// <summary>Opens the store to write to a tenant, and refuses one that does not go on from what is known of the tenant.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="simulated">What kind of tenants will be scanned into it; null for one that must be there already.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreException">It cannot be used, or is not the one that is known: nothing was written.</exception>
    public async Task<ViolationStore> OpenForAsync(string tenant, bool? simulated, CancellationToken cancellationToken)
    {
        if (await DoubtAsync(tenant, cancellationToken) is { } missing)
        {
            throw Refusal(missing);
        }

        var opened = await OpenAsync(simulated, cancellationToken);
        return await DoubtAsync(tenant, cancellationToken) is { } doubt ? throw Refusal(doubt) : opened;
    }

    /// <summary>What stands against the store being the one that is known of a tenant; null when nothing does. Nothing is written.</summary>
    /// <exception cref="StoreException">Store or checkpoint file cannot be read.</exception>
    /// <exception cref="SettingsException">The signing key cannot be used.</exception>
    public async Task<Reason?> DoubtAsync(string tenant, CancellationToken cancellationToken)
    {
        // The file first: a scan that another agent stores meanwhile makes the store newer, never older.
        var continuity = checkpoints.Of(tenant);
        return continuity.Judge(tenant, CheckpointLog.PlaceOf(connection), await HeldAsync(tenant, continuity, cancellationToken));
    }

    /// <summary>What a tenant known at the place of this store says when there is none; null when nobody knows of one.</summary>
    public Reason? MissedHere() =>
        checkpoints.OfAll().Select(tenant => tenant.Value.Judge(tenant.Key, CheckpointLog.PlaceOf(connection), held: null)).FirstOrDefault(doubt => doubt is not null);

    /// <summary>Tells of the store in words what a doubt says.</summary>
    public StoreException Refusal(Reason doubt) => new(Sentences.Say(new Reason(doubt.Code, doubt.Parameters.SetItem("store", Path).SetItem("file", checkpoints.Path ?? ""))));

    /// <summary>Takes the store at hand for the tenant's, although more is known; returns what was known. Null when nothing stood against it.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="simulated">Kind of the tenant, for a store that is made anew.</param>
    /// <param name="author">Who accepts.</param>
    /// <param name="words">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Reason?> AcceptAsync(string tenant, bool simulated, Author author, string words, CancellationToken cancellationToken)
    {
        if (await DoubtAsync(tenant, cancellationToken) is not { } doubt)
        {
            return null;
        }

        var opened = await OpenAsync(simulated, cancellationToken);
        var held = await HeldAsync(tenant, checkpoints.Of(tenant), cancellationToken);
        var known = checkpoints.Of(tenant).FurthestScan(CheckpointLog.PlaceOf(connection), held?.Record);
        var reason = Reason.Of("audit-store-accepted", ("doubt", doubt.Code), ("held", Text(held?.Scan ?? 0)), ("known", Text(known)));
        await opened.AcceptAsync(tenant, new AuditNotice(ViolationEventKind.StoreAccepted, reason, author), words, known, cancellationToken);
        return doubt;
    }

    /// <summary>What the store holds now; a file that is gone holds nothing, whatever a connection to it still reads.</summary>
    private async Task<StoreEnds?> HeldAsync(string tenant, StoreContinuity continuity, CancellationToken cancellationToken) =>
        store is null ? await ViolationStore.GlanceAsync(connection, tenant, options.Value.BusySeconds, cancellationToken)
        : await store.IsThereAsync(cancellationToken) ? await store.EndsAsync(tenant, continuity.ScanToCompare, cancellationToken)
        : null;

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Opens the store to bring it up to date, making it where there is none.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreException">It cannot be used: the message says why and what to do.</exception>
    public async Task<ViolationStore> OpenOrMakeAsync(CancellationToken cancellationToken) =>
        store ??= await ViolationStore.OpenAsync(connection, new StoreOpening { BusySeconds = options.Value.BusySeconds }, clock, logger, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>Registers the store.</summary>
public static class StoreServices
{
    /// <summary>Adds <see cref="StoreSession"/> and its settings (<c>Store</c>).</summary>
    public static IServiceCollection AddViolations(this IServiceCollection services)
    {
        services.AddSettings<StoreOptions>(StoreOptions.Section);
        services.AddSettings<AuditOptions>(AuditOptions.Section);
        services.AddSingleton<CheckpointLog>();
        services.AddSingleton<StoreSession>();
        return services;
    }
}
