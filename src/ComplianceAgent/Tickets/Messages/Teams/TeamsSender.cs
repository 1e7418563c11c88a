using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Messages.Teams;

/// <summary>Posts texts to Teams through a Workflows webhook. Its address is a secret: no message of this class holds it, nor what was thrown by what had it.</summary>
internal sealed class TeamsSender(IOptions<TeamsOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock)
{
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    /// <summary>True when a webhook is set.</summary>
    public bool IsSet => options.Value.Url.Length > 0;

    /// <summary>Posts a text.</summary>
    /// <exception cref="TrackerException">It was not taken; with <see cref="TrackerFault.Uncertain"/> when it may have been all the same.</exception>
    public async Task SendAsync(NoticeText text, string language, CancellationToken cancellationToken)
    {
        var body = new OutgoingBody(Encoding.UTF8.GetBytes(TeamsCard.Write(text, language)), "application/json; charset=utf-8");
        var address = await AddressAsync(cancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(tickets.Value.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body.NewContent() };
        try
        {
            using var client = clients.CreateClient(OutgoingHttp.Client);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            Judge(response);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw OfConnection(failed, OutgoingBody.HasBegun(request));
        }
    }

    /// <summary>Whether the address can be had and used. A webhook has no way to be tried without posting, so nothing is asked of Teams.</summary>
    public async Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AddressAsync(cancellationToken);
            return [];
        }
        catch (TrackerException failed)
        {
            return [failed.Reason];
        }
    }

    private async Task<Uri> AddressAsync(CancellationToken cancellationToken)
    {
        try
        {
            var text = await secrets.ReadAsync(new SecretReference("Messages:Teams:Url", options.Value.Url), cancellationToken);
            return TeamsRules.Address(text) ?? throw new TrackerException(TrackerFault.Refused, Reason.Of("teams-address-unusable"));
        }
        catch (SecretException secret)
        {
            throw new TrackerException(secret.MayPass ? TrackerFault.Unreachable : TrackerFault.Unauthorized, secret.Reason);
        }
    }

    private void Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var (fault, code) = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => (TrackerFault.Throttled, "teams-asks-to-wait"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (TrackerFault.Unauthorized, "teams-refuses-address"),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => (TrackerFault.Uncertain, "teams-server-error"),
            _ => (TrackerFault.Refused, "teams-refuses"),
        };
        throw new TrackerException(fault, Reason.Of(code, ("status", status.ToString(CultureInfo.InvariantCulture))), fault == TrackerFault.Throttled ? RetryAfter(response) : null);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - clock.GetUtcNow() : null;
        return wait is { } asked ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, MaxRetryAfter.Ticks)) : null;
    }

    private static TrackerException OfConnection(Exception failed, bool hasBegun)
    {
        for (var cause = failed; cause is not null; cause = cause.InnerException)
        {
            if (cause is OutgoingRefusedException)
            {
                return new TrackerException(TrackerFault.Refused, Reason.Of("teams-address-unusable"));
            }
        }

        var layer = (failed as HttpRequestException)?.HttpRequestError switch { HttpRequestError.NameResolutionError => "DNS", HttpRequestError.SecureConnectionError => "TLS", _ => failed.GetBaseException() is SocketException ? "TCP" : "HTTP" };
        return hasBegun
            ? new TrackerException(TrackerFault.Uncertain, Reason.Of("teams-reply-lost"))
            : new TrackerException(TrackerFault.Unreachable, Reason.Of("teams-not-reached", ("layer", layer)));
    }
}
