using System.Globalization;
using System.Net;
using System.Security.Authentication;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>Tells a failure by what may have happened: nothing, perhaps something, or a refusal.</summary>
/// <param name="target">The tracker.</param>
internal sealed class TrackerFaults(TrackerTarget target)
{
    private const int MaxText = 300;

    /// <summary>A tracker that asks for more is asked again all the same.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    /// <summary>True for failures of a moment, which a second look may not meet.</summary>
    public static bool IsWorthAnotherTry(TrackerException failed) =>
        failed.Fault == TrackerFault.Unreachable && failed.Reason.Code is "tracker-server-error" or "tracker-connection-broken" or "tracker-not-reached";

    /// <summary>No connection, or one that broke or went silent.</summary>
    public TrackerException OfConnection(Exception failure, HttpRequestMessage request, bool isTimeOut)
    {
        if (Inner<OutgoingRefusedException>(failure) is { } refused)
        {
            return new(TrackerFault.Refused, refused.Reason, inner: failure);
        }

        var layer = OutgoingBody.HasBegun(request) ? null : Layer(failure);
        var isSafe = request.Method == HttpMethod.Get || layer is not null || (request.Content is not null && !OutgoingBody.HasBegun(request));
        var fault = isSafe ? TrackerFault.Unreachable : TrackerFault.Uncertain;
        return layer is not null
            ? new(fault, Reason.Of("tracker-not-reached", ("tracker", target.Name), ("address", target.Address.GetLeftPart(UriPartial.Authority)), ("layer", layer), ("why", Why(failure))), inner: failure)
            : new(fault, Reason.Of(isTimeOut ? "tracker-time-out" : "tracker-connection-broken", ("tracker", target.Name)), inner: failure);
    }

    /// <summary>A redirect: none is followed.</summary>
    public TrackerException OfRedirect(HttpStatusCode status) =>
        new(TrackerFault.Refused, Reason.Of("tracker-redirects", ("tracker", target.Name), ("status", Number(status)), ("setting", target.Section + ":Url")));

    /// <summary>A page, or anything else that is no JSON.</summary>
    public TrackerException OfNoJson(HttpStatusCode status, HttpRequestMessage request) =>
        new(Perhaps(request), Reason.Of("tracker-reply-not-json", ("tracker", target.Name), ("status", Number(status)), ("setting", target.Section + ":Url")));

    /// <summary>A body that has no end in sight.</summary>
    public TrackerException OfTooLarge(HttpRequestMessage request) => new(Perhaps(request), Reason.Of("tracker-reply-too-large", ("tracker", target.Name)));

    /// <summary>A status that is no success.</summary>
    public TrackerException OfStatus(TrackerReply reply, HttpRequestMessage request, bool isJson, TimeSpan? retryAfter)
    {
        if (target.RefusesCredential(reply))
        {
            return new(TrackerFault.Unauthorized, Said("tracker-refuses-credential", reply));
        }

        if (reply.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            return new(TrackerFault.Throttled, Said("tracker-asks-to-wait", reply), retryAfter > MaxRetryAfter ? MaxRetryAfter : retryAfter);
        }

        if ((int)reply.Status >= 500 || reply.Status == HttpStatusCode.RequestTimeout)
        {
            return new(Perhaps(request), Said("tracker-server-error", reply));
        }

        return reply.Status == HttpStatusCode.NotFound && (!isJson || target.ErrorText(reply.Json).Length == 0)
            ? new(TrackerFault.Refused, Reason.Of("tracker-nothing-there", ("tracker", target.Name), ("setting", target.Section + ":Url")))
            : Of(TrackerFault.Refused, reply);
    }

    /// <summary>A refusal, with the tracker's own words.</summary>
    public TrackerException Of(TrackerFault fault, TrackerReply reply) => new(fault, Said("tracker-refuses", reply));

    private static TrackerFault Perhaps(HttpRequestMessage request) => request.Method == HttpMethod.Get ? TrackerFault.Unreachable : TrackerFault.Uncertain;

    private static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    private static T? Inner<T>(Exception? failure)
        where T : Exception => failure is null ? null : failure as T ?? Inner<T>(failure.InnerException);

    private static string? Layer(Exception failure) => (failure as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "DNS",
        HttpRequestError.SecureConnectionError => "TLS",
        HttpRequestError.ProxyTunnelError => "proxy",
        HttpRequestError.ConnectionError => "TCP",
        _ => failure is OperationCanceledException { InnerException: TimeoutException } ? "TCP or TLS" : null,
    };

    private static string Why(Exception failure) => ForeignText.Clean((Inner<AuthenticationException>(failure) ?? failure.GetBaseException()).Message);

    private Reason Said(string code, TrackerReply reply) =>
        Reason.Of(code, ("tracker", target.Name), ("status", Number(reply.Status)), ("text", Text(reply)), ("setting", target.Section));

    private string Text(TrackerReply reply)
    {
        var text = ForeignText.Clean(target.ErrorText(reply.Json));
        text = text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 2]) ? MaxText - 2 : MaxText - 1)] + ForeignText.CutMark;
        return text.Length > 0 ? text : "no explanation";
    }
}
