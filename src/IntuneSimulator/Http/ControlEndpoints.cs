using System.Text.Json;
using System.Text.Json.Serialization;
using IntuneSimulator.Faults;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Http;

/// <summary>What people who run the simulator alone do over HTTP: faults, time, and a look at requests and truth.</summary>
internal sealed class ControlEndpoints(SimulatorClock clock, FaultSet faults, RequestLog log, ITenantModel tenant, Addresses addresses)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", http => Replies.WriteTextAsync(http, 200, "text/plain; charset=utf-8", Guide.Text(addresses.Graph)));
        app.MapGet("/simulator/faults", http => WriteAsync(http, 200, faults.Rules));
        app.MapPost("/simulator/faults", AddFaultAsync);
        app.MapDelete("/simulator/faults", http =>
        {
            faults.Clear();
            return WriteAsync(http, 200, faults.Rules);
        });
        app.MapGet("/simulator/clock", http => WriteAsync(http, 200, new { now = clock.GetUtcNow() }));
        app.MapPost("/simulator/clock/advance", AdvanceAsync);
        app.MapGet("/simulator/requests", http => WriteAsync(http, 200, log.All));
        app.MapGet("/simulator/truth", http => WriteAsync(http, 200, tenant.Findings(clock.GetUtcNow())));
        app.MapGet("/simulator/coverage", http => WriteAsync(http, 200, tenant.Devices(clock.GetUtcNow()).GroupBy(d => d.Coverage).ToDictionary(g => g.Key, g => g.Count())));
    }

    private async Task AddFaultAsync(HttpContext http)
    {
        if (await ReadAsync<FaultRule>(http) is { } rule)
        {
            faults.Add(rule);
            await WriteAsync(http, 201, rule);
        }
    }

    private async Task AdvanceAsync(HttpContext http)
    {
        if (await ReadAsync<Step>(http) is not { } step)
        {
            return;
        }

        var by = TimeSpan.FromDays(step.Days) + TimeSpan.FromHours(step.Hours);
        if (by < TimeSpan.Zero || by > TimeSpan.FromDays(3660))
        {
            await WriteAsync(http, 400, new { error = "days and hours must come to between 0 and 3660 days" });
            return;
        }

        await WriteAsync(http, 200, new { now = clock.Advance(by) });
    }

    private static async Task<T?> ReadAsync<T>(HttpContext http)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, Json, http.RequestAborted);
        }
        catch (JsonException e)
        {
            await WriteAsync(http, 400, new { error = e.Message });
            return null;
        }
    }

    private static async Task WriteAsync<T>(HttpContext http, int status, T value)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, value, Json, http.RequestAborted);
    }

    private sealed record Step(double Days = 0, double Hours = 0);
}
