using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>
/// One tracker's requests: beneath the configured address only, bounded in time and size, never redirected, and every failure told as a
/// <see cref="TrackerException"/> by what may have happened. Reading is tried three times; what changes something, once.
/// </summary>
/// <param name="target">The tracker.</param>
/// <param name="clients">Makes the client.</param>
/// <param name="options">Time-out.</param>
/// <param name="clock">Clock.</param>
internal sealed class TrackerHttp(TrackerTarget target, IHttpClientFactory clients, IOptions<TicketOptions> options, TimeProvider clock)
{
    /// <summary>Most pages of one list: a tracker that never comes to its end is not followed for ever.</summary>
    internal const int MaxPages = 1000;

    /// <summary>Largest body that is read.</summary>
    internal const int MaxBody = 8 * 1024 * 1024;

    private const int MinSecret = 8;

    private readonly ResiliencePipeline<TrackerReply> reading = Reading(clock);
    private readonly TrackerFaults faults = new(target);

    /// <summary>The tracker.</summary>
    public TrackerTarget Target => target;

    /// <summary>Sends a request and reads its reply whole.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path and query beneath the tracker's address, already escaped; empty for the address itself.</param>
    /// <param name="body">JSON to send; null for none.</param>
    /// <param name="cancellationToken">Cancels; a time-out is told as a <see cref="TrackerException"/> instead.</param>
    /// <param name="adjust">Adds headers.</param>
    /// <param name="handedBack">Statuses other than success that the caller judges itself, such as 404 for a ticket; each other one throws.</param>
    /// <exception cref="TrackerException">It failed.</exception>
    public Task<TrackerReply> SendAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken, Action<HttpRequestMessage>? adjust = null, params HttpStatusCode[] handedBack) =>
        SendBodyAsync(method, path, body is null ? null : new OutgoingBody(body), cancellationToken, adjust, handedBack);

    /// <summary>Asks without changing anything.</summary>
    /// <exception cref="TrackerException">It failed.</exception>
    public Task<TrackerReply> GetAsync(string path, CancellationToken cancellationToken, params HttpStatusCode[] handedBack) =>
        SendBodyAsync(HttpMethod.Get, path, null, cancellationToken, null, handedBack);

    /// <summary>Sends a body that is ready.</summary>
    /// <exception cref="TrackerException">It failed.</exception>
    public async Task<TrackerReply> SendBodyAsync(
        HttpMethod method, string path, OutgoingBody? body, CancellationToken cancellationToken, Action<HttpRequestMessage>? adjust = null, params HttpStatusCode[] handedBack)
    {
        ArgumentNullException.ThrowIfNull(method);
        var address = Beneath(path);
        return method == HttpMethod.Get
            ? await reading.ExecuteAsync(async token => await TryAsync(method, address, body, adjust, handedBack, token), cancellationToken)
            : await TryAsync(method, address, body, adjust, handedBack, cancellationToken);
    }

    /// <summary>What a handed-back reply means, as an exception to throw.</summary>
    public TrackerException Fault(TrackerFault fault, TrackerReply reply) => faults.Of(fault, reply);

    /// <summary>Refuses to turn another page of a list without end.</summary>
    /// <param name="page">The page to ask for, from 1.</param>
    /// <exception cref="TrackerException">There were enough.</exception>
    public void RefuseEndless(int page)
    {
        if (page > MaxPages)
        {
            throw new TrackerException(TrackerFault.Unreachable, Reason.Of("tracker-list-endless", ("tracker", target.Name)));
        }
    }

    private static ResiliencePipeline<TrackerReply> Reading(TimeProvider clock) => new ResiliencePipelineBuilder<TrackerReply> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<TrackerReply>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(250),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is TrackerException failed && TrackerFaults.IsWorthAnotherTry(failed)),
        })
        .Build();

    private async Task<TrackerReply> TryAsync(
        HttpMethod method, Uri address, OutgoingBody? body, Action<HttpRequestMessage>? adjust, HttpStatusCode[] handedBack, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body?.NewContent() };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("ComplianceAgent");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await target.Authorize(request, either.Token);
            adjust?.Invoke(request);
            using var response = await clients.CreateClient(OutgoingHttp.Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await ReadAsync(request, response, handedBack, either.Token);
        }
        catch (SecretException secret)
        {
            throw new TrackerException(secret.MayPass ? TrackerFault.Unreachable : TrackerFault.Unauthorized, secret.Reason);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw faults.OfConnection(failure, request, patience.IsCancellationRequested);
        }
    }

    private async Task<TrackerReply> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, HttpStatusCode[] handedBack, CancellationToken cancellationToken)
    {
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            throw faults.OfRedirect(response.StatusCode);
        }

        var body = await ReadBodyAsync(response, request, cancellationToken);
        BlotOut(request, body.Span);
        var isJson = TryParse(body, out var json) || !target.AnswersJson;
        var reply = new TrackerReply(response.StatusCode, json, HeadersOf(response));
        if (!isJson && (response.IsSuccessStatusCode || handedBack.Contains(response.StatusCode)))
        {
            throw faults.OfNoJson(response.StatusCode, request);
        }

        return response.IsSuccessStatusCode || (handedBack.Contains(response.StatusCode) && !target.RefusesCredential(reply))
            ? reply
            : throw faults.OfStatus(reply, request, isJson, RetryRules.RetryAfter(response, clock.GetUtcNow()));
    }

    private async Task<Memory<byte>> ReadBodyAsync(HttpResponseMessage response, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[Math.Clamp(response.Content.Headers.ContentLength ?? 0, 0, MaxBody) + 1024];
        var length = 0;
        while (await stream.ReadAsync(body.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > MaxBody)
            {
                throw faults.OfTooLarge(request);
            }

            if (length == body.Length)
            {
                Array.Resize(ref body, Math.Min(length * 2, MaxBody + 1024));
            }
        }

        return body.AsMemory(0, length);
    }

    /// <summary>Whatever of our credential comes back in a reply goes no further.</summary>
    private static void BlotOut(HttpRequestMessage request, Span<byte> body)
    {
        var secrets = request.Headers.NonValidated.Where(header => header.Key.EndsWith("-Key", StringComparison.OrdinalIgnoreCase)).Select(header => header.Value.ToString())
            .Append(request.Headers.Authorization?.Parameter ?? "");
        foreach (var secret in secrets.Where(secret => secret.Length >= MinSecret).Select(Encoding.UTF8.GetBytes))
        {
            for (var rest = body; rest.IndexOf(secret) is >= 0 and var at; rest = rest[(at + secret.Length)..])
            {
                rest.Slice(at, secret.Length).Fill((byte)'*');
            }
        }
    }

    private static bool TryParse(Memory<byte> body, out JsonNode? json)
    {
        json = null;
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return true;
        }

        JsonMending.Mend(body.Span);
        try
        {
            json = JsonNode.Parse(body.Span, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) => response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
        .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(header => header.Key, header => header.First().Value.ToString(), StringComparer.OrdinalIgnoreCase);

    private Uri Beneath(string path)
    {
        if (path.Length == 0)
        {
            return target.Address;
        }

        var root = target.Address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/";
        var address = new Uri(root + path.TrimStart('/'));
        return address.AbsoluteUri.StartsWith(root, StringComparison.Ordinal)
            ? address
            : throw new TrackerException(TrackerFault.Refused, Reason.Of("tracker-path-outside", ("tracker", target.Name)));
    }
}
