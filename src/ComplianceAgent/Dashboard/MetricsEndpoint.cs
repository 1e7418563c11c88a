using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Diagnostics.Telemetry;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard;

/// <summary>
/// <c>/metrics</c> for Prometheus. It tells more than health does (how many violations of which policy), so it is for whoever brings the token of the
/// settings; without a token for this machine alone, by the same rules as a dashboard without sign-in.
/// </summary>
internal static class MetricsEndpoint
{
    private const string Path = "/metrics";
    private const string Scheme = "Bearer ";

    /// <summary>Maps it, unless the settings say no.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        if (!options.Metrics)
        {
            return;
        }

        var token = new SecretReference("Telemetry:MetricsToken", options.MetricsToken);
        var scrape = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        scrape.UseOpenTelemetryPrometheusScrapingEndpoint(_ => true);
        var answer = scrape.Build();
        app.MapGet(Path, (RequestDelegate)(context => AnswerAsync(context, token, answer))).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task AnswerAsync(HttpContext context, SecretReference token, RequestDelegate answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (token.IsEmpty)
        {
            if (LocalOnly.FaultOf(context.Request) is { } fault)
            {
                await RefuseAsync(context, StatusCodes.Status403Forbidden, $"{fault} Set Telemetry:MetricsToken to be asked from elsewhere.");
                return;
            }
        }
        else if (!await BringsAsync(context, token))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "The token of Telemetry:MetricsToken is asked for.");
            return;
        }

        await answer(context);
    }

    /// <summary>A secret that cannot be read lets nobody in.</summary>
    private static async Task<bool> BringsAsync(HttpContext context, SecretReference token)
    {
        if (context.Request.Headers.Authorization is not [{ } given] || !given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        try
        {
            var secret = await context.RequestServices.GetRequiredService<SecretReader>().ReadAsync(token, context.RequestAborted);
            return CryptographicOperations.FixedTimeEquals(HashOf(secret), HashOf(given[Scheme.Length..].Trim()));
        }
        catch (SecretException)
        {
            return false;
        }
    }

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(why, context.RequestAborted);
    }
}
