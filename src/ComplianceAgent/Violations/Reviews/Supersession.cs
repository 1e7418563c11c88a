using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>Finds the dismissals that a scan's matches have overtaken.</summary>
public static class Supersession
{
    /// <summary>
    /// The rows that end those dismissals; none when nothing was ever decided, and then no app is asked about.
    /// </summary>
    /// <param name="book">What was decided.</param>
    /// <param name="apps">Apps with a match, as inventoried.</param>
    /// <param name="match">Asks the matcher.</param>
    /// <param name="run">The scan.</param>
    public static IReadOnlyList<ReviewDecision> Of(ReviewBook book, IEnumerable<DistinctApp> apps, Func<DistinctApp, IEnumerable<AppMatch>> match, ScanRun run)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.IsEmpty ? [] : [.. book.EndedBy(Matches(apps, match)).Select((ended, index) => Row(ended, run, book.LastSequence + 1 + index))];
    }

    private static IEnumerable<(DistinctApp, string, Policies.Confidence)> Matches(IEnumerable<DistinctApp> apps, Func<DistinctApp, IEnumerable<AppMatch>> match) =>
        apps.SelectMany(app => match(app).Select(found => (app, found.Subject, found.Confidence)));

    private static ReviewDecision Row((ReviewDecision Dismissal, Policies.Confidence Now) ended, ScanRun run, long sequence) => ended.Dismissal with
    {
        Sequence = sequence,
        Kind = ReviewDecisionKind.Superseded,
        Confidence = ended.Now,
        Author = new Author(string.Create(CultureInfo.InvariantCulture, $"scan {run.Number}"), Author.Agent),
        Reason = "",
        At = run.StartedAt,
        Devices = 0,
        ScanNumber = run.Number,
    };
}
