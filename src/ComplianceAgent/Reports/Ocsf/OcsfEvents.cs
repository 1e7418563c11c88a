using System.Text.Json;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Json;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports.Ocsf;

/// <summary>The events, by OCSF 1.3: class Compliance Finding (2003) of category Findings (2).</summary>
internal static class OcsfEvents
{
    /// <summary>Version of the schema.</summary>
    public const string Version = "1.3.0";

    private const int Class = 2003;

    /// <summary>A policy as a whole.</summary>
    public static void Policy(Utf8JsonWriter json, ReportModel model, PolicyVerdict verdict, Wording words)
    {
        var message = words.Say(
            "{0:N0} violations are open on {1:N0} devices, {2:N0} suspected matches wait for a person, {3:N0} devices cannot be judged.", verdict.Open, verdict.Devices, verdict.UnderReview, verdict.CannotBeJudged);
        json.WriteStartObject();
        Head(json, Activity.Update, verdict.Outcome switch { PolicyOutcome.Broken => Severity.Medium, PolicyOutcome.Unknown => Severity.Low, _ => Severity.Informational }, model.CoverageScan?.FinishedAt ?? model.Now);
        json.Text("message", message);
        Status(json, verdict.Outcome == PolicyOutcome.Met ? (4, "Resolved") : (2, "In Progress"));
        Metadata(json, model, $"{model.Tenant}/{verdict.PolicyId}/{model.Now.ToUnixTimeMilliseconds()}");
        json.WriteStartObject("finding_info");
        json.Text("uid", $"{model.Tenant}/{verdict.PolicyId}");
        json.Text("title", verdict.Title);
        json.Text("desc", message);
        Types(json, "policy");
        json.WriteEndObject();
        Compliance(json, verdict.PolicyId, verdict.Authority, verdict.Outcome switch { PolicyOutcome.Met => (1, "Pass"), PolicyOutcome.Broken => (3, "Fail"), _ => (2, "Warning") }, message);
        json.WriteStartArray("resources");
        json.WriteStartObject();
        json.Text("uid", model.Tenant);
        json.WriteString("type", "tenant");
        json.WriteEndObject();
        json.WriteEndArray();
        Unmapped(json, model, row: null);
        json.WriteEndObject();
    }

    /// <summary>A violation.</summary>
    public static void Violation(Utf8JsonWriter json, ReportModel model, ViolationRow row, Wording words)
    {
        var violation = row.Violation;
        json.WriteStartObject();
        Head(json, row.IsNew ? Activity.Create : row.IsLive ? Activity.Update : Activity.Close, SeverityOf(row), row.StateSince);
        json.Text("message", words.Say(violation.Evidence));
        Status(json, row.State switch
        {
            ViolationState.Open => row.IsNew ? (1, "New") : (2, "In Progress"),
            ViolationState.Review => (1, "New"),
            ViolationState.Excepted => (3, "Suppressed"),
            _ => (4, "Resolved"),
        });
        json.WriteNumber("confidence_id", violation.Confidence switch { Confidence.Exact => 3, Confidence.Strong => 2, _ => 1 });
        json.WriteString("confidence", violation.Confidence switch { Confidence.Exact => "High", Confidence.Strong => "Medium", _ => "Low" });
        Metadata(json, model, $"{row.Id}/{row.StateSince.ToUnixTimeMilliseconds()}");
        FindingInfo(json, row, words);
        Compliance(json, row.PolicyId, model.TitleOf(row.PolicyId, row.PolicyTitle), ComplianceOf(row), words.Say(violation.StateReason));
        Device(json, row);
        Unmapped(json, model, row);
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, Activity activity, Severity severity, DateTimeOffset time)
    {
        json.WriteNumber("activity_id", (int)activity);
        json.WriteString("activity_name", activity.ToString());
        json.WriteNumber("category_uid", 2);
        json.WriteString("category_name", "Findings");
        json.WriteNumber("class_uid", Class);
        json.WriteString("class_name", "Compliance Finding");
        json.WriteNumber("type_uid", (Class * 100) + (int)activity);
        json.WriteString("type_name", $"Compliance Finding: {activity}");
        json.WriteNumber("severity_id", (int)severity);
        json.WriteString("severity", severity.ToString());
        json.WriteNumber("time", time.ToUnixTimeMilliseconds());
    }

    private static void Status(Utf8JsonWriter json, (int Id, string Name) status)
    {
        json.WriteNumber("status_id", status.Id);
        json.WriteString("status", status.Name);
    }

