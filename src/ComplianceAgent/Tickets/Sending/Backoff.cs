using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>When what failed is tried again, and when it is set aside. Pure: the clock comes in.</summary>
internal static class Backoff
{
    /// <summary>So many refusals one after another, and it is the target that is set up wrongly, not the tickets.</summary>
    public const int RefusalsToPause = 5;

    /// <summary>A credential is tried so often before the target is left alone: one more might lock the account.</summary>
    public const int SignInsToPause = 2;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Wait after so many failures: doubling, at most an hour.</summary>
    public static TimeSpan After(int failures) => failures > 8 ? Longest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Max(0, failures - 1)));

    /// <summary>The delivery after a try that failed because of the ticket or message itself.</summary>
    /// <param name="before">Before the try.</param>
    /// <param name="failure">What happened.</param>
    /// <param name="settles">How long what may have been done stays unseen.</param>
    /// <param name="maxTries">Tries before it is set aside.</param>
    /// <param name="now">The clock.</param>
    public static Delivery Failed(Delivery before, TrackerException failure, TimeSpan settles, int maxTries, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(failure);
        var attempts = before.Attempts + 1;
        var isLast = failure.Fault is TrackerFault.Refused or TrackerFault.MoveNotAllowed || attempts >= maxTries;
        if (failure.Fault == TrackerFault.Uncertain)
        {
            var wait = After(attempts) > settles ? After(attempts) : settles;
            return before with { State = isLast ? DeliveryState.Dead : DeliveryState.InDoubt, Attempts = attempts, NotBefore = now + wait, DoubtSince = now, Why = failure.Reason };
        }

        return before with { State = isLast ? DeliveryState.Dead : Waits(before).State, Attempts = attempts, NotBefore = now + After(attempts), Why = failure.Reason };
    }

    /// <summary>The delivery as it was before a try of which nothing was done.</summary>
    public static Delivery Waits(Delivery before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return before with { State = before.DoubtSince is null ? DeliveryState.Waiting : DeliveryState.InDoubt };
    }

    /// <summary>The channel after a failure of the target itself.</summary>
    public static ChannelState Failed(ChannelState before, TrackerException failure, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(failure);
        var failures = before.Failures + 1;
        return before with { Failures = failures, PausedUntil = now + PauseOf(failure, failures), Why = failure.Reason };
    }

    /// <summary>True when the fault is the target's and not of one ticket or message.</summary>
    public static bool IsOfTarget(TrackerFault fault) => fault is TrackerFault.Unreachable or TrackerFault.Throttled or TrackerFault.Unauthorized;

    private static TimeSpan PauseOf(TrackerException failure, int failures) => failure.Fault switch
    {
        TrackerFault.Throttled => failure.RetryAfter is { } asked ? asked < Longest ? asked : Longest : After(failures),
        TrackerFault.Unauthorized => failures < SignInsToPause ? First : Longest,
        _ => After(failures),
    };

    /// <summary>The channel when it refuses everything.</summary>
    public static ChannelState RefusesAll(ChannelState before, Reason last, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        return before with { PausedUntil = now + Longest, Why = Reason.Of("channel-refuses-everything", ("last", Sentences.Say(last))) };
    }
}
