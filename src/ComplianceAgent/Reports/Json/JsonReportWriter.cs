using System.Text.Json;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports.Json;

/// <summary>
/// The JSON format: one object, codes beside sentences, <c>schema</c> 1 (described in the README). Everything outside ASCII is written
/// as <c>\uXXXX</c>, so that the file may be printed, piped and pasted whatever names it holds.
/// </summary>
internal sealed class JsonReportWriter : IReportWriter
{
    /// <summary>Raised when a member is renamed, removed or changes its meaning; additions do not raise it.</summary>
    public const int Schema = 1;

    public string Format => ReportFormats.Json;

    public string FileEnding => ".json";

    public async Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        WriteHeader(json, model);
        WriteHeadline(json, model.Headline);
        JsonExcusing.Write(json, model.Excusing);
        WriteCoverage(json, model);
        WriteBlindSpots(json, model);
        await WriteUnjudgedAsync(json, model, cancellationToken);
        WriteBreakdowns(json, model);
        await WriteRowsAsync(json, "violations", model.Violations, cancellationToken);
        JsonExceptions.Write(json, model.Exceptions);
        json.WriteStartObject("ended");
        await WriteRowsAsync(json, "resolved", model.Resolved, cancellationToken);
        await WriteRowsAsync(json, "withdrawn", model.Withdrawn, cancellationToken);
        await WriteRowsAsync(json, "noLongerManaged", model.NoLongerManaged, cancellationToken);
        json.WriteEndObject();
        WriteTrend(json, model);
        JsonBurnDowns.Write(json, model.BurnDowns);
        json.WriteStartArray("evidence");
        foreach (var scan in model.Evidence)
        {
            JsonEvidence.Write(json, scan);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    private static void WriteHeader(Utf8JsonWriter json, ReportModel model)
    {
        json.WriteString("kind", "compliance-report");
        json.WriteNumber("schema", Schema);
        json.Text("tenant", model.Tenant);
        json.WriteBoolean("simulated", model.Simulated);
        json.WriteBoolean("pseudonymous", model.IsPseudonymous);
        json.Moment("generatedAt", model.Now);
        json.Moment("rebuiltAt", model.RebuiltAt);
        json.Text("productVersion", model.ProductVersion);
        WriteScan(json, "lastScan", model.LastScan);
        WriteScan(json, "lastCompleteScan", model.LastCompleteScan);
        json.WriteBoolean("overdue", model.IsOverdue);
        json.Reasons("warnings", model.Warnings);
    }

    private static void WriteScan(Utf8JsonWriter json, string name, ScanResult? scan)
    {
        if (scan is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("number", scan.Number);
        json.Moment("finishedAt", scan.FinishedAt);
        json.Moment("inventoryAsOf", scan.InventoryAsOf);
        json.WriteBoolean("complete", scan.Complete);
        json.WriteEndObject();
    }

    private static void WriteHeadline(Utf8JsonWriter json, ReportHeadline headline)
    {
        json.WriteStartObject("headline");
        json.WriteNumber("fleet", headline.Fleet);
        json.WriteNumber("devicesInViolation", headline.DevicesInViolation);
        json.WriteNumber("openViolations", headline.OpenViolations);
        json.WriteNumber("overdue", headline.Overdue);
        json.WriteNumber("dueIn7Days", headline.DueSoon);
        json.WriteNumber("dateUnknown", headline.DateUnknown);
        json.WriteNumber("underReview", headline.UnderReview);
        json.WriteNumber("excepted", headline.Excepted);
        json.WriteNumber("exceptionsEnding", headline.ExceptionsEnding);
        json.WriteNumber("advice", headline.Advice);
        json.WriteNumber("cannotBeJudged", headline.CannotBeJudged);
        json.WriteNumber("notConfirmed", headline.NotConfirmed);
        json.WriteNumber("new", headline.New);
        json.WriteNumber("returned", headline.Returned);
        json.WriteNumber("removed", headline.Removed);
        json.WriteEndObject();
    }

    private static void WriteCoverage(Utf8JsonWriter json, ReportModel model)
    {
        json.WriteStartObject("coverage");
        json.Number("scan", model.CoverageScan?.Number);
        json.WriteStartArray("scopes");
        foreach (var scope in model.Coverage)
        {
            json.WriteStartObject();
            json.Text("policy", scope.PolicyId.Length == 0 ? null : scope.PolicyId);
            json.Text("title", scope.PolicyId.Length == 0 ? null : scope.Title);
            json.WriteNumber("fleet", scope.Fleet);
            json.WriteNumber("inScope", scope.InScope);
            json.WriteStartArray("lines");
            foreach (var line in scope.Lines)
            {
                json.WriteStartObject();
                json.Code("class", line.Class);
                json.WriteString("label", ReportWords.Say(line.Class));
                json.WriteNumber("devices", line.Devices);
                json.WriteNumber("share", Math.Round(line.Share, 6));
                json.WriteBoolean("beneath", line.IsBeneath);
                json.WriteBoolean("toldByRoute", line.IsTold);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBlindSpots(Utf8JsonWriter json, ReportModel model)
    {
        json.WriteStartArray("blindSpots");
        foreach (var spot in model.BlindSpots)
        {
            json.WriteStartObject();
            json.Code("class", spot.Class);
            json.WriteString("label", ReportWords.Say(spot.Class));
            json.Reason("reason", spot.Reason);
            json.Code("platform", spot.Platform);
            json.Code("owner", spot.Owner);
            json.WriteNumber("devices", spot.Devices);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static async Task WriteUnjudgedAsync(Utf8JsonWriter json, ReportModel model, CancellationToken cancellationToken)
    {
        json.WriteStartArray("notJudged");
        await foreach (var device in model.Unjudged(cancellationToken))
        {
            json.WriteStartObject();
            json.Text("deviceId", device.DeviceId);
            json.Code("class", device.Coverage);
            json.WriteString("label", ReportWords.Say(device.Coverage));
            json.WriteString("reasonCode", device.Reason.Code);
            json.WriteString("reason", Sentences.Say(device.Reason));
            json.Code("platform", device.Platform);
            json.Code("owner", device.Owner);
            json.Moment("since", device.Since);
            json.WriteEndObject();
            if (json.BytesPending > 64 * 1024)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteBreakdowns(Utf8JsonWriter json, ReportModel model)
    {
        json.WriteStartObject("breakdowns");
        foreach (var (name, parts) in new[] { ("policy", model.ByPolicy), ("platform", model.ByPlatform), ("owner", model.ByOwner), ("unit", model.ByUnit) })
        {
            json.WriteStartArray(name);
            foreach (var part in parts)
            {
                json.WriteStartObject();
                json.Text("key", part.Key);
                json.Text("name", part.Name);
                json.WriteNumber("devices", part.Devices);
                json.WriteNumber("open", part.Open);
                json.WriteNumber("overdue", part.Overdue);
                json.WriteNumber("dueIn7Days", part.DueSoon);
                json.WriteNumber("underReview", part.UnderReview);
                json.WriteNumber("excepted", part.Excepted);
                json.WriteNumber("removed", part.Removed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static async Task WriteRowsAsync(Utf8JsonWriter json, string name, IEnumerable<ViolationRow> rows, CancellationToken cancellationToken)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            JsonViolation.Write(json, row);
            if (json.BytesPending > 64 * 1024)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteTrend(Utf8JsonWriter json, ReportModel model)
    {
        json.WriteStartArray("trend");
        foreach (var point in model.Trend)
        {
            json.WriteStartObject();
            json.Moment("at", point.At);
            json.WriteNumber("openViolations", point.OpenViolations);
            json.WriteNumber("devicesInViolation", point.DevicesInViolation);
            json.WriteNumber("devices", point.Devices);
            json.WriteBoolean("complete", point.Complete);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
