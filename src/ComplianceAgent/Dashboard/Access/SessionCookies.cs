using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// The session: a sealed cookie that ends when nobody uses it, and at the latest after <c>Dashboard:SessionHours</c>. Of who signed in with a directory
/// the roles are read again there, at most a minute old.
/// </summary>
internal sealed class SessionCookies(IOptions<DashboardOptions> options, LocalSignIn local, DirectorySessions sessions, TimeProvider clock) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    private const string Began = "ca.began";

    /// <inheritdoc/>
    public void Configure(CookieAuthenticationOptions options) => Configure(AccessSchemes.Session, options);

    /// <inheritdoc/>
    public void Configure(string? name, CookieAuthenticationOptions cookie)
    {
        if (name != AccessSchemes.Session)
        {
            return;
        }

        var isDirectory = options.Value.SignIn.IsOn;
        // Over plain http on this machine a browser may refuse a cookie that asks for https.
        cookie.Cookie.Name = isDirectory ? "__Host-compliance-agent" : "compliance-agent";
        cookie.Cookie.SecurePolicy = isDirectory ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.Cookie.SameSite = isDirectory ? SameSiteMode.Lax : SameSiteMode.Strict;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.Path = "/";
        cookie.ExpireTimeSpan = TimeSpan.FromMinutes(options.Value.IdleMinutes);
        cookie.SlidingExpiration = true;
        cookie.TimeProvider = clock;
        cookie.Events.OnSigningIn = context =>
        {
            context.Properties.SetString(Began, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnCheckSlidingExpiration = context =>
        {
            SessionEnd.Note(context.HttpContext, context.RemainingTime, context.ShouldRenew ? context.Options.ExpireTimeSpan : null, AbsoluteOf(context.Properties) - clock.GetUtcNow());
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToLogin = ToSignInAsync;
        cookie.Events.OnRedirectToAccessDenied = context => AccessAnswers.RefuseAsync(context.HttpContext, StatusCodes.Status403Forbidden);
    }

    private async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var visitor = Visitor.Of(context.Principal);
        var now = clock.GetUtcNow();
        if (now >= AbsoluteOf(context.Properties))
        {
            await EndAsync(context);
            return;
        }

        switch (visitor.Kind)
        {
            case VisitorKind.Local when !options.Value.SignIn.IsOn && visitor.Session == local.Session:
                return;
            case VisitorKind.Directory when options.Value.SignIn.IsOn:
                await ReadAgainAsync(context, visitor);
                return;
            default:
                await EndAsync(context);
                return;
        }
    }

    /// <summary>When a session ends however much it is used; long ago for one that does not tell when it began.</summary>
    private DateTimeOffset AbsoluteOf(AuthenticationProperties properties) => long.TryParse(properties.GetString(Began), NumberStyles.None, CultureInfo.InvariantCulture, out var began)
        ? DateTimeOffset.FromUnixTimeSeconds(began) + TimeSpan.FromHours(options.Value.SessionHours)
        : DateTimeOffset.MinValue;

    private async Task ReadAgainAsync(CookieValidatePrincipalContext context, Visitor visitor)
    {
        sessions.Know(visitor, context.Properties.GetTokenValue(DirectorySessions.RefreshToken), context.Properties.IssuedUtc ?? DateTimeOffset.MinValue);
        if (await sessions.ReadAsync(visitor, DirectorySessions.Fresh, context.HttpContext.RequestAborted) is not { } now)
        {
            await EndAsync(context);
            return;
        }

        if (!now.Grants.SequenceEqual(visitor.Grants))
        {
            context.ReplacePrincipal(AccessClaims.Write(now));
            context.ShouldRenew = true;
        }
    }

    private static async Task EndAsync(CookieValidatePrincipalContext context)
    {
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AccessSchemes.Session);
    }

    private Task ToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (AccessSchemes.IsApi(request) || !options.Value.SignIn.IsOn || !HttpMethods.IsGet(request.Method) || IsCircuit(request))
        {
            return AccessAnswers.RefuseAsync(context.HttpContext, StatusCodes.Status401Unauthorized);
        }

        context.Response.Redirect("/signin?returnUrl=" + Uri.EscapeDataString(LocalUrl.Of(UriHelper.BuildRelative(request.PathBase, request.Path, request.QueryString))));
        return Task.CompletedTask;
    }

    /// <summary>A script that is led to another site learns nothing from it.</summary>
    private static bool IsCircuit(HttpRequest request) => request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);
}
