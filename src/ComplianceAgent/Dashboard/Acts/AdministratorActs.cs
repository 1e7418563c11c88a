using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Sending;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using Quartz;

namespace ComplianceAgent.Dashboard.Acts;

/// <summary>Lets tickets, messages and closings of a policy go, or stops the former.</summary>
public sealed class ReleaseActs(ActGate gate, ChannelDesk desk, ClosingDesk closings)
{
    /// <summary>What closings are called where a channel is named.</summary>
    public const string Closings = "closings";

    /// <summary>Opens a channel for a policy, and lets go what waits; with <see cref="Closings"/> for a channel, the closings that a scan holds.</summary>
    public Task<ActResult> ReleaseAsync(Visitor visitor, string tenant, string policy, string channel, string why, CancellationToken cancellationToken) => DecideAsync(
        visitor, tenant, policy, channel, why, "release", [.. ChannelNames.All, Closings],
        (author, words) => channel == Closings
            ? closings.ReleaseAsync(tenant, policy, author, words, cancellationToken)
            : desk.ReleaseAsync(tenant, policy, channel, ReleaseChoice.Whole, author, words, cancellationToken),
        cancellationToken);

    /// <summary>Stops it: what comes waits.</summary>
    public Task<ActResult> StopAsync(Visitor visitor, string tenant, string policy, string channel, string why, CancellationToken cancellationToken) =>
        DecideAsync(visitor, tenant, policy, channel, why, "stop", ChannelNames.All, (author, words) => desk.StopAsync(tenant, policy, channel, author, words, cancellationToken), cancellationToken);

    private async Task<ActResult> DecideAsync(
        Visitor visitor, string tenant, string policy, string channel, string why, string verb, IReadOnlyList<string> channels, Func<Violations.Reviews.Author, string, Task<ChannelDecided>> decide, CancellationToken cancellationToken)
    {
        var what = $"{verb} {channel} of {policy}";
        var (now, refusal) = await gate.AdmitAsync(visitor, tenant, Role.Administrator, ActNature.Anybody, what, cancellationToken);
        if (now is null)
        {
            return refusal!;
        }

        if (await gate.WholeAsync(now, tenant, Role.Administrator, what, cancellationToken) is { } beyond)
        {
            return beyond;
        }

        if (!channels.Contains(channel, StringComparer.Ordinal))
        {
            return ActResult.Refused(Reason.Of("act-channel", ("channel", channel), ("channels", string.Join(", ", channels))));
        }

        if (GivenText.Of(why) is not { } words)
        {
            return ActResult.Refused(Reason.Of("act-why"));
        }

        return (await decide(now.Author, words)).Fault is { } fault ? ActResult.Refused(fault) : ActResult.Done;
    }
}

/// <summary>Has tried again what was set aside.</summary>
public sealed class TicketActs(ActGate gate)
{
    /// <summary>Makes it due again and wakes every target; it goes out with the next turn of sending.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="keys">Keys of tickets and ids of messages; none for everything.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ActResult> RetryAsync(Visitor visitor, string tenant, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var (now, refusal) = await gate.AdmitAsync(visitor, tenant, Role.Administrator, ActNature.Person, "retry sending", cancellationToken);
        if (now is null)
        {
            return refusal!;
        }

        if (await gate.WholeAsync(now, tenant, Role.Administrator, "retry sending", cancellationToken) is { } beyond)
        {
            return beyond;
        }

        if (keys.Count > 0 && (await gate.Store.OutboxAsync(tenant, cancellationToken)).UnknownOf(keys) is not null)
        {
            return ActResult.NotFound;
        }

        // Told first: what cannot be told is not done.
        await gate.Store.TellAsync(
            tenant, ViolationEventKind.RetryOrdered, Reason.Of("audit-retry-ordered", ("count", keys.Count == 0 ? "all" : keys.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))), now.Author, cancellationToken: cancellationToken);
        await gate.Store.RetryAsync(tenant, keys, cancellationToken);
        return ActResult.Done;
    }
}

/// <summary>Begins a scan outside its schedule.</summary>
public sealed class ScanActs(ActGate gate, IServiceProvider services)
{
    /// <summary>Begins it, unless one runs already.</summary>
    public async Task<ActResult> RunNowAsync(Visitor visitor, string tenant, CancellationToken cancellationToken)
    {
        var (now, refusal) = await gate.AdmitAsync(visitor, tenant, Role.Administrator, ActNature.Anybody, "scan", cancellationToken);
        if (now is null)
        {
            return refusal!;
        }

        if (await gate.WholeAsync(now, tenant, Role.Administrator, "scan", cancellationToken) is { } beyond)
        {
            return beyond;
        }

        if (services.GetService<ISchedulerFactory>() is not { } schedulers)
        {
            return ActResult.Refused(Reason.Of("scan-not-scheduled", ("tenant", tenant)));
        }

        await gate.Store.TellAsync(tenant, ViolationEventKind.ScanOrdered, Reason.Of("audit-scan-ordered"), now.Author, cancellationToken: cancellationToken);
        return await ScanNow.BeginAsync(await schedulers.GetScheduler(cancellationToken), tenant, cancellationToken) is { } fault ? ActResult.Refused(fault) : ActResult.Done;
    }
}
