using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Tenants;
using Microsoft.Extensions.Options;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>Keeps one trigger a tenant: given when the service starts or the tenant comes, changed with its schedule, taken when it goes.</summary>
internal sealed partial class TenantSchedules(ISchedulerFactory schedulers, TenantDirectory tenants, ILogger<TenantSchedules> logger) : IHostedService, IDisposable
{
    private const string Group = "scan";

    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly Dictionary<string, string> scheduled = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await BringInLineAsync(cancellationToken);
        tenants.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        tenants.Changed -= OnChanged;
        await stopping.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
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
            var wanted = tenants.Current.Where(IsReal).ToDictionary(tenant => tenant.Options.Name, tenant => tenant.Options, StringComparer.Ordinal);
            foreach (var gone in scheduled.Keys.Where(name => !wanted.ContainsKey(name)).ToArray())
            {
                await scheduler.DeleteJob(new JobKey(gone, Group), cancellationToken);
                scheduled.Remove(gone);
                Log.Unscheduled(logger, gone);
            }

            foreach (var tenant in wanted.Values.Where(tenant => scheduled.GetValueOrDefault(tenant.Name) != Shape(tenant.Schedule)))
            {
                await ScheduleAsync(scheduler, tenant, cancellationToken);
                scheduled[tenant.Name] = Shape(tenant.Schedule);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task ScheduleAsync(IScheduler scheduler, TenantOptions tenant, CancellationToken cancellationToken)
    {
        await scheduler.DeleteJob(new JobKey(tenant.Name, Group), cancellationToken);
        var job = JobBuilder.Create<ScanJob>().WithIdentity(tenant.Name, Group).UsingJobData(ScanJob.TenantKey, tenant.Name).Build();
        var trigger = TriggerBuilder.Create()
            .WithIdentity(tenant.Name, Group)
            // A firing missed while the agent was down is made up for once, not once a day missed.
            .WithCronSchedule(tenant.Schedule.Cron, cron => cron
                .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(tenant.Schedule.TimeZone))
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        var next = await scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
        Log.Scheduled(logger, tenant.Name, next.ToString("u", CultureInfo.InvariantCulture), tenant.Schedule.JitterMinutes);
    }

    /// <summary>The service serves real tenants only; one that comes with a simulator while it runs is passed over.</summary>
    private bool IsReal(KnownTenant tenant)
    {
        if (tenant.Options.SimulatorUrl is not null)
        {
            Log.Simulated(logger, tenant.Options.Name, tenant.Origin);
        }

        return tenant.Options.SimulatorUrl is null;
    }

    private static string Shape(TenantSchedule schedule) => $"{schedule.Cron}|{schedule.TimeZone}";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Tenant {Tenant} will be scanned next at {Next}, plus up to {Jitter} minutes.")]
        public static partial void Scheduled(ILogger logger, string tenant, string next, int jitter);

        [LoggerMessage(LogLevel.Information, "Tenant {Tenant} is in no settings any more and is not scanned; what the store holds of it stays until 'tenants remove'.")]
        public static partial void Unscheduled(ILogger logger, string tenant);

        [LoggerMessage(LogLevel.Error, "Tenant {Tenant} of {Origin} has a SimulatorUrl; the service scans real tenants only.")]
        public static partial void Simulated(ILogger logger, string tenant, string origin);

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
