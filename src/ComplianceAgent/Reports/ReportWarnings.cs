using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Reports;

/// <summary>What a reader must know before believing the figures.</summary>
internal static class ReportWarnings
{
    public static ImmutableArray<Reason> Build(ReportInput input, ScanResult? coverageScan, ImmutableArray<ViolationRow> live) =>
        [.. OfPast(input), .. OfSilence(input), .. OfScans(input, coverageScan), .. OfReviews(input, coverageScan), .. OfExceptions(input, coverageScan), .. OfHeld(input), .. OfAge(input), .. OfPolicies(input, live)];

    private static IEnumerable<Reason> OfPast(ReportInput input) => input.RebuiltAt is { } rebuilt
        ? [Reason.Of("report-rebuilt", ("moment", Minute(input.Now)), ("date", Minute(rebuilt))), .. input.Gaps]
        : [];

    private static IEnumerable<Reason> OfSilence(ReportInput input)
    {
        if (input is { IsOverdue: true, LastCompleteScan: { } scan })
        {
            yield return Reason.Of("report-scan-overdue", ("date", Minute(scan.FinishedAt)), ("hours", Number((long)(input.Now - scan.FinishedAt).TotalHours)), ("allowed", Number((long)input.AlarmAfter.TotalHours)));
        }
    }

    private static IEnumerable<Reason> OfScans(ReportInput input, ScanResult? coverageScan)
    {
        if ((input.LastScan ?? input.LastCompleteScan) is not { } scan)
        {
            yield return Reason.Of("report-never-scanned");
            yield break;
        }

        if (!scan.Complete)
        {
            yield return Reason.Of("report-scan-incomplete", ("scan", Number(scan.Number)), ("date", Minute(scan.FinishedAt)));
            foreach (var fault in scan.Faults)
            {
                yield return fault;
            }
        }

        if (scan.OlderThanKnown)
        {
            yield return Reason.Of("report-inventory-older", ("scan", Number(scan.Number)), ("date", Minute(scan.InventoryAsOf)));
        }

        if (input.LastCompleteScan is null && !scan.Complete)
        {
            yield return Reason.Of("report-no-complete-scan");
        }
        else if (coverageScan is not null && coverageScan.Number != scan.Number)
        {
            yield return Reason.Of("report-coverage-of-earlier-scan", ("scan", Number(coverageScan.Number)), ("date", Minute(coverageScan.FinishedAt)));
        }
    }

    /// <summary>Violations follow a decision at once, coverage with the next scan: until then the two differ.</summary>
    private static IEnumerable<Reason> OfReviews(ReportInput input, ScanResult? coverageScan)
    {
        if (coverageScan is not null && input.Reviews.LastSequence > coverageScan.LastReview)
        {
            var count = input.Reviews.History.Count(decision => decision.Sequence > coverageScan.LastReview);
            yield return Reason.Of("report-reviews-since-scan", ("count", Number(count)), ("scan", Number(coverageScan.Number)));
        }
    }

    /// <summary>The same for exceptions; and who needs one must ask for the next before it ends.</summary>
    private static IEnumerable<Reason> OfExceptions(ReportInput input, ScanResult? coverageScan)
    {
        if (coverageScan is not null && (input.LastException > coverageScan.LastException || input.ExceptionsChanged > 0))
        {
            yield return Reason.Of("report-exceptions-since-scan", ("count", Number(input.ExceptionsChanged)), ("scan", Number(coverageScan.Number)));
        }

        foreach (var note in WaiverOverview.Notes(input.Exceptions.Where(standing => standing.EndsSoon || standing.Status == WaiverStatus.Refused), input.WarnDays))
        {
            yield return note;
        }
    }

    /// <summary>Who has been told nothing, because nobody has let it go.</summary>
    private static IEnumerable<Reason> OfHeld(ReportInput input) => ((input.LastScan ?? input.LastCompleteScan)?.HeldChannels ?? [])
        .Select(held => Reason.Of("report-channel-held", ("policy", held.PolicyId), ("channel", held.Channel), ("count", Number(held.Count)), ("since", Minute(held.Since))));

    private static IEnumerable<Reason> OfAge(ReportInput input)
    {
        if (input.LastCompleteScan is { } scan && input.Now - scan.InventoryAsOf > ReportModel.OldAfter)
        {
            var days = Number((long)Math.Floor((input.Now - scan.InventoryAsOf).TotalDays));
            yield return Reason.Of("report-data-old", ("date", Minute(scan.InventoryAsOf)), ("days", days));
        }
    }

    private static IEnumerable<Reason> OfPolicies(ReportInput input, ImmutableArray<ViolationRow> live)
    {
        var loaded = (input.Policies?.Policies ?? []).Select(policy => policy.Id).ToHashSet(StringComparer.Ordinal);
        return live.Where(row => !loaded.Contains(row.PolicyId)).GroupBy(row => row.PolicyId, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Reason.Of("report-policy-not-loaded", ("policy", group.Key), ("count", Number(group.Count()))));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Minute(DateTimeOffset moment) => ReportWords.Minute(moment);
}
