using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>How one exception stands, and what it does.</summary>
public sealed record WaiverStanding
{
    /// <summary>The exception.</summary>
    public required Waiver Waiver { get; init; }

    /// <summary>How it stands.</summary>
    public required WaiverStatus Status { get; init; }

    /// <summary>The moment it ends, or ended.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>True when it is in force and ends within the days that <c>Exceptions:WarnDays</c> names.</summary>
    public required bool EndsSoon { get; init; }

    /// <summary>Whole days until it ends, begun ones included; null when it has ended.</summary>
    public required int? DaysLeft { get; init; }

    /// <summary>Live violations it covers.</summary>
    public required int Violations { get; init; }

    /// <summary>Devices among them.</summary>
    public required int Devices { get; init; }

    /// <summary>Why its policy does not allow it; empty when it does.</summary>
    public required ImmutableArray<Reason> Faults { get; init; }

    /// <summary>True when it is in force and there is nothing that it excuses.</summary>
    public bool IsUnused => Status == WaiverStatus.InForce && Violations == 0 && !IsUnread;

    /// <summary>True for one of a group whose people were not read here: whom it covers only a scan can say.</summary>
    public bool IsUnread { get; init; }
}

/// <summary>Every exception and how it stands, for lists and reports. Pure.</summary>
public static class WaiverOverview
{
    /// <summary>What ended is told for this long; what stands in a register for as long as it does.</summary>
    public static readonly TimeSpan EndedIsRecent = TimeSpan.FromDays(90);

    /// <summary>The standings, those that hold first, then by their end.</summary>
    /// <param name="rules">The exceptions.</param>
    /// <param name="live">Live violations.</param>
    /// <param name="history">Every violation, to follow hardware over enrolments.</param>
    /// <param name="warnDays">Days before its end from which an exception is warned of.</param>
    public static ImmutableArray<WaiverStanding> Of(WaiverRules rules, IEnumerable<Violation> live, EarlierDevices history, int warnDays)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(history);
        if (rules.All.Count == 0)
        {
            return [];
        }

        var covered = rules.All.ToDictionary(waiver => waiver.Reference, _ => new List<Violation>(), StringComparer.Ordinal);
        foreach (var violation in live.Where(violation => violation.State is ViolationState.Open or ViolationState.Excepted && violation.Severity == Policies.Severity.Violation))
        {
            foreach (var waiver in rules.CandidatesOf(violation, history.Of(violation)))
            {
                covered[waiver.Reference].Add(violation);
            }
        }

        return [.. rules.All.Select(waiver => Standing(rules, waiver, covered[waiver.Reference], warnDays))
            .OrderBy(standing => standing.Status).ThenBy(standing => standing.EndsAt).ThenBy(standing => standing.Waiver.Reference, StringComparer.Ordinal)];
    }

    /// <summary>Those that a report tells: what ended long ago in the store is left to <c>exceptions list --all</c>.</summary>
    public static ImmutableArray<WaiverStanding> ToTell(IEnumerable<WaiverStanding> standings, DateTimeOffset now) =>
        [.. standings.Where(standing => standing.Status switch
        {
            WaiverStatus.Expired => standing.Waiver.IsOfRegister || now - standing.EndsAt <= EndedIsRecent,
            WaiverStatus.Revoked or WaiverStatus.Rejected => now - standing.Waiver.EndedAt <= EndedIsRecent,
            _ => true,
        })];

    /// <summary>What people have to know of them: ending soon, refused, waiting, unused, ended.</summary>
    public static ImmutableArray<Reason> Notes(IEnumerable<WaiverStanding> standings, int warnDays)
    {
        WaiverStanding[] all = [.. standings];
        return
        [
            .. Ending([.. all.Where(standing => standing.EndsSoon)], warnDays),
            .. Told("exceptions-refused", all.Where(standing => standing.Status == WaiverStatus.Refused)),
            .. Told("exceptions-waiting", all.Where(standing => standing.Status == WaiverStatus.Requested)),
            .. Told("exceptions-unused", all.Where(standing => standing.IsUnused)),
            .. Told("exceptions-expired", all.Where(standing => standing.Status == WaiverStatus.Expired)),
        ];
    }

    private static IEnumerable<Reason> Ending(WaiverStanding[] ending, int warnDays)
    {
        if (ending.Length > 0)
        {
            var first = ending.MinBy(standing => standing.EndsAt)!;
            yield return Reason.Of(
                "exceptions-ending", ("count", Number(ending.Length)), ("days", Number(warnDays)), ("which", Names(ending)), ("until", WaiverReasons.Day(first.Waiver.Ask.Until)));
        }
    }

    private static IEnumerable<Reason> Told(string code, IEnumerable<WaiverStanding> some)
    {
        WaiverStanding[] all = [.. some];
        return all.Length == 0 ? [] : [Reason.Of(code, [("count", Number(all.Length)), ("which", Names(all))])];
    }

    private static string Names(WaiverStanding[] standings)
    {
        const int most = 5;
        var named = string.Join(", ", standings.Take(most).Select(standing => standing.Waiver.Reference));
        return standings.Length > most ? named + ", …" : named;
    }

    private static WaiverStanding Standing(WaiverRules rules, Waiver waiver, List<Violation> covered, int warnDays)
    {
        var (status, end) = (rules.StatusOf(waiver), rules.EndOf(waiver));
        var left = end - rules.Now;
        return new()
        {
            Waiver = waiver,
            Status = status,
            EndsAt = end,
            EndsSoon = status == WaiverStatus.InForce && left <= TimeSpan.FromDays(warnDays),
            DaysLeft = left > TimeSpan.Zero ? (int)Math.Ceiling(left.TotalDays) : null,
            Violations = covered.Count,
            Devices = covered.Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
            Faults = [.. rules.FaultsOf(waiver)],
            IsUnread = rules.IsUnread(waiver),
        };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
