using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using IntuneSimulator.Faults;
using IntuneSimulator.Reports;
using IntuneSimulator.Shapes;

namespace IntuneSimulator.Http;

/// <summary>Export jobs: started, asked for, completed with a url on the blob listener.</summary>
internal sealed class ExportJobs(SimulatorOptions options, TenantView view, FaultSet faults, Addresses addresses, string folder)
{
    private readonly ConcurrentDictionary<string, ExportJob> jobs = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/v1.0/deviceManagement/reports/exportJobs", StartAsync);
        app.MapGet("/v1.0/deviceManagement/reports/exportJobs/{id}", AskAsync);
        app.MapGet("/v1.0/deviceManagement/reports/exportJobs('{id}')", AskAsync);
    }

    public ExportJob? Find(string id) => jobs.GetValueOrDefault(id);

    private async Task StartAsync(HttpContext http)
    {
        using var body = await ReadBodyAsync(http);
        var request = body is null ? null : ExportRequest.Read(body.RootElement);
        if (request is null)
        {
            await Replies.WriteErrorAsync(http, 400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
            return;
        }

        var fault = faults.Take(FaultStage.Job, http.Request.Method, http.Request.Path.Value ?? "", r => Strikes(r, request))?.Fault;
        if (Refuse(request, fault, Shape(request)) is { } refusal)
        {
            await Replies.WriteIntuneErrorAsync(http, 400, "BadRequest", refusal);
            return;
        }

        var job = Start(request, fault);
        await Replies.WriteJsonAsync(http, 201, Describe(job, "notStarted"));
    }

    private static bool Strikes(FaultRule rule, ExportRequest request) =>
        (rule.Report.Length == 0 || rule.Report == request.ReportName)
        && (rule.Fault != SimulatorFault.ShortSelectRefused || (request.Select.Count > 0 && request.Select.Count < ReportColumns.Of(request.ReportName)?.Count));

    /// <summary>How this tenant exports that report; null for one that does it as documented.</summary>
    private ExportShape? Shape(ExportRequest request) => request.ReportName == ReportColumns.AppInventory && options.Shape?.Export is { Columns.Count: > 0 } shape ? shape : null;

    private static string? Refuse(ExportRequest request, SimulatorFault? fault, ExportShape? shape)
    {
        if (ReportColumns.Of(request.ReportName) is not { } columns || fault == SimulatorFault.ReportNameRefused)
        {
            return $"PostExportJobAsync not supported for reportType {request.ReportName}";
        }

        if (request.Select.FirstOrDefault(c => !columns.Contains(c)) is { } unknown)
        {
            return $"Column {unknown} is not valid for report {request.ReportName}";
        }

        if (fault == SimulatorFault.ShortSelectRefused || (request.Select.Count > 0 && shape is { Asked: not ExportShape.Lean }))
        {
            return $"Select must name all columns of report {request.ReportName}";
        }

        if (request.Format is not ("csv" or "json"))
        {
            return $"Format {request.Format} is not supported";
        }

        return request.Filter.Length > 0 ? $"Filter {request.Filter} is not supported for report {request.ReportName}" : null;
    }

    private ExportJob Start(ExportRequest request, SimulatorFault? fault)
    {
        var id = $"{request.ReportName}_{Guid.NewGuid()}";
        var columns = request.Select.Count > 0 ? request.Select : ReportColumns.Of(request.ReportName)!;
        if (fault == SimulatorFault.ReportColumnMissing)
        {
            columns = [.. columns.Where(c => c != "DeviceId")];
        }

        var shape = Shape(request) is { } other && (request.Select.Count > 0 || other.Asked != ExportShape.Lean) ? other : null;
        if (shape is not null)
        {
            columns = [.. shape.Columns.Select(column => column.Name)];
        }
        else if (request.Localization != "replaceLocalizableValues" && columns.Contains("Platform"))
        {
            columns = [.. columns.SelectMany(c => c == "Platform" ? [c, "Platform_loc"] : new[] { c })];
        }

        var format = request.Format == "csv" ? ReportFormat.Csv : options.JsonAsArrays ? ReportFormat.JsonArrays : ReportFormat.Json;
        var job = new ExportJob
        {
            Id = id,
            Report = new ReportOptions
            {
                ReportName = request.ReportName,
                Columns = columns,
                Meanings = shape is null ? null : [.. shape.Columns.Select(column => column.Means ?? "")],
                Format = format,
                Delimiter = shape is { Delimiter: [var delimiter] } ? delimiter : ',',
                Bom = shape?.Bom ?? options.BomInReports,
            },
            Format = request.Format,
            Localization = request.Localization,
            Select = request.Select,
            RequestedAt = view.Now,
            Fault = fault,
            Signature = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
            FilePath = Path.Combine(folder, id + ".zip"),
        };
        jobs[id] = job;
        var (model, now) = (view.Model, view.Now);
        job.Build = Task.Run(() => ExportFile.WriteAsync(job, model, now));
        return job;
    }

    private async Task AskAsync(HttpContext http)
    {
        var job = Find((string)http.Request.RouteValues["id"]!);
        if (job is null || job.Fault == SimulatorFault.JobVanished)
        {
            await Replies.WriteIntuneErrorAsync(http, 404, "ResourceNotFound", "Resource is not found");
            return;
        }

        job.Polls++;
        await Replies.WriteJsonAsync(http, 200, Describe(job, await StatusAsync(job)));
    }

    private async Task<string> StatusAsync(ExportJob job)
    {
        if (job.Fault == SimulatorFault.JobStuck || job.Polls < options.PollsUntilCompleted)
        {
            return "inProgress";
        }

        // A small file is ready in a moment; a big one shows the job in progress until it is.
        if (await Task.WhenAny(job.Build, Task.Delay(TimeSpan.FromSeconds(1))) != job.Build)
        {
            return "inProgress";
        }

        return job.Fault == SimulatorFault.JobFailed || !job.Build.IsCompletedSuccessfully ? "failed" : "completed";
    }

    private ReadOnlyMemory<byte> Describe(ExportJob job, string status)
    {
        var done = status == "completed";
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", "https://graph.microsoft.com/v1.0/$metadata#deviceManagement/reports/exportJobs/$entity");
            json.WriteString("id", job.Id);
            json.WriteString("reportName", job.Report.ReportName);
            json.WriteString("filter", "");
            json.WriteStartArray("select");
            job.Select.ToList().ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteString("format", job.Format);
            json.WriteNull("snapshotId");
            json.WriteString("localizationType", job.Localization);
            json.WriteString("status", status);
            json.WriteString("url", done && job.Fault != SimulatorFault.JobWithoutUrl ? UrlOf(job) : null);
            json.WriteString("requestDateTime", Replies.Rfc3339(job.RequestedAt));
            json.WriteString("expirationDateTime", done ? Replies.Rfc3339(job.ExpiresAt) : "0001-01-01T00:00:00Z");
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private string UrlOf(ExportJob job)
    {
        var root = job.Fault == SimulatorFault.DownloadHostRefused ? "https://exports.untrusted.invalid" : options.BlobIsBlocked ? $"{addresses.Scheme}://127.0.0.1:9" : addresses.Blob;
        return $"{root}/{options.TenantId}/{job.Id}.zip?sv=2019-02-02&sr=b&sig={job.Signature}&se={Uri.EscapeDataString(Replies.Rfc3339(job.ExpiresAt))}&sp=r";
    }

    private static async Task<JsonDocument?> ReadBodyAsync(HttpContext http)
    {
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the request for an export says; member names count without regard to case, as the service reads them.</summary>
internal sealed record ExportRequest(string ReportName, string Filter, IReadOnlyList<string> Select, string Format, string Localization)
{
    public static ExportRequest? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var members = body.EnumerateObject().ToDictionary(p => p.Name.ToLower(CultureInfo.InvariantCulture), p => p.Value, StringComparer.Ordinal);
        return new ExportRequest(
            Text(members, "reportname"),
            Text(members, "filter"),
            members.TryGetValue("select", out var select) && select.ValueKind == JsonValueKind.Array ? [.. select.EnumerateArray().Select(e => e.GetString() ?? "")] : [],
            Text(members, "format") is { Length: > 0 } format ? format : "csv",
            Text(members, "localizationtype") is { Length: > 0 } localization ? localization : "localizedValuesAsAdditionalColumn");
    }

    private static string Text(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
