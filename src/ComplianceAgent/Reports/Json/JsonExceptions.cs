using System.Text.Json;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Reports.Json;

/// <summary>Exceptions as JSON.</summary>
internal static class JsonExceptions
{
    public static void Write(Utf8JsonWriter json, IEnumerable<WaiverStanding> standings)
    {
        json.WriteStartArray("exceptions");
        foreach (var standing in standings)
        {
            Write(json, standing);
        }

        json.WriteEndArray();
    }

    /// <summary>The exception of a violation, in short.</summary>
    public static void WriteOf(Utf8JsonWriter json, ViolationRow row)
    {
        if (WaiverRules.ReferenceOf(row.Violation) is not { } reference)
        {
            json.WriteNull("exception");
            return;
        }

        json.WriteStartObject("exception");
        json.Text("id", reference);
        json.Text("reasonCode", row.Exception?.Waiver.Ask.ReasonCode);
        json.Day("until", row.Exception?.Waiver.Ask.Until);
        json.WriteString("assurance", row.Exception is { } standing ? ReportWords.AssuranceOf(standing.Waiver) : null);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, WaiverStanding standing)
    {
        var (waiver, ask) = (standing.Waiver, standing.Waiver.Ask);
        json.WriteStartObject();
        json.Text("id", waiver.Reference);
        json.Code("status", standing.Status);
        json.WriteBoolean("endsSoon", standing.EndsSoon);
        json.WriteBoolean("unused", standing.IsUnused);
        json.Text("policy", ask.PolicyId);
        json.Text("subject", ask.Subject.Length > 0 ? ask.Subject : null);
        json.Code("targetKind", ask.Target.Kind);
        json.Text("target", ask.Target.Value);
        json.Text("reasonCode", ask.ReasonCode);
        json.Text("why", ask.Why);
        json.Day("from", ask.From);
        json.Day("until", ask.Until);
        json.Moment("endsAt", standing.EndsAt);
        json.Number("daysLeft", standing.DaysLeft);
        json.WriteNumber("violations", standing.Violations);
        json.WriteNumber("devices", standing.Devices);
        json.WriteString("assurance", ReportWords.AssuranceOf(waiver));
        Person(json, "requester", waiver.Requester);
        json.Moment("requestedAt", waiver.RequestedAt);
        Person(json, "approver", waiver.Approver);
        json.Text("approverRole", waiver.ApproverRole);
        json.Moment("approvedAt", waiver.ApprovedAt);
        Person(json, "endedBy", waiver.EndedBy);
        json.Moment("endedAt", waiver.EndedAt);
        json.Text("decisionReason", waiver.DecisionReason);
        json.WriteString("registerHash", waiver.IsOfRegister ? waiver.RegisterHash : null);
        json.WriteStartArray("mitigations");
        foreach (var mitigation in ask.Mitigations)
        {
            json.WriteStringValue(PlainText.Of(mitigation));
        }

        json.WriteEndArray();
        json.Reasons("faults", standing.Faults);
        json.WriteEndObject();
    }

    private static void Person(Utf8JsonWriter json, string name, Author? author)
    {
        if (author is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.Text("name", author.Name);
        json.WriteString("source", author.Kind);
        json.WriteEndObject();
    }
}
