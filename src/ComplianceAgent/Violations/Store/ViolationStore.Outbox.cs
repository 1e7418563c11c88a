using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Somebody else sends meanwhile: nothing was written.</summary>
public sealed class SendLeaseLostException(SendLease lease)
    : Exception($"Another agent sends for tenant {lease.Tenant} to {lease.Target} now; what this one would note is not written.")
{
    /// <summary>The lease that is over.</summary>
    public SendLease Lease { get; } = lease;
}

/// <content>Tickets, messages, and the channels they leave by.</content>
public sealed partial class ViolationStore
{
    /// <summary>What is known of a tenant's tickets and messages.</summary>
    public Task<OutboxState> OutboxAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => OutboxQueries.StateAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>How tickets and messages stand, in figures.</summary>
    public Task<OutboxFigures> OutboxFiguresAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => OutboxQueries.FiguresAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>The channels a tenant ever sent by.</summary>
    public Task<IReadOnlyList<ChannelState>> ChannelsAsync(string tenant, CancellationToken cancellationToken = default) => InSnapshotAsync<IReadOnlyList<ChannelState>>(
        tenant,
        async context => [.. (await context.Channels.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Target).ToListAsync(cancellationToken)).Select(row => row.ToState())],
        cancellationToken);

    /// <summary>Decides tickets and messages anew on what is known now; what is decided is written in the same transaction.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="decide">Pure: from what is known to what is to be written. May be called again when a connection breaks.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<OutboxChanges> DecideOutboxAsync(string tenant, Func<TenantKnowledge, OutboxState, OutboxChanges> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        return resumption.RetryAsync(
            () => WritingAsync(
                tenant,
                async context =>
                {
                    var knowledge = await StoreQueries.KnowledgeAsync(context, tenant, cancellationToken);
                    var changes = decide(knowledge, await OutboxQueries.StateAsync(context, tenant, cancellationToken));
                    await OutboxQueries.WriteAsync(context, tenant, changes, scan: 0, clock.GetUtcNow(), cancellationToken);
                    return changes;
                },
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Remembers that a person opened or closed a channel, or let some of what it holds go.</summary>
    public Task<ChannelRelease> ReleaseChannelAsync(ChannelRelease release, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(release);
        return NotedAsync(CheckpointKind.Decision, release.Tenant, context => OutboxQueries.ReleaseAsync(context, release, cancellationToken), cancellationToken);
    }

    /// <summary>Makes what was set aside due again, and wakes every target; returns how many there were.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="keys">Keys of tickets and ids of messages; none for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<int> RetryAsync(string tenant, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) => resumption.RetryAsync(
        () => WritingAsync(tenant, context => OutboxQueries.RetryAsync(context, tenant, keys, clock.GetUtcNow(), cancellationToken), cancellationToken), cancellationToken);

    /// <summary>What happened to a ticket or message, oldest first.</summary>
    public Task<IReadOnlyList<StoredEvent>> TimelineAsync(string tenant, string key, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => OutboxQueries.TimelineAsync(context, tenant, key, cancellationToken), cancellationToken);

    /// <summary>Takes or keeps the right to send for a tenant through a target; null while another agent has it.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="target">Target.</param>
    /// <param name="holder">This agent, by a name no other has.</param>
    /// <param name="length">How long it may.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<SendLease?> TakeLeaseAsync(string tenant, string target, string holder, TimeSpan length, CancellationToken cancellationToken = default) => resumption.RetryAsync(
        () => WritingAsync(
            tenant,
            async context =>
            {
                var now = clock.GetUtcNow();
                var channel = await OutboxQueries.ChannelAsync(context, tenant, target, cancellationToken);
                if (channel.Holder.Length > 0 && channel.Holder != holder && channel.HeldUntil > now)
                {
                    return null;
                }

                var taken = channel with { Holder = holder, HeldUntil = now + length, Fence = channel.Holder == holder && channel.HeldUntil > now ? channel.Fence : channel.Fence + 1 };
                await OutboxQueries.WriteAsync(context, taken, cancellationToken);
                return new SendLease(tenant, target, taken.Fence, taken.HeldUntil);
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Gives the right to send back, so that nobody has to wait for its end.</summary>
    public Task<ChannelState> LeaveAsync(SendLease lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return NoteChannelAsync(lease, channel => channel with { Holder = "", HeldUntil = default }, cancellationToken);
    }

    /// <summary>Notes how a channel goes.</summary>
    /// <exception cref="SendLeaseLostException">Another agent sends meanwhile.</exception>
    public Task<ChannelState> NoteChannelAsync(SendLease lease, Func<ChannelState, ChannelState> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(change);
        return FencedAsync(
            lease,
            async (context, channel) =>
            {
                var changed = change(channel);
                await OutboxQueries.WriteAsync(context, changed, cancellationToken);
                return changed;
            },
            cancellationToken);
    }

    /// <summary>Tickets due to be sent, longest due first.</summary>
    public Task<IReadOnlyList<Ticket>> DueTicketsAsync(string tenant, string tracker, DateTimeOffset now, int most, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => OutboxQueries.DueTicketsAsync(context, tenant, tracker, now, most, cancellationToken), cancellationToken);

    /// <summary>Messages due to be sent, longest due first.</summary>
    public Task<IReadOnlyList<OutboxMessage>> DueMessagesAsync(string tenant, string channel, DateTimeOffset now, int most, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => OutboxQueries.DueMessagesAsync(context, tenant, channel, now, most, cancellationToken), cancellationToken);

    /// <summary>Violations by id; those that are not there are left out.</summary>
    public Task<IReadOnlyDictionary<Guid, Violation>> ViolationsAsync(string tenant, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => StoreQueries.ViolationsAsync(context, tenant, ids, cancellationToken), cancellationToken);

    /// <summary>Notes what became of a ticket: the change is made to the ticket as it is now, whatever a scan wants of it meanwhile.</summary>
    /// <returns>The ticket as it then is; null when there is none of that key.</returns>
    /// <exception cref="SendLeaseLostException">Another agent sends meanwhile.</exception>
    public Task<Ticket?> NoteTicketAsync(SendLease lease, string key, Func<Ticket, Ticket> change, AuditLine? audit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(change);
        return FencedAsync(
            lease,
            async (context, _) =>
            {
                var row = await context.Tickets.AsNoTracking().SingleOrDefaultAsync(ticket => ticket.Tenant == lease.Tenant && ticket.Tracker == lease.Target && ticket.TicketKey == key, cancellationToken);
                if (row is null)
                {
                    return null;
                }

                var changed = change(row.ToTicket());
                await OutboxQueries.WriteAsync(context, lease.Tenant, new OutboxChanges { Tickets = [changed], Events = audit is null ? [] : [audit] }, scan: 0, clock.GetUtcNow(), cancellationToken);
                return changed;
            },
            cancellationToken);
    }

    /// <summary>Notes what became of a message.</summary>
    /// <returns>The message as it then is; null when there is none of that id.</returns>
    /// <exception cref="SendLeaseLostException">Another agent sends meanwhile.</exception>
    public Task<OutboxMessage?> NoteMessageAsync(SendLease lease, string id, Func<OutboxMessage, OutboxMessage> change, AuditLine? audit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(change);
        return FencedAsync(
            lease,
            async (context, _) =>
            {
                var row = await context.Messages.AsNoTracking().SingleOrDefaultAsync(message => message.Tenant == lease.Tenant && message.MessageId == id, cancellationToken);
                if (row is null)
                {
                    return null;
                }

                var changed = change(row.ToMessage());
                await OutboxQueries.WriteAsync(context, lease.Tenant, new OutboxChanges { Messages = [changed], Events = audit is null ? [] : [audit] }, scan: 0, clock.GetUtcNow(), cancellationToken);
                return changed;
            },
            cancellationToken);
    }

    /// <summary>Writes only while the lease is the newest one: a frozen agent that wakes finds that it is not.</summary>
    private Task<T> FencedAsync<T>(SendLease lease, Func<StoreContext, ChannelState, Task<T>> write, CancellationToken cancellationToken) => resumption.RetryAsync(
        () => WritingAsync(
            lease.Tenant,
            async context =>
            {
                var channel = await OutboxQueries.ChannelAsync(context, lease.Tenant, lease.Target, cancellationToken);
                return channel.Fence == lease.Fence ? await write(context, channel) : throw new SendLeaseLostException(lease);
            },
            cancellationToken),
        cancellationToken);
}
