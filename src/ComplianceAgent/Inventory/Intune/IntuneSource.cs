using Azure.Core;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// A tenant's inventory through Microsoft Graph: the apps by export, or by detected apps where that fails, then every managed device.
/// One source serves one scan; make a new one for the next, so that renewed secrets are read.
/// </summary>
public sealed partial class IntuneSource : IInventorySource
{
    private readonly TenantOptions tenant;
    private readonly GraphConnection graph;
    private readonly RouteChoice choice;
    private readonly Func<ExportRoute> newExport;
    private readonly ILogger<IntuneSource> logger;
    private readonly DeviceSweep devices;
    private readonly List<Reason> routeReasons = [];
    private readonly List<Reason> notes = [];

    internal IntuneSource(TenantOptions tenant, GraphConnection graph, RouteChoice choice, Func<ExportRoute> newExport, ILogger<IntuneSource> logger)
    {
        this.tenant = tenant;
        this.graph = graph;
        this.choice = choice;
        this.newExport = newExport;
        this.logger = logger;
        devices = new DeviceSweep(graph);
    }

    /// <summary>
    /// How long this tenant's last good export job took: given at creation, renewed by a read by export. Five times as long without
    /// progress counts as stuck, so keep it for the next scan.
    /// </summary>
    public TimeSpan? LastGoodExportJob { get; internal set; }

    /// <inheritdoc/>
    public async Task<InventoryOutcome> ReadAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collector);
        ArgumentNullException.ThrowIfNull(progress);
        routeReasons.Clear();
        notes.Clear();
        var before = graph.Traffic.Counts;
        notes.AddRange(await AgentTrace.InAsync("inventory.sign_in", () => CheckTokenAsync(cancellationToken)));
        var apps = await ReadAppsAsync(collector, progress, cancellationToken);
        var fleet = await AgentTrace.InAsync("inventory.devices", () => devices.ReadAsync(collector, progress, cancellationToken), read => read.Fault?.Reason.Code);
        RefuseWithoutPermission(collector, fleet);
        var gaps = await new FleetGaps(graph).FillAsync(collector, fleet.Fault, cancellationToken);
        var outcome = Outcome(apps, fleet, gaps, collector, graph.Traffic.Since(before));
        Log.Read(logger, tenant.Name, outcome.Route, collector.RowCount, collector.FleetCount, outcome.Requests.Total, outcome.Requests.Throttled, outcome.Faults.Count);
        return outcome;
    }

    /// <inheritdoc/>
    public Task<bool?> IsManagedAsync(string deviceId, CancellationToken cancellationToken) => devices.IsManagedAsync(deviceId, cancellationToken);

    /// <inheritdoc/>
    public Task<GroupRead> ReadGroupAsync(string groupId, CancellationToken cancellationToken) => new GroupSweep(graph).ReadAsync(groupId, cancellationToken);

    private async Task<IReadOnlyList<Reason>> CheckTokenAsync(CancellationToken cancellationToken)
    {
        if (await graph.SignInAsync(cancellationToken) is not { } claims)
        {
            return [];
        }

        return (claims.WrongTenant(tenant) ?? claims.RefusedExcess(tenant)) is { } refused ? throw new InventoryException(refused) : [.. claims.RoleNotes()];
    }

    private async Task<AppsRead> ReadAppsAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        routeReasons.Add(Reason.Of(choice switch
        {
            RouteChoice.Export => "route-export-set",
            RouteChoice.DetectedApps => "route-detected-apps-set",
            _ => "route-export-first",
        }));
        if (choice == RouteChoice.DetectedApps)
        {
            return await ReadDetectedAppsAsync(collector, progress, cancellationToken);
        }

        var export = await newExport().ReadAsync(collector, LastGoodExportJob, progress, cancellationToken);
        routeReasons.AddRange(export.Setbacks);
        if (export.IsWhole || choice == RouteChoice.Export)
        {
            LastGoodExportJob = export.IsWhole ? export.JobTime : LastGoodExportJob;
            return export.Read ?? new AppsRead(InventoryRoute.Export, export.Setbacks, []);
        }

        Log.FallsBack(logger, tenant.Name, string.Join(" ", export.Setbacks));
        routeReasons.Add(Reason.Of("route-fell-back"));
        collector.Restart();
        return await ReadDetectedAppsAsync(collector, progress, cancellationToken);
    }

    private Task<AppsRead> ReadDetectedAppsAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken) => AgentTrace.InAsync(
        "inventory.detected_apps", () => new DetectedAppsRoute(graph).ReadAsync(collector, progress, cancellationToken), read => read.Faults is [var first, ..] ? first.Code : null);

    // Without a single device there is no fleet to speak of, and the remedy is one click in Entra: say that and nothing else.
    private void RefuseWithoutPermission(InventoryCollector collector, PageSweep fleet)
    {
        if (fleet.Fault is { Kind: GraphFaultKind.Forbidden } && collector.FleetCount == 0)
        {
            throw new InventoryException(Reason.Of("graph-permission-missing", ("tenant", tenant.Name), ("role", TokenClaims.NeededRole)));
        }
    }

    private InventoryOutcome Outcome(AppsRead apps, PageSweep fleet, GapsFound gaps, InventoryCollector collector, RequestCounts requests)
    {
        notes.AddRange(apps.Notes);
        notes.AddRange(gaps.Notes);
        if (collector.RepeatedDevices > 0)
        {
            notes.Add(Reason.Of("devices-repeated", ("count", collector.RepeatedDevices.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        }

        return new InventoryOutcome
        {
            Route = apps.Route,
            RouteReasons = [.. routeReasons],
            Faults = [.. apps.Faults, .. fleet.Fault is { } fault ? [fault.Reason] : (IEnumerable<Reason>)[], .. gaps.Faults],
            Notes = [.. notes],
            TellsEveryDevicesApps = apps.Route == InventoryRoute.Export,
            Requests = requests,
            ServerTime = graph.Traffic.ServerTime,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Information, "Tenant {Tenant}: read by {Route}: {Rows} app rows, {Devices} devices, {Requests} requests, {Throttled} throttled, {Faults} faults.")]
        public static partial void Read(ILogger logger, string tenant, InventoryRoute route, long rows, int devices, int requests, int throttled, int faults);

        [LoggerMessage(1202, LogLevel.Warning, "Tenant {Tenant}: the export did not do, reading detected apps instead. {Reasons}")]
        public static partial void FallsBack(ILogger logger, string tenant, string reasons);
    }
}
