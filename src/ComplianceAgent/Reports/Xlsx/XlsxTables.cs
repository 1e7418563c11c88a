using ComplianceAgent.Inventory;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Reports.Xlsx;

/// <summary>The columns of the sheets.</summary>
internal static class XlsxTables
{
    /// <summary>Every violation, live and recently ended.</summary>
    public static readonly XlsxColumn<ViolationRow>[] Violations =
    [
        new("State", 16, (cells, row) => cells.Say(ReportWords.Say(row.State))),
        new("Due in days", 9, (cells, row) => cells.Number(row.DueInDays)),
        new("Overdue days", 9, (cells, row) => cells.Number(row.OverdueDays)),
        new("App", 26, (_, row) => XlsxCells.Text(row.Violation.App.Name)),
        new("App version", 12, (_, row) => XlsxCells.Text(row.Violation.App.Version)),
        new("Publisher", 22, (_, row) => XlsxCells.Text(row.Violation.App.Publisher)),
        new("Identifier", 26, (_, row) => XlsxCells.Text(row.Violation.App.Identifier)),
        new("Device", 22, (_, row) => XlsxCells.Text(ReportWords.Kept(row.Violation, row.Violation.Device.Name))),
        new("User", 28, (_, row) => XlsxCells.Text(ReportWords.Kept(row.Violation, row.Violation.Device.UserPrincipalName))),
        new("User name", 22, (_, row) => XlsxCells.Text(ReportWords.Kept(row.Violation, row.Violation.Device.UserDisplayName))),
        new("Unit", 18, (_, row) => XlsxCells.Text(row.Unit)),
        new("Platform", 14, (cells, row) => cells.Say(ReportWords.Say(row.Platform))),
        new("Owner", 12, (cells, row) => cells.Say(ReportWords.Say(row.Owner))),
        new("Policy", 36, (_, row) => XlsxCells.Text(row.PolicyTitle)),
        new("Legal date", 12, (cells, row) => cells.Day(row.LegalDate)),
        new("House date", 12, (cells, row) => cells.Day(row.HouseDate)),
        new("First seen (UTC)", 17, (cells, row) => cells.Moment(row.Violation.FirstSeenAt)),
        new("Last seen (UTC)", 17, (cells, row) => cells.Moment(row.LastSeenAt)),
        new("Not confirmed since (UTC)", 17, (cells, row) => cells.Moment(row.Violation.NotConfirmedSince)),
        new("Inventory of (UTC)", 17, (cells, row) => cells.Moment(row.Violation.InventoryAt)),
        new("Next refresh (UTC)", 17, (cells, row) => cells.Moment(row.RefreshBy)),
        new("In this state since (UTC)", 17, (cells, row) => cells.Moment(row.StateSince)),
        new("Match", 16, (cells, row) => cells.Say(ReportWords.Say(row.Violation.Confidence))),
        new("Returned", 9, (cells, row) => cells.Number(row.Violation.ReturnCount)),
        new("New", 8, (cells, row) => cells.Flag(row.IsNew)),
        new("Why it matches", 60, (cells, row) => cells.Say(row.Violation.Evidence)),
        new("Why it is in this state", 60, (cells, row) => cells.Say(row.Violation.StateReason)),
        new("Exception", 16, (_, row) => XlsxCells.Text(WaiverRules.ReferenceOf(row.Violation))),
        new("Exception until", 12, (cells, row) => cells.Day(row.Exception?.Waiver.Ask.Until)),
        new("Review case", 14, (_, row) => XlsxCells.Text(row.CaseId)),
        new("Serial number", 18, (_, row) => XlsxCells.Text(ReportWords.Kept(row.Violation, row.Violation.Device.SerialNumber))),
        new("Device id", 38, (_, row) => XlsxCells.Text(row.Violation.DeviceId)),
        new("Violation id", 38, (_, row) => XlsxCells.Text(row.Id.ToString())),
        new("Policy id", 26, (_, row) => XlsxCells.Text(row.PolicyId)),
        new("Rule", 20, (_, row) => XlsxCells.Text(row.Violation.RuleId)),
        new("SHA-256 of the policy", 20, (_, row) => XlsxCells.Text(row.Violation.PolicyHash)),
    ];

