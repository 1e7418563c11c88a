using System.Text.Json;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Commands;

/// <summary>Prints exceptions as one JSON object.</summary>
internal static class ExceptionsJson
{
    /// <summary>Serialises the list.</summary>
    public static string Of(ExceptionsView view, IEnumerable<WaiverStanding> standings) => JsonSerializer.Serialize(
        new
        {
            schema = 1,
            tenant = view.State.Tenant,
            simulated = view.State.Simulated,
            at = view.Now,
            exceptions = standings.Select(Shape),
        },
        ScanJson.Options);

    private static object Shape(WaiverStanding standing)
    {
        var (waiver, ask) = (standing.Waiver, standing.Waiver.Ask);
        return new
        {
            id = waiver.Reference,
            standing.Status,
            standing.EndsSoon,
            unused = standing.IsUnused,
            policy = ask.PolicyId,
            subject = ask.Subject.Length > 0 ? ask.Subject : null,
            targetKind = ask.Target.Kind,
            target = ask.Target.Value,
            ask.ReasonCode,
            ask.Why,
            ask.Mitigations,
            ask.From,
            ask.Until,
            standing.EndsAt,
            standing.DaysLeft,
            standing.Violations,
            standing.Devices,
            assurance = ReportWords.AssuranceOf(waiver),
            requester = Shape(waiver.Requester),
            waiver.RequestedAt,
            approver = Shape(waiver.Approver),
            approverRole = waiver.ApproverRole.Length > 0 ? waiver.ApproverRole : null,
            waiver.ApprovedAt,
            endedBy = Shape(waiver.EndedBy),
            waiver.EndedAt,
            decisionReason = waiver.DecisionReason.Length > 0 ? waiver.DecisionReason : null,
            registerHash = waiver.IsOfRegister ? waiver.RegisterHash : null,
            standing.Faults,
        };
    }

    private static object? Shape(Author? author) => author is null ? null : new { author.Name, Source = author.Kind };
}
