using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>status</c>: which agents share the work, when each tenant was and will be scanned, and what somebody has to do.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON instead of tables." };
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "status",
        """
        Show the agents that share the store and what each is scanning, and of every tenant its last complete scan, open violations, next scan, and
        what waits for somebody. Ends with 1 when a tenant has had no complete scan within Service:ReadyWithinHours, so that a monitor can ask it.

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
            Print(context.Out, status, store is not null, context.Environment.Clock.GetUtcNow());
        }

        return status.Faults.Count == 0 && status.Tenants.All(tenant => tenant.Ready) ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static async Task<IReadOnlyList<TenantStatus>> TenantsAsync(VerbContext context, ViolationStore? store, CancellationToken cancellationToken)
    {
        var now = context.Environment.Clock.GetUtcNow();
        var hours = context.Service<IOptions<ServiceOptions>>().Value.ReadyWithinHours;
        var tenants = new List<TenantStatus>();
        foreach (var options in context.Service<TenantDirectory>().Current.Select(known => known.Options))
        {
            var scans = store is null ? new LastScans(null, null) : await store.LastScansAsync(options.Name, cancellationToken);
            tenants.Add(Of(options, scans, store is null ? 0 : await ReviewsAsync(store, options.Name, now, cancellationToken), now, hours));
        }

        return tenants;
    }

    private static async Task<int> ReviewsAsync(ViolationStore store, string tenant, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await store.CountViolationsAsync(tenant, new ViolationQuery { Now = now, Policies = [], States = [ViolationState.Review] }, cancellationToken)).Sum(_ => true, part => part.Violations);

    private static TenantStatus Of(TenantOptions options, LastScans scans, int reviews, DateTimeOffset now, int hours)
    {
        var complete = scans.LastComplete?.FinishedAt;
        var isReady = complete is not null && now - complete <= TimeSpan.FromHours(hours);
        var condition = isReady ? TenantCondition.UpToDate : scans.Last is null ? TenantCondition.NeverScanned : TenantCondition.Overdue;
        return new(
            options.Name, complete, scans.Last?.FinishedAt, scans.Last?.Number, scans.Last?.Complete, scans.Last?.OpenViolations,
            ScheduleRules.NextOf(options.Schedule, now), isReady)
        {
            State = condition,
            WaitingForReview = reviews,
            ToDo = [.. StatusAdvice.Of(options.Name, condition, complete is null ? null : now - complete.Value, hours, scans.Last, reviews)],
        };
    }

    private static void Print(Terminal output, AgentStatus status, bool exists, DateTimeOffset now)
    {
        output.Line($"Store: {status.Store}{(exists ? "" : " (not made yet)")}");
        PrintAgents(output, status);
        output.Line("");
        if (status.Tenants.Count == 0)
        {
            output.Line("No tenant is set up: 'compliance-agent init' asks what is needed.");
        }
        else
        {
            output.Table(
                ["Tenant", "State", "Last complete scan (UTC)", "Last scan (UTC)", "Open", "To review", "Next scan (UTC)"],
                status.Tenants.Select(tenant => (IReadOnlyList<string>)
                [
                    tenant.Tenant,
                    StatusAdvice.Say(tenant.State),
                    tenant.LastCompleteScan is { } complete ? $"{At(complete)} ({StatusAdvice.Ago(now - complete)} ago)" : "never",
                    At(tenant.LastScan) + (tenant.LastScanComplete is false ? " incomplete" : ""),
                    tenant.OpenViolations?.ToString("N0", CultureInfo.InvariantCulture) ?? "",
                    tenant.WaitingForReview > 0 ? tenant.WaitingForReview.ToString("N0", CultureInfo.InvariantCulture) : "",
                    At(tenant.NextScan),
                ]));
        }

        PrintToDo(output, status);
    }

    private static void PrintAgents(Terminal output, AgentStatus status)
    {
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
    }

    private static void PrintToDo(Terminal output, AgentStatus status)
    {
        string[] lines =
        [
            .. status.Faults,
            .. status.Tenants.SelectMany(tenant => tenant.ToDo.Select(line => $"{tenant.Tenant}: {line}")),
            .. status.NotScheduledAnyMore.Select(left =>
                $"Tenant {left.Tenant} is in no settings and not scheduled any more; its last complete scan: {At(left.LastCompleteScan)} UTC. 'tenants remove {left.Tenant} --erase' takes it off this list."),
        ];
        output.Line();
        if (lines.Length == 0)
        {
            output.Line("Nothing waits for anybody.");
            return;
        }

        output.Heading("To do");
        foreach (var line in lines)
        {
            output.Line("  " + line);
        }
    }

    private static string At(DateTimeOffset? at, string form = "yyyy-MM-dd HH:mm") => at?.UtcDateTime.ToString(form, CultureInfo.InvariantCulture) ?? "never";

    private sealed record AgentStatus(
        string Store, bool IsShared, IReadOnlyList<ScheduleNode> Nodes, IReadOnlyList<TenantStatus> Tenants, IReadOnlyList<LeftTenant> NotScheduledAnyMore, IReadOnlyList<string> Faults);

    private sealed record TenantStatus(
        string Tenant, DateTimeOffset? LastCompleteScan, DateTimeOffset? LastScan, long? LastScanNumber, bool? LastScanComplete, int? OpenViolations, DateTimeOffset? NextScan, bool Ready)
    {
        public required TenantCondition State { get; init; }

        public required int WaitingForReview { get; init; }

        public required IReadOnlyList<string> ToDo { get; init; }
    }
}
