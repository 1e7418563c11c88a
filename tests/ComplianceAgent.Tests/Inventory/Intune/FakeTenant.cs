using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ComplianceAgent.Tests.Inventory.Intune;

/// <summary>
/// A very small tenant over real sockets: sign-in, devices, detected apps, export jobs and their storage. A test replaces any answer
/// for as many requests as it likes.
/// </summary>
internal sealed class FakeTenant : IAsyncDisposable
{
    public const string TenantId = "11111111-2222-3333-4444-555555555555";
    public const string Devices = "/v1.0/deviceManagement/managedDevices";
    public const string Apps = "/v1.0/deviceManagement/detectedApps";
    public const string Jobs = "/v1.0/deviceManagement/reports/exportJobs";
    public const string Blob = "/blob/";

    private readonly WebApplication web;
    private readonly List<Fault> faults = [];
    private int jobs;

    private FakeTenant(WebApplication web) => this.web = web;

    public string Url { get; private set; } = "";

    public string Root => Url + "/v1.0";

    public ConcurrentQueue<Seen> Requests { get; } = new();

    public List<JsonObject> DeviceRows { get; } = [.. Enumerable.Range(1, 5).Select(Device)];

    public List<JsonObject> AppRows { get; } =
    [
        App("aaa1", "TikTok", "38.4.0", "ios", 2),
        App("bbb2", "Contoso Mail", "1.0", "windows", 5),
    ];

    /// <summary>Devices of each detected app.</summary>
    public Dictionary<string, int[]> AppDevices { get; } = new(StringComparer.Ordinal) { ["aaa1"] = [1, 2], ["bbb2"] = [1, 2, 3, 4, 5] };

    public string Csv { get; set; } = CsvOf([(1, "TikTok"), (2, "TikTok"), .. Enumerable.Range(1, 5).Select(n => (n, "Contoso Mail"))]);

    public int PageSize { get; set; } = 2;

    /// <summary>Looks at a job before it is done.</summary>
    public int PollsBeforeDone { get; set; } = 1;

    public string[] Roles { get; set; } = ["DeviceManagementManagedDevices.Read.All"];

    public string TokenTenant { get; set; } = TenantId;

    public string TokenSignature { get; set; } = "c2lnbmF0dXJl";

    public string SasSignature { get; set; } = "sas";

