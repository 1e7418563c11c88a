using System.Globalization;
using IntuneSimulator.Faults;

namespace IntuneSimulator.Http;

/// <summary>
/// Serves the zips as Azure Blob does: the signature in the url is the credential, ranges and ETags work, and a bearer token is refused,
/// because it should never have been sent here.
/// </summary>
internal sealed class BlobEndpoint(ExportJobs jobs, FaultSet faults, Addresses addresses)
{
    public async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var job = jobs.Find(Path.GetFileNameWithoutExtension(path));
        if (http.Request.Headers.ContainsKey("Authorization"))
        {
            await ErrorAsync(http, 400, "InvalidAuthenticationInfo");
        }
        else if (job is null || !job.Build.IsCompletedSuccessfully)
        {
            await ErrorAsync(http, 404, "BlobNotFound");
        }
        else if (http.Request.Query["sig"] != job.Signature)
        {
            await ErrorAsync(http, 403, "AuthenticationFailed");
        }
        else if (!await TryFaultAsync(http, job, path))
        {
            await SendAsync(http, job, null);
        }
    }

    private async Task<bool> TryFaultAsync(HttpContext http, ExportJob job, string path)
    {
        var rule = faults.Take(FaultStage.Download, http.Request.Method, path, r => r.Report.Length == 0 || r.Report == job.Report.ReportName);
        switch (rule?.Fault)
        {
            case null:
                return false;
            case SimulatorFault.UrlExpired:
                await ErrorAsync(http, 403, "AuthenticationFailed");
                return true;
            case SimulatorFault.UrlGone:
                await ErrorAsync(http, 404, "BlobNotFound");
                return true;
            case SimulatorFault.DownloadUnavailable:
                await ErrorAsync(http, 503, "ServerBusy");
                return true;
            case SimulatorFault.DownloadHtml:
                await Replies.WriteHtmlAsync(http, 200);
                return true;
            case SimulatorFault.DownloadRedirect:
                http.Response.StatusCode = 302;
                http.Response.Headers.Location = addresses.CanaryByName + path + http.Request.QueryString;
                return true;
            default:
                await SendAsync(http, job, rule.Fault);
                return true;
        }
    }

    private static async Task SendAsync(HttpContext http, ExportJob job, SimulatorFault? fault)
    {
        job.RangesRefused |= fault == SimulatorFault.DownloadBreaksNoRange;
        await using var file = new FileStream(job.FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous);
        var (from, to, partial) = RangeOf(http.Request, job, file.Length);
        if (partial && from >= file.Length)
        {
            http.Response.Headers.ContentRange = $"bytes */{file.Length}";
            await ErrorAsync(http, 416, "InvalidRange");
            return;
        }

        SetHeaders(http.Response, job, file.Length, from, to, partial);
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        file.Position = from;
        var breaks = fault is SimulatorFault.DownloadBreaks or SimulatorFault.DownloadBreaksNoRange or SimulatorFault.DownloadChanges or SimulatorFault.DownloadHangs;
        await CopyAsync(file, http, breaks ? (to - from + 1) / 2 : to - from + 1);
        await BreakOffAsync(http, job, fault);
    }

    private static async Task BreakOffAsync(HttpContext http, ExportJob job, SimulatorFault? fault)
    {
        if (fault is not null)
        {
            await Replies.LetArriveAsync();
        }

        switch (fault)
        {
            case SimulatorFault.DownloadHangs:
                await Replies.HangAsync(http);
                break;
            case SimulatorFault.DownloadChanges:
                job.Edition++;
                http.Abort();
                break;
            case SimulatorFault.DownloadBreaks or SimulatorFault.DownloadBreaksNoRange:
                http.Abort();
                break;
            default:
                break;
        }
    }

    private static void SetHeaders(HttpResponse response, ExportJob job, long length, long from, long to, bool partial)
    {
        response.StatusCode = partial ? 206 : 200;
        response.ContentType = "application/octet-stream";
        response.ContentLength = to - from + 1;
        response.Headers.ETag = job.ETag;
        response.Headers.AcceptRanges = job.RangesRefused ? "none" : "bytes";
        if (partial)
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{length}");
        }
    }

    /// <summary>One range, as resuming clients ask for; an If-Range that no longer fits gets the whole.</summary>
    private static (long From, long To, bool Partial) RangeOf(HttpRequest request, ExportJob job, long length)
    {
        var range = request.GetTypedHeaders().Range?.Ranges;
        var ifRange = request.Headers.IfRange.FirstOrDefault();
        if (job.RangesRefused || range is not { Count: 1 } || (ifRange is not null && ifRange != job.ETag))
        {
            return (0, length - 1, false);
        }

        var only = range.First();
        var from = only.From ?? Math.Max(0, length - (only.To ?? 0));
        return (from, only.From is null ? length - 1 : Math.Min(only.To ?? length - 1, length - 1), true);
    }

    private static async Task CopyAsync(FileStream file, HttpContext http, long count)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), http.RequestAborted);
            if (read == 0)
            {
                return;
            }

            await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
            count -= read;
        }

        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static Task ErrorAsync(HttpContext http, int status, string code) =>
        Replies.WriteTextAsync(http, status, "application/xml", $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>");
}
