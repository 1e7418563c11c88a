using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning.Sending;

/// <summary>What a person chose of what waits.</summary>
/// <param name="First">Only so many, the longest there first; null for all.</param>
/// <param name="Devices">Only these devices, by id or name; null for all.</param>
/// <param name="Users">Only the devices of these users, by name or Entra id; null for all.</param>
/// <param name="Category">Only this device category; null for all.</param>
public sealed record ReleaseChoice(int? First, IReadOnlySet<string>? Devices, IReadOnlySet<string>? Users, string? Category)
{
    /// <summary>Everything.</summary>
    public static ReleaseChoice Whole { get; } = new(null, null, null, null);

    /// <summary>True when only a part is let go, and the channel stays as it is.</summary>
    public bool IsPart => this is not { First: null, Devices: null, Users: null, Category: null };

    /// <summary>The chosen ones, the longest there first.</summary>
    public Violation[] Of(IEnumerable<Violation> violations)
    {
        var chosen = violations.Where(violation =>
                (Devices?.Contains(violation.DeviceId) != false || Devices.Contains(violation.Device.Name))
                && (Users is null || Users.Contains(violation.Device.UserPrincipalName) || Users.Contains(violation.Device.UserId))
                && (Category is null || string.Equals(Category, violation.Device.Category, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(violation => violation.FirstSeenAt).ThenBy(violation => violation.Id);
        return First is { } most ? [.. chosen.Take(most)] : [.. chosen];
    }
}

/// <summary>What became of it.</summary>
/// <param name="Fault">Why nothing was done; null when it was.</param>
/// <param name="Chosen">Violations let go.</param>
/// <param name="Waiting">Violations that waited.</param>
public sealed record ChannelDecided(Reason? Fault, int Chosen, int Waiting);

/// <summary>Opens a channel for a policy, stops it, or lets a part of what waits go: the same for the command line, the pages and the API.</summary>
public sealed class ChannelDesk(StoreSession stores, TenantPolicies policies, TenantDirectory tenants, TenantSending sending, TimeProvider clock)
{
    /// <summary>Lets what waits go, and opens the channel unless only a part was chosen; what it means for tickets and messages is decided at once.</summary>
    public async Task<ChannelDecided> ReleaseAsync(string tenant, string policy, string channel, ReleaseChoice choice, Author author, string why, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        var store = stores.Current!;
        var knowledge = await store.LoadAsync(tenant, cancellationToken);
        if (!knowledge.Violations.Any(violation => violation.PolicyId == policy) && policies.For(OptionsOf(tenant)).Policies.All(loaded => loaded.Id != policy))
        {
            return new(Reason.Of("release-policy-unknown", ("policy", policy)), 0, 0);
        }

        // What was held when the person looked; what a scan holds meanwhile is not in it.
        var held = (await store.OutboxAsync(tenant, cancellationToken)).Holds.FirstOrDefault(hold => hold.PolicyId == policy && hold.Channel == channel)?.Violations.ToHashSet() ?? [];
        var chosen = choice.Of(knowledge.Violations.Where(violation => held.Contains(violation.Id)));
        if (choice.IsPart && chosen.Length == 0)
        {
            return new(Reason.Of(held.Count == 0 ? "release-nothing-waits" : "release-none-chosen", ("policy", policy), ("channel", channel), ("count", held.Count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture))), 0, held.Count);
        }

        var release = new ChannelRelease
        {
            Tenant = tenant,
            PolicyId = policy,
            Channel = channel,
            Opens = choice.IsPart ? null : true,
            Violations = [.. chosen.Select(violation => violation.Id)],
            Author = author,
            Reason = why,
            At = OutboxFacts.TimeOf(knowledge, clock.GetUtcNow()),
        };
        await store.ReleaseChannelAsync(release, cancellationToken);
        if (!sending.IsIdle)
        {
            await sending.DecideAsync(await sending.ContextAsync(OptionsOf(tenant), cancellationToken), cancellationToken);
        }

        return new(null, chosen.Length, held.Count);
    }

    /// <summary>Stops a channel: what comes waits again. What was opened goes on, and is closed when it is over.</summary>
    public async Task<ChannelDecided> StopAsync(string tenant, string policy, string channel, Author author, string why, CancellationToken cancellationToken)
    {
        var store = stores.Current!;
        var now = OutboxFacts.TimeOf(await store.LoadAsync(tenant, cancellationToken), clock.GetUtcNow());
        if (!ReleaseGate.IsOpen((await store.OutboxAsync(tenant, cancellationToken)).Releases, policy, channel))
        {
            return new(Reason.Of("release-not-open", ("policy", policy), ("channel", channel)), 0, 0);
        }

        await store.ReleaseChannelAsync(new ChannelRelease { Tenant = tenant, PolicyId = policy, Channel = channel, Opens = false, Violations = [], Author = author, Reason = why, At = now }, cancellationToken);
        return new(null, 0, 0);
    }

    private TenantOptions OptionsOf(string tenant) => tenants.Find(tenant) ?? new TenantOptions { Name = tenant };
}
