using System.Text.Json;

namespace ComplianceAgent.Dashboard;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: what <see cref="HealthReader"/> finds, with 503 when something is wrong.</summary>
internal static class Health
{
    /// <summary>Adds what both endpoints tell.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<HealthReader>();

    /// <summary>Adds the sign of life for a monitor elsewhere.</summary>
    public static IServiceCollection AddHeartbeat(this IServiceCollection services) => services.AddHostedService<Heartbeat>();

    /// <summary>Maps both endpoints. They tell no device, user or app.</summary>
    public static void MapHealth(this WebApplication app)
    {
        var reader = app.Services.GetRequiredService<HealthReader>();
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", async (HttpContext context) => await ReadyAsync(context, reader)).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task ReadyAsync(HttpContext context, HealthReader reader)
    {
        var report = await reader.ReadAsync(context.RequestAborted);
        context.Response.StatusCode = report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(report, JsonSerializerOptions.Web, context.RequestAborted);
    }
}
