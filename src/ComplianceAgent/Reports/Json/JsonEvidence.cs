using System.Text.Json;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Reports.Json;

/// <summary>The evidence of one scan as JSON.</summary>
internal static class JsonEvidence
{
    public static void Write(Utf8JsonWriter json, ScanResult scan)
    {
        json.WriteStartObject();
        json.WriteNumber("scan", scan.Number);
        json.Moment("startedAt", scan.StartedAt);
        json.Moment("finishedAt", scan.FinishedAt);
        json.Moment("inventoryAsOf", scan.InventoryAsOf);
        json.WriteBoolean("complete", scan.Complete);
        json.WriteBoolean("olderThanKnown", scan.OlderThanKnown);
        json.Code("route", scan.Route);
        json.Reasons("routeReasons", scan.RouteReasons);
        json.Reasons("faults", scan.Faults);
        json.Reasons("notes", scan.Notes);
        WriteFigures(json, scan);
        WriteSetAside(json, scan);
        WritePolicies(json, scan);
        WriteRegister(json, "exceptionRegister", scan.ExceptionRegister);
        WriteRegister(json, "tenantExceptionRegister", scan.TenantExceptionRegister);
        json.Text("catalogueHash", scan.CatalogueHash);
        json.Text("auditChain", scan.Chain?.ToString() ?? "");
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, ScanResult scan)
    {
        json.WriteStartArray("cannotTell");
        foreach (var coverage in scan.CannotTell)
        {
            json.WriteStringValue(ReportWords.Code(coverage));
        }

        json.WriteEndArray();
        json.WriteNumber("devices", scan.Devices);
        json.WriteNumber("appRows", scan.AppRows);
        json.WriteNumber("distinctApps", scan.DistinctApps);
        json.WriteStartObject("requests");
        json.WriteNumber("total", scan.Requests.Total);
        json.WriteNumber("throttled", scan.Requests.Throttled);
        json.WriteNumber("retried", scan.Requests.Retried);
        json.WriteEndObject();
        json.WriteStartObject("changes");
        foreach (var (kind, count) in scan.Changes.OrderBy(change => change.Key))
        {
            json.WriteNumber(ReportWords.Code(kind), count);
        }

        json.WriteEndObject();
    }

    private static void WriteSetAside(Utf8JsonWriter json, ScanResult scan)
    {
        json.WriteStartArray("setAside");
        foreach (var (code, rows) in scan.SetAside.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.Text("code", code);
            json.WriteNumber("rows", rows.Count);
            json.Text("first", rows.First);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRegister(Utf8JsonWriter json, string name, RegisterInForce? register)
    {
        if (register is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.Text("file", register.File);
        json.Text("hash", register.Hash);
        json.WriteNumber("entries", register.Entries);
        json.WriteEndObject();
    }

    private static void WritePolicies(Utf8JsonWriter json, ScanResult scan)
    {
        json.WriteStartArray("policies");
        foreach (var policy in scan.Policies)
        {
            json.WriteStartObject();
            json.Text("id", policy.Id);
            json.Text("title", policy.Title);
            json.Text("hash", policy.Hash);
            json.Text("authority", policy.Authority);
            json.Text("origin", policy.Origin);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
