using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Reports.Xlsx;

/// <summary>The columns of the sheets.</summary>
internal static class XlsxTables
{
    /// <summary>Phrases as they are looked up; each is said in the language of the report.</summary>
    private static readonly Wording English = Wording.Of(Language.English);

    /// <summary>Every violation, live and recently ended.</summary>
    public static readonly XlsxColumn<ViolationRow>[] Violations =
    [
        new(English["State"], 16, (cells, row) => cells.Say(ReportWords.Say(row.State))),
        new(English["Due in days"], 9, (cells, row) => cells.Number(row.DueInDays)),
        new(English["Overdue days"], 9, (cells, row) => cells.Number(row.OverdueDays)),
        new(English["App"], 26, (_, row) => XlsxCells.Text(row.Violation.App.Name)),
        new(English["App version"], 12, (_, row) => XlsxCells.Text(row.Violation.App.Version)),
        new(English["Publisher"], 22, (_, row) => XlsxCells.Text(row.Violation.App.Publisher)),
        new(English["Identifier"], 26, (_, row) => XlsxCells.Text(row.Violation.App.Identifier)),
        new(English["Device"], 22, (_, row) => XlsxCells.Text(ReportWords.Kept(row.Violation, row.Violation.Device.Name))),
        new(English["User"], 28, (_, row) => XlsxCells.Text(ReportWords.Kept(row.Violation, row.Violation.Device.UserPrincipalName))),
        new(English["User name"], 22, (_, row) => XlsxCells.Text(ReportWords.Kept(row.Violation, row.Violation.Device.UserDisplayName))),
        new(English["Unit"], 18, (_, row) => XlsxCells.Text(row.Unit)),
        new(English["Platform"], 14, (cells, row) => cells.Say(ReportWords.Say(row.Platform))),
        new(English["Owner"], 12, (cells, row) => cells.Say(ReportWords.Say(row.Owner))),
        new(English["Policy"], 36, (cells, row) => cells.Title(row)),
        new(English["Legal date"], 12, (cells, row) => cells.Day(row.LegalDate)),
        new(English["House date"], 12, (cells, row) => cells.Day(row.HouseDate)),
        new(English["First seen (UTC)"], 17, (cells, row) => cells.Moment(row.Violation.FirstSeenAt)),
        new(English["Last seen (UTC)"], 17, (cells, row) => cells.Moment(row.LastSeenAt)),
        new(English["Not confirmed since (UTC)"], 17, (cells, row) => cells.Moment(row.Violation.NotConfirmedSince)),
        new(English["Inventory of (UTC)"], 17, (cells, row) => cells.Moment(row.Violation.InventoryAt)),
        new(English["Next refresh (UTC)"], 17, (cells, row) => cells.Moment(row.RefreshBy)),
        new(English["In this state since (UTC)"], 17, (cells, row) => cells.Moment(row.StateSince)),
        new(English["Match"], 16, (cells, row) => cells.Say(ReportWords.Say(row.Violation.Confidence))),
        new(English["Returned"], 9, (cells, row) => cells.Number(row.Violation.ReturnCount)),
        new(English["New"], 8, (cells, row) => cells.Flag(row.IsNew)),
        new(English["Why it matches"], 60, (cells, row) => cells.Say(row.Violation.Evidence)),
        new(English["Why it is in this state"], 60, (cells, row) => cells.Say(row.Violation.StateReason)),
        new(English["Exception"], 16, (_, row) => XlsxCells.Text(WaiverRules.ReferenceOf(row.Violation))),
        new(English["Exception until"], 12, (cells, row) => cells.Day(row.Exception?.Waiver.Ask.Until)),
        new(English["Review case"], 14, (_, row) => XlsxCells.Text(row.CaseId)),
        new(English["Serial number"], 18, (_, row) => XlsxCells.Text(ReportWords.Kept(row.Violation, row.Violation.Device.SerialNumber))),
        new(English["Device id"], 38, (_, row) => XlsxCells.Text(row.Violation.DeviceId)),
        new(English["Violation id"], 38, (_, row) => XlsxCells.Text(row.Id.ToString())),
        new(English["Policy id"], 26, (_, row) => XlsxCells.Text(row.PolicyId)),
        new(English["Rule"], 20, (_, row) => XlsxCells.Text(row.Violation.RuleId)),
        new(English["SHA-256 of the policy"], 20, (_, row) => XlsxCells.Text(row.Violation.PolicyHash)),
    ];

