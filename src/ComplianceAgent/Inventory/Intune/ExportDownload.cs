using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>How a download ended.</summary>
internal enum DownloadEnd
{
    /// <summary>Whole, as long as announced.</summary>
    Whole,

    /// <summary>The address is no longer good: a new job gives a new one.</summary>
    Expired,

    /// <summary>The file kept breaking off, or is no file: a new job may give a better one.</summary>
    Broken,

    /// <summary>Not allowed, too large, or not to be reached: a new job would end the same.</summary>
    Unreachable,
}

/// <summary>How a download ended, and why.</summary>
internal sealed record DownloadResult(DownloadEnd End, Reason Reason);

/// <summary>
/// Fetches an exported file from storage. The address carries its own credential, so it is fetched by a bare client, never printed,
/// and only from hosts of the allow-list. A broken download goes on where it stopped, if the file behind the address is still the same.
/// </summary>
internal sealed class ExportDownload(HttpClient http, GraphEndpoints endpoints, GraphOptions options, TimeProvider clock)
{
    private long? total;
    private EntityTagHeaderValue? version;

    private long MaxBytes => options.MaxDownloadMegabytes * 1024L * 1024;

    /// <summary>Fetches into an empty file; on success the file stands at its start.</summary>
    public async Task<DownloadResult> FetchAsync(Uri url, FileStream file, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        if (!endpoints.AllowsDownload(url))
        {
            return new DownloadResult(DownloadEnd.Unreachable, Reason.Of("export-host-refused"));
        }

        Attempt last = new(null, false, Reason.Of("export-download-broken"), null);
        for (var attempt = 0; attempt < options.DownloadTries; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(RetryRules.Delay(attempt - 1, last.Wait, options, Random.Shared.NextDouble()), clock, cancellationToken);
            }

            last = await TryAsync(url, file, progress, cancellationToken);
            if (last.End is { } end)
            {
                file.Position = 0;
                return new DownloadResult(end, last.Reason);
            }
        }

        return new DownloadResult(last.Answered || file.Length > 0 ? DownloadEnd.Broken : DownloadEnd.Unreachable, last.Reason);
    }

    private async Task<Attempt> TryAsync(Uri url, FileStream file, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var answered = false;
        try
        {
            using var request = Request(url, file.Length);
            using var response = await SendAsync(request, cancellationToken);
            answered = true;
            return Judge(response, file.Length) ?? await CopyAsync(response, file, progress, cancellationToken);
        }
        catch (Exception e) when (RetryRules.IsConnectionFault(e) && !cancellationToken.IsCancellationRequested)
        {
            return new Attempt(null, false, answered ? Reason.Of("export-download-broken") : Reason.Of("export-storage-unreachable", ("layer", GraphFault.Layer(e))), null);
        }
    }

    private HttpRequestMessage Request(Uri url, long have)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0 && version is { IsWeak: false } tag)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.AttemptTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("No answer in time.", e);
        }
    }

    /// <summary>Null when the body is to be taken.</summary>
    private Attempt? Judge(HttpResponseMessage response, long have)
    {
        var status = (int)response.StatusCode;
        var reason = Reason.Of("export-download-status", ("status", status.ToString(CultureInfo.InvariantCulture)));
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK when IsPage(response):
                return new Attempt(null, true, Reason.Of("export-download-not-a-file"), null);
            case HttpStatusCode.OK:
                return null;
            case HttpStatusCode.PartialContent when Continues(response, have):
                return null;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                // The parts do not fit: forget what came before and start over.
                version = null;
                total = null;
                return new Attempt(null, true, reason, null);
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return new Attempt(DownloadEnd.Expired, true, Reason.Of("export-url-expired", ("status", status.ToString(CultureInfo.InvariantCulture))), null);
            default:
                return RetryRules.IsTransient(response.StatusCode)
                    ? new Attempt(null, true, reason, RetryRules.RetryAfter(response, clock.GetUtcNow()))
                    : new Attempt(DownloadEnd.Unreachable, true, reason, null);
        }
    }

    private static bool IsPage(HttpResponseMessage response) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, "text/html", StringComparison.OrdinalIgnoreCase);

    private bool Continues(HttpResponseMessage response, long have) =>
        have > 0 && version is not null && response.Content.Headers.ContentRange is { HasRange: true } range && range.From == have
        && (range.Length is null || total is null || range.Length == total) && (response.Headers.ETag is null || response.Headers.ETag.Equals(version));

    private async Task<Attempt> CopyAsync(HttpResponseMessage response, FileStream file, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            file.SetLength(0);
            total = response.Content.Headers.ContentLength;
            version = response.Headers.ETag;
        }

        file.Position = file.Length;
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 16];
        while (file.Position <= MaxBytes && !(total > MaxBytes))
        {
            var read = await IdleReads.ReadAsync(body, buffer, options.IdleTimeout, clock, cancellationToken);
            if (read == 0)
            {
                return Finish(file);
            }

            if (await WriteAsync(file, buffer.AsMemory(0, read), cancellationToken) is { } full)
            {
                return full;
            }

            progress.Report(new InventoryProgress("export download, bytes", file.Position, total));
        }

        return new Attempt(DownloadEnd.Unreachable, true, Reason.Of("export-too-large", ("megabytes", options.MaxDownloadMegabytes.ToString(CultureInfo.InvariantCulture))), null);
    }

    // A disk that is full is no fault of the network: trying again would not help, the other route needs no disk.
    private static async Task<Attempt?> WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
            return null;
        }
        catch (Exception refused) when (Hosting.FileSizeLimit.IsRefusedWrite(refused))
        {
            return new Attempt(DownloadEnd.Unreachable, true, Reason.Of("export-disk-failed"), null);
        }
    }

    private Attempt Finish(FileStream file) =>
        total is { } length && length != file.Length
            ? new Attempt(null, true, Reason.Of("export-download-broken"), null)
            : new Attempt(DownloadEnd.Whole, true, Reason.Of("export-downloaded"), null);

    /// <summary>One try.</summary>
    /// <param name="End">How it ended for good; null when another try is worth it.</param>
    /// <param name="Answered">Storage answered.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Wait">What it asks to wait.</param>
    private sealed record Attempt(DownloadEnd? End, bool Answered, Reason Reason, TimeSpan? Wait);
}
