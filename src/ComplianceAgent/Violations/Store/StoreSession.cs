using ComplianceAgent.Hosting;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Violations.Store;

/// <summary>The one store a process works on: opened once, when a verb first needs it.</summary>
public sealed class StoreSession(IOptions<StoreOptions> options, TimeProvider clock, ILogger<ViolationStore> logger) : IAsyncDisposable
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

    /// <summary>Opens the store.</summary>
    /// <param name="simulated">What kind of tenants will be scanned into it; null to read only what is there.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="StoreException">It cannot be used: the message says why and what to do.</exception>
    public async Task<ViolationStore> OpenAsync(bool? simulated, CancellationToken cancellationToken) =>
        store ??= await ViolationStore.OpenAsync(
            connection,
            new StoreOpening { Simulated = simulated, MustExist = simulated is null, BusySeconds = options.Value.BusySeconds },
            clock,
            logger,
            cancellationToken);

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
        services.AddSingleton<StoreSession>();
        return services;
    }
}
