using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// Sign-in with Entra ID: code flow with PKCE, one directory, one audience, nonce and state by the framework. What the directory's token says is read
/// into our own claims once; nothing else of it is kept but the refresh token, sealed in the cookie.
/// </summary>
internal sealed partial class DirectorySignIn(
    IOptions<DashboardOptions> dashboard, DirectorySessions sessions, DirectoryTokens tokens, TimeProvider clock, ILogger<DirectorySignIn> logger)
    : IConfigureNamedOptions<OpenIdConnectOptions>, IPostConfigureOptions<OpenIdConnectOptions>
{
    /// <summary>Item of a challenge that asks the person to prove anew who they are.</summary>
    public const string Anew = "ca.anew";

    /// <summary>Registers it.</summary>
    public static void Add(AuthenticationBuilder authentication, DashboardSignIn signIn)
    {
        authentication.AddMicrosoftIdentityWebApp(
            identity =>
            {
                identity.Instance = signIn.Instance.TrimEnd('/') + "/";
                identity.TenantId = signIn.TenantId;
                identity.ClientId = signIn.ClientId;
                identity.CallbackPath = "/signin-oidc";
                identity.SignedOutCallbackPath = "/signout-callback-oidc";
            },
            cookieScheme: null,
            openIdConnectScheme: AccessSchemes.Directory);
        authentication.Services.AddSingleton<DirectorySignIn>();
        authentication.Services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>>(provider => provider.GetRequiredService<DirectorySignIn>());
        authentication.Services.AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>>(provider => provider.GetRequiredService<DirectorySignIn>());
    }

    /// <summary>Claims keep the short names of the token: whoever configures after us would have them renamed.</summary>
    public void PostConfigure(string? name, OpenIdConnectOptions options)
    {
        if (name == AccessSchemes.Directory)
        {
            options.TokenHandler = new JsonWebTokenHandler { MapInboundClaims = false };
        }
    }

    /// <inheritdoc/>
    public void Configure(OpenIdConnectOptions options) => Configure(AccessSchemes.Directory, options);

    /// <inheritdoc/>
    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (name != AccessSchemes.Directory)
        {
            return;
        }

        var signIn = dashboard.Value.SignIn;
        var authority = new Uri(new Uri(signIn.Instance), signIn.TenantId + "/v2.0").ToString();
        options.Authority = authority;
        options.SignInScheme = AccessSchemes.Session;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.FormPost;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.RequireHttpsMetadata = true;
        options.UseTokenLifetime = false;
        options.DisableTelemetry = true;
        options.TimeProvider = clock;
        options.Scope.Clear();
        foreach (var scope in new[] { "openid", "profile", "offline_access" })
        {
            options.Scope.Add(scope);
        }

        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = signIn.ClientId,
            ValidIssuer = authority,
            IssuerValidator = (issuer, token, _) => DirectoryIssuer.Check(issuer, token, authority, signIn.TenantId),
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            NameClaimType = "preferred_username",
            RoleClaimType = "roles",
        };
        options.NonceCookie.Name = "__Secure-compliance-agent.nonce.";
        options.CorrelationCookie.Name = "__Secure-compliance-agent.correlation.";
        if (signIn.CertificateAuthority.Length > 0)
        {
            options.BackchannelHttpHandler = Trusting(signIn.CertificateAuthority);
        }

        options.Events.OnRedirectToIdentityProvider = Ask;
        options.Events.OnAuthorizationCodeReceived = async context =>
        {
            var configuration = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
            await tokens.ProveAsync(context.TokenEndpointRequest!, configuration.TokenEndpoint, context.HttpContext.RequestAborted);
        };
        options.Events.OnTokenValidated = Take;
        options.Events.OnRemoteFailure = FailedAsync;
    }

    /// <summary>The system's roots count for everything but this connection: a directory of one's own may have one of its own.</summary>
    internal static X509ChainPolicy TrustOf(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }

    private static SocketsHttpHandler Trusting(string file) =>
        new() { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustOf(file) }, AllowAutoRedirect = false };

    private static Task Ask(RedirectContext context)
    {
        if (context.Properties.Items.ContainsKey(Anew))
        {
            context.ProtocolMessage.Prompt = OpenIdConnectPrompt.Login;
            context.ProtocolMessage.MaxAge = "0";
        }

        return Task.CompletedTask;
    }

    private Task Take(TokenValidatedContext context)
    {
        var session = Guid.NewGuid().ToString("N");
        if (DirectoryGrants.Visitor((System.Security.Claims.ClaimsIdentity)context.Principal!.Identity!, dashboard.Value.SignIn, session) is not { } visitor)
        {
            context.Fail($"The token does not say who signed in: it has {string.Join(", ", context.Principal.Claims.Select(claim => claim.Type).Distinct(StringComparer.Ordinal))}, and needs tid and oid.");
            return Task.CompletedTask;
        }

        context.Principal = AccessClaims.Write(visitor);
        var properties = context.Properties ??= new AuthenticationProperties();
        properties.StoreTokens([new AuthenticationToken { Name = DirectorySessions.RefreshToken, Value = context.TokenEndpointResponse?.RefreshToken ?? "" }]);
        properties.IsPersistent = false;
        sessions.Know(visitor, context.TokenEndpointResponse?.RefreshToken, clock.GetUtcNow());
        return Task.CompletedTask;
    }

    private async Task FailedAsync(RemoteFailureContext context)
    {
        Log.Failed(logger, context.Failure?.Message ?? "");
        context.HandleResponse();
        await AccessAnswers.RefuseAsync(context.HttpContext, StatusCodes.Status400BadRequest, AccessAnswers.English["Signing in failed. Go back to the dashboard and try again; if it fails again, tell whoever runs the agent: its log has the reason."]);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Somebody could not sign in: {Why}")]
        public static partial void Failed(ILogger logger, string why);
    }
}

/// <summary>Pins the issuer and the directory of a token.</summary>
internal static class DirectoryIssuer
{
    /// <summary>The issuer, when it is the one of the directory, and the token says the same of itself.</summary>
    /// <exception cref="SecurityTokenInvalidIssuerException">It is another's.</exception>
    public static string Check(string issuer, SecurityToken token, string authority, string tenantId) =>
        string.Equals(issuer, authority, StringComparison.Ordinal)
        && token is Microsoft.IdentityModel.JsonWebTokens.JsonWebToken jwt
        && jwt.TryGetPayloadValue<string>("tid", out var tid) && string.Equals(tid, tenantId, StringComparison.OrdinalIgnoreCase)
            ? issuer
            : throw new SecurityTokenInvalidIssuerException($"The token is of another directory than {tenantId}.") { InvalidIssuer = issuer };
}
