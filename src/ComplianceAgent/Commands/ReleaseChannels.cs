using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Sending;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>What a person chose of what waits.</summary>
/// <param name="First">Only so many, the longest there first; null for all.</param>
/// <param name="Devices">Only these devices, by id or name; null for all.</param>
/// <param name="Users">Only the devices of these users, by name or Entra id; null for all.</param>
/// <param name="Category">Only this device category; null for all.</param>
internal sealed record ReleaseChoice(int? First, IReadOnlySet<string>? Devices, IReadOnlySet<string>? Users, string? Category)
{
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

/// <summary>Opens a channel for a policy, stops it, or lets a part of what waits go.</summary>
internal static class ReleaseChannels
{
    /// <summary>Releases, decides tickets and messages anew, and sends what is due.</summary>
    public static async Task<int> ReleaseAsync(
        VerbContext context, ViolationStore store, StoredTenant tenant, string policy, string channel, ReleaseChoice choice, string why, CancellationToken cancellationToken)
    {
        var (chosen, waiting, now) = await ChosenAsync(context, store, tenant, policy, channel, choice, cancellationToken);
        if (choice.IsPart && chosen.Length == 0)
        {
            throw new CommandException(
                ExitCodes.BadUsage,
                waiting == 0 ? $"Nothing of policy {policy} waits for {channel}; nothing was released." : $"None of the {Number(waiting)} that wait for {channel} is among those chosen; nothing was released.");
        }

        await store.ReleaseChannelAsync(Release(context, tenant, policy, channel, choice.IsPart ? null : true, [.. chosen.Select(violation => violation.Id)], why, now), cancellationToken);
        context.Out.Line(choice.IsPart
            ? $"{Number(chosen.Length)} of {Number(waiting)} violations of policy {policy} that wait for {channel} are released by {context.Environment.Account.Name}; the others and whatever comes wait on."
            : $"{channel} is released for policy {policy} by {context.Environment.Account.Name}: {Number(chosen.Length)} violations that waited, and what comes.");
        return await DecideAndSendAsync(context, tenant, cancellationToken);
    }

    /// <summary>Stops a channel: what comes waits again. What was opened goes on, and is closed when it is over.</summary>
    public static async Task<int> StopAsync(VerbContext context, ViolationStore store, StoredTenant tenant, string policy, string channel, string why, CancellationToken cancellationToken)
    {
        var now = OutboxFacts.TimeOf(await store.LoadAsync(tenant.Tenant, cancellationToken), context.Environment.Clock.GetUtcNow());
        if (!ReleaseGate.IsOpen((await store.OutboxAsync(tenant.Tenant, cancellationToken)).Releases, policy, channel))
        {
            throw new CommandException(ExitCodes.BadUsage, $"{channel} is not released for policy {policy}, so there is nothing to stop.");
        }

        await store.ReleaseChannelAsync(Release(context, tenant, policy, channel, opens: false, [], why, now), cancellationToken);
        context.Out.Line($"{channel} is stopped for policy {policy} by {context.Environment.Account.Name}. What comes waits; tickets that are open are kept true and closed when it is over.");
        return ExitCodes.Done;
    }

    /// <summary>What waits, and what was let go.</summary>
    public static void Print(Terminal terminal, OutboxState outbox)
    {
        if (outbox.Holds.Count > 0)
        {
            terminal.Table(
                ["Policy", "Channel", "Violations that wait", "Since (UTC)", "Why"],
                outbox.Holds.Select(hold => (IReadOnlyList<string>)[hold.PolicyId, hold.Channel, Number(hold.Violations.Length), Minute(hold.Since), Sentences.Say(hold.Why)]));
        }

        if (outbox.Releases.Count > 0)
        {
            terminal.Line();
            terminal.Table(
                ["Policy", "Channel", "Released", "By", "When (UTC)", "Reason"],
                outbox.Releases.Select(release => (IReadOnlyList<string>)
                [
                    release.PolicyId, release.Channel, release.Opens switch { true => "opened", false => "stopped", null => $"{Number(release.Violations.Length)} violations" },
                    release.Author.Name, Minute(release.At), release.Reason,
                ]));
        }
    }

    private static ChannelRelease Release(VerbContext context, StoredTenant tenant, string policy, string channel, bool? opens, IReadOnlyList<Guid> violations, string why, DateTimeOffset now) => new()
    {
        Tenant = tenant.Tenant,
        PolicyId = policy,
        Channel = channel,
        Opens = opens,
        Violations = [.. violations],
        Author = context.Environment.Account,
        Reason = why,
        At = now,
    };

    /// <summary>What was held when the person looked; what a scan holds meanwhile is not in it.</summary>
    private static async Task<(Violation[] Chosen, int Waiting, DateTimeOffset Now)> ChosenAsync(
        VerbContext context, ViolationStore store, StoredTenant tenant, string policy, string channel, ReleaseChoice choice, CancellationToken cancellationToken)
    {
        var knowledge = await store.LoadAsync(tenant.Tenant, cancellationToken);
        var held = (await store.OutboxAsync(tenant.Tenant, cancellationToken)).Holds.FirstOrDefault(hold => hold.PolicyId == policy && hold.Channel == channel)?.Violations.ToHashSet() ?? [];
        var known = knowledge.Violations.Any(violation => violation.PolicyId == policy) || context.Service<TenantPolicies>().For(OptionsOf(context, tenant)).Policies.Any(loaded => loaded.Id == policy);
        return known
            ? (choice.Of(knowledge.Violations.Where(violation => held.Contains(violation.Id))), held.Count, OutboxFacts.TimeOf(knowledge, context.Environment.Clock.GetUtcNow()))
            : throw new CommandException(ExitCodes.BadUsage, $"{policy}: no such policy is in force or has violations. 'compliance-agent policy list' prints the ids.");
    }

    private static async Task<int> DecideAndSendAsync(VerbContext context, StoredTenant tenant, CancellationToken cancellationToken)
    {
        var sending = context.Service<TenantSending>();
        if (sending.IsIdle)
        {
            return ExitCodes.Done;
        }

        var send = (await sending.ContextAsync(OptionsOf(context, tenant), cancellationToken)) with { Simulated = tenant.Simulated };
        await sending.DecideAsync(send, cancellationToken);
        return await TicketsSending.SendAsync(context, send, context.Out, cancellationToken);
    }

    private static TenantOptions OptionsOf(VerbContext context, StoredTenant tenant) => context.Service<TenantDirectory>().Find(tenant.Tenant) ?? new TenantOptions { Name = tenant.Tenant };

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
