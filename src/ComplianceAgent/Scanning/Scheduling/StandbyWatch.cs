using System.Globalization;
using ComplianceAgent.Violations.Store;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>
/// Agents that share a schedule judge by their clocks which of them is dead. One whose clock is wrong would take over scans that are under way,
/// so it does not start, and when its clock goes wrong later it stands by until that is right again. So does one whose store a newer version has
/// brought up to date: it may store nothing, and must take no firing from agents that may.
/// </summary>
internal sealed partial class StandbyWatch(ISchedulerFactory schedulers, StoreSession stores, TimeProvider clock, ILogger<StandbyWatch> logger) : BackgroundService
{
    /// <summary>How wrong a clock may be.</summary>
    public static readonly TimeSpan Allowed = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim oneAtATime = new(1);
    private volatile string? fault;

    /// <summary>What keeps this agent from scanning now; null when nothing does.</summary>
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

    /// <summary>Looks at once, and stands by or goes on.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await FollowAsync(await FaultAsync(cancellationToken), cancellationToken);
        }
        catch (Exception failure) when (failure is StoreException or SchedulerException)
        {
            // Without the database nothing is scanned either; the next look comes in time.
            Log.NotAsked(logger, failure.Message);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        oneAtATime.Dispose();
        base.Dispose();
    }

    private async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            await stores.Current!.RefuseNewerAsync(cancellationToken);
            return Judge(await stores.Current!.ClockAheadAsync(cancellationToken));
        }
        catch (StoreNewerException newer)
        {
            return newer.Message;
        }
    }

    private async Task FollowAsync(string? found, CancellationToken cancellationToken)
    {
        var before = fault;
        fault = found;
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (found is not null && found != before)
        {
            Log.StandsBy(logger, found);
        }

        if (found is not null)
        {
            await scheduler.Standby(cancellationToken);
        }
        else if (before is not null)
        {
            Log.GoesOn(logger);
            await scheduler.Start(cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Fault}")]
        public static partial void StandsBy(ILogger logger, string fault);

        [LoggerMessage(LogLevel.Warning, "What kept this agent from scanning is over; scans go on.")]
        public static partial void GoesOn(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "The database could not be asked for its time and schema: {Why}")]
        public static partial void NotAsked(ILogger logger, string why);
    }
}
