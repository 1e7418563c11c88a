using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports;

/// <summary>The figures of the first screen.</summary>
public sealed record ReportHeadline
{
    /// <summary>Devices in the fleet.</summary>
    public required int Fleet { get; init; }

    /// <summary>Devices with at least one open violation.</summary>
    public required int DevicesInViolation { get; init; }

    /// <summary>Open violations.</summary>
    public required int OpenViolations { get; init; }

    /// <summary>Open violations past the deadline that counts.</summary>
    public required int Overdue { get; init; }

    /// <summary>Open violations due within <see cref="ReportModel.DueSoon"/>.</summary>
    public required int DueSoon { get; init; }

    /// <summary>Open violations whose dates are unknown.</summary>
    public required int DateUnknown { get; init; }

    /// <summary>Suspected matches that wait for a person.</summary>
    public required int UnderReview { get; init; }

    /// <summary>Violations with a valid exception.</summary>
    public required int Excepted { get; init; }

    /// <summary>Exceptions in force that end soon.</summary>
    public int ExceptionsEnding { get; init; }

    /// <summary>Live records of apps that are only advised against.</summary>
    public required int Advice { get; init; }

    /// <summary>Devices in scope that cannot be called clean, because they cannot be seen in whole or in part.</summary>
    public required int CannotBeJudged { get; init; }

    /// <summary>Live violations that scans have stopped confirming.</summary>
    public required int NotConfirmed { get; init; }

    /// <summary>First seen by the last scan.</summary>
    public required int New { get; init; }

    /// <summary>Seen again by the last scan after having been removed.</summary>
    public required int Returned { get; init; }

    /// <summary>Recently removed, on proof. Withdrawn ones and devices that left are not in it.</summary>
    public required int Removed { get; init; }

    internal static ReportHeadline Count(ImmutableArray<ViolationRow> rows, ImmutableArray<CoverageScope> coverage)
    {
        var fleet = coverage.FirstOrDefault();
        return new ReportHeadline
        {
            Fleet = fleet?.Fleet ?? 0,
            DevicesInViolation = rows.Where(row => row.IsOpenViolation).Select(row => row.Violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
            OpenViolations = rows.Count(row => row.IsOpenViolation),
            Overdue = rows.Count(row => row.Due == DueState.Overdue),
            DueSoon = rows.Count(IsDueSoon),
            DateUnknown = rows.Count(row => row.Due == DueState.Unknown),
            UnderReview = rows.Count(row => row.State == ViolationState.Review),
            Excepted = rows.Count(row => row.State == ViolationState.Excepted),
            Advice = rows.Count(row => row.State == ViolationState.Open && row.Violation.Severity != Severity.Violation),
            CannotBeJudged = fleet is null ? 0 : CoverageLines.Unjudged.Sum(fleet.Of),
            NotConfirmed = rows.Count(row => row.IsLive && row.Violation.NotConfirmedSince is not null),
            New = rows.Count(row => row.IsNew && row.IsOpenViolation),
            Returned = rows.Count(row => row.IsBack && row.IsOpenViolation),
            Removed = rows.Count(row => row.State == ViolationState.Resolved),
        };
    }

    internal static bool IsDueSoon(ViolationRow row) => row.Due == DueState.Due && row.DueInDays <= ReportModel.DueSoon.Days;
}

/// <summary>Live violations that have something in common.</summary>
/// <param name="Key">Policy id, platform code, owner code or unit.</param>
/// <param name="Name">The same for people; foreign text for policies and units.</param>
/// <param name="Devices">Devices with at least one open violation.</param>
/// <param name="Open">Open violations.</param>
/// <param name="Overdue">Of these, past their deadline.</param>
/// <param name="DueSoon">Of these, due within <see cref="ReportModel.DueSoon"/>.</param>
/// <param name="UnderReview">Suspected matches.</param>
/// <param name="Excepted">With a valid exception.</param>
/// <param name="Removed">Recently removed, on proof.</param>
public sealed record Breakdown(string Key, string Name, int Devices, int Open, int Overdue, int DueSoon, int UnderReview, int Excepted, int Removed);

/// <summary>Groups violations.</summary>
internal static class Breakdowns
{
    public static ImmutableArray<Breakdown> By(ImmutableArray<ViolationRow> rows, Func<ViolationRow, (string Key, string Name)> key) =>
        [.. rows.GroupBy(key).Select(group => Count(group.Key, [.. group])).Where(HasSomething)
            .OrderByDescending(part => part.Open).ThenBy(part => part.Name, StringComparer.Ordinal).ThenBy(part => part.Key, StringComparer.Ordinal)];

    private static Breakdown Count((string Key, string Name) name, ImmutableArray<ViolationRow> rows)
    {
        var counted = ReportHeadline.Count(rows, []);
        return new Breakdown(
            name.Key, name.Name, counted.DevicesInViolation, counted.OpenViolations, counted.Overdue, counted.DueSoon, counted.UnderReview, counted.Excepted, counted.Removed);
    }

    private static bool HasSomething(Breakdown part) => part.Open + part.UnderReview + part.Excepted + part.Removed > 0;
}
