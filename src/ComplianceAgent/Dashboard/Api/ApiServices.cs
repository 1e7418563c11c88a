using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Dashboard.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.OpenApi;

namespace ComplianceAgent.Dashboard.Api;

/// <summary>The API for machines and scripts: read-only but for the acts that pages have too.</summary>
public static class ApiServices
{
    private const string Document = "v1";

    /// <summary>Adds what it needs.</summary>
    public static IServiceCollection AddDashboardApi(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        services.AddOpenApi(Document, options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "Compliance Agent", Version = Document, Description = "Violations, coverage, exceptions and what may be done with them. Errors are problem details (RFC 9457)." };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
                {
                    ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key of the agent, cak_…" },
                };
                return Task.CompletedTask;
            });
        });
        return services;
    }

    /// <summary>Maps it, and its own description.</summary>
    public static WebApplication MapDashboardApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapOpenApi("/api/v1/openapi.json").RequireAuthorization(AccessPolicies.Reader);
        var api = app.MapGroup("/api/v1").RequireAuthorization(AccessPolicies.Reader).AddEndpointFilter(RefuseForgedAsync).WithTags("Compliance Agent");
        api.MapGet("/me", Me).WithSummary("Who the caller is, and what they may do");
        api.MapGet("/antiforgery", Token).WithSummary("The token that a browser's session sends with every POST, in the header X-XSRF-TOKEN");
        ReadEndpoints.Map(api);
        ActEndpoints.Map(api);
        return app;
    }

    private static ApiMe Me(HttpContext context)
    {
        var visitor = Visitor.Of(context.User);
        return new(visitor.Name, visitor.Kind.ToString().ToLowerInvariant(), visitor.Role.ToString(), visitor.Tenants, (long?)SessionEnd.Of(context)?.TotalSeconds);
    }

    private static IResult Token(HttpContext context, IAntiforgery antiforgery) => Results.Ok(new { token = antiforgery.GetAndStoreTokens(context).RequestToken });

    /// <summary>A browser sends cookies whoever asks it to: with a session, every change needs a token that only our pages have. A key is sent by nobody unasked.</summary>
    private static async ValueTask<object?> RefuseForgedAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var isChange = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        return isChange && Visitor.Of(context.User).Kind != VisitorKind.Key && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context)
            ? ApiAnswers.Bad("The header X-XSRF-TOKEN is missing or wrong: GET /api/v1/antiforgery gives it.")
            : await next(invocation);
    }
}
