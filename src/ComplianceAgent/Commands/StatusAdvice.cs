using System.Globalization;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Commands;

/// <summary>How a tenant stands.</summary>
internal enum TenantCondition
{
    /// <summary>A complete scan is young enough.</summary>
    UpToDate,

    /// <summary>The last complete scan is too old, or there was none among those made.</summary>
    Overdue,

    /// <summary>No scan was ever stored.</summary>
    NeverScanned,
}

/// <summary>Says what somebody has to do about a tenant. Pure.</summary>
internal static class StatusAdvice
{
    /// <summary>One sentence a thing to do, the most urgent first.</summary>
    public static IEnumerable<string> Of(string tenant, TenantCondition condition, TimeSpan? sinceComplete, int hours, ScanResult? last, int reviews)
    {
        if (condition != TenantCondition.UpToDate)
        {
            yield return Overdue(tenant, condition, sinceComplete, hours, last);
        }

        if (last is null)
        {
            yield break;
        }

        if (last.Held.Count > 0)
        {
            yield return $"{Count(last.Held.Count, "rule")} would hit so much that two people have to accept it: 'compliance-agent policy accept --list --tenant {tenant}'.";
        }

        if (last.HeldClosings.Sum(held => held.Count) is > 0 and var closings)
        {
            yield return $"{Count(closings, "closing")} held by the release gate: 'compliance-agent release --tenant {tenant}'.";
        }

        if (last.HeldChannels.Sum(held => held.Count) is > 0 and var sent)
        {
            yield return $"{Count(sent, "ticket or message", "tickets or messages")} held: 'compliance-agent tickets preview --tenant {tenant}', then 'compliance-agent release'.";
        }

        if (last.HeldActs.Count(act => act.State == Violations.Excusing.ExcusingState.Pending) is > 0 and var acts)
        {
            yield return $"{Count(acts, "change")} would free violations without a removal and {(acts == 1 ? "waits" : "wait")} for a second person: 'compliance-agent excuses list --tenant {tenant}'.";
        }

        if (reviews > 0)
        {
            yield return $"{Count(reviews, "suspected match", "suspected matches")} {(reviews == 1 ? "waits" : "wait")} for a person: 'compliance-agent reviews list --tenant {tenant}'.";
        }
    }

    /// <summary>A condition in words.</summary>
    public static string Say(TenantCondition condition) => condition switch
    {
        TenantCondition.UpToDate => "up to date",
        TenantCondition.Overdue => "OVERDUE",
        _ => "never scanned",
    };

    /// <summary>A length of time as people say it.</summary>
    public static string Ago(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => Count((int)time.TotalDays, "day"),
        { TotalHours: >= 2 } => Count((int)time.TotalHours, "hour"),
        _ => Count(Math.Max(0, (int)time.TotalMinutes), "minute"),
    };

    private static string Overdue(string tenant, TenantCondition condition, TimeSpan? sinceComplete, int hours, ScanResult? last)
    {
        var what = condition == TenantCondition.NeverScanned ? "never scanned"
            : sinceComplete is { } since ? $"no complete scan for {Ago(since)} (Service:ReadyWithinHours is {hours.ToString(CultureInfo.InvariantCulture)})"
            : "no scan was complete yet";
        var why = last is { Complete: false, Faults: [var fault, ..] } ? $" The last one was incomplete: {Reasons.Sentences.Say(fault)}" : "";
        return $"{what}.{why} See that 'compliance-agent run' is running; 'compliance-agent doctor --tenant {tenant}' says what is wrong, 'compliance-agent scan --tenant {tenant}' scans now.";
    }

    private static string Count(int number, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");
}