    private static void Metadata(Utf8JsonWriter json, ReportModel model, string uid)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", Version);
        json.Text("uid", uid);
        json.Text("tenant_uid", model.Tenant);
        json.WriteStartObject("product");
        json.WriteString("name", "Compliance Agent");
        json.WriteString("vendor_name", "Compliance Agent");
        json.Text("version", model.ProductVersion);
        json.WriteEndObject();
        json.WriteStartArray("labels");
        json.WriteStringValue(model.Simulated ? "SIMULATED" : "real");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void FindingInfo(Utf8JsonWriter json, ViolationRow row, Wording words)
    {
        json.WriteStartObject("finding_info");
        json.WriteString("uid", row.Id);
        json.Text("title", row.Violation.SubjectName);
        json.Text("desc", words.Say(row.Violation.Evidence));
        Time(json, "created_time", row.Violation.FirstSeenAt);
        Time(json, "first_seen_time", row.Violation.FirstSeenAt);
        Time(json, "last_seen_time", row.LastSeenAt);
        Time(json, "modified_time", row.StateSince);
        Types(json, "banned-app-on-device");
        json.WriteEndObject();
    }

    private static void Types(Utf8JsonWriter json, string type)
    {
        json.WriteStartArray("types");
        json.WriteStringValue(type);
        json.WriteEndArray();
    }

    private static void Compliance(Utf8JsonWriter json, string control, string standard, (int Id, string Name) status, string detail)
    {
        json.WriteStartObject("compliance");
        json.Text("control", control);
        json.WriteStartArray("standards");
        json.WriteStringValue(PlainText.Of(standard.Length > 0 ? standard : control));
        json.WriteEndArray();
        Status(json, status);
        json.Text("status_detail", detail);
        json.WriteEndObject();
    }

    private static void Device(Utf8JsonWriter json, ViolationRow row)
    {
        json.WriteStartArray("resources");
        json.WriteStartObject();
        json.Text("uid", row.Violation.DeviceId);
        json.Text("name", ReportWords.Kept(row.Violation, row.Violation.Device.Name));
        json.WriteString("type", "device");
        if (ReportWords.Kept(row.Violation, row.Violation.Device.UserPrincipalName) is { Length: > 0 } user)
        {
            json.WriteStartObject("owner");
            json.Text("name", user);
            json.Text("full_name", ReportWords.Kept(row.Violation, row.Violation.Device.UserDisplayName));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>What OCSF has no place for.</summary>
    private static void Unmapped(Utf8JsonWriter json, ReportModel model, ViolationRow? row)
    {
        json.WriteStartObject("unmapped");
        json.WriteString("data", model.Simulated ? "SIMULATED" : "real");
        json.Moment("last_complete_scan", model.LastCompleteScan?.FinishedAt);
        if (row is not null)
        {
            json.Code("state", row.State);
            json.Code("due", row.Due);
            json.Moment("deadline", row.Deadline?.Headline);
            json.Code("platform", row.Platform);
            json.Code("owner", row.Owner);
            json.Text("unit", row.Unit);
            json.Text("serial_number", ReportWords.Kept(row.Violation, row.Violation.Device.SerialNumber));
            json.Text("app_name", row.Violation.App.Name);
            json.Text("app_publisher", row.Violation.App.Publisher);
            json.Text("app_version", row.Violation.App.Version);
            json.Text("rule", row.Violation.RuleId);
            json.Text("policy_hash", row.Violation.PolicyHash);
        }

        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } known && known > DateTimeOffset.MinValue)
        {
            json.WriteNumber(name, known.ToUnixTimeMilliseconds());
        }
    }

    private static Severity SeverityOf(ViolationRow row) => row switch
    {
        { IsLive: false } => Severity.Informational,
        { Due: DueState.Overdue } => Severity.High,
        { IsOpenViolation: true } => Severity.Medium,
        _ => Severity.Low,
    };

    private static (int, string) ComplianceOf(ViolationRow row) => row switch
    {
        { IsOpenViolation: true } => (3, "Fail"),
        { IsLive: true, State: not ViolationState.Excepted } => (2, "Warning"),
        { State: ViolationState.NoLongerManaged } => (2, "Warning"),
        _ => (1, "Pass"),
    };

    private enum Activity
    {
        Create = 1,
        Update = 2,
        Close = 3,
    }

    private enum Severity
    {
        Informational = 1,
        Low = 2,
        Medium = 3,
        High = 4,
    }
}
