using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>What the directory answered to a refresh token.</summary>
/// <param name="Token">Claims of the new id token, validated; null when there is none.</param>
/// <param name="RefreshToken">The token to read with next time; null when it stays the same.</param>
/// <param name="IsUnreachable">It gave no answer that says yes or no.</param>
internal sealed record RefreshAnswer(ClaimsIdentity? Token, string? RefreshToken, bool IsUnreachable);

/// <summary>Speaks with the directory's token endpoint, and proves to it which application asks.</summary>
internal sealed class DirectoryTokens(Func<IOptionsMonitor<OpenIdConnectOptions>> openId, IOptions<DashboardOptions> options, SecretReader secrets, TimeProvider clock)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Asks for the person's present claims.</summary>
    public async Task<RefreshAnswer> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (refreshToken.Length == 0)
        {
            return new(null, null, IsUnreachable: false);
        }

        var protocol = openId().Get(AccessSchemes.Directory);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            var configuration = await protocol.ConfigurationManager!.GetConfigurationAsync(limit.Token);
            var message = new OpenIdConnectMessage { ClientId = protocol.ClientId, GrantType = "refresh_token", RefreshToken = refreshToken, Scope = string.Join(' ', protocol.Scope) };
            await ProveAsync(message, configuration.TokenEndpoint, limit.Token);
            using var form = new FormUrlEncodedContent(message.Parameters);
            using var response = await protocol.Backchannel.PostAsync(new Uri(configuration.TokenEndpoint), form, limit.Token);
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
            {
                return new(null, null, IsUnreachable: false);
            }

            response.EnsureSuccessStatusCode();
            var answer = new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(limit.Token));
            return new(await ValidateAsync(protocol, configuration, answer.IdToken), answer.RefreshToken, IsUnreachable: false);
        }
        catch (Exception unheard) when (!cancellationToken.IsCancellationRequested && unheard is HttpRequestException or OperationCanceledException or IOException or InvalidOperationException or SecretException or ArgumentException)
        {
            return new(null, null, IsUnreachable: true);
        }
    }

    /// <summary>Adds to a request what proves that this application makes it.</summary>
    public async Task ProveAsync(OpenIdConnectMessage message, string endpoint, CancellationToken cancellationToken)
    {
        var signIn = options.Value.SignIn;
        if (signIn.ClientCertificate.Length == 0)
        {
            message.ClientSecret = await secrets.ReadAsync(new SecretReference("Dashboard:SignIn:ClientSecret", signIn.ClientSecret), cancellationToken);
            return;
        }

        message.ClientSecret = null;
        message.ClientAssertionType = AssertionType;
        message.ClientAssertion = Assertion(signIn, endpoint);
    }

    private string Assertion(DashboardSignIn signIn, string endpoint)
    {
        using var certificate = X509Certificate2.CreateFromPemFile(signIn.ClientCertificate);
        using var key = certificate.GetRSAPrivateKey() ?? throw new InvalidOperationException("Dashboard:SignIn:ClientCertificate holds no RSA key.");
        var now = clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = signIn.ClientId,
            Audience = endpoint,
            Subject = new ClaimsIdentity([new Claim("sub", signIn.ClientId), new Claim("jti", Guid.NewGuid().ToString())]),
            NotBefore = now,
            IssuedAt = now,
            Expires = now.AddMinutes(5),
            AdditionalHeaderClaims = new Dictionary<string, object>(StringComparer.Ordinal) { ["x5t#S256"] = Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)) },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSsaPssSha256),
        });
    }

    private static async Task<ClaimsIdentity?> ValidateAsync(OpenIdConnectOptions protocol, OpenIdConnectConfiguration configuration, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var rules = protocol.TokenValidationParameters.Clone();
        rules.IssuerSigningKeys = configuration.SigningKeys;
        var result = await protocol.TokenHandler.ValidateTokenAsync(token, rules);
        return result.IsValid ? result.ClaimsIdentity : null;
    }
}