    /// <summary>Devices that cannot be judged, one by one.</summary>
    public static readonly XlsxColumn<UnjudgedDevice>[] Unjudged =
    [
        new("Line", 24, (cells, device) => cells.Say(ReportWords.Say(device.Coverage))),
        new("Device id", 38, (_, device) => XlsxCells.Text(device.DeviceId)),
        new("Platform", 14, (cells, device) => cells.Say(ReportWords.Say(device.Platform.Family()))),
        new("Owner", 12, (cells, device) => cells.Say(ReportWords.Say(device.Owner))),
        new("Since (UTC)", 17, (cells, device) => cells.Moment(device.Since)),
        new("Why", 80, (cells, device) => cells.Say(device.Reason)),
    ];

    /// <summary>Exceptions.</summary>
    public static readonly XlsxColumn<WaiverStanding>[] Exceptions =
    [
        new("Exception", 18, (_, row) => XlsxCells.Text(row.Waiver.Reference)),
        new("Status", 16, (cells, row) => cells.Say(ReportWords.Say(row with { EndsSoon = false }))),
        new("Ends soon", 9, (cells, row) => cells.Flag(row.EndsSoon)),
        new("Unused", 9, (cells, row) => cells.Flag(row.IsUnused)),
        new("Policy id", 26, (_, row) => XlsxCells.Text(row.Waiver.Ask.PolicyId)),
        new("App", 22, (_, row) => XlsxCells.Text(row.Waiver.Ask.Subject)),
        new("For", 14, (cells, row) => cells.Say(KindOf(row.Waiver.Ask.Target.Kind))),
        new("Which", 30, (_, row) => XlsxCells.Text(row.Waiver.Ask.Target.Value)),
        new("From", 12, (cells, row) => cells.Day(row.Waiver.Ask.From)),
        new("Until", 12, (cells, row) => cells.Day(row.Waiver.Ask.Until)),
        new("Days left", 9, (cells, row) => cells.Number(row.DaysLeft)),
        new("Violations", 10, (cells, row) => cells.Number(row.Violations)),
        new("Devices", 10, (cells, row) => cells.Number(row.Devices)),
        new("Reason", 20, (_, row) => XlsxCells.Text(row.Waiver.Ask.ReasonCode)),
        new("Why", 40, (_, row) => XlsxCells.Text(row.Waiver.Ask.Why)),
        new("Mitigations", 40, (_, row) => XlsxCells.Text(string.Join('\n', row.Waiver.Ask.Mitigations))),
        new("Requester", 22, (_, row) => XlsxCells.Text(row.Waiver.Requester.Name)),
        new("Requested (UTC)", 17, (cells, row) => cells.Moment(row.Waiver.RequestedAt)),
        new("Approver", 22, (_, row) => XlsxCells.Text(row.Waiver.Approver?.Name)),
        new("Approver's role", 22, (_, row) => XlsxCells.Text(row.Waiver.ApproverRole)),
        new("Approved (UTC)", 17, (cells, row) => cells.Moment(row.Waiver.ApprovedAt)),
        new("How requester and approver are known", 16, (cells, row) => cells.Say(ReportWords.AssuranceOf(row.Waiver))),
        new("Ended by", 22, (_, row) => XlsxCells.Text(row.Waiver.EndedBy?.Name)),
        new("Ended (UTC)", 17, (cells, row) => cells.Moment(row.Waiver.EndedAt)),
        new("Reason of the decision", 40, (_, row) => XlsxCells.Text(row.Waiver.DecisionReason)),
        new("Not allowed because", 60, (cells, row) => XlsxCells.Text(string.Join(' ', row.Faults.Select(cells.Words.Say)))),
    ];

    /// <summary>Figures of past scans.</summary>
    public static readonly XlsxColumn<TrendPoint>[] Trend =
    [
        new("Inventory of (UTC)", 17, (cells, point) => cells.Moment(point.At)),
        new("Open violations", 12, (cells, point) => cells.Number(point.OpenViolations)),
        new("Devices in violation", 12, (cells, point) => cells.Number(point.DevicesInViolation)),
        new("Devices", 12, (cells, point) => cells.Number(point.Devices)),
        new("Complete", 10, (cells, point) => cells.Flag(point.Complete)),
    ];

    private static string KindOf(WaiverTargetKind kind) => kind switch
    {
        WaiverTargetKind.Device => "Device",
        WaiverTargetKind.Serial => "Serial number",
        WaiverTargetKind.User => "User",
        WaiverTargetKind.Category => "Category",
        WaiverTargetKind.Group => "Group",
        _ => "Whole fleet",
    };
}
