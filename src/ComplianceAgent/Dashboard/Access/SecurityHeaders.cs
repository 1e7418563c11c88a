using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// What the browser is told to refuse: script that is not ours, frames, other sites. The component library writes style attributes, so inline styles are
/// allowed; inline script is only the import map, by its nonce.
/// </summary>
public static class SecurityHeaders
{
    private const string NonceItem = "ComplianceAgent.CspNonce";
    private const int NonceBytes = 18;

    /// <summary>The nonce of this answer, for the one script tag that needs it.</summary>
    public static string CspNonce(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items[NonceItem] is not string nonce)
        {
            context.Items[NonceItem] = nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        }

        return nonce;
    }

    /// <summary>Sets the headers of an answer.</summary>
    internal static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        context.Response.OnStarting(
            static state =>
            {
                var answer = (HttpContext)state;
                if (!IsAsset(answer))
                {
                    // What one person may see must not be kept for the next one at the same browser or proxy.
                    answer.Response.Headers.CacheControl = "no-store";
                    answer.Response.Headers.Remove("ETag");
                }

                return Task.CompletedTask;
            },
            context);
    }

    /// <summary>A style sheet, script or picture of the program: the same for everybody.</summary>
    private static bool IsAsset(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    private static string Policy(HttpContext context)
    {
        var (own, sockets) = (context.Request.Host.Value, context.Request.IsHttps ? "wss" : "ws");
        var signIn = context.RequestServices.GetRequiredService<IOptions<DashboardOptions>>().Value.SignIn;
        // The form that ends the session is led on to the directory.
        var forms = signIn.IsOn ? " " + new Uri(signIn.Instance).GetLeftPart(UriPartial.Authority) : "";
        return $"default-src 'none'; script-src 'self' 'nonce-{context.CspNonce()}'; style-src 'self' 'unsafe-inline'; connect-src 'self' {sockets}://{own}; img-src 'self' data:; font-src 'self'; "
            + $"base-uri 'self'; form-action 'self'{forms}; frame-ancestors 'none'";
    }
}
