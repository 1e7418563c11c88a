using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>Signing in, proving anew who one is, and signing out.</summary>
internal static class SignInEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/signin", SignInAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
        app.MapGet("/signin/again", AgainAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
        app.MapPost("/signout", SignOutAsync).RequireAuthorization(AccessPolicies.Reader).ExcludeFromDescription();
    }

    private static async Task SignInAsync(HttpContext context, string? token, string? returnUrl, IOptions<DashboardOptions> options, LocalSignIn local, Author account)
    {
        if (options.Value.SignIn.IsOn)
        {
            await context.ChallengeAsync(AccessSchemes.Directory, new AuthenticationProperties { RedirectUri = LocalUrl.Of(returnUrl) });
            return;
        }

        if (!local.TryUse(token))
        {
            await AccessAnswers.RefuseAsync(context, StatusCodes.Status401Unauthorized, AccessAnswers.English["This link was used, or is not the one that the agent printed last. Open that one."]);
            return;
        }

        await context.SignInAsync(AccessSchemes.Session, AccessClaims.Write(AccessClaims.Local(account, local.Session)));
        context.Response.Redirect(LocalUrl.Of(returnUrl));
    }

    /// <summary>The directory asks the person again, however long its own session still lasts: for acts that excuse.</summary>
    private static Task AgainAsync(HttpContext context, string? returnUrl, IOptions<DashboardOptions> options) => options.Value.SignIn.IsOn
        ? context.ChallengeAsync(AccessSchemes.Directory, new AuthenticationProperties { RedirectUri = LocalUrl.Of(returnUrl), Items = { [DirectorySignIn.Anew] = "true" } })
        : AccessAnswers.RefuseAsync(context, StatusCodes.Status404NotFound);

    private static async Task SignOutAsync(HttpContext context, IAntiforgery antiforgery, IOptions<DashboardOptions> options, DirectorySessions sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            await AccessAnswers.RefuseAsync(context, StatusCodes.Status400BadRequest, AccessAnswers.English["The form was not ours, or is too old. Load the page again."]);
            return;
        }

        sessions.End(Visitor.Of(context.User).Session);
        await context.SignOutAsync(AccessSchemes.Session);
        if (options.Value.SignIn.IsOn)
        {
            await context.SignOutAsync(AccessSchemes.Directory, new AuthenticationProperties { RedirectUri = "/" });
            return;
        }

        context.Response.Redirect("/");
    }
}
