using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>Lets machines in by <c>Authorization: Bearer cak_…</c>: in the header alone, never in an address, and at the API alone.</summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return Request.Headers.Authorization.Count == 0 ? AuthenticateResult.NoResult() : AuthenticateResult.Fail("No bearer key.");
        }

        return await keys.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(AccessClaims.Write(AccessClaims.Of(key, $"{key.Label} ({key.Id})")), Scheme.Name))
            : AuthenticateResult.Fail("No such key.");
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return AccessAnswers.RefuseAsync(Context, StatusCodes.Status401Unauthorized, "Sign in, or show a good key: Authorization: Bearer cak_…");
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AccessAnswers.RefuseAsync(Context, StatusCodes.Status403Forbidden);
}
