using ComplianceAgent.Violations.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <summary>Reads and writes tickets, messages and channels; every query names its tenant.</summary>
internal static class OutboxQueries
{
    /// <summary>What is known of a tenant's tickets and messages.</summary>
    public static async Task<OutboxState> StateAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var row = await StoreQueries.TenantAsync(context, tenant, cancellationToken);
        return new OutboxState
        {
            Tenant = tenant,
            Simulated = row?.Simulated ?? false,
            Secret = row?.FingerprintKey ?? [],
            Tickets = await TicketsAsync(context, tenant, cancellationToken),
            Messages = await MessagesAsync(context, tenant, cancellationToken),
            Releases = await ReleasesAsync(context, tenant, cancellationToken),
            Holds = [.. (await context.ChannelHolds.AsNoTracking().Where(hold => hold.Tenant == tenant).OrderBy(hold => hold.PolicyId).ThenBy(hold => hold.Channel).ToListAsync(cancellationToken)).Select(hold => hold.ToHold())],
        };
    }

    /// <summary>Every ticket.</summary>
    public static async Task<IReadOnlyList<Ticket>> TicketsAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var tickets = new List<Ticket>();
        await foreach (var row in context.Tickets.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Tracker).ThenBy(row => row.TicketKey).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            tickets.Add(row.ToTicket());
        }

        return tickets;
    }

    /// <summary>Every message.</summary>
    public static async Task<IReadOnlyList<OutboxMessage>> MessagesAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var messages = new List<OutboxMessage>();
        await foreach (var row in context.Messages.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.PlannedAt).ThenBy(row => row.MessageId).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            messages.Add(row.ToMessage());
        }

        return messages;
    }

    /// <summary>Every release, oldest first.</summary>
    public static async Task<IReadOnlyList<ChannelRelease>> ReleasesAsync(StoreContext context, string tenant, CancellationToken cancellationToken) =>
        [.. (await context.ChannelReleases.AsNoTracking().Where(row => row.Tenant == tenant).OrderBy(row => row.Sequence).ToListAsync(cancellationToken)).Select(row => row.ToRelease())];

    /// <summary>Writes what was decided, in the caller's transaction.</summary>
    public static async Task WriteAsync(StoreContext context, string tenant, OutboxChanges changes, long scan, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using (var tickets = await PreparedInsert<TicketRow>.PrepareAsync(context, KeyConflict.Replace, table: null, cancellationToken))
        {
            foreach (var ticket in changes.Tickets)
            {
                await tickets.WriteAsync(TicketRow.From(ticket), cancellationToken);
            }
        }

        await using (var messages = await PreparedInsert<MessageRow>.PrepareAsync(context, KeyConflict.Replace, table: null, cancellationToken))
        {
            foreach (var message in changes.Messages)
            {
                await messages.WriteAsync(MessageRow.From(message), cancellationToken);
            }
        }

        if (changes.Holds is { } holds)
        {
            await ReplaceHoldsAsync(context, tenant, holds, cancellationToken);
        }

        await EventWriter.WriteAsync(context, tenant, scan, at, [.. changes.Events.Select(line => new PendingEvent(line.Kind, Guid.Empty, line.Reason))], cancellationToken);
    }

    /// <summary>Written only when they are others than before.</summary>
    private static async Task ReplaceHoldsAsync(StoreContext context, string tenant, IReadOnlyCollection<ChannelHold> holds, CancellationToken cancellationToken)
    {
        var stored = await context.ChannelHolds.Where(row => row.Tenant == tenant).ToDictionaryAsync(row => (row.PolicyId, row.Channel), cancellationToken);
        foreach (var hold in holds.Select(ChannelHoldRow.From))
        {
            if (!stored.Remove((hold.PolicyId, hold.Channel), out var known))
            {
                context.ChannelHolds.Add(hold);
            }
            else if (known.Content != hold.Content)
            {
                known.Content = hold.Content;
            }
        }

        context.ChannelHolds.RemoveRange(stored.Values);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Adds a release behind the last one and tells the audit.</summary>
    public static async Task<ChannelRelease> ReleaseAsync(StoreContext context, ChannelRelease release, CancellationToken cancellationToken)
    {
        var last = await context.ChannelReleases.Where(row => row.Tenant == release.Tenant).MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;
        var added = context.ChannelReleases.Add(ChannelReleaseRow.From(release, last + 1)).Entity;
        await context.SaveChangesAsync(cancellationToken);
        var code = release.Opens switch { true => "audit-channel-opened", false => "audit-channel-stopped", null => "audit-channel-batch" };
        var reason = Reasons.Reason.Of(
            code, ("policy", release.PolicyId), ("channel", release.Channel), ("count", release.Violations.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var person = new PersonContent(release.Author.Name, release.Author.Source, release.Reason);
        await EventWriter.WriteAsync(context, release.Tenant, scanNumber: 0, release.At, [new PendingEvent(ViolationEventKind.ChannelReleased, Guid.Empty, reason, person)], cancellationToken);
        return added.ToRelease();
    }

    /// <summary>What is due to be sent through a tracker, longest due first.</summary>
    public static async Task<IReadOnlyList<Ticket>> DueTicketsAsync(StoreContext context, string tenant, string tracker, DateTimeOffset now, int most, CancellationToken cancellationToken) =>
    [
        .. (await context.Tickets.AsNoTracking()
            .Where(row => row.Tenant == tenant && row.Tracker == tracker && (row.Delivery == DeliveryState.Waiting || row.Delivery == DeliveryState.InDoubt) && row.NotBefore <= now)
            .OrderBy(row => row.NotBefore).ThenBy(row => row.TicketKey).Take(most).ToListAsync(cancellationToken)).Select(row => row.ToTicket()),
    ];

    /// <summary>What is due to be sent through a channel of messages, longest due first.</summary>
    public static async Task<IReadOnlyList<OutboxMessage>> DueMessagesAsync(StoreContext context, string tenant, string channel, DateTimeOffset now, int most, CancellationToken cancellationToken) =>
    [
        .. (await context.Messages.AsNoTracking()
            .Where(row => row.Tenant == tenant && row.Channel == channel && (row.Delivery == DeliveryState.Waiting || row.Delivery == DeliveryState.InDoubt) && row.NotBefore <= now)
            .OrderBy(row => row.NotBefore).ThenBy(row => row.MessageId).Take(most).ToListAsync(cancellationToken)).Select(row => row.ToMessage()),
    ];

    /// <summary>Makes what was set aside due again, and wakes every target.</summary>
    public static async Task<int> RetryAsync(StoreContext context, string tenant, IReadOnlyCollection<string> keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        bool IsMeant(string key) => keys.Count == 0 || keys.Contains(key, StringComparer.OrdinalIgnoreCase);
        Delivery Due(Delivery before) => before with { State = before.DoubtSince is null ? DeliveryState.Waiting : DeliveryState.InDoubt, Attempts = 0, NotBefore = now, Why = null };
        var tickets = (await TicketsAsync(context, tenant, cancellationToken)).Where(ticket => ticket.Delivery.State == DeliveryState.Dead && IsMeant(ticket.Key)).Select(ticket => ticket with { Delivery = Due(ticket.Delivery) }).ToArray();
        var messages = (await MessagesAsync(context, tenant, cancellationToken)).Where(message => message.Delivery.State == DeliveryState.Dead && IsMeant(message.Id)).Select(message => message with { Delivery = Due(message.Delivery) }).ToArray();
        await WriteAsync(context, tenant, new OutboxChanges { Tickets = tickets, Messages = messages }, scan: 0, now, cancellationToken);
        foreach (var channel in await context.Channels.AsNoTracking().Where(row => row.Tenant == tenant).ToListAsync(cancellationToken))
        {
            await WriteAsync(context, channel.ToState() with { PausedUntil = null, Failures = 0, Why = null }, cancellationToken);
        }

        return tickets.Length + messages.Length;
    }

    /// <summary>The events that name a ticket or message.</summary>
    public static async Task<IReadOnlyList<StoredEvent>> TimelineAsync(StoreContext context, string tenant, string key, CancellationToken cancellationToken)
    {
        var rows = await context.Events.AsNoTracking()
            .Where(row => row.Tenant == tenant && row.Kind >= ViolationEventKind.TicketOpened && row.Kind <= ViolationEventKind.MessageDropped && row.Parameters.Contains($"\"{key}\""))
            .OrderBy(row => row.Sequence).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new StoredEvent(row.Sequence, row.ScanNumber, row.At, row.Kind, row.ViolationId, StoreJson.ReadReason(row.ReasonCode, row.Parameters)));
    }

    /// <summary>How tickets and messages stand, counted by the database.</summary>
    public static async Task<OutboxFigures> FiguresAsync(StoreContext context, string tenant, CancellationToken cancellationToken)
    {
        var tickets = await context.Tickets.AsNoTracking().Where(row => row.Tenant == tenant).GroupBy(row => row.Delivery)
            .Select(group => new { group.Key, Count = group.Count(), Oldest = group.Min(row => row.WaitingSince) }).ToListAsync(cancellationToken);
        var messages = await context.Messages.AsNoTracking().Where(row => row.Tenant == tenant).GroupBy(row => row.Delivery)
            .Select(group => new { group.Key, Count = group.Count(), Oldest = group.Min(row => row.WaitingSince) }).ToListAsync(cancellationToken);
        var all = tickets.Concat(messages).ToArray();
        var waiting = all.Where(group => group.Key is DeliveryState.Waiting or DeliveryState.InDoubt).ToArray();
        var holds = await context.ChannelHolds.AsNoTracking().Where(row => row.Tenant == tenant).ToListAsync(cancellationToken);
        return new(
            waiting.Sum(group => group.Count), all.Where(group => group.Key == DeliveryState.Dead).Sum(group => group.Count), holds.Sum(row => row.ToHold().Violations.Length), waiting.Min(group => group.Oldest));
    }

    /// <summary>A channel as it is; a new one where nothing is known.</summary>
    public static async Task<ChannelState> ChannelAsync(StoreContext context, string tenant, string target, CancellationToken cancellationToken) =>
        (await context.Channels.AsNoTracking().SingleOrDefaultAsync(row => row.Tenant == tenant && row.Target == target, cancellationToken))?.ToState() ?? new ChannelState { Tenant = tenant, Target = target };

    /// <summary>Writes a channel.</summary>
    public static async Task WriteAsync(StoreContext context, ChannelState state, CancellationToken cancellationToken)
    {
        await using var insert = await PreparedInsert<ChannelStateRow>.PrepareAsync(context, KeyConflict.Replace, table: null, cancellationToken);
        await insert.WriteAsync(ChannelStateRow.From(state), cancellationToken);
    }
}
