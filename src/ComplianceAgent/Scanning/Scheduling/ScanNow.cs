using ComplianceAgent.Reasons;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>Begins a scan outside its schedule, through the schedule: so that no two of a tenant run at once, whichever agent runs them.</summary>
internal static class ScanNow
{
    /// <summary>Group of such triggers.</summary>
    public const string Group = "now";

    /// <summary>Begins one, without its jitter; why not, when it cannot be.</summary>
    public static async Task<Reason?> BeginAsync(IScheduler scheduler, string tenant, CancellationToken cancellationToken)
    {
        var job = TenantSchedules.KeyOf(tenant);
        if (!await scheduler.Exists(job, cancellationToken))
        {
            return Reason.Of("scan-not-scheduled", ("tenant", tenant));
        }

        var running = await scheduler.QueryFireInstances(new FireInstanceQuery { Job = job, Take = 1 }, cancellationToken);
        if (running.Items.Count > 0)
        {
            return Reason.Of("scan-runs-already", ("tenant", tenant));
        }

        var trigger = TriggerBuilder.Create().WithIdentity(tenant, Group).ForJob(job).UsingJobData(ScanJob.NowKey, "true").StartNow().Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken);
        return null;
    }
}
