using System.Text.Json;
using Azure.Core;
using Azure.Identity;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// Signs in to a simulator on the loopback interface. The real sign-in library insists on https and on Microsoft's hosts, which is
/// right for it; this one is refused anything but loopback.
/// </summary>
internal sealed class SimulatorCredential(HttpClient http, Uri tokenAddress, string clientId, string secret, TimeSpan patience, TimeProvider clock) : TokenCredential
{
    private const int MaxReply = 1 << 20;
    private const int Tries = 3;
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private volatile Held? held;

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tokens are asked for asynchronously.");

    /// <inheritdoc/>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        // A claims challenge means that the token in hand was refused.
        if (requestContext.Claims is null && held is { } known && known.Token.ExpiresOn - Early > clock.GetUtcNow())
        {
            return known.Token;
        }

        var token = await AskWithTriesAsync(requestContext, cancellationToken);
        held = new Held(token);
        return token;
    }

    // The real libraries try again by themselves.
    private async Task<AccessToken> AskWithTriesAsync(TokenRequestContext context, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AskAsync(context, cancellationToken);
            }
            catch (AuthenticationFailedException e) when (attempt < Tries && e is not RefusedException)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), clock, cancellationToken);
            }
        }
    }

    private async Task<AccessToken> AskAsync(TokenRequestContext context, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = secret,
            ["scope"] = string.Join(' ', context.Scopes),
        };
        if (context.Claims is { } claims)
        {
            form["claims"] = claims;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, tokenAddress) { Content = new FormUrlEncodedContent(form) };
            using var limit = new CancellationTokenSource(patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await response.Content.LoadIntoBufferAsync(MaxReply, either.Token);
            return Read(response, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new AuthenticationFailedException("The simulator gave no token: " + e.GetType().Name + ".", e);
        }
    }

    private AccessToken Read(HttpResponseMessage response, byte[] body)
    {
        if (!response.IsSuccessStatusCode)
        {
            var message = "The simulator refused the sign-in. " + SignInFaults.Code(System.Text.Encoding.UTF8.GetString(body));
            throw RetryRules.IsTransient(response.StatusCode) ? new AuthenticationFailedException(message) : new RefusedException(message);
        }

        using var reply = JsonDocument.Parse(body);
        var seconds = Math.Clamp(reply.RootElement.GetProperty("expires_in").GetInt32(), 0, 86400);
        return new AccessToken(reply.RootElement.GetProperty("access_token").GetString() ?? "", clock.GetUtcNow().AddSeconds(seconds));
    }

    private sealed record Held(AccessToken Token);

    private sealed class RefusedException(string message) : AuthenticationFailedException(message);
}
