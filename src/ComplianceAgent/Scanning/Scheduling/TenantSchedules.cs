using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using Microsoft.Extensions.Options;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>Gives every tenant its trigger when the service starts.</summary>
internal sealed partial class TenantSchedules(ISchedulerFactory schedulers, IOptions<TenantList> tenants, ILogger<TenantSchedules> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var tenant in tenants.Value)
        {
            var job = JobBuilder.Create<ScanJob>().WithIdentity(tenant.Name, "scan").UsingJobData(ScanJob.TenantKey, tenant.Name).Build();
            var trigger = TriggerBuilder.Create()
                .WithIdentity(tenant.Name, "scan")
                // A firing missed while the agent was down is made up for once, not once a day missed.
                .WithCronSchedule(tenant.Schedule.Cron, cron => cron
                    .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(tenant.Schedule.TimeZone))
                    .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
                .Build();
            var next = await scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
            Log.Scheduled(logger, tenant.Name, next.ToString("u", CultureInfo.InvariantCulture), tenant.Schedule.JitterMinutes);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Tenant {Tenant} will be scanned next at {Next}, plus up to {Jitter} minutes.")]
        public static partial void Scheduled(ILogger logger, string tenant, string next, int jitter);
    }
}

/// <summary>Validates the schedules of all tenants.</summary>
internal sealed class TenantScheduleValidator : IValidateOptions<TenantList>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TenantList options)
    {
        var faults = options.SelectMany((tenant, index) => Faults(tenant.Schedule, index)).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

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

    private static IEnumerable<string> Faults(TenantSchedule schedule, int index)
    {
        if (!IsCron(schedule.Cron))
        {
            yield return $"Tenants:{index}:Schedule:Cron: \"{schedule.Cron}\" is no Quartz cron expression (seconds first, for example \"0 30 4 * * ?\" for 04:30 every day).";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out _))
        {
            yield return $"Tenants:{index}:Schedule:TimeZone: there is no time zone \"{schedule.TimeZone}\" (write an IANA name such as Europe/Brussels).";
        }

        if (schedule.JitterMinutes is < 0 or > 720)
        {
            yield return $"Tenants:{index}:Schedule:JitterMinutes must be between 0 and 720.";
        }
    }
}
