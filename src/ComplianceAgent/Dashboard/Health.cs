using System.Text.Json;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;
using Quartz;

namespace ComplianceAgent.Dashboard;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the store can be read, the policies are good, and every tenant has
/// had a complete scan lately, or has not been running for long enough to have one. Of several agents each names all.
/// </summary>
internal static class Health
{
    /// <summary>Maps both endpoints. They tell no device, user or app.</summary>
    public static void MapHealth(this WebApplication app)
    {
        var startedAt = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", async (HttpContext context) => await ReadyAsync(context, startedAt)).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task ReadyAsync(HttpContext context, DateTimeOffset startedAt)
    {
        var report = await TakeAsync(context.RequestServices, startedAt, context.RequestAborted);
        context.Response.StatusCode = report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(report, JsonSerializerOptions.Web, context.RequestAborted);
    }

    private static async Task<HealthReport> TakeAsync(IServiceProvider services, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var options = services.GetRequiredService<IOptions<ServiceOptions>>().Value;
        var faults = services.GetRequiredService<TenantPolicies>().Faults.Concat(services.GetRequiredService<TenantDirectory>().Faults)
            .Concat(services.GetRequiredService<RegisterMonitor>().LastFaults.Select(fault => fault.ToString())).ToList();
        var tenants = new List<TenantHealth>();
        IReadOnlyList<LeftTenant> left = [];
        try
        {
            left = await LeftTenants.OfAsync(services.GetRequiredService<StoreSession>().Current!, services.GetRequiredService<TenantDirectory>(), cancellationToken);
            foreach (var tenant in services.GetRequiredService<TenantDirectory>().Current.Select(known => known.Options))
            {
                faults.AddRange(services.GetRequiredService<TenantRegisters>().FaultsOf(tenant));
                var state = await services.GetRequiredService<StoreSession>().Current!.ReadAsync(tenant.Name, cancellationToken);
                var last = services.GetRequiredService<ScanHistory>().Ends.GetValueOrDefault(tenant.Name);
                var complete = state?.LastCompleteScan?.FinishedAt;
                tenants.Add(new TenantHealth(tenant.Name, complete, options.IsReady(complete, startedAt, now), last?.At, last?.Failure)
                {
                    Outbox = await services.GetRequiredService<StoreSession>().Current!.OutboxFiguresAsync(tenant.Name, cancellationToken),
                });
            }
        }
        catch (StoreException broken)
        {
            faults.Add(broken.Message);
        }

        if (services.GetRequiredService<CheckpointLog>().Fault is { } unwritten)
        {
            faults.Add(unwritten);
        }

        if (services.GetRequiredService<ClockWatch>().Fault is { } clock)
        {
            faults.Add(clock);
        }

        var nodes = await NodesAsync(services, faults, cancellationToken);
        return new HealthReport(faults.Count == 0 && tenants.All(tenant => tenant.Ready), tenants, left, nodes, faults);
    }

    private static async Task<IReadOnlyList<NodeHealth>> NodesAsync(IServiceProvider services, List<string> faults, CancellationToken cancellationToken)
    {
        try
        {
            var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
            return [.. (await ScheduleNodes.OfAsync(scheduler, cancellationToken)).Select(node => new NodeHealth(node.Name, node.IsThis, node.State.ToString().ToLowerInvariant(), node.LastCheckIn, node.Scanning))];
        }
        catch (SchedulerException unread)
        {
            faults.Add($"The schedule cannot be read: {unread.Message}");
            return [];
        }
    }

    private sealed record HealthReport(bool Ready, IReadOnlyList<TenantHealth> Tenants, IReadOnlyList<LeftTenant> NotScheduledAnyMore, IReadOnlyList<NodeHealth> Nodes, IReadOnlyList<string> Faults);

    private sealed record NodeHealth(string Node, bool IsThis, string State, DateTimeOffset? LastCheckIn, IReadOnlyList<string> Scanning);

    private sealed record TenantHealth(string Tenant, DateTimeOffset? LastCompleteScan, bool Ready, DateTimeOffset? LastAttempt, string? LastFailure)
    {
        /// <summary>Tickets and messages: due, set aside, held, and since when the oldest waits.</summary>
        public OutboxFigures? Outbox { get; init; }
    }
}
