using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Tenants;
using Microsoft.Extensions.Options;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>
/// Keeps one trigger a tenant: given when the service starts or the tenant comes, changed with its schedule, taken when it goes. What stands in
/// the schedule as it should is left alone: an agent that starts must not take away what another is in the middle of.
/// </summary>
internal sealed partial class TenantSchedules(
    ISchedulerFactory schedulers, TenantDirectory tenants, ServedTenants served, TimeProvider clock, ILogger<TenantSchedules> logger) : IHostedService, IDisposable
{
    /// <summary>Group of the single triggers of firings that were passed on.</summary>
    public const string PassedOnGroup = "passedOn";

    private const string Group = "scan";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly CancellationTokenSource stopping = new();
    private ITimer? look;

    /// <summary>The job of a tenant.</summary>
    public static JobKey KeyOf(string tenant) => new(tenant, Group);

    /// <summary>True when several agents share the schedule.</summary>
    public static async Task<bool> IsSharedAsync(IScheduler scheduler, CancellationToken cancellationToken) =>
        (await scheduler.GetMetadata(cancellationToken)).JobStoreClustered;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await BringInLineAsync(cancellationToken);
        tenants.Changed += OnChanged;
        look = clock.CreateTimer(_ => _ = FollowAsync(), state: null, LookEvery, LookEvery);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        tenants.Changed -= OnChanged;
        if (look is { } timer)
        {
            await timer.DisposeAsync();
        }

        await stopping.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        look?.Dispose();
        stopping.Dispose();
        oneAtATime.Dispose();
    }

    private void OnChanged(object? sender, EventArgs e) => _ = FollowAsync();

    private async Task FollowAsync()
    {
        try
        {
            await BringInLineAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
        catch (Exception failure) when (failure is SchedulerException or InvalidOperationException)
        {
            Log.NotScheduled(logger, failure);
        }
    }

    private async Task BringInLineAsync(CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            var wanted = tenants.Current.Where(IsServed).ToDictionary(tenant => tenant.Options.Name, tenant => tenant.Options, StringComparer.Ordinal);
            foreach (var gone in (await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(Group), cancellationToken)).Where(key => !wanted.ContainsKey(key.Name)))
            {
                await scheduler.DeleteJob(gone, cancellationToken);
                Log.Unscheduled(logger, gone.Name);
            }

            foreach (var tenant in wanted.Values)
            {
                await ScheduleAsync(scheduler, tenant, cancellationToken);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task ScheduleAsync(IScheduler scheduler, TenantOptions tenant, CancellationToken cancellationToken)
    {
        var key = new TriggerKey(tenant.Name, Group);
        if (await scheduler.GetTrigger(key, cancellationToken) is ICronTrigger standing && IsAsWanted(standing, tenant.Schedule) && !ScheduleRules.IsTooFar(standing.NextFireTimeUtc, tenant.Schedule, clock.GetUtcNow()))
        {
            // After failures of the database Quartz may have given a trigger up; with a start it gets its next chance.
            await scheduler.ResetTriggerFromErrorState(key, cancellationToken);
            return;
        }

        if (ScheduleRules.NextOf(tenant.Schedule, clock.GetUtcNow()) is null)
        {
            Log.Never(logger, tenant.Name, tenant.Schedule.Cron);
            await scheduler.UnscheduleJob(key, cancellationToken);
            return;
        }

        var job = JobBuilder.Create<ScanJob>().WithIdentity(KeyOf(tenant.Name)).UsingJobData(ScanJob.TenantKey, tenant.Name).StoreDurably().RequestRecovery().Build();
        await scheduler.AddJob(job, AddJobOptions.Replacing, cancellationToken);
        var trigger = ScheduleRules.TriggerOf(tenant.Schedule, key, job.Key);
        var scheduled = await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken);
        Log.Scheduled(logger, tenant.Name, scheduled.NextFireTimeUtc.ToString("u", CultureInfo.InvariantCulture), tenant.Schedule.JitterMinutes);
    }

    private static bool IsAsWanted(ICronTrigger trigger, TenantSchedule schedule) =>
        trigger.CronExpressionString == schedule.Cron
        && trigger.TimeZone.Id == TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone).Id;

    /// <summary>Real and simulated tenants are never scanned by the same service; one of the other kind that comes while it runs is passed over.</summary>
    private bool IsServed(KnownTenant tenant)
    {
        var simulated = tenant.Options.SimulatorUrl is not null;
        if (simulated != served.Simulated)
        {
            Log.OtherKind(logger, tenant.Options.Name, tenant.Origin, simulated ? "has a SimulatorUrl; the service scans real tenants only" : "has no SimulatorUrl; 'run --simulated' scans simulated tenants only");
        }

        return simulated == served.Simulated;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Tenant {Tenant} will be scanned next at {Next}, plus up to {Jitter} minutes.")]
        public static partial void Scheduled(ILogger logger, string tenant, string next, int jitter);

        [LoggerMessage(LogLevel.Information, "Tenant {Tenant} is in no settings any more and is not scanned; what the store holds of it stays until 'tenants remove'.")]
        public static partial void Unscheduled(ILogger logger, string tenant);

        [LoggerMessage(LogLevel.Error, "Tenant {Tenant} of {Origin} {Why}.")]
        public static partial void OtherKind(ILogger logger, string tenant, string origin, string why);

        [LoggerMessage(LogLevel.Warning, "Tenant {Tenant} will not be scanned: its schedule \"{Cron}\" lies in the past.")]
        public static partial void Never(ILogger logger, string tenant, string cron);

        [LoggerMessage(LogLevel.Error, "Changed tenants could not be scheduled; those before go on.")]
        public static partial void NotScheduled(ILogger logger, Exception failure);
    }
}

