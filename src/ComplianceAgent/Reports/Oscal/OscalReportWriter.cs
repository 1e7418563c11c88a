using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports.Oscal;

/// <summary>
/// OSCAL assessment results in JSON, thin: a finding a policy, an observation a live violation, an inventory item a device that has one. What cannot be judged is no pass: such a policy is not satisfied, and
/// the finding says why.
/// </summary>
internal sealed class OscalReportWriter : IReportWriter
{
    /// <summary>Version of OSCAL.</summary>
    public const string Version = "1.1.3";

    private const string Namespace = "urn:compliance-agent";

    public string Format => ReportFormats.Oscal;

    public string FileEnding => "-oscal.json";

    public async Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken)
    {
        var words = Wording.Of(model.Language);
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteStartObject("assessment-results");
        json.WriteString("uuid", OscalNames.Id("report", model.Tenant, OscalNames.Moment(model.Now)));
        WriteMetadata(json, model, words);
        json.WriteStartObject("import-ap");
        json.WriteString("href", "#" + PlanId(model));
        json.WriteEndObject();
        json.WriteStartArray("results");
        await WriteResultAsync(json, model, words, cancellationToken);
        json.WriteEndArray();
        WriteBackMatter(json, model, words);
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private static void WriteMetadata(Utf8JsonWriter json, ReportModel model, Wording words)
    {
        json.WriteStartObject("metadata");
        json.WriteString("title", OscalNames.Markdown($"{(model.Simulated ? "SIMULATED · " : "")}{words["Banned apps on managed devices"]}: {model.Tenant}"));
        json.WriteString("last-modified", OscalNames.Moment(model.RebuiltAt ?? model.Now));
        json.WriteString("version", OscalNames.Moment(model.Now));
        json.WriteString("oscal-version", Version);
        json.WriteStartArray("props");
        Prop(json, "tenant", model.Tenant);
        Prop(json, "data", model.Simulated ? "SIMULATED" : "real");
        Prop(json, "last-complete-scan", model.LastCompleteScan is { } scan ? OscalNames.Moment(scan.FinishedAt) : "none");
        Prop(json, "product-version", model.ProductVersion);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task WriteResultAsync(Utf8JsonWriter json, ReportModel model, Wording words, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteString("uuid", OscalNames.Id("result", model.Tenant, OscalNames.Moment(model.Now)));
        json.WriteString("title", OscalNames.Markdown(words["Banned apps on managed devices"]));
        json.WriteString("description", OscalNames.Markdown(string.Join(' ', model.Warnings.Select(words.Say).Prepend(words.Say("{0:N0} violations are open on {1:N0} devices.", model.Headline.OpenViolations, model.Headline.DevicesInViolation)))));
        json.WriteString("start", OscalNames.Moment(model.CoverageScan?.StartedAt ?? model.Now));
        json.WriteString("end", OscalNames.Moment(model.CoverageScan?.FinishedAt ?? model.Now));
        WriteCoverage(json, model);
        await WriteDevicesAsync(json, model, cancellationToken);
        WriteReviewedControls(json, words);
        await WriteObservationsAsync(json, model, words, cancellationToken);
        WriteFindings(json, model, words);
        json.WriteEndObject();
    }

    private static void WriteCoverage(Utf8JsonWriter json, ReportModel model)
    {
        if (model.Coverage.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("props");
        foreach (var line in model.Coverage[0].Lines)
        {
            Prop(json, "coverage-" + ReportWords.Code(line.Class), line.Devices.ToString(CultureInfo.InvariantCulture));
        }

        Prop(json, "coverage-fleet", model.Coverage[0].Fleet.ToString(CultureInfo.InvariantCulture));
        json.WriteEndArray();
    }

    private static async Task WriteDevicesAsync(Utf8JsonWriter json, ReportModel model, CancellationToken cancellationToken)
    {
        if (model.Violations.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("local-definitions");
        json.WriteStartArray("inventory-items");
        foreach (var row in model.Violations.DistinctBy(row => row.Violation.DeviceId, StringComparer.OrdinalIgnoreCase))
        {
            json.WriteStartObject();
            json.WriteString("uuid", DeviceId(row));
            json.WriteString("description", OscalNames.Markdown(ReportWords.Kept(row.Violation, row.Violation.Device.Name)));
            json.WriteStartArray("props");
            Prop(json, "device-id", row.Violation.DeviceId);
            Prop(json, "platform", ReportWords.Code(row.Platform));
            Prop(json, "owner", ReportWords.Code(row.Owner));
            Prop(json, "user", ReportWords.Kept(row.Violation, row.Violation.Device.UserPrincipalName));
            Prop(json, "serial-number", ReportWords.Kept(row.Violation, row.Violation.Device.SerialNumber));
            Prop(json, "unit", row.Unit);
            json.WriteEndArray();
            json.WriteEndObject();
            await FlushAsync(json, cancellationToken);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteReviewedControls(Utf8JsonWriter json, Wording words)
    {
        json.WriteStartObject("reviewed-controls");
        json.WriteStartArray("control-selections");
        json.WriteStartObject();
        json.WriteString("description", OscalNames.Markdown(words["The policies in force: no device may have an app that they ban."]));
        json.WriteStartObject("include-all");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task WriteObservationsAsync(Utf8JsonWriter json, ReportModel model, Wording words, CancellationToken cancellationToken)
    {
        if (model.Violations.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("observations");
        foreach (var row in model.Violations)
        {
            json.WriteStartObject();
            json.WriteString("uuid", ObservationId(row));
            json.WriteString("title", OscalNames.Markdown(row.Violation.SubjectName));
            json.WriteString("description", OscalNames.Markdown(words.Say(row.Violation.Evidence)));
            WriteObservationProps(json, row);
            json.WriteStartArray("methods");
            json.WriteStringValue("TEST");
            json.WriteEndArray();
            json.WriteStartArray("types");
            json.WriteStringValue("finding");
            json.WriteEndArray();
            json.WriteStartArray("subjects");
            json.WriteStartObject();
            json.WriteString("subject-uuid", DeviceId(row));
            json.WriteString("type", "inventory-item");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("collected", OscalNames.Moment(row.Violation.InventoryAt > DateTimeOffset.MinValue ? row.Violation.InventoryAt : row.Violation.FirstSeenAt));
            json.WriteEndObject();
            await FlushAsync(json, cancellationToken);
        }

        json.WriteEndArray();
    }

    private static void WriteObservationProps(Utf8JsonWriter json, ViolationRow row)
    {
        json.WriteStartArray("props");
        Prop(json, "violation-id", row.Id.ToString());
        Prop(json, "state", ReportWords.Code(row.State));
        Prop(json, "severity", ReportWords.Code(row.Violation.Severity));
        Prop(json, "due", ReportWords.Code(row.Due));
        Prop(json, "first-seen", OscalNames.Moment(row.Violation.FirstSeenAt));
        Prop(json, "deadline", row.Deadline is { } deadline ? OscalNames.Moment(deadline.Headline) : "");
        Prop(json, "app-name", row.Violation.App.Name);
        Prop(json, "app-publisher", row.Violation.App.Publisher);
        Prop(json, "app-version", row.Violation.App.Version);
        Prop(json, "exception", Violations.Exceptions.WaiverRules.ReferenceOf(row.Violation) ?? "");
        json.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter json, ReportModel model, Wording words)
    {
        var verdicts = PolicyVerdict.Of(model);
        if (verdicts.Count == 0)
        {
            return;
        }

        var observed = model.Violations.ToLookup(row => row.PolicyId, StringComparer.Ordinal);
        json.WriteStartArray("findings");
        foreach (var verdict in verdicts)
        {
            json.WriteStartObject();
            json.WriteString("uuid", OscalNames.Id("finding", model.Tenant, verdict.PolicyId, OscalNames.Moment(model.Now)));
            json.WriteString("title", OscalNames.Markdown(verdict.Title));
            json.WriteString("description", OscalNames.Markdown(Describe(verdict, words)));
            WriteTarget(json, verdict, words);
            WriteRelated(json, observed[verdict.PolicyId]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTarget(Utf8JsonWriter json, PolicyVerdict verdict, Wording words)
    {
        json.WriteStartObject("target");
        json.WriteString("type", "objective-id");
        json.WriteString("target-id", OscalNames.Token("policy", verdict.PolicyId));
        json.WriteStartObject("status");
        json.WriteString("state", verdict.Outcome == PolicyOutcome.Met ? "satisfied" : "not-satisfied");
        json.WriteString("reason", verdict.Outcome switch { PolicyOutcome.Met => "pass", PolicyOutcome.Broken => "fail", _ => "other" });
        json.WriteString("remarks", OscalNames.Markdown(Describe(verdict, words)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRelated(Utf8JsonWriter json, IEnumerable<ViolationRow> rows)
    {
        var ids = rows.Select(ObservationId).ToList();
        if (ids.Count == 0)
        {
            return;
        }

        json.WriteStartArray("related-observations");
        foreach (var id in ids)
        {
            json.WriteStartObject();
            json.WriteString("observation-uuid", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBackMatter(Utf8JsonWriter json, ReportModel model, Wording words)
    {
        json.WriteStartObject("back-matter");
        json.WriteStartArray("resources");
        json.WriteStartObject();
        json.WriteString("uuid", PlanId(model));
        json.WriteString("title", OscalNames.Markdown(words["Policies as they were in force"]));
        json.WriteString("description", OscalNames.Markdown(string.Join("; ", (model.CoverageScan?.Policies ?? []).Select(policy => $"{policy.Id} (SHA-256 {policy.Hash})"))));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Describe(PolicyVerdict verdict, Wording words) => words.Say(
        "{0:N0} violations are open on {1:N0} devices, {2:N0} suspected matches wait for a person, {3:N0} devices cannot be judged.", verdict.Open, verdict.Devices, verdict.UnderReview, verdict.CannotBeJudged);

    private static string PlanId(ReportModel model) => OscalNames.Id("plan", model.Tenant);

    private static string DeviceId(ViolationRow row) => OscalNames.Id("device", row.Violation.Tenant, row.Violation.DeviceId.ToUpperInvariant());

    private static string ObservationId(ViolationRow row) => OscalNames.Id("violation", row.Id.ToString());

    /// <summary>A property; none where there is no value, since OSCAL takes no empty ones.</summary>
    private static void Prop(Utf8JsonWriter json, string name, string value)
    {
        if (OscalNames.Value(value) is not { } known)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ns", Namespace);
        json.WriteString("value", known);
        json.WriteEndObject();
    }

    private static Task FlushAsync(Utf8JsonWriter json, CancellationToken cancellationToken) => json.BytesPending > 64 * 1024 ? json.FlushAsync(cancellationToken) : Task.CompletedTask;
}
