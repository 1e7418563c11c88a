using System.Globalization;
using IntuneSimulator.Faults;

namespace IntuneSimulator.Http;

/// <summary>Answers that stand in the place of the right one.</summary>
internal sealed class FaultReplies(FaultSet faults, Addresses addresses)
{
    private static readonly Dictionary<SimulatorFault, (int Status, string Code)> JsonErrors = new()
    {
        [SimulatorFault.RequestTimeout] = (408, "RequestTimeout"),
        [SimulatorFault.InternalServerError] = (500, "InternalServerError"),
        [SimulatorFault.ServiceUnavailable] = (503, "ServiceUnavailable"),
        [SimulatorFault.GatewayTimeout] = (504, "GatewayTimeout"),
        [SimulatorFault.Forbidden] = (403, "Forbidden"),
        [SimulatorFault.Unauthorized] = (401, "InvalidAuthenticationToken"),
        [SimulatorFault.VanishedApp] = (404, "ResourceNotFound"),
        [SimulatorFault.VanishedDevice] = (404, "ResourceNotFound"),
        [SimulatorFault.TokenUnavailable] = (503, "temporarily_unavailable"),
    };

    /// <summary>Answers in the place of the endpoint when a rule says so; true when it did.</summary>
    public async Task<bool> TryAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (faults.Take(FaultStage.Reply, http.Request.Method, path) is not { } rule)
        {
            http.Items[Replies.BodyFault] = faults.Take(FaultStage.Body, http.Request.Method, path)?.Fault;
            return false;
        }

        await AnswerAsync(http, rule);
        return true;
    }

    private async Task AnswerAsync(HttpContext http, FaultRule rule)
    {
        switch (rule.Fault)
        {
            case >= SimulatorFault.TooManyRequestsInteger and <= SimulatorFault.TooManyRequestsNoHint:
                SetRetryAfter(http.Response, rule);
                await Replies.WriteErrorAsync(http, 429, "TooManyRequests", "An error has occurred.");
                break;
            case SimulatorFault.BadGatewayHtml:
                await Replies.WriteHtmlAsync(http, 502);
                break;
            case SimulatorFault.ServiceUnavailableHtml:
                await Replies.WriteHtmlAsync(http, 503);
                break;
            case SimulatorFault.GatewayTimeoutHtml:
                await Replies.WriteHtmlAsync(http, 504);
                break;
            case SimulatorFault.HtmlPage:
                await Replies.WriteHtmlAsync(http, 200);
                break;
            case SimulatorFault.ConnectionReset:
                http.Abort();
                break;
            case SimulatorFault.HangBeforeHeaders:
                await Replies.HangAsync(http);
                break;
            case SimulatorFault.RedirectElsewhere:
                http.Response.Headers.Location = addresses.CanaryByName + http.Request.Path + http.Request.QueryString;
                http.Response.StatusCode = 307;
                break;
            case SimulatorFault.TokenRefused:
                await Replies.WriteJsonAsync(http, 401, TokenService.Error("invalid_client", "AADSTS7000215: Invalid client secret provided."));
                break;
            default:
                await WriteJsonErrorAsync(http, rule.Fault);
                break;
        }
    }

    private static async Task WriteJsonErrorAsync(HttpContext http, SimulatorFault fault)
    {
        if (fault == SimulatorFault.UnauthorizedClaimsChallenge)
        {
            // The claims ask for a token issued after a moment: {"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}
            http.Response.Headers.WWWAuthenticate =
                "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNjA0MTA2NjUxIn19fQ==\"";
            await Replies.WriteErrorAsync(http, 401, "InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp");
            return;
        }

        var (status, code) = JsonErrors.GetValueOrDefault(fault, (500, "InternalServerError"));
        await Replies.WriteIntuneErrorAsync(http, status, code, "An error has occurred");
    }

    private static void SetRetryAfter(HttpResponse response, FaultRule rule)
    {
        var now = TimeProvider.System.GetUtcNow();
        var text = rule.Fault switch
        {
            SimulatorFault.TooManyRequestsInteger => Math.Ceiling(rule.RetryAfterSeconds).ToString("0", CultureInfo.InvariantCulture),
            SimulatorFault.TooManyRequestsFractional => rule.RetryAfterSeconds.ToString("0.0##", CultureInfo.InvariantCulture),
            SimulatorFault.TooManyRequestsHttpDate => now.AddSeconds(Math.Ceiling(rule.RetryAfterSeconds)).ToString("R", CultureInfo.InvariantCulture),
            _ => null,
        };
        if (text is not null)
        {
            response.Headers.RetryAfter = text;
            response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        }
    }
}
