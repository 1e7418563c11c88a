using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Reports.Csv;

/// <summary>The exceptions, one a row.</summary>
internal sealed class CsvExceptionsWriter() : CsvReportWriter("-exceptions.csv")
{
    /// <summary>The columns; <c>exceptions export</c> prints the same.</summary>
    internal static readonly CsvColumn<WaiverStanding>[] Columns =
    [
        new("exception", row => row.Waiver.Reference),
        new("status", row => ReportWords.Code(row.Status)),
        new("endsSoon", row => row.EndsSoon ? "true" : "false"),
        new("unused", row => row.IsUnused ? "true" : "false"),
        new("policy", row => row.Waiver.Ask.PolicyId),
        new("subject", row => row.Waiver.Ask.Subject),
        new("targetKind", row => ReportWords.Code(row.Waiver.Ask.Target.Kind)),
        new("target", row => row.Waiver.Ask.Target.Value),
        new("reasonCode", row => row.Waiver.Ask.ReasonCode),
        new("why", row => row.Waiver.Ask.Why),
        new("mitigations", row => string.Join(" | ", row.Waiver.Ask.Mitigations)),
        new("from", row => Day(row.Waiver.Ask.From)),
        new("until", row => Day(row.Waiver.Ask.Until)),
        new("daysLeft", row => Number(row.DaysLeft)),
        new("violations", row => Number(row.Violations)),
        new("devices", row => Number(row.Devices)),
        new("assurance", row => ReportWords.AssuranceOf(row.Waiver)),
        new("requester", row => row.Waiver.Requester.Name),
        new("requesterSource", row => row.Waiver.Requester.Kind),
        new("requestedAt", row => Moment(row.Waiver.RequestedAt)),
        new("approver", row => row.Waiver.Approver?.Name ?? ""),
        new("approverSource", row => row.Waiver.Approver?.Kind ?? ""),
        new("approverRole", row => row.Waiver.ApproverRole),
        new("approvedAt", row => Moment(row.Waiver.ApprovedAt)),
        new("endedBy", row => row.Waiver.EndedBy?.Name ?? ""),
        new("endedAt", row => Moment(row.Waiver.EndedAt)),
        new("decisionReason", row => row.Waiver.DecisionReason),
        new("refusedBecause", row => string.Join(' ', row.Faults.Select(Sentences.Say))),
        new("registerHash", row => row.Waiver.RegisterHash),
    ];

    public override Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken) =>
        CsvTable.WriteAsync(model, output, Columns, model.Exceptions, cancellationToken);
}