    /// <summary>Set when the agent has taken bytes of a download.</summary>
    public TaskCompletionSource DownloadSeen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<FakeTenant> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.Logging.ClearProviders();
        var web = builder.Build();
        var tenant = new FakeTenant(web);
        web.Run(tenant.AnswerAsync);
        await web.StartAsync();
        tenant.Url = web.Urls.First();
        return tenant;
    }

    public static string DeviceId(int n) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{n:D12}");

    public static JsonObject Device(int n) => new()
    {
        ["id"] = DeviceId(n),
        ["deviceName"] = "device-" + n,
        ["operatingSystem"] = "iOS",
        ["managedDeviceOwnerType"] = "company",
        ["userPrincipalName"] = $"user{n}@contoso.example",
        ["managementAgent"] = "mdm",
        ["deviceEnrollmentType"] = "appleBulkWithUser",
        ["enrolledDateTime"] = "2026-02-10T01:37:29Z",
        ["lastSyncDateTime"] = "2026-11-20T02:34:09Z",
    };

    public static JsonObject App(string id, string name, string version, string platform, int devices) => new()
    {
        ["id"] = id,
        ["displayName"] = name,
        ["version"] = version,
        ["publisher"] = "",
        ["platform"] = platform,
        ["deviceCount"] = devices,
    };

    public static string CsvOf(IEnumerable<(int Device, string App)> rows) =>
        "ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId,Platform\r\n"
        + string.Concat(rows.Select(row => $"{row.App},,1.0,{DeviceId(row.Device)},IOS\r\n"));

    /// <summary>Answers the next requests below a path in another way.</summary>
    public FakeTenant Fail(string path, Func<HttpContext, Task> answer, int times = 1, int skip = 0, string? method = null)
    {
        faults.Add(new Fault(path, method, answer) { Left = times, Skip = skip });
        return this;
    }

    public int Count(string path, string? method = null) => Requests.Count(r => r.Path.StartsWith(path, StringComparison.Ordinal) && (method is null || r.Method == method));

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        try
        {
            await web.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // Hung requests are part of the tests.
        }

        await web.DisposeAsync();
    }

    public static Func<HttpContext, Task> Status(int status, string body = "{\"error\":{\"code\":\"Injected\",\"message\":\"injected\"}}", string type = "application/json", string? retryAfter = null) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            await context.Response.WriteAsync(body);
        };

    public static Func<HttpContext, Task> Json(string body) => Status(200, body);

    /// <summary>Headers come, and then nothing.</summary>
    public static async Task HangAfterHeaders(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"value\":[");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Not even headers come.</summary>
    public static Task Hang(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    /// <summary>The connection breaks in the middle of the body.</summary>
    public static async Task Break(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{\"value\":[");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        Requests.Enqueue(new Seen(
            context.Request.Method, path, context.Request.QueryString.Value ?? "", context.Request.Headers.Authorization.ToString(), context.Request.Headers.Range.ToString()));
        if (NextFault(context.Request.Method, path) is { } fault)
        {
            await fault.Answer(context);
            return;
        }

        await (path switch
        {
            _ when path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal) => TokenAsync(context),
            Devices => ListAsync(context, DeviceRows),
            Apps => ListAsync(context, AppRows),
            _ when path.StartsWith(Devices + "/", StringComparison.Ordinal) => OneDeviceAsync(context, path[(Devices.Length + 1)..]),
            _ when path.StartsWith(Apps + "/", StringComparison.Ordinal) => AppDevicesAsync(context, path.Split('/')[^2]),
            _ when path.StartsWith(Jobs, StringComparison.Ordinal) => JobAsync(context),
            _ when path.StartsWith(Blob, StringComparison.Ordinal) => BlobAsync(context),
            _ => Status(404)(context),
        });
    }

    private Fault? NextFault(string method, string path)
    {
        lock (faults)
        {
            foreach (var fault in faults.Where(f => f.Left > 0 && path.StartsWith(f.Path, StringComparison.Ordinal) && (f.Method is null || f.Method == method)))
            {
                if (fault.Skip-- > 0)
                {
                    continue;
                }

                fault.Left--;
                return fault;
            }
        }

        return null;
    }

    private Task TokenAsync(HttpContext context)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new { tid = TokenTenant, roles = Roles });
        var token = $"{Base64Url.EncodeToString("{\"alg\":\"none\"}"u8)}.{Base64Url.EncodeToString(claims)}.{TokenSignature}";
        return Json(JsonSerializer.Serialize(new { token_type = "Bearer", expires_in = 3599, access_token = token }))(context);
    }

    private async Task ListAsync(HttpContext context, List<JsonObject> rows)
    {
        var skip = int.TryParse(context.Request.Query["$skiptoken"], out var at) ? at : 0;
        var page = new JsonObject { ["value"] = new JsonArray([.. rows.Skip(skip).Take(PageSize).Select(row => row.DeepClone())]) };
        if (skip == 0)
        {
            page["@odata.count"] = rows.Count;
        }

        if (skip + PageSize < rows.Count)
        {
            page["@odata.nextLink"] = $"{Url}{context.Request.Path}?$top=1000&$skiptoken={skip + PageSize}";
        }

        await Json(page.ToJsonString())(context);
    }

    private Task OneDeviceAsync(HttpContext context, string id) => DeviceRows.Exists(row => (string?)row["id"] == id)
        ? Json(DeviceRows.First(row => (string?)row["id"] == id).ToJsonString())(context)
        : Status(404, "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"gone\"}}")(context);

    private Task AppDevicesAsync(HttpContext context, string id) => AppDevices.TryGetValue(id, out var devices)
        ? Json(new JsonObject { ["value"] = new JsonArray([.. devices.Select(n => new JsonObject { ["id"] = DeviceId(n) })]) }.ToJsonString())(context)
        : Status(404, "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"gone\"}}")(context);

    private Task JobAsync(HttpContext context)
    {
        if (context.Request.Method == "POST")
        {
            return Status(201, JobJson($"AppInvRawData_{Interlocked.Increment(ref jobs)}", "notStarted"))(context);
        }

        var id = context.Request.Path.Value!.Split('/')[^1];
        var looks = Requests.Count(r => r.Method == "GET" && r.Path.EndsWith(id, StringComparison.Ordinal));
        return Json(looks > PollsBeforeDone ? JobJson(id, "completed", $"{Url}{Blob}{id}.zip?sv=1&sig={SasSignature}") : JobJson(id, "inProgress"))(context);
    }

    public static string JobJson(string id, string status, string? url = null) =>
        JsonSerializer.Serialize(new { id, status, url, reportName = "AppInvRawData", expirationDateTime = "0001-01-01T00:00:00Z" });

    private async Task BlobAsync(HttpContext context)
    {
        var content = Encoding.UTF8.GetBytes(Csv);
        context.Response.Headers.ETag = "\"v1\"";
        context.Response.ContentType = "application/octet-stream";
        var from = 0;
        if (context.Request.Headers.Range.ToString() is { Length: > 0 } range && context.Request.Headers.IfRange == "\"v1\"")
        {
            from = int.Parse(range.AsSpan()[6..^1], CultureInfo.InvariantCulture);
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        context.Response.ContentLength = content.Length - from;
        await context.Response.Body.WriteAsync(content.AsMemory(from));
    }

    /// <summary>Storage sends the first bytes and breaks off.</summary>
    public async Task BreakBlobAfter(HttpContext context, int bytes, string etag)
    {
        context.Response.Headers.ETag = etag;
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(Csv);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Csv).AsMemory(0, bytes));
        await context.Response.Body.FlushAsync();

        // An abort at once would take the bytes along that are still on their way.
        await DownloadSeen.Task.WaitAsync(TimeSpan.FromSeconds(20));
        context.Abort();
    }

    internal sealed record Seen(string Method, string Path, string Query, string Authorization, string Range);

    private sealed record Fault(string Path, string? Method, Func<HttpContext, Task> Answer)
    {
        public int Left { get; set; }

        public int Skip { get; set; }
    }
}
