using System.Globalization;
using System.Net;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>Which faults are worth another try, and how long to wait before it. Pure, so that one table of cases tells it all.</summary>
internal static class RetryRules
{
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(60);

    /// <summary>True for faults that pass: throttling, server errors, broken connections, time-outs, pages that are no JSON.</summary>
    public static bool IsTransient(HttpResponseMessage? reply, Exception? fault) => fault switch
    {
        null => reply is not null && IsTransient(reply.StatusCode),
        GraphReplyException { Fault: GraphReplyFault.Malformed } => true,
        GraphReplyException { Fault: GraphReplyFault.NotJson } e => IsTransient(e.Status) || (int)e.Status is >= 200 and < 300,
        BrokenCircuitException => true,
        _ => IsConnectionFault(fault),
    };

    /// <summary>True when a fault speaks against the neighbour's health. Throttling does not: it is asked to wait, and we do.</summary>
    public static bool IsOutage(HttpResponseMessage? reply, Exception? fault) => fault switch
    {
        null => reply is not null && (int)reply.StatusCode >= 500,
        GraphReplyException e => (int)e.Status >= 500 || e.Fault == GraphReplyFault.Malformed,
        _ => IsConnectionFault(fault),
    };

    /// <summary>True for statuses that pass.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || ((int)status >= 500 && status is not HttpStatusCode.NotImplemented);

    /// <summary>True for connections that broke, never came about (in time) or went silent.</summary>
    public static bool IsConnectionFault(Exception fault) =>
        fault is HttpRequestException or IOException or TimeoutException or TimeoutRejectedException or OperationCanceledException { InnerException: TimeoutException };

    /// <summary>What the reply asks for: whole or fractional seconds, or a date, read against the server's own clock where it tells it.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage? reply, DateTimeOffset now)
    {
        if (reply is null)
        {
            return null;
        }

        if (reply.Headers.RetryAfter is { } header)
        {
            return NotNegative(header.Delta ?? (header.Date - (reply.Headers.Date ?? now)));
        }

        // Graph sends fractions, which the typed header does not know.
        return reply.Headers.NonValidated.TryGetValues("Retry-After", out var raw)
            && double.TryParse(raw.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 86400
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>How long to wait before the next try.</summary>
    /// <param name="attempt">Tries made after the first, from 0.</param>
    /// <param name="asked">What the reply or the circuit breaker asks for.</param>
    /// <param name="options">Settings.</param>
    /// <param name="random">From 0 to 1: spreads tries, so that many tenants do not come back at once.</param>
    public static TimeSpan Delay(int attempt, TimeSpan? asked, GraphOptions options, double random)
    {
        var doubled = TimeSpan.FromSeconds(options.RetryBaseSeconds * Math.Pow(2, Math.Min(attempt, 10)));
        var backOff = (doubled < MaxBackOff ? doubled : MaxBackOff) * (0.5 + (random / 2));
        if (asked is not { } wanted)
        {
            return backOff;
        }

        var most = TimeSpan.FromSeconds(options.MaxRetryAfterSeconds);
        var clamped = wanted < most ? wanted : most;

        // A neighbour that keeps asking for a second does not mean it: from the fourth try on the back-off is the least.
        var least = attempt >= 3 && backOff > clamped ? backOff : clamped;
        return least + TimeSpan.FromSeconds(Math.Min(1, least.TotalSeconds / 10) * random);
    }

    private static TimeSpan? NotNegative(TimeSpan? time) => time is { } t && t < TimeSpan.Zero ? TimeSpan.Zero : time;
}
