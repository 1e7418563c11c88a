using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reports;
using ComplianceAgent.Scanning.Figures;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>Scans one tenant as it is set up: picks the source, keeps the time limit, writes reports when asked.</summary>
public sealed class TenantScanner(
    Scan scan, Lazy<IntuneInventory> intune, ExportFileReader reader, IOptions<ArchiveLimits> archives, ReportPublisher reports, DataRetention retention,
    IOptions<ReportOptions> folders, IOptions<ScanOptions> options, ScanTraces traces, FigureReader figures, TimeProvider clock, ILogger<TenantScanner> logger)
{
    // How long each tenant's last good export job took: what counts as stuck depends on it.
    private readonly ConcurrentDictionary<string, TimeSpan> goodJobs = new(StringComparer.Ordinal);

    /// <summary>Scans once.</summary>
    public async Task<ScanReport> ScanAsync(TenantOptions tenant, ScanOrder order, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(order);
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["Tenant"] = tenant.Name, ["Policies"] = PolicyIds(order) });
        using var span = AgentTrace.Start("scan");
        span?.SetTag(AgentTags.Tenant, tenant.Name).SetTag(AgentTags.Policies, PolicyIds(order));
        traces.Remember(tenant.Name, span);
        var began = clock.GetTimestamp();
        try
        {
            var report = await ScanInTimeAsync(tenant, order, progress, cancellationToken);
            Told(span, report.Result, clock.GetElapsedTime(began));
            return report;
        }
        catch (Exception failure)
        {
            span.Fail(AgentTrace.CodeOf(failure));
            ScanMetrics.Ended(tenant.Name, failure is OperationCanceledException ? ScanMetrics.Cancelled : ScanMetrics.Failed, "none", clock.GetElapsedTime(began));
            throw;
        }
        finally
        {
            await RefreshAsync(tenant, order);
        }
    }

    private static string[] PolicyIds(ScanOrder order) => [.. order.Policies.Policies.Select(policy => policy.Id)];

    private static void Told(Activity? span, ScanResult result, TimeSpan took)
    {
        var (outcome, route) = (result.Complete ? ScanMetrics.Complete : ScanMetrics.Incomplete, JsonNamingPolicy.KebabCaseLower.ConvertName(result.Route.ToString()));
        ScanMetrics.Ended(result.Tenant, outcome, route, took);
        span?.SetTag(AgentTags.Outcome, outcome).SetTag(AgentTags.Route, route).SetTag("compliance_agent.scan.devices", result.Devices).SetTag("compliance_agent.scan.app_rows", result.AppRows)
            .SetTag("compliance_agent.scan.open_violations", result.OpenViolations).SetTag("compliance_agent.scan.changes", result.Changes.Values.Sum());
        if (result.Faults.Count > 0)
        {
            span.Fail(result.Faults[0].Code);
        }
    }

    /// <summary>The gauges show at once what the scan found. A store that cannot be read was told by the scan.</summary>
    private async Task RefreshAsync(TenantOptions tenant, ScanOrder order)
    {
        if (order.DryRun)
        {
            return;
        }

        try
        {
            await figures.RefreshAsync(tenant, CancellationToken.None);
            await figures.RefreshStoreAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // The figures stay as they were.
        }
    }

    private async Task<ScanReport> ScanInTimeAsync(TenantOptions tenant, ScanOrder order, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(options.Value.TimeoutMinutes), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ScanWithinLimitAsync(tenant, order, progress, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InventoryException(Reasons.Reason.Of("scan-took-too-long", ("minutes", options.Value.TimeoutMinutes.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        }
    }

    private async Task<ScanReport> ScanWithinLimitAsync(TenantOptions tenant, ScanOrder order, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var simulated = tenant.SimulatorUrl is not null && order.Files is null;
        DateTimeOffset? at = simulated ? await SimulatedTime.AskAsync(tenant.SimulatorUrl!, cancellationToken) : null;
        var source = Source(tenant, order);
        var request = new ScanRequest
        {
            Tenant = tenant.Name,
            Source = source,
            Policies = order.Policies,
            UnjudgedPolicies = order.UnjudgedPolicies,
            Registers = order.Registers,
            Simulated = simulated,
            DryRun = order.DryRun,
            AcceptShrunkFleet = order.AcceptShrunkFleet,
            At = at,
        };
        var report = await scan.RunAsync(request, progress, cancellationToken);
        if (source is IntuneSource { LastGoodExportJob: { } job })
        {
            goodJobs[tenant.Name] = job;
        }

        if (!order.DryRun)
        {
            report = report with { Retention = await AgentTrace.InAsync("retention", () => RetainAsync(report, order, cancellationToken)) };
        }

        if (order.ReportDirectory is not { } directory)
        {
            return report;
        }

        progress.Report(new InventoryProgress("writing reports", 0));
        // The inventory is done with. Left to itself the collector would keep it until the report, which is as large again, had come on top.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return report with { ReportFiles = await AgentTrace.InAsync("reports", () => WriteReportsAsync(report, tenant.Name, order, directory, at, cancellationToken)) };
    }

    /// <summary>
    /// Counted from the day the inventory speaks of, never from a later one: what a wrong clock had erased would not come back. The default
    /// folder of reports is left to the service and to people: a scan by hand looks into a folder that somebody named.
    /// </summary>
    private Task<RetentionOutcome> RetainAsync(ScanReport report, ScanOrder order, CancellationToken cancellationToken)
    {
        var result = report.Result;
        var folder = order.ReportDirectory ?? (folders.Value.Directory.Length > 0 ? folders.Value.EffectiveDirectory : null);
        return retention.AfterScanAsync(result.Tenant, folder, result.InventoryAsOf < result.StartedAt ? result.InventoryAsOf : result.StartedAt, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> WriteReportsAsync(
        ScanReport report, string tenant, ScanOrder order, string directory, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (order.DryRun)
        {
            return await reports.WriteAsync(report, order.Policies, directory, Choices, at, cancellationToken);
        }

        try
        {
            return await reports.PublishAsync(tenant, order.Policies, order.Registers, directory, Choices, report.Result.FinishedAt, cancellationToken);
        }
        catch (ReportException unwritten)
        {
            throw new ReportException($"{unwritten.Message} The scan itself is stored: once there is room, 'compliance-agent report' writes its report.", unwritten);
        }
    }

    private ReportChoices Choices =>
        new(ReportFormats.TryParse(folders.Value.Formats, out var formats, out _) ? formats : ReportFormats.Usual) { Language = folders.Value.EffectiveLanguage, Csv = folders.Value.Csv };

    // Graph stays out of the process when files are scanned: its assembly alone is 48 MB.
    private IInventorySource Source(TenantOptions tenant, ScanOrder order) => order.Files is { } files
        ? new FileInventorySource(files, archives, clock)
        : intune.Value.CreateSource(tenant, reader.ReadAsync, goodJobs.TryGetValue(tenant.Name, out var time) ? time : null);
}
