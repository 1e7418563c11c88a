using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>One firing of a tenant's schedule: waits out its jitter, then scans. Never two of the same tenant at once.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ScanJob(
    TenantScanner scanner, TenantPolicies policies, TenantRegisters registers, IOptions<ReportOptions> reports, TenantDirectory tenants, ReportDelivery delivery, ScanHistory history, ScanProgressHub progress, ScanTraces traces, StandbyWatch standby, TimeProvider clock, ILogger<ScanJob> logger) : IJob
{
    public const string TenantKey = "tenant";

    /// <summary>Set for a firing that a person ordered: it waits for nothing.</summary>
    public const string NowKey = "now";

    // Agents get changed tenant files at different moments; until all have them, who does not know a tenant passes its firing on.
    private static readonly TimeSpan PassOn = TimeSpan.FromSeconds(30);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.MergedJobDataMap.GetString(TenantKey)!;
        if (tenants.Find(name) is not { } tenant)
        {
            if (await PassOnAsync(context, name, cancellationToken))
            {
                Log.PassedOn(logger, name, PassOn.TotalSeconds);
            }

            return;
        }

        try
        {
            await Task.Delay(context.Recovering || context.MergedJobDataMap.ContainsKey(NowKey) ? TimeSpan.Zero : Jitter(tenant.Schedule), clock, cancellationToken);
            if (!await IsOursAsync(context, cancellationToken))
            {
                Log.TakenOver(logger, name);
                return;
            }

            var order = new ScanOrder { Policies = policies.For(tenant), Registers = registers.For(tenant), ReportDirectory = reports.Value.EffectiveDirectory };
            var scan = await scanner.ScanAsync(tenant, order, progress.Begin(name), cancellationToken);
            history.Done(name, scan.Result);
            using var mailing = delivery.IsSet ? traces.StartAfter(name, "reports.mail") : null;
            await delivery.AfterScanAsync(name, order.Policies, order.Registers, scan.Result.FinishedAt, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Quartz hands the firing to another agent, or to the next start of this one.
            throw;
        }
        catch (SchedulerException) when (context.Scheduler.Status is SchedulerStatus.ShuttingDown or SchedulerStatus.Shutdown)
        {
            // Fired in the moment of stopping: nothing was begun, and the next start makes up for it.
        }
        catch (StoreNewerException newer)
        {
            Tell(name, newer);
            history.Failed(name, newer.Message);
            await LeaveToNewerAsync(context, name, cancellationToken);
        }
        catch (Exception failure)
        {
            // A fault of one tenant is told and kept in health; it must stop neither the schedule nor another tenant.
            Tell(name, failure);
            history.Failed(name, failure.Message);
        }
        finally
        {
            progress.End(name);
        }
    }

    /// <summary>An agent that was frozen for long finds on waking that another took its firing; then it need not even begin.</summary>
    private static async Task<bool> IsOursAsync(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var running = await context.Scheduler.QueryFireInstances(new FireInstanceQuery { Job = context.JobDetail.Key, Take = 100 }, cancellationToken);
        return running.Items.Any(firing => firing.FireInstanceId == context.FireInstanceId);
    }

    /// <summary>Stands by first, or the firing would come back to this agent.</summary>
    private async Task LeaveToNewerAsync(IJobExecutionContext context, string name, CancellationToken cancellationToken)
    {
        await standby.LookAsync(cancellationToken);
        if (await PassOnAsync(context, name, cancellationToken))
        {
            Log.LeftToNewer(logger, name, PassOn.TotalSeconds);
        }
    }

    /// <summary>Puts a firing off for another agent; false when there can be none.</summary>
    private async Task<bool> PassOnAsync(IJobExecutionContext context, string name, CancellationToken cancellationToken)
    {
        if (!await context.Scheduler.Exists(TenantSchedules.KeyOf(name), cancellationToken) || !await TenantSchedules.IsSharedAsync(context.Scheduler, cancellationToken))
        {
            // Its file went while the firing was on its way, or this agent is alone.
            return false;
        }

        var later = TriggerBuilder.Create().WithIdentity(name, TenantSchedules.PassedOnGroup).ForJob(TenantSchedules.KeyOf(name)).StartAt(clock.GetUtcNow() + PassOn).Build();
        await context.Scheduler.ScheduleTrigger(later, TriggerConflict.Replace, cancellationToken);
        return true;
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

        [LoggerMessage(LogLevel.Warning, "The scan of tenant {Tenant} was taken over by another agent while this one stood still; it is not begun here.")]
        public static partial void TakenOver(ILogger logger, string tenant);

        [LoggerMessage(LogLevel.Warning, "Tenant {Tenant} is scheduled by another agent and is in no settings of this one; its scan is put off by {Seconds} seconds, for an agent that knows it. Give all agents the same settings.")]
        public static partial void PassedOn(ILogger logger, string tenant, double seconds);

        [LoggerMessage(LogLevel.Warning, "The scan of tenant {Tenant} is left to an agent of the newer version, in {Seconds} seconds or when one starts.")]
        public static partial void LeftToNewer(ILogger logger, string tenant, double seconds);
    }
}
