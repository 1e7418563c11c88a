namespace ComplianceAgent.Violations.Store;

/// <summary>What is done when the connection to the store breaks: reads are made again, commits settled before anything is written once more.</summary>
/// <param name="patience">How long a server may be away.</param>
/// <param name="clock">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class Resumption(TimeSpan patience, TimeProvider clock, ILogger logger)
{
    private const int MostTries = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Does what may be done twice, until the server is back or patience ends.</summary>
    public async Task<T> RetryAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait * 2 > LongestWait ? LongestWait : wait * 2)
        {
            try
            {
                return await work();
            }
            catch (StoreConnectionLostException) when (clock.GetElapsedTime(start) + wait < patience)
            {
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Commits once. When the connection breaks nobody here knows whether the server still got to it, so the server is asked, behind the lock that
    /// the broken transaction holds until it has ended: what was stored is the answer, and only what was not is written again.
    /// </summary>
    /// <param name="commit">The whole transaction.</param>
    /// <param name="stored">What it left behind if it was stored; null if it was not.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<T> SettleAsync<T>(Func<Task<T>> commit, Func<Task<T?>> stored, CancellationToken cancellationToken)
        where T : class
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await commit();
            }
            catch (StoreConnectionLostException lost) when (tries < MostTries)
            {
                Log.Lost(logger, lost.Message);
                if (await RetryAsync(stored, cancellationToken) is { } settled)
                {
                    Log.WasStored(logger);
                    return settled;
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(21, LogLevel.Warning, "{Why} The server is asked what became of the scan before anything is written again.")]
        public static partial void Lost(ILogger logger, string why);

        [LoggerMessage(22, LogLevel.Warning, "The scan was stored although the connection broke; nothing is written again.")]
        public static partial void WasStored(ILogger logger);
    }
}