    /// <summary>Devices that cannot be judged, one by one.</summary>
    public static readonly XlsxColumn<UnjudgedDevice>[] Unjudged =
    [
        new(English["Line"], 24, (cells, device) => cells.Say(ReportWords.Say(device.Coverage))),
        new(English["Device id"], 38, (_, device) => XlsxCells.Text(device.DeviceId)),
        new(English["Platform"], 14, (cells, device) => cells.Say(ReportWords.Say(device.Platform.Family()))),
        new(English["Owner"], 12, (cells, device) => cells.Say(ReportWords.Say(device.Owner))),
        new(English["Since (UTC)"], 17, (cells, device) => cells.Moment(device.Since)),
        new(English["Why"], 80, (cells, device) => cells.Say(device.Reason)),
    ];

    /// <summary>Exceptions.</summary>
    public static readonly XlsxColumn<WaiverStanding>[] Exceptions =
    [
        new(English["Exception"], 18, (_, row) => XlsxCells.Text(row.Waiver.Reference)),
        new(English["Status"], 16, (cells, row) => cells.Say(ReportWords.Say(row with { EndsSoon = false }))),
        new(English["Ends soon"], 9, (cells, row) => cells.Flag(row.EndsSoon)),
        new(English["Unused"], 9, (cells, row) => cells.Flag(row.IsUnused)),
        new(English["Policy id"], 26, (_, row) => XlsxCells.Text(row.Waiver.Ask.PolicyId)),
        new(English["App"], 22, (_, row) => XlsxCells.Text(row.Waiver.Ask.Subject)),
        new(English["For"], 14, (cells, row) => cells.Say(KindOf(row.Waiver.Ask.Target.Kind))),
        new(English["Which"], 30, (_, row) => XlsxCells.Text(row.Waiver.Ask.Target.Value)),
        new(English["From"], 12, (cells, row) => cells.Day(row.Waiver.Ask.From)),
        new(English["Until"], 12, (cells, row) => cells.Day(row.Waiver.Ask.Until)),
        new(English["Days left"], 9, (cells, row) => cells.Number(row.DaysLeft)),
        new(English["Violations"], 10, (cells, row) => cells.Number(row.Violations)),
        new(English["Devices"], 10, (cells, row) => cells.Number(row.Devices)),
        new(English["Reason"], 20, (_, row) => XlsxCells.Text(row.Waiver.Ask.ReasonCode)),
        new(English["Why"], 40, (_, row) => XlsxCells.Text(row.Waiver.Ask.Why)),
        new(English["Mitigations"], 40, (_, row) => XlsxCells.Text(string.Join('\n', row.Waiver.Ask.Mitigations))),
        new(English["Requester"], 22, (_, row) => XlsxCells.Text(row.Waiver.Requester.Name)),
        new(English["Requested (UTC)"], 17, (cells, row) => cells.Moment(row.Waiver.RequestedAt)),
        new(English["Approver"], 22, (_, row) => XlsxCells.Text(row.Waiver.Approver?.Name)),
        new(English["Approver's role"], 22, (_, row) => XlsxCells.Text(row.Waiver.ApproverRole)),
        new(English["Approved (UTC)"], 17, (cells, row) => cells.Moment(row.Waiver.ApprovedAt)),
        new(English["How requester and approver are known"], 16, (cells, row) => cells.Say(ReportWords.AssuranceOf(row.Waiver))),
        new(English["Ended by"], 22, (_, row) => XlsxCells.Text(row.Waiver.EndedBy?.Name)),
        new(English["Ended (UTC)"], 17, (cells, row) => cells.Moment(row.Waiver.EndedAt)),
        new(English["Reason of the decision"], 40, (_, row) => XlsxCells.Text(row.Waiver.DecisionReason)),
        new(English["Not allowed because"], 60, (cells, row) => XlsxCells.Text(string.Join(' ', row.Faults.Select(cells.Words.Say)))),
    ];

    /// <summary>Figures of past scans.</summary>
    public static readonly XlsxColumn<TrendPoint>[] Trend =
    [
        new(English["Inventory of (UTC)"], 17, (cells, point) => cells.Moment(point.At)),
        new(English["Open violations"], 12, (cells, point) => cells.Number(point.OpenViolations)),
        new(English["Devices in violation"], 12, (cells, point) => cells.Number(point.DevicesInViolation)),
        new(English["Devices"], 12, (cells, point) => cells.Number(point.Devices)),
        new(English["Complete"], 10, (cells, point) => cells.Flag(point.Complete)),
    ];

    private static string KindOf(WaiverTargetKind kind) => kind switch
    {
        WaiverTargetKind.Device => English["Device"],
        WaiverTargetKind.Serial => English["Serial number"],
        WaiverTargetKind.User => English["User"],
        WaiverTargetKind.Category => English["Category"],
        WaiverTargetKind.Group => English["Group"],
        _ => English["Whole fleet"],
    };
}
