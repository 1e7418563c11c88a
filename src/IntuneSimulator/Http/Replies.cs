using System.Globalization;
using System.Text;
using System.Text.Json;
using IntuneSimulator.Faults;

namespace IntuneSimulator.Http;

/// <summary>Writes answers, the broken ones included.</summary>
internal static class Replies
{
    /// <summary>Set on a request whose JSON answer is to be spoiled.</summary>
    public const string BodyFault = "simulator-body-fault";

    private const string Html = "<!DOCTYPE html><html><head><title>Our services aren't available right now</title></head><body><h1>Please sign in to the network</h1></body></html>";

    public static async Task WriteJsonAsync(HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
        http.Response.Headers["request-id"] = "5f0c7a1e-0000-4000-8000-000000000001";
        switch (http.Items[BodyFault])
        {
            case SimulatorFault.TruncatedJson:
                json = json[..(json.Length / 2)];
                break;
            case SimulatorFault.MalformedJson:
                json = "{\"value\":[{\"id\":\"x\",,}]"u8.ToArray();
                break;
            case SimulatorFault.EmptyBody:
                json = ReadOnlyMemory<byte>.Empty;
                break;
            case SimulatorFault.HangAfterHeaders:
                await WriteHalfAsync(http, json);
                await HangAsync(http);
                return;
            case SimulatorFault.ResetMidBody:
                await WriteHalfAsync(http, json);
                await LetArriveAsync();
                http.Abort();
                return;
            default:
                break;
        }

        http.Response.ContentLength = json.Length;
        await http.Response.Body.WriteAsync(json, http.RequestAborted);
    }

    public static Task WriteErrorAsync(HttpContext http, int status, string code, string message) => WriteJsonAsync(http, status, Error(code, message));

    /// <summary>Intune puts JSON inside the message of its errors.</summary>
    public static Task WriteIntuneErrorAsync(HttpContext http, int status, string code, string message) =>
        WriteErrorAsync(http, status, code, $"{{\r\n  \"_version\": 3,\r\n  \"Message\": {JsonSerializer.Serialize(message + " - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: 44be9ec1-489e-4282-8c72-a77f5b14b0cb - Url: https://fef.example/DeviceFE")},\r\n  \"CustomApiErrorPhrase\": \"\",\r\n  \"RetryAfter\": null,\r\n  \"ErrorSourceService\": \"\",\r\n  \"HttpHeaders\": \"{{}}\"\r\n}}");

    public static async Task WriteHtmlAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(Html, http.RequestAborted);
    }

    public static async Task WriteTextAsync(HttpContext http, int status, string type, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    /// <summary>A reset throws away what the other side has not read yet, so what was sent gets a moment to be read.</summary>
    public static Task LetArriveAsync() => Task.Delay(TimeSpan.FromMilliseconds(100));

    /// <summary>Stays silent until the client or the simulator gives up.</summary>
    public static async Task HangAsync(HttpContext http)
    {
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }

    public static string Rfc3339(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static byte[] Error(string code, string message) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["error"] = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["code"] = code,
            ["message"] = message,
            ["innerError"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["date"] = "2026-11-20T17:07:09",
                ["request-id"] = "44be9ec1-489e-4282-8c72-a77f5b14b0cb",
                ["client-request-id"] = "44be9ec1-489e-4282-8c72-a77f5b14b0cb",
            },
        },
    });

    private static async Task WriteHalfAsync(HttpContext http, ReadOnlyMemory<byte> json)
    {
        http.Response.ContentLength = json.Length;
        await http.Response.Body.WriteAsync(json[..(json.Length / 2)], http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
