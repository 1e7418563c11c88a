using System.Globalization;
using ComplianceAgent.Violations.Store;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>
/// Agents that share a schedule judge by their clocks which of them is dead. One whose clock is wrong would take over scans that are under way,
/// so it does not start, and when its clock goes wrong later it stands by until that is right again.
/// </summary>
internal sealed partial class ClockWatch(ISchedulerFactory schedulers, StoreSession stores, TimeProvider clock, ILogger<ClockWatch> logger) : BackgroundService
{
    /// <summary>How wrong a clock may be.</summary>
    public static readonly TimeSpan Allowed = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private volatile string? fault;

    /// <summary>What is wrong with this machine's clock now; null when nothing.</summary>
    public string? Fault => fault;

    /// <summary>What is wrong with a clock; null when nothing.</summary>
    /// <param name="ahead">How far it is ahead, at least.</param>
    public static string? Judge(TimeSpan ahead) => ahead.Duration() <= Allowed ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"This machine's clock is {ahead.Duration().TotalSeconds:0.0} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the database server's, and agents that share a schedule must agree within {Allowed.TotalSeconds:0} second. No scan is begun here until it is right; switch time synchronisation (NTP) on.");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!stores.Connection.IsShared)
        {
            return;
        }

        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = fault;
            fault = Judge(await stores.Current!.ClockAheadAsync(cancellationToken));
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            if (fault is { } wrong)
            {
                Log.Wrong(logger, wrong);
                await scheduler.Standby(cancellationToken);
            }
            else if (before is not null)
            {
                Log.Right(logger);
                await scheduler.Start(cancellationToken);
            }
        }
        catch (Exception failure) when (failure is StoreException or SchedulerException)
        {
            // Without the database nothing is scanned either; the next look comes in time.
            Log.NotAsked(logger, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Fault}")]
        public static partial void Wrong(ILogger logger, string fault);

        [LoggerMessage(LogLevel.Warning, "This machine's clock is right again; scans go on.")]
        public static partial void Right(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "The database could not be asked for the time: {Why}")]
        public static partial void NotAsked(ILogger logger, string why);
    }
}
