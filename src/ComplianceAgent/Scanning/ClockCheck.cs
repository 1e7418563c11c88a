using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Scanning;

/// <summary>
/// Judges this machine's clock by the time Microsoft Graph tells in its replies. A clock that is wrong by days would end policies and
/// exceptions and call every device stale; a scan by it must not be judged at all. Pure.
/// </summary>
internal static class ClockCheck
{
    /// <summary>How wrong it may be: what waits and time zones of appliances explain.</summary>
    public static readonly TimeSpan Allowed = TimeSpan.FromHours(1);

    /// <summary>What is wrong; null when nothing, or when nobody told the time.</summary>
    public static Reason? Judge(DateTimeOffset ours, DateTimeOffset? theirs) => theirs is { } told && (ours - told).Duration() > Allowed
        ? Reason.Of("clock-wrong", ("ours", Moment(ours)), ("theirs", Moment(told)))
        : null;

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
