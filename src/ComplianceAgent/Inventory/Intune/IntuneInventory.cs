using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Inventory.Intune.Probing;
using ComplianceAgent.Reasons;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>Makes the inventory source of a tenant; one for each scan.</summary>
public sealed partial class IntuneInventory(
    IHttpClientFactory clients,
    IHttpMessageHandlerFactory handlers,
    IOptions<GraphOptions> graphOptions,
    IOptions<IntuneRouteOptions> routeOptions,
    IOptions<ArchiveLimits> archiveLimits,
    PrivateFiles files,
    TimeProvider clock,
    ILogger<IntuneSource> logger)
{
    private int swept;

    /// <summary>The source of a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="readExport">Reads an exported file.</param>
    /// <param name="lastGoodExportJob">How long this tenant's last good export job took, where known.</param>
    /// <exception cref="InventoryException">The tenant's settings or a file they name cannot be used.</exception>
    public IntuneSource CreateSource(TenantOptions tenant, ReadExport readExport, TimeSpan? lastGoodExportJob = null)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(readExport);
        if (TenantRules.Check(tenant, "Tenants:" + tenant.Name).FirstOrDefault() is { } fault)
        {
            throw new InventoryException(Reason.Of("tenant-setting-refused", ("fault", fault)));
        }

        SweepOnce();
        var options = graphOptions.Value;
        var graph = Connect(tenant);
        return new IntuneSource(tenant, graph, routeOptions.Value.Route, NewExport, logger) { LastGoodExportJob = lastGoodExportJob };

        ExportRoute NewExport() => new(new ExportJobs(graph, clock), () => NewDownload(graph), files, readExport, options, clock);
    }

    /// <summary>Signs in and asks for one device; the fault, or null when the tenant answers. Changes nothing.</summary>
    public async Task<Reason?> TestAsync(TenantOptions tenant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        if (TenantRules.Check(tenant, "Tenants:" + tenant.Name).FirstOrDefault() is { } refused)
        {
            return Reason.Of("tenant-setting-refused", ("fault", refused));
        }

        try
        {
            return (await new TenantExaminer(Connect(tenant), tenant).DevicesAsync(cancellationToken))?.Reason;
        }
        catch (InventoryException unusable)
        {
            return unusable.Reason;
        }
    }

    /// <summary>A connection of its own to a tenant.</summary>
    /// <exception cref="InventoryException">A file that its credential needs cannot be read.</exception>
    internal GraphConnection Connect(TenantOptions tenant)
    {
        var endpoints = GraphEndpoints.Of(tenant);
        return new GraphConnection(tenant, endpoints, TenantCredentials.Create(tenant, endpoints, clients, graphOptions.Value, clock), handlers, graphOptions.Value);
    }

    /// <summary>Looks how a tenant answers.</summary>
    internal TenantProbe ProbeOf(GraphConnection graph) =>
        new(graph, new ExportProbe(new ExportJobs(graph, clock), () => NewDownload(graph), files, archiveLimits.Value, clock));

    private ExportDownload NewDownload(GraphConnection graph) => new(clients.CreateClient(GraphPipeline.Storage), graph.Endpoints, graphOptions.Value, clock);

    // What a crash left behind goes before anything new is written. A folder that cannot be swept is told by the first file in it.
    private void SweepOnce()
    {
        if (Interlocked.Exchange(ref swept, 1) != 0)
        {
            return;
        }

        try
        {
            files.SweepLeftovers();
        }
        catch (Exception e) when (e is InventoryException or IOException or UnauthorizedAccessException)
        {
            LogNotSwept(logger, files.Folder, e.Message);
        }
    }

    [LoggerMessage(1203, LogLevel.Warning, "The private folder {Folder} could not be swept: {Why}")]
    private static partial void LogNotSwept(ILogger logger, string folder, string why);
}

/// <summary>Registers the inventory from Intune.</summary>
public static class IntuneInventoryServices
{
    /// <summary>
    /// Adds <see cref="IntuneInventory"/>, its HTTP clients and its settings (<c>Graph</c>, <c>Inventory</c>, <c>Tenants</c>, checked at start).
    /// A <see cref="PrivateFiles"/> registered before is kept.
    /// </summary>
    public static IServiceCollection AddIntuneInventory(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<GraphOptions>(GraphOptions.Section);
        services.AddSettings<IntuneRouteOptions>(IntuneRouteOptions.Section)
            .Validate(options => Enum.IsDefined(options.Route), "Inventory:Route must be auto, export or detectedApps.");
        services.AddSettings<TenantList>(TenantList.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TenantList>, TenantListValidator>());
        services.TryAddSingleton(provider =>
        {
            var folder = provider.GetRequiredService<IOptions<IntuneRouteOptions>>().Value.PrivateFolder;
            return new PrivateFiles(folder.Length > 0 ? folder : PrivateFiles.DefaultFolder());
        });
        GraphPipeline.AddClients(services);
        services.TryAddSingleton<IntuneInventory>();
        return services;
    }
}
