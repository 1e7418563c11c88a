using ComplianceAgent.Violations.Store;
using Quartz;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>An agent that shares the schedule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LastCheckIn">When it last said that it is alive; null when it shares nothing and so says nothing.</param>
/// <param name="State">What the others make of it.</param>
/// <param name="IsThis">True for the agent that was asked.</param>
/// <param name="Scanning">Tenants it scans at the moment.</param>
public sealed record ScheduleNode(string Name, DateTimeOffset? LastCheckIn, ScheduleNodeState State, bool IsThis, IReadOnlyList<string> Scanning);

/// <summary>What the others make of an agent.</summary>
public enum ScheduleNodeState
{
    /// <summary>It checks in.</summary>
    Alive,

    /// <summary>It missed a check-in; its scans are still its own.</summary>
    Overdue,

    /// <summary>It is taken for dead; its scans go to another.</summary>
    Dead,
}

/// <summary>Which agents share a schedule, and what each is doing.</summary>
internal static class ScheduleNodes
{
    /// <summary>The agents, as a scheduler of theirs sees them.</summary>
    public static async Task<IReadOnlyList<ScheduleNode>> OfAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var nodes = await scheduler.QueryClusterNodes(cancellationToken);
        var running = await scheduler.QueryFireInstances(new FireInstanceQuery { Take = 1000 }, cancellationToken);
        return
        [
            .. nodes.Select(node => new ScheduleNode(
                node.InstanceId,
                node.LastCheckInUtc,
                node.State switch { ClusterNodeState.Alive => ScheduleNodeState.Alive, ClusterNodeState.Overdue => ScheduleNodeState.Overdue, _ => ScheduleNodeState.Dead },
                node.IsCurrentNode,
                [.. running.Items.Where(firing => firing.SchedulerInstanceId == node.InstanceId && firing.JobKey is not null).Select(firing => firing.JobKey!.Name).Order(StringComparer.Ordinal)])),
        ];
    }

    /// <summary>The agents that share the schedule of a store, asked from outside; empty when it has none.</summary>
    /// <exception cref="StoreException">The server does not answer.</exception>
    public static async Task<IReadOnlyList<ScheduleNode>> LookAsync(StoreConnection store, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!store.IsShared)
        {
            return [];
        }

        var services = new ServiceCollection().AddSingleton(clock).AddLogging();
        services.AddQuartz(quartz => ScheduleServices.Configure(quartz, store, new ScheduleOptions { Node = "status" }));
        await using var provider = services.BuildServiceProvider();
        try
        {
            // Never started: it takes no part and writes nothing.
            var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
            return [.. (await OfAsync(scheduler, cancellationToken)).Where(node => !node.IsThis)];
        }
        catch (SchedulerException unread)
        {
            throw new StoreException($"The agents that share the store '{store.Path}' cannot be listed: {unread.Message}", unread);
        }
    }
}