/// <summary>Validates the schedules of all tenants.</summary>
internal sealed class TenantScheduleValidator : IValidateOptions<TenantList>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TenantList options)
    {
        var faults = options.SelectMany((tenant, index) => ScheduleRules.Check(tenant.Schedule, string.Create(CultureInfo.InvariantCulture, $"Tenants:{index}"))).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

}

/// <summary>Judges a schedule: every fault at once, each naming the setting.</summary>
internal static class ScheduleRules
{
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(10);

    /// <summary>When a schedule fires next; null when never.</summary>
    public static DateTimeOffset? NextOf(TenantSchedule schedule, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new CronExpression(schedule.Cron, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone)).GetNextValidTimeAfter(now);
    }

    /// <summary>The trigger of a schedule.</summary>
    public static ITrigger TriggerOf(TenantSchedule schedule, TriggerKey key, JobKey job)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return TriggerBuilder.Create()
            .WithIdentity(key)
            .ForJob(job)
            // A firing missed while no agent was up is made up for once, not once a day missed.
            .WithCronSchedule(schedule.Cron, cron => cron
                .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone))
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
    }

    /// <summary>
    /// True when a trigger waits for a later time than the schedule's next: it fired by a clock that was ahead, and would be silent until that time
    /// comes. Just before, another agent whose clock is a moment ahead may have fired it.
    /// </summary>
    public static bool IsTooFar(DateTimeOffset? waitsFor, TenantSchedule schedule, DateTimeOffset now) =>
        NextOf(schedule, now) is { } next && next - now > ClockMargin && (waitsFor is null || waitsFor > next);

    private static bool IsCron(string text)
    {
        try
        {
            _ = new CronExpression(text);
            return true;
        }
        catch (Exception refused) when (refused is FormatException or ArgumentException or SchedulerConfigException)
        {
            return false;
        }
    }

    /// <summary>The faults of one schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="at">Where its tenant stands, for example <c>Tenants:0</c>.</param>
    public static IEnumerable<string> Check(TenantSchedule schedule, string at)
    {
        if (!IsCron(schedule.Cron))
        {
            yield return $"{at}:Schedule:Cron: \"{schedule.Cron}\" is no Quartz cron expression (seconds first, for example \"0 30 4 * * ?\" for 04:30 every day).";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out _))
        {
            yield return $"{at}:Schedule:TimeZone: there is no time zone \"{schedule.TimeZone}\" (write an IANA name such as Europe/Brussels).";
        }

        if (schedule.JitterMinutes is < 0 or > 720)
        {
            yield return $"{at}:Schedule:JitterMinutes must be between 0 and 720.";
        }
    }
}
