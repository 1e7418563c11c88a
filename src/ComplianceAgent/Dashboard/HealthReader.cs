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
/// Whether the service is ready: the store can be read, the policies are good, and every tenant has had a complete scan lately, or has not been
/// running for long enough to have one. Of several agents each names all.
/// </summary>
internal sealed class HealthReader(
    StoreSession store, TenantDirectory tenants, TenantPolicies policies, TenantRegisters registers, RegisterMonitor register, ScanHistory history, CheckpointLog checkpoints,
    StandbyWatch standby, ISchedulerFactory schedulers, IOptions<ServiceOptions> options, TimeProvider clock)
{
    private readonly DateTimeOffset startedAt = clock.GetUtcNow();

    /// <summary>How it is now.</summary>
    public async Task<HealthReport> ReadAsync(CancellationToken cancellationToken)
    {
        List<string> faults = [.. policies.Faults, .. tenants.Faults, .. register.LastFaults.Select(fault => fault.ToString())];
        var found = new List<TenantHealth>();
        IReadOnlyList<LeftTenant> left = [];
        try
        {
            left = await LeftTenants.OfAsync(store.Current!, tenants, cancellationToken);
            foreach (var tenant in tenants.Current.Select(known => known.Options))
            {
                faults.AddRange(registers.FaultsOf(tenant));
                found.Add(await TenantAsync(tenant.Name, cancellationToken));
            }
        }
        catch (StoreException broken)
        {
            faults.Add(broken.Message);
        }

        // A store that cannot be asked says the same twice.
        faults.AddRange(new[] { checkpoints.Fault, await StandbyAsync(cancellationToken) }.OfType<string>().Except(faults, StringComparer.Ordinal).ToList());
        var nodes = await NodesAsync(faults, cancellationToken);
        return new HealthReport(faults.Count == 0 && found.TrueForAll(tenant => tenant.Ready), found, left, nodes, faults);
    }

    /// <summary>What keeps this agent from scanning. The store is asked as well: beside a file nobody watches its schema.</summary>
    private async Task<string?> StandbyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.Current!.RefuseNewerAsync(cancellationToken);
            return standby.Fault;
        }
        catch (StoreException refused)
        {
            return refused.Message;
        }
    }

    private async Task<TenantHealth> TenantAsync(string tenant, CancellationToken cancellationToken)
    {
        var scans = await store.Current!.LastScansAsync(tenant, cancellationToken);
        var last = history.Ends.GetValueOrDefault(tenant);
        var complete = scans.LastComplete?.FinishedAt;
        return new TenantHealth(tenant, complete, options.Value.IsReady(complete, startedAt, clock.GetUtcNow()), last?.At, last?.Failure)
        {
            Outbox = await store.Current!.OutboxFiguresAsync(tenant, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<NodeHealth>> NodesAsync(List<string> faults, CancellationToken cancellationToken)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            return [.. (await ScheduleNodes.OfAsync(scheduler, cancellationToken)).Select(node => new NodeHealth(node.Name, node.IsThis, node.State.ToString().ToLowerInvariant(), node.LastCheckIn, node.Scanning))];
        }
        catch (SchedulerException unread)
        {
            faults.Add($"The schedule cannot be read: {unread.Message}");
            return [];
        }
    }
}

/// <summary>The state of the service.</summary>
/// <param name="Ready">Nothing is wrong.</param>
/// <param name="Tenants">Each tenant that is scanned.</param>
/// <param name="NotScheduledAnyMore">Tenants of the store that no settings name.</param>
/// <param name="Nodes">The agents that share the schedule.</param>
/// <param name="Faults">What is wrong beside tenants that were not scanned.</param>
internal sealed record HealthReport(bool Ready, IReadOnlyList<TenantHealth> Tenants, IReadOnlyList<LeftTenant> NotScheduledAnyMore, IReadOnlyList<NodeHealth> Nodes, IReadOnlyList<string> Faults);

/// <summary>An agent.</summary>
internal sealed record NodeHealth(string Node, bool IsThis, string State, DateTimeOffset? LastCheckIn, IReadOnlyList<string> Scanning);

/// <summary>A tenant.</summary>
internal sealed record TenantHealth(string Tenant, DateTimeOffset? LastCompleteScan, bool Ready, DateTimeOffset? LastAttempt, string? LastFailure)
{
    /// <summary>Tickets and messages: due, set aside, held, and since when the oldest waits.</summary>
    public OutboxFigures? Outbox { get; init; }
}
