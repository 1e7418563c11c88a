using System.Text.Json;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Reports.Json;

/// <summary>One violation as JSON.</summary>
internal static class JsonViolation
{
    public static void Write(Utf8JsonWriter json, ViolationRow row)
    {
        var violation = row.Violation;
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.Code("state", row.State);
        json.Moment("stateSince", row.StateSince);
        json.Reason("stateReason", violation.StateReason);
        json.Code("severity", violation.Severity);
        json.Code("confidence", violation.Confidence);
        json.Text("policy", row.PolicyId);
        json.Text("policyTitle", row.PolicyTitle);
        json.Text("policyHash", violation.PolicyHash);
        json.Text("rule", violation.RuleId);
        json.Text("subject", violation.Subject);
        json.Text("subjectName", violation.SubjectName);
        json.Reason("explanation", violation.Evidence);
        WriteApp(json, violation.App);
        WriteDevice(json, row, violation.Device);
        WriteDates(json, row);
        json.WriteNumber("returned", violation.ReturnCount);
        json.WriteBoolean("new", row.IsNew);
        json.WriteBoolean("back", row.IsBack);
        JsonExceptions.WriteOf(json, row);
        json.WriteString("reviewCase", row.CaseId.Length > 0 ? row.CaseId : null);
        json.WriteEndObject();
    }

    private static void WriteApp(Utf8JsonWriter json, DistinctApp app)
    {
        json.WriteStartObject("app");
        json.Text("name", app.Name);
        json.Text("publisher", app.Publisher);
        json.Text("version", app.Version);
        json.Text("identifier", app.Identifier);
        json.Code("platform", app.Platform);
        json.WriteEndObject();
    }

    private static void WriteDevice(Utf8JsonWriter json, ViolationRow row, ManagedDevice device)
    {
        json.WriteStartObject("device");
        json.Text("id", row.Violation.DeviceId);
        json.Text("name", ReportWords.Kept(row.Violation, device.Name));
        json.Code("platform", row.Platform);
        json.Code("owner", row.Owner);
        json.Text("user", ReportWords.Kept(row.Violation, device.UserPrincipalName));
        json.Text("userName", ReportWords.Kept(row.Violation, device.UserDisplayName));
        json.Text("unit", row.Unit);
        json.Text("serialNumber", ReportWords.Kept(row.Violation, device.SerialNumber));
        json.Moment("erasedAt", row.Violation.ErasedAt);
        json.WriteEndObject();
    }

    private static void WriteDates(Utf8JsonWriter json, ViolationRow row)
    {
        json.WriteStartObject("deadline");
        json.Code("due", row.Due);
        json.Number("dueInDays", row.DueInDays);
        json.Number("overdueDays", row.OverdueDays);
        json.WriteString("countingClock", row.Deadline is { } deadline ? ReportWords.Code(deadline.Clock) : null);
        json.Day("legalDate", row.LegalDate);
        json.Moment("legal", row.Deadline?.Legal);
        json.Day("houseDate", row.HouseDate);
        json.Moment("house", row.Deadline?.House);
        json.WriteEndObject();
        json.Moment("firstSeen", row.Violation.FirstSeenAt);
        json.Moment("absentBefore", row.Violation.AbsentAt);
        json.Moment("lastSeen", row.LastSeenAt);
        json.Moment("notConfirmedSince", row.Violation.NotConfirmedSince);
        json.Moment("inventoryAt", row.Violation.InventoryAt);
        json.Moment("refreshBy", row.RefreshBy);
    }
}
