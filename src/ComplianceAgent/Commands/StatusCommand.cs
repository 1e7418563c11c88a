using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>status</c>: which agents share the work, and when each tenant was and will be scanned.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of tables." };
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "status",
        """
        Show the agents that share the store and what each is scanning, and of every tenant its last complete scan, open violations and next scan.
        Ends with 1 when a tenant has had no complete scan within Service:ReadyWithinHours, so that a monitor can ask it.

        Examples:
          compliance-agent status
          compliance-agent status --json
        """) { Json, shared.Store }
        .Does(shared, environment, RunAsync);

    private static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var session = context.Service<StoreSession>();
        var store = await session.ExistsAsync(cancellationToken) ? await session.OpenToLookAsync(simulated: null, cancellationToken) : null;
        var status = new AgentStatus(
            session.Path,
            session.Connection.IsShared,
            await ScheduleNodes.LookAsync(session.Connection, context.Environment.Clock, cancellationToken),
            await TenantsAsync(context, store, cancellationToken),
            store is null ? [] : await LeftTenants.OfAsync(store, context.Service<TenantDirectory>(), cancellationToken),
            [.. context.Service<TenantDirectory>().Faults, .. store is null && session.MissedHere() is { } missing ? [session.Refusal(missing).Message] : Array.Empty<string>()]);
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(JsonSerializer.Serialize(status, Layout));
        }
        else
        {
            Print(context.Out, status, store is not null);
        }

        return status.Faults.Count == 0 && status.Tenants.All(tenant => tenant.Ready) ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static async Task<IReadOnlyList<TenantStatus>> TenantsAsync(VerbContext context, ViolationStore? store, CancellationToken cancellationToken)
    {
        var now = context.Environment.Clock.GetUtcNow();
        var within = TimeSpan.FromHours(context.Service<IOptions<ServiceOptions>>().Value.ReadyWithinHours);
        var tenants = new List<TenantStatus>();
        foreach (var options in context.Service<TenantDirectory>().Current.Select(known => known.Options))
        {
            var state = store is null ? null : await store.ReadAsync(options.Name, cancellationToken);
            tenants.Add(Of(options, state, now, within));
        }

        return tenants;
    }

    private static TenantStatus Of(TenantOptions options, TenantState? state, DateTimeOffset now, TimeSpan within)
    {
        var complete = state?.LastCompleteScan?.FinishedAt;
        return new(
            options.Name, complete, state?.LastScan?.FinishedAt, state?.LastScan?.Number, state?.LastScan?.Complete, state?.LastScan?.OpenViolations,
            ScheduleRules.NextOf(options.Schedule, now), complete is not null && now - complete <= within);
    }

    private static void Print(Terminal output, AgentStatus status, bool exists)
    {
        output.Line($"Store: {status.Store}{(exists ? "" : " (not made yet)")}");
        if (!status.IsShared)
        {
            output.Line("One agent works on a SQLite store; several need PostgreSQL.");
        }
        else if (status.Nodes.Count == 0)
        {
            output.Line("No agent is running ('compliance-agent run').");
        }
        else
        {
            output.Line("");
            output.Table(
                ["Agent", "State", "Last seen (UTC)", "Scanning"],
                status.Nodes.Select(node => (IReadOnlyList<string>)[node.Name, node.State.ToString().ToLowerInvariant(), At(node.LastCheckIn, "HH:mm:ss"), string.Join(", ", node.Scanning)]));
        }

        output.Line("");
        if (status.Tenants.Count == 0)
        {
            output.Line("No tenant is set up.");
        }
        else
        {
            output.Table(
                ["Tenant", "Ready", "Last complete scan (UTC)", "Last scan (UTC)", "Open", "Next scan (UTC)"],
                status.Tenants.Select(tenant => (IReadOnlyList<string>)
                [
                    tenant.Tenant, tenant.Ready ? "yes" : "no", At(tenant.LastCompleteScan), At(tenant.LastScan) + (tenant.LastScanComplete is false ? " incomplete" : ""),
                    tenant.OpenViolations?.ToString("N0", CultureInfo.InvariantCulture) ?? "", At(tenant.NextScan),
                ]));
        }

        foreach (var left in status.NotScheduledAnyMore)
        {
            output.Line($"Tenant {left.Tenant} is in no settings and not scheduled any more; its last complete scan: {At(left.LastCompleteScan)} UTC. 'tenants remove {left.Tenant} --erase' takes it off this list.");
        }

        foreach (var fault in status.Faults)
        {
            output.Line(fault);
        }
    }

    private static string At(DateTimeOffset? at, string form = "yyyy-MM-dd HH:mm") => at?.UtcDateTime.ToString(form, CultureInfo.InvariantCulture) ?? "never";

    private sealed record AgentStatus(
        string Store, bool IsShared, IReadOnlyList<ScheduleNode> Nodes, IReadOnlyList<TenantStatus> Tenants, IReadOnlyList<LeftTenant> NotScheduledAnyMore, IReadOnlyList<string> Faults);

    private sealed record TenantStatus(
        string Tenant, DateTimeOffset? LastCompleteScan, DateTimeOffset? LastScan, long? LastScanNumber, bool? LastScanComplete, int? OpenViolations, DateTimeOffset? NextScan, bool Ready);
}
