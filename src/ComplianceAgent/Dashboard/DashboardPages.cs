using System.Net.Mime;
using System.Text;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Dashboard.Pages;
using ComplianceAgent.Dashboard.Views;
using ComplianceAgent.Reasons;
using Microsoft.FluentUI.AspNetCore.Components;

namespace ComplianceAgent.Dashboard;

/// <summary>Registers and maps the pages.</summary>
public static class DashboardPages
{
    /// <summary>Name of the cookie that keeps a reader's choice of language.</summary>
    public const string LanguageCookie = "language";

    /// <summary>Adds the pages and what they show.</summary>
    public static IServiceCollection AddDashboardPages(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddFluentUIComponents();
        services.AddHttpContextAccessor();
        services.AddSingleton<ViolationTallies>();
        services.AddScoped<TenantViews>();
        services.AddScoped<ExceptionViews>();
        services.AddSingleton<PolicyShelf>();
        services.AddScoped(provider => Wording.Of(LanguageOf(provider.GetRequiredService<IHttpContextAccessor>().HttpContext)));
        return services;
    }

    /// <summary>Maps pages, files and the two small addresses beside them.</summary>
    public static WebApplication MapDashboardPages(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/language", ChooseLanguage).RequireAuthorization(AccessPolicies.Reader);
        app.MapGet("/t/{tenant}/policies/{policy}/file", PolicyFileAsync).RequireAuthorization(AccessPolicies.Reader);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    /// <summary>The language a reader chose, else the first of theirs that is spoken here, else English.</summary>
    public static Language LanguageOf(HttpContext? context)
    {
        if (context is null)
        {
            return Language.English;
        }

        if (Languages.TryParse(context.Request.Cookies[LanguageCookie], out var chosen))
        {
            return chosen;
        }

        foreach (var wanted in context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1))
        {
            if (Languages.TryParse(wanted.Value.Value, out var spoken))
            {
                return spoken;
            }
        }

        return Language.English;
    }

    private static IResult ChooseLanguage(HttpContext context, string? to, string? back)
    {
        if (Languages.TryParse(to, out var language))
        {
            context.Response.Cookies.Append(LanguageCookie, language.Code(), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        }

        return Results.LocalRedirect(LocalUrl.Of(back));
    }

    private static async Task<IResult> PolicyFileAsync(HttpContext context, string tenant, string policy, TenantViews views, PolicyShelf shelf)
    {
        var view = await views.OpenAsync(tenant, Visitor.Of(context.User), context.RequestAborted);
        var found = view?.Policies.Policies.FirstOrDefault(known => known.Id == policy) ?? (view is null ? null : shelf.List().FirstOrDefault(listing => listing.Id == policy)?.Policy);
        return found is not null && shelf.FileOf(found) is { } text
            ? Results.File(Encoding.UTF8.GetBytes(text), MediaTypeNames.Application.Yaml, $"{found.Id}.yaml")
            : Results.NotFound();
    }
}
