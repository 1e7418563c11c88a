using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.Webhook;

/// <summary>
/// Posts signed events to a receiver of the customer's own. Nothing is read back: a ticket's id is its key, and an event that may have been lost
/// is sent again under the same id.
/// </summary>
internal sealed class WebhookTracker(
    IOptions<WebhookOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock) : ITracker
{
    private const string ContentType = "application/cloudevents+json; charset=utf-8";

    private readonly TrackerHttp http = new(Target(options.Value), clients, tickets, clock);

    /// <inheritdoc/>
    public TrackerTraits Traits { get; } = new("webhook", IsReadable: false, Settles: TimeSpan.Zero);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await KeysAsync(cancellationToken);

            // Whatever it answers to this, it was reached; an event would be taken for one.
            await http.SendAsync(HttpMethod.Options, "", null, cancellationToken, null, [.. Enum.GetValues<HttpStatusCode>().Where(status => (int)status is >= 400 and < 500)]);
            return [];
        }
        catch (TrackerException failed) when (failed.Reason.Code == "tracker-refuses-credential")
        {
            return [];
        }
        catch (TrackerException failed)
        {
            return [failed.Reason];
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RemoteTicket>> FindAsync(string key, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RemoteTicket>>([]);

    /// <inheritdoc/>
    public Task<RemoteTicket?> ReadAsync(string id, CancellationToken cancellationToken) => Task.FromResult<RemoteTicket?>(null);

    /// <inheritdoc/>
    public IAsyncEnumerable<RemoteTicket> ChangedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => AsyncEnumerable.Empty<RemoteTicket>();

    /// <inheritdoc/>
    public async Task<RemoteTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        await SendAsync(WebhookEvent.Opened(draft, options.Value.Source, clock.GetUtcNow()), cancellationToken);
        return new RemoteTicket { Id = TrackerText.Checked(draft.Key), Key = draft.Key, Queue = draft.Queue };
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> ApplyAsync(string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        await SendAsync(WebhookEvent.Changed(TrackerText.Checked(id), edit, options.Value.Source, clock.GetUtcNow()), cancellationToken);
        return new RemoteTicket { Id = id, Key = id, Queue = edit.Draft?.Queue ?? "", IsClosed = edit.Move is TicketMove.Close or TicketMove.CloseAsDouble };
    }

    private static TrackerTarget Target(WebhookOptions options) => new()
    {
        Name = "The webhook's receiver",
        Section = WebhookOptions.Section,
        Address = new Uri(options.Url),
        Authorize = (_, _) => ValueTask.CompletedTask,
        ErrorText = json => json.Text("message") is { Length: > 0 } message ? message : json.Text("error"),
        AnswersJson = false,
    };

    private async Task SendAsync(JsonObject happening, CancellationToken cancellationToken)
    {
        var keys = await KeysAsync(cancellationToken);
        var body = Encoding.UTF8.GetBytes(happening.ToJsonString());
        var (id, timestamp) = (happening.Text("id"), clock.GetUtcNow().ToUnixTimeSeconds());
        await http.SendBodyAsync(HttpMethod.Post, "", new OutgoingBody(body, ContentType), cancellationToken, request =>
        {
            request.Headers.Add(WebhookSignature.IdHeader, id);
            request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookSignature.SignatureHeader, string.Join(' ', keys.Select(key => WebhookSignature.Sign(key, id, timestamp, body))));
        });
    }

    private async Task<IReadOnlyList<byte[]>> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = new List<byte[]>();
        foreach (var secret in options.Value.Secrets())
        {
            try
            {
                keys.Add(WebhookSignature.Key(await secrets.ReadAsync(secret, cancellationToken))
                    ?? throw new SecretException(Reason.Of("webhook-secret-short", ("setting", secret.Setting))));
            }
            catch (SecretException missing)
            {
                throw new TrackerException(missing.MayPass ? TrackerFault.Unreachable : TrackerFault.Unauthorized, missing.Reason);
            }
        }

        return keys;
    }
}
