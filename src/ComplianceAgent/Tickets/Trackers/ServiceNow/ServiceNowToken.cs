using System.Net;
using System.Text;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.ServiceNow;

/// <summary>Access tokens for client credentials, kept until shortly before they end.</summary>
internal sealed class ServiceNowToken(
    ServiceNowOptions options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private static readonly string[] Words = ["invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "access_denied", "server_error"];

    private readonly TrackerHttp http = new(Target(options), clients, tickets, clock);
    private readonly SecretReference secret = new(ServiceNowOptions.Section + ":ClientSecret", options.ClientSecret);
    private Held? held;

    /// <summary>The token at hand, which a request may be refused with; null when there is none.</summary>
    public object? Current => Volatile.Read(ref held);

    /// <summary>A token that is good for a while.</summary>
    /// <exception cref="TrackerException">There is none to be had; nothing was done.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref held) is { } known && known.Until > clock.GetUtcNow())
        {
            return known.Token;
        }

        var fresh = await AskAsync(cancellationToken);
        Volatile.Write(ref held, fresh);
        return fresh.Token;
    }

    /// <summary>Lets go of a token that was refused before its time.</summary>
    public void Forget(object refused) => Interlocked.CompareExchange(ref held, null, (Held)refused);

    private static TrackerTarget Target(ServiceNowOptions options) => new()
    {
        Name = ServiceNowConnection.Name,
        Section = ServiceNowOptions.Section,
        Address = new Uri(options.Url),
        Authorize = (_, _) => ValueTask.CompletedTask,

        // Only words of the standard: what else stands there may hold what was sent.
        ErrorText = json => Words.FirstOrDefault(word => word == json.RawText("error")) ?? "",
        RefusesCredential = reply => reply.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest,
    };

    private async Task<Held> AskAsync(CancellationToken cancellationToken)
    {
        var askedAt = clock.GetUtcNow();
        var form = $"grant_type=client_credentials&client_id={Uri.EscapeDataString(options.ClientId)}&client_secret={Uri.EscapeDataString(await secrets.ReadAsync(secret, cancellationToken))}";
        TrackerReply reply;
        try
        {
            reply = await http.SendBodyAsync(HttpMethod.Post, "oauth_token.do", new OutgoingBody(Encoding.ASCII.GetBytes(form), "application/x-www-form-urlencoded"), cancellationToken);
        }
        catch (TrackerException failed) when (failed.Fault == TrackerFault.Uncertain)
        {
            // A token more or less does no harm: nothing was done to a ticket.
            throw new TrackerException(TrackerFault.Unreachable, failed.Reason, failed.RetryAfter, failed);
        }

        var token = reply.Json.RawText("access_token");
        if (token.Length == 0 || token.Any(c => !char.IsAscii(c) || char.IsControl(c) || c == ' '))
        {
            throw new TrackerException(TrackerFault.Unauthorized, Reason.Of("servicenow-token-unusable", ("setting", ServiceNowOptions.Section + ":ClientId")));
        }

        var lasts = TimeSpan.FromSeconds(Math.Clamp(reply.Json.Number("expires_in") ?? 0, 0, 86_400));
        return new Held(token, askedAt + (lasts > Margin * 2 ? lasts - Margin : lasts / 2));
    }

    private sealed record Held(string Token, DateTimeOffset Until);
}
