using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>One firing of a tenant's schedule: waits out its jitter, then scans. Never two of the same tenant at once.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ScanJob(
    TenantScanner scanner, TenantPolicies policies, RegisterMonitor register, IOptions<ReportOptions> reports, TenantDirectory tenants, ScanHistory history, TimeProvider clock, ILogger<ScanJob> logger) : IJob
{
    public const string TenantKey = "tenant";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.MergedJobDataMap.GetString(TenantKey)!;
        if (tenants.Find(name) is not { } tenant)
        {
            // Its file went while the firing was on its way.
            return;
        }

        try
        {
            await Task.Delay(Jitter(tenant.Schedule), clock, cancellationToken);
            var order = new ScanOrder { Policies = policies.For(tenant), Register = register.Current, ReportDirectory = reports.Value.EffectiveDirectory };
            var scan = await scanner.ScanAsync(tenant, order, NoProgress.Instance, cancellationToken);
            history.Done(name, scan.Result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            // A fault of one tenant is told and kept in health; it must stop neither the schedule nor another tenant.
            Tell(name, failure);
            history.Failed(name, failure.Message);
        }
    }

    /// <summary>What people can mend is told in a line; a bug with its type and place, to be reported.</summary>
    private void Tell(string tenant, Exception failure)
    {
        if (failure is InventoryException or StoreException or ReportException or PolicyException or IOException or UnauthorizedAccessException)
        {
            Log.Failed(logger, tenant, failure.Message);
        }
        else
        {
            Log.FailedUnexpectedly(logger, tenant, failure);
        }
    }

    private static TimeSpan Jitter(TenantSchedule schedule) => TimeSpan.FromSeconds(Random.Shared.Next(0, (schedule.JitterMinutes * 60) + 1));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The scheduled scan of tenant {Tenant} failed: {Why}")]
        public static partial void Failed(ILogger logger, string tenant, string why);

        [LoggerMessage(LogLevel.Error, "The scheduled scan of tenant {Tenant} failed unexpectedly; please report it.")]
        public static partial void FailedUnexpectedly(ILogger logger, string tenant, Exception failure);
    }
}

/// <summary>Progress nobody watches.</summary>
internal sealed class NoProgress : IProgress<InventoryProgress>
{
    public static NoProgress Instance { get; } = new();

    public void Report(InventoryProgress value)
    {
    }
}
