using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Sending;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>Opens a channel for a policy, stops it, or lets a part of what waits go; tells what came of it.</summary>
internal static class ReleaseChannels
{
    /// <summary>Releases, and sends what is due.</summary>
    public static async Task<int> ReleaseAsync(VerbContext context, StoredTenant tenant, string policy, string channel, ReleaseChoice choice, string why, CancellationToken cancellationToken)
    {
        var done = await context.Service<ChannelDesk>().ReleaseAsync(tenant.Tenant, policy, channel, choice, context.Environment.Account, why, cancellationToken);
        Refuse(done);
        context.Out.Line(choice.IsPart
            ? $"{Number(done.Chosen)} of {Number(done.Waiting)} violations of policy {policy} that wait for {channel} are released by {context.Environment.Account.Name}; the others and whatever comes wait on."
            : $"{channel} is released for policy {policy} by {context.Environment.Account.Name}: {Number(done.Chosen)} violations that waited, and what comes.");
        return await SendAsync(context, tenant, cancellationToken);
    }

    /// <summary>Stops a channel: what comes waits again. What was opened goes on, and is closed when it is over.</summary>
    public static async Task<int> StopAsync(VerbContext context, StoredTenant tenant, string policy, string channel, string why, CancellationToken cancellationToken)
    {
        Refuse(await context.Service<ChannelDesk>().StopAsync(tenant.Tenant, policy, channel, context.Environment.Account, why, cancellationToken));
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

    private static void Refuse(ChannelDecided decided)
    {
        if (decided.Fault is { } fault)
        {
            throw new CommandException(ExitCodes.BadUsage, Sentences.Say(fault));
        }
    }

    private static async Task<int> SendAsync(VerbContext context, StoredTenant tenant, CancellationToken cancellationToken)
    {
        var sending = context.Service<TenantSending>();
        if (sending.IsIdle)
        {
            return ExitCodes.Done;
        }

        var options = context.Service<TenantDirectory>().Find(tenant.Tenant) ?? new TenantOptions { Name = tenant.Tenant };
        var send = (await sending.ContextAsync(options, cancellationToken)) with { Simulated = tenant.Simulated };
        return await TicketsSending.SendAsync(context, send, context.Out, cancellationToken);
    }

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
