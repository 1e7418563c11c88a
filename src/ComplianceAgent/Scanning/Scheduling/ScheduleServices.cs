using ComplianceAgent.Hosting;
using ComplianceAgent.Violations.Store;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>Registers the schedule: in memory beside a SQLite file, shared by all agents of a PostgreSQL store.</summary>
internal static class ScheduleServices
{
    /// <summary>How often each agent says that it is alive.</summary>
    public static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(3);

    /// <summary>How long after a missed check-in the others take its scans: longer than a pause of garbage collection or a moved virtual machine.</summary>
    public static readonly TimeSpan MissedCheckIn = TimeSpan.FromSeconds(6);

    // What an agent that stops in order hands back is looked for this often.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    /// <summary>Adds the schedule, for the service only.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Settings.</param>
    /// <param name="simulated">True to serve simulated tenants and no others.</param>
    public static IServiceCollection AddSchedule(this IServiceCollection services, IConfiguration configuration, bool simulated)
    {
        var store = (configuration.GetSection(StoreOptions.Section).Get<StoreOptions>() ?? new StoreOptions()).Parse();
        var options = configuration.GetSection(ScheduleOptions.Section).Get<ScheduleOptions>() ?? new ScheduleOptions();
        services.AddSingleton(new ServedTenants(simulated));
        services.AddSingleton<ScanHistory>();
        services.AddQuartz(quartz => Configure(quartz, store, options));
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddSingleton<StandbyWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<StandbyWatch>());
        services.AddHostedService<TenantSchedules>();
        services.AddHostedService<Sending.SendingService>();
        services.AddHostedService<Figures.FigureService>();
        return services;
    }

    /// <summary>Sets Quartz up for a store.</summary>
    public static void Configure(IQuartzBuilder quartz, StoreConnection store, ScheduleOptions options)
    {
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = "compliance-agent";
            scheduler.InstanceId = options.NewNodeName();
            scheduler.IdleWaitTime = Idle;
            // A stopping service interrupts its scans; each keeps its promises, and another agent or the next start scans again.
            scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
        });
        quartz.UseDefaultThreadPool(options.ScansAtOnce);
        if (store.IsShared)
        {
            quartz.UsePersistentStore(shared => Share(shared, store));
        }
    }

    private static void Share(IPersistentStoreBuilder shared, StoreConnection store)
    {
        shared.UsePostgres(source => source.DataSourceFactory = _ => store.ScheduleSource());
        shared.UseSystemTextJsonSerializer();
        shared.ProvisionSchema();
        shared.UseClustering(cluster =>
        {
            cluster.CheckinInterval = CheckIn;
            cluster.CheckinMisfireThreshold = MissedCheckIn;
        });
        shared.ConfigureStore(jobs =>
        {
            jobs.StoreJobDataAsStrings = true;
            jobs.RecoverFiringsCancelledByShutdown = true;
        });
    }
}

/// <summary>Which kind of tenants the service scans; one store never holds both.</summary>
/// <param name="Simulated">True for simulated ones.</param>
internal sealed record ServedTenants(bool Simulated);
