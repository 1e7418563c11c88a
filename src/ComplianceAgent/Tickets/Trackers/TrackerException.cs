using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>Why a call failed, by what has to be done about it.</summary>
public enum TrackerFault : byte
{
    /// <summary>Nothing was done: no connection, or it said that it is too busy. Try later.</summary>
    Unreachable = 0,

    /// <summary>Nothing was done: asked to wait (429, 503).</summary>
    Throttled,

    /// <summary>The credential is refused (401, 403 on sign-in). Asking again may lock an account.</summary>
    Unauthorized,

    /// <summary>It will never take this as it is (400, 403, 404 of a queue, 422): somebody has to mend settings, rights or the text.</summary>
    Refused,

    /// <summary>The ticket may not go from its state to the one wanted.</summary>
    MoveNotAllowed,

    /// <summary>The ticket is not there any more.</summary>
    Gone,

    /// <summary>It may have been done or not: the reply was lost, late, cut or an error of the server's own (5xx).</summary>
    Uncertain,
}

/// <summary>A tracker did not do what it was asked.</summary>
/// <param name="fault">What has to be done about it.</param>
/// <param name="reason">Why, with what the tracker said, shortened and cleaned.</param>
/// <param name="retryAfter">When it asked to be tried again.</param>
/// <param name="inner">Cause.</param>
public sealed class TrackerException(TrackerFault fault, Reason reason, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(Sentences.Say(reason), inner)
{
    /// <summary>What has to be done about it.</summary>
    public TrackerFault Fault { get; } = fault;

    /// <summary>Why.</summary>
    public Reason Reason { get; } = reason;

    /// <summary>When it asked to be tried again.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
