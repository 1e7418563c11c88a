using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// Without sign-in the dashboard is for whoever sits at this machine. A page of another site that has its name lead here, and a proxy that lends its
/// loopback address to the world, are refused, although the connection comes from this machine.
/// </summary>
internal static class LocalOnly
{
    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Why a request is refused; null when it is not.</summary>
    public static string? FaultOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.HttpContext.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
        {
            return AccessAnswers.English["Only this machine may ask."];
        }

        if (!Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return AccessAnswers.English["The name in the address must be localhost, 127.0.0.1 or [::1]."];
        }

        return request.Headers.Keys.Any(IsForwarded) ? AccessAnswers.English["The request came through a proxy: without sign-in nothing is answered to one."] : null;
    }

    private static bool IsForwarded(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase) || header.Equals("Via", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a browser tells of where a request came from: another site may link here, and no more.</summary>
internal static class RequestOrigin
{
    private const string SignInCallback = "/signin-oidc";

    /// <summary>Why a request is refused; null when it is not.</summary>
    public static string? FaultOf(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Upgrade.Count > 0 || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true })
        {
            return IsOwn(request) ? null : AccessAnswers.English["A connection from another site."];
        }

        return IsFromElsewhere(request) && !IsNavigation(request) ? AccessAnswers.English["A request from another site."] : null;
    }

    /// <summary>A browser sends the origin with every web socket: one without is none.</summary>
    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    private static bool IsFromElsewhere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "cross-site" or "same-site" => true,
        // An older browser tells less; what comes back from the directory is told by its state and nonce.
        "" => request.Headers.Origin.Count > 0 && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && request.Path.Value is not SignInCallback && !IsOwn(request),
        _ => false,
    };

    /// <summary>Somebody followed a link, or comes back from the directory.</summary>
    private static bool IsNavigation(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document"
        && (HttpMethods.IsGet(request.Method) || request.Path.Value is SignInCallback);
}
