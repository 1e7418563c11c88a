using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Azure.Identity;
using ComplianceAgent.Reasons;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Polly.CircuitBreaker;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>What sort of fault a question to Graph ended in, tries included.</summary>
internal enum GraphFaultKind
{
    /// <summary>A permission is missing (403).</summary>
    Forbidden,

    /// <summary>The token was refused (401).</summary>
    Unauthorized,

    /// <summary>There is no such thing (404, said by Graph itself).</summary>
    NotFound,

    /// <summary>The question was refused (400 and other 4xx).</summary>
    Refused,

    /// <summary>Throttled to the end (429).</summary>
    Throttled,

    /// <summary>Server error to the end (5xx).</summary>
    Server,

    /// <summary>Connection failed, broke off or went silent.</summary>
    Network,

    /// <summary>The reply is not what Graph would give.</summary>
    Reply,

    /// <summary>A link that leaves Graph, or comes round again.</summary>
    Link,

    /// <summary>No token could be had.</summary>
    SignIn,
}

/// <summary>A question that got no usable answer, and why.</summary>
internal sealed record GraphFault(GraphFaultKind Kind, Reason Reason)
{
    /// <summary>Turns an exception of the SDK, the pipeline or the sign-in into a fault; null for one that is a mistake of ours.</summary>
    public static GraphFault? Tell(Exception exception, string what, string tenant) => exception switch
    {
        ApiException e => FromStatus(e, what),
        AuthenticationFailedException or Azure.RequestFailedException => new(GraphFaultKind.SignIn, SignInFaults.Tell(tenant, exception)),
        ForeignAddressException => new(GraphFaultKind.Link, Reason.Of("graph-address-refused", ("what", what))),
        GraphReplyException e => FromReply(e, what),
        BrokenCircuitException => new(GraphFaultKind.Server, Reason.Of("graph-circuit-open", ("what", what))),
        JsonException or FormatException or InvalidCastException or InvalidOperationException =>
            new(GraphFaultKind.Reply, Reason.Of("graph-reply-malformed", ("what", what), ("status", "200"))),
        OperationCanceledException => Broken(exception, what),
        _ when RetryRules.IsConnectionFault(exception) => Broken(exception, what),
        _ => null,
    };

    private static GraphFault FromStatus(ApiException exception, string what)
    {
        var (kind, code) = exception.ResponseStatusCode switch
        {
            403 => (GraphFaultKind.Forbidden, "graph-forbidden"),
            401 => (GraphFaultKind.Unauthorized, "graph-unauthorized"),
            // A proxy's 404 is no proof that something does not exist: Graph's own has an error code.
            404 when ErrorCode(exception).Length > 0 => (GraphFaultKind.NotFound, "graph-not-found"),
            429 => (GraphFaultKind.Throttled, "graph-throttled"),
            >= 500 or 408 => (GraphFaultKind.Server, "graph-server-error"),
            >= 400 and not 404 => (GraphFaultKind.Refused, "graph-refused"),
            _ => (GraphFaultKind.Reply, "graph-status-unexpected"),
        };
        return new(kind, Reason.Of(
            code,
            ("what", what),
            ("status", exception.ResponseStatusCode.ToString(CultureInfo.InvariantCulture)),
            ("error", ErrorCode(exception)),
            ("request", RequestId(exception))));
    }

    private static GraphFault FromReply(GraphReplyException exception, string what)
    {
        var status = ((int)exception.Status).ToString(CultureInfo.InvariantCulture);
        var code = exception.Fault switch
        {
            GraphReplyFault.NotJson => "graph-reply-not-json",
            GraphReplyFault.TooLarge => "graph-reply-too-large",
            GraphReplyFault.Redirect => "graph-redirect-refused",
            _ => "graph-reply-malformed",
        };
        var kind = exception.Fault == GraphReplyFault.Redirect ? GraphFaultKind.Link : GraphFaultKind.Reply;
        return new(kind, Reason.Of(code, ("what", what), ("status", status), ("type", exception.ContentType)));
    }

    private static GraphFault Broken(Exception exception, string what) => new(
        GraphFaultKind.Network, Reason.Of("graph-unreachable", ("what", what), ("layer", Layer(exception))));

    /// <summary>The layer at which a connection failed.</summary>
    public static string Layer(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "DNS",

        // A resolver that does not answer is none of the errors that the platform takes for one of names.
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery } } => "DNS",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS",
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "proxy",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "TCP",
        HttpRequestException or IOException => "HTTP",
        _ => "time-out",
    };

    private static string ErrorCode(ApiException exception) =>
        exception is ODataError { Error.Code: { } code } ? ForeignText.Clean(code.Length > 100 ? code[..100] : code) : "";

    private static string RequestId(ApiException exception) =>
        exception is ODataError { Error.InnerError.RequestId: { } id } && Guid.TryParse(id, out var guid) ? guid.ToString() : "";
}

/// <summary>An answer of Graph, or why there is none.</summary>
internal readonly record struct GraphAnswer<T>(T? Value, GraphFault? Fault)
    where T : class;
