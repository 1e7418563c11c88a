using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>A person in the directory; change it and the next token says so.</summary>
internal sealed class DirectoryUser(string name)
{
    public string Name { get; } = name;

    public string ObjectId { get; set; } = Guid.NewGuid().ToString();

    public string TenantId { get; set; } = OidcProvider.TenantId;

    public string Mail => $"{Name}@contoso.example";

    public ConcurrentBag<string> Roles { get; set; } = [];

    public ConcurrentBag<string> Groups { get; set; } = [];

    /// <summary>When the person last typed a password; null for a token that does not tell.</summary>
    public DateTimeOffset? AuthenticatedAt { get; set; } = TimeProvider.System.GetUtcNow();

    /// <summary>False once the account is locked: refresh tokens give nothing.</summary>
    public bool IsEnabled { get; set; } = true;

    public DirectoryUser With(params string[] roles)
    {
        Roles = [.. roles];
        return this;
    }
}

/// <summary>
/// A real OpenID Connect provider (OpenIddict) in process, over https, with Entra's paths: code flow with PKCE, signed tokens, refresh tokens. People sign in
/// without a form: by <c>login_hint</c>, as <see cref="Current"/>, or by a click on a page that lists them.
/// </summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    public const string TenantId = "7d3f2f0e-1f8a-4f6b-9d55-6c1a2f4b9001";
    public const string ClientId = "3b8f8d5c-2a57-4c1f-8e0e-9d7a5b6c0002";
    public const string ClientSecret = "canary-of-the-dashboard-secret";

    /// <summary>The secret that it takes now.</summary>
    public string AcceptedSecret { get; set; } = ClientSecret;

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, DirectoryUser> users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> usedCodes = new(StringComparer.Ordinal);

    private OidcProvider(TestCertificates certificates)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificates.Server)));
        builder.Services.AddOpenIddict().AddServer(Configure);
        builder.Services.AddAuthentication();
        app = builder.Build();
        app.UseAuthentication();
    }

    /// <summary>Where it listens, as <c>Dashboard:SignIn:Instance</c> takes it.</summary>
    public string Instance { get; private set; } = "";

    /// <summary>Who signs in when nobody is named.</summary>
    public DirectoryUser? Current { get; set; }

    /// <summary>What a token says of its issuer instead of the truth.</summary>
    public string? ForgedIssuer { get; set; }

    /// <summary>What a token says of its directory instead of the truth.</summary>
    public string? ForgedTenant { get; set; }

    /// <summary>A nonce put into the token instead of the one asked for.</summary>
    public string? ForgedNonce { get; set; }

    /// <summary>For whom a token says it is instead of the truth.</summary>
    public string? ForgedAudience { get; set; }

    /// <summary>True to answer nothing but 503.</summary>
    public bool IsDown { get; set; }

    /// <summary>Clock by which people prove who they are.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>How often a refresh token was used.</summary>
    public int Refreshed { get; private set; }

    public static async Task<OidcProvider> StartAsync(TestCertificates certificates)
    {
        var provider = new OidcProvider(certificates);
        await provider.app.StartAsync();
        provider.Instance = $"https://localhost:{new Uri(provider.app.Urls.First()).Port}/";
        return provider;
    }

    public DirectoryUser User(string name) => users.GetOrAdd(name, known => new DirectoryUser(known));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private void Configure(OpenIddictServerBuilder server)
    {
        server.EnableDegradedMode();
        server.SetAuthorizationEndpointUris($"{TenantId}/oauth2/v2.0/authorize").SetTokenEndpointUris($"{TenantId}/oauth2/v2.0/token").SetEndSessionEndpointUris($"{TenantId}/oauth2/v2.0/logout")
            .SetConfigurationEndpointUris($"{TenantId}/v2.0/.well-known/openid-configuration").SetJsonWebKeySetEndpointUris($"{TenantId}/discovery/v2.0/keys");
        server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.Profile, Scopes.OfflineAccess);
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
        server.UseAspNetCore();
        server.AddEventHandler<ProcessRequestContext>(handler => handler.SetOrder(int.MinValue).UseInlineHandler(context =>
        {
            if (IsDown)
            {
                Http(context.Transaction).Response.StatusCode = 503;
                context.HandleRequest();
            }

            return default;
        }));
        server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.SetOrder(int.MaxValue - 1).UseInlineHandler(context =>
        {
            context.Issuer = new Uri(Instance + TenantId + "/v2.0");
            return default;
        }));
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId)
            {
                context.Reject(Errors.InvalidClient);
            }

            return default;
        }));
        server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
        server.AddEventHandler<HandleEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            context.SignOut();
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.ClientSecret != AcceptedSecret)
            {
                context.Reject(Errors.InvalidClient);
            }
            else if (context.Request.IsAuthorizationCodeGrantType() && !usedCodes.TryAdd(context.Request.Code!, 0))
            {
                context.Reject(Errors.InvalidGrant, "The code was used.");
            }

            return default;
        }));
        server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(AuthorizeAsync));
        server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            Refreshed += context.Request.IsRefreshTokenGrantType() ? 1 : 0;
            var user = users.Values.FirstOrDefault(user => user.ObjectId == context.Principal!.GetClaim(Claims.Subject));
            if (user is not { IsEnabled: true })
            {
                context.Reject(Errors.InvalidGrant, "The account is locked.");
                return default;
            }

            context.SignIn(PrincipalOf(user, [.. context.Principal!.GetScopes()], context.Request.IsRefreshTokenGrantType()));
            return default;
        }));
        server.AddEventHandler<GenerateTokenContext>(handler => handler.SetOrder(OpenIddictServerHandlers.Protection.GenerateIdentityModelToken.Descriptor.Order - 1).UseInlineHandler(context =>
        {
            if (context.TokenType != TokenTypeIdentifiers.IdentityToken)
            {
                return default;
            }

            context.SecurityTokenDescriptor.Issuer = ForgedIssuer ?? Instance + TenantId + "/v2.0";
            if (ForgedAudience is { } audience)
            {
                foreach (var told in context.SecurityTokenDescriptor.Subject?.FindAll(Claims.Audience).ToList() ?? [])
                {
                    context.SecurityTokenDescriptor.Subject!.RemoveClaim(told);
                }

                context.SecurityTokenDescriptor.Audiences.Clear();
                context.SecurityTokenDescriptor.Audience = audience;
                context.SecurityTokenDescriptor.Claims[Claims.Audience] = audience;
            }

            if (ForgedNonce is { } nonce)
            {
                context.SecurityTokenDescriptor.Claims[Claims.Nonce] = nonce;
                if (context.SecurityTokenDescriptor.Subject?.FindFirst(Claims.Nonce) is { } told)
                {
                    context.SecurityTokenDescriptor.Subject.RemoveClaim(told);
                }
            }

            return default;
        }));
    }

    private async ValueTask AuthorizeAsync(HandleAuthorizationRequestContext context)
    {
        var user = context.Request.LoginHint is { Length: > 0 } hint ? users.GetValueOrDefault(hint) : Current;
        if (user is null)
        {
            var http = Http(context.Transaction);
            var links = users.Keys.Order(StringComparer.Ordinal).Select(name => $"<p><a href=\"{WebUtility.HtmlEncode(http.Request.Path + http.Request.QueryString.Add("login_hint", name))}\">{name}</a></p>");
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync($"<!doctype html><title>Pick an account</title><h1>Pick an account</h1>{string.Concat(links)}");
            context.HandleRequest();
            return;
        }

        if ((context.Request.HasPromptValue(PromptValues.Login) || context.Request.MaxAge is 0) && user.AuthenticatedAt is not null)
        {
            user.AuthenticatedAt = Clock.GetUtcNow();
        }

        context.SignIn(PrincipalOf(user, [.. context.Request.GetScopes()], isRefresh: false));
    }

    private ClaimsPrincipal PrincipalOf(DirectoryUser user, string[] scopes, bool isRefresh)
    {
        var identity = new ClaimsIdentity("oidc");
        identity.SetClaim(Claims.Subject, user.ObjectId).SetClaim("oid", user.ObjectId).SetClaim("tid", ForgedTenant ?? user.TenantId)
            .SetClaim(Claims.PreferredUsername, user.Mail).SetClaim(Claims.Name, user.Name);
        if (user.AuthenticatedAt is { } at && !isRefresh)
        {
            identity.AddClaim(new Claim(Claims.AuthenticationTime, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64));
        }

        identity.AddClaims(user.Roles.Select(role => new Claim("roles", role)));
        identity.AddClaims(user.Groups.Select(group => new Claim("groups", group)));
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity).SetScopes(scopes);
    }

    private static HttpContext Http(OpenIddictServerTransaction transaction) => transaction.GetHttpRequest()!.HttpContext;
}
