using System.Collections.Immutable;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports.Charts;

/// <summary>How the open violations of one policy went down to its deadlines, and how many may be left on each day to come.</summary>
/// <param name="PolicyId">Policy.</param>
/// <param name="Title">Its title.</param>
/// <param name="Open">Open at the moment of the report.</param>
/// <param name="Overdue">Of these, past their deadline already.</param>
/// <param name="Past">Violations that were there at the end of each of the last days, oldest first; the last is the moment of the report.</param>
/// <param name="Ahead">How many may be left once each deadline has passed, the nearest first.</param>
public sealed record BurnDown(string PolicyId, string Title, int Open, int Overdue, ImmutableArray<DayCount> Past, ImmutableArray<DayCount> Ahead)
{
    /// <summary>Days looked back on. Ended violations are known for longer than that, so that none is missed.</summary>
    internal const int DaysBack = 60;

    /// <summary>One for each policy that has an open violation whose deadline lies ahead, the one with most first.</summary>
    internal static ImmutableArray<BurnDown> Of(IEnumerable<ViolationRow> rows, DateTimeOffset now) =>
        [.. rows.Where(row => row.Violation.Severity == Policies.Severity.Violation).GroupBy(row => row.PolicyId, StringComparer.Ordinal)
            .Select(policy => Of([.. policy], now)).Where(burnDown => burnDown.Ahead.Length > 0)
            .OrderByDescending(burnDown => burnDown.Open).ThenBy(burnDown => burnDown.PolicyId, StringComparer.Ordinal)];

    private static BurnDown Of(List<ViolationRow> rows, DateTimeOffset now)
    {
        var open = rows.Where(row => row.IsOpenViolation).ToList();
        var deadlines = open.Where(row => row.Due == DueState.Due).Select(row => row.Deadline!.Value.Headline).Order().ToList();
        var ahead = deadlines.Select((at, i) => new DayCount(at, deadlines.Count - 1 - i)).GroupBy(step => step.At).Select(step => step.Last());
        return new(rows[0].PolicyId, rows[0].PolicyTitle, open.Count, open.Count(row => row.Due == DueState.Overdue), Back(rows, now), [.. ahead]);
    }

    private static ImmutableArray<DayCount> Back(List<ViolationRow> rows, DateTimeOffset now)
    {
        var first = rows.Min(row => row.Violation.FirstSeenAt);
        return [.. Enumerable.Range(0, DaysBack + 1).Select(i => now.AddDays(i - DaysBack)).Where(at => at >= first).Select(at => new DayCount(at, rows.Count(row => WasOpen(row, at))))];
    }

    /// <summary>A violation that came back counts as there all along: of the time between, its row no longer tells.</summary>
    private static bool WasOpen(ViolationRow row, DateTimeOffset at) =>
        row.Violation.FirstSeenAt <= at && row.State switch { ViolationState.Open => true, ViolationState.Review => false, _ => row.StateSince > at };
}

/// <summary>A count at a moment.</summary>
/// <param name="At">When.</param>
/// <param name="Count">How many.</param>
public sealed record DayCount(DateTimeOffset At, int Count);
