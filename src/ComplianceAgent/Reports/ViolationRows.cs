using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Reports;

/// <summary>Gives every violation its dates. Pure: the clock comes in.</summary>
internal static class ViolationRows
{
    public static ImmutableArray<ViolationRow> Build(ReportInput input)
    {
        var policies = (input.Policies?.Policies ?? []).ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        var titles = new[] { input.LastCompleteScan, input.LastScan }.OfType<ScanResult>().SelectMany(scan => scan.Policies)
            .GroupBy(policy => policy.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Title, StringComparer.Ordinal);
        var exceptions = input.Exceptions.ToDictionary(standing => standing.Waiver.Reference, StringComparer.Ordinal);
        var rows = input.Violations.Select(violation => Row(violation, policies.GetValueOrDefault(violation.PolicyId), titles, input) with
        {
            Exception = WaiverRules.ReferenceOf(violation) is { } reference ? exceptions.GetValueOrDefault(reference) : null,
        });
        return [.. rows.OrderBy(Rank).ThenBy(row => row.Deadline?.Headline ?? DateTimeOffset.MaxValue)
            .ThenBy(row => row.PolicyId, StringComparer.Ordinal).ThenBy(row => row.Violation.Device.Name, StringComparer.Ordinal).ThenBy(row => row.Id)];
    }

    private static ViolationRow Row(Violation violation, Policy? policy, Dictionary<string, string> titles, ReportInput input)
    {
        Deadline? deadline = policy is null ? null : ViolationDeadlines.Of(violation, policy);
        var due = DueOf(violation, deadline, input.Now);
        var left = deadline is { } dated ? dated.Headline - input.Now : TimeSpan.Zero;
        var isOfLastScan = IsOfLastScan(input.LastScan, violation.StateSince) && violation.IsLive;
        return new ViolationRow
        {
            Violation = violation,
            CaseId = violation.State == ViolationState.Review ? ReviewCases.KeyOf(violation, input.Reviews).Id(violation.Tenant) : "",
            PolicyTitle = policy?.EnglishTitle ?? titles.GetValueOrDefault(violation.PolicyId, violation.PolicyId),
            Deadline = deadline,
            LegalDate = deadline?.Legal is { } legal ? LastDay(legal, policy!.TimeZone) : null,
            HouseDate = deadline is { } both ? LastDay(both.House, policy!.TimeZone) : null,
            Due = due,
            DueInDays = due == DueState.Due ? (int)Math.Ceiling(left.TotalDays) : null,
            OverdueDays = due == DueState.Overdue ? (int)Math.Floor(-left.TotalDays) : null,
            LastSeenAt = LastSeen(violation, input),
            RefreshBy = violation.IsLive ? RefreshWindows.Next(violation.Device.EnrolledAt, violation.InventoryAt, input.Now) : null,
            IsNew = isOfLastScan && violation.ReturnCount == 0 && IsOfLastScan(input.LastScan, violation.FirstSeenAt),
            IsBack = isOfLastScan && violation.ReturnCount > 0,
        };
    }

    private static DueState DueOf(Violation violation, Deadline? deadline, DateTimeOffset now) =>
        (violation, deadline) switch
        {
            ({ State: not ViolationState.Open } or { Severity: not Severity.Violation }, _) => DueState.NotDue,
            (_, null) => DueState.Unknown,
            (_, { } dated) => dated.IsOverdue(now) ? DueState.Overdue : DueState.Due,
        };

    /// <summary>A deadline is a moment; the day before midnight is the one people write down.</summary>
    private static DateOnly LastDay(DateTimeOffset deadline, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(deadline.AddTicks(-1), zone).DateTime);

    private static bool IsOfLastScan(ScanResult? scan, DateTimeOffset moment) =>
        scan is { OlderThanKnown: false } && moment >= (scan.InventoryAsOf < scan.StartedAt ? scan.InventoryAsOf : scan.StartedAt);

    /// <summary>While nothing else is noted, the last scan that counts has seen it: that is why a rescan without change writes nothing.</summary>
    private static DateTimeOffset? LastSeen(Violation violation, ReportInput input)
    {
        var sighting = input.LastScan is { OlderThanKnown: false } last ? last : input.LastCompleteScan;
        return violation.NotConfirmedSince ?? (violation.IsLive ? sighting?.InventoryAsOf ?? violation.FirstSeenAt : null);
    }

    private static int Rank(ViolationRow row) => row switch
    {
        { Due: DueState.Overdue } => 0,
        { Due: DueState.Due } => 1,
        { Due: DueState.Unknown } => 2,
        { State: ViolationState.Review } => 3,
        { State: ViolationState.Excepted } => 4,
        { IsLive: true } => 5,
        _ => 6,
    };
}
