using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <content>What pages and the API show: a part of a list at a time.</content>
public sealed partial class ViolationStore
{
    /// <summary>A page of violations with their deadlines, and how many there are in all.</summary>
    public Task<Page<DatedViolation>> BrowseViolationsAsync(string tenant, ViolationQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return InSnapshotAsync(tenant, context => BrowsingQueries.ViolationsAsync(context, tenant, query, cancellationToken), cancellationToken);
    }

    /// <summary>Violations counted in parts; order, page and <see cref="ViolationQuery.Due"/> of the query mean nothing here.</summary>
    public Task<ViolationCounts> CountViolationsAsync(string tenant, ViolationQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return InSnapshotAsync(tenant, context => BrowsingQueries.CountAsync(context, tenant, query, cancellationToken), cancellationToken);
    }

    /// <summary>Units (device categories) that violations are in, in order; devices without one are left out.</summary>
    public Task<IReadOnlyList<string>> UnitsAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => BrowsingQueries.UnitsAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>Devices of the fleet as the last complete scan saw them, by id.</summary>
    public Task<IReadOnlyList<KnownDevice>> BrowseDevicesAsync(string tenant, DeviceQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return InSnapshotAsync(tenant, context => BrowsingQueries.DevicesAsync(context, tenant, query, cancellationToken), cancellationToken);
    }

    /// <summary>Events, the newest first.</summary>
    public Task<IReadOnlyList<TracedEvent>> BrowseEventsAsync(string tenant, EventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return InSnapshotAsync(tenant, context => BrowsingQueries.EventsAsync(context, tenant, query, cancellationToken), cancellationToken);
    }

    /// <summary>Scans, the newest first.</summary>
    public Task<Page<ScanSummary>> BrowseScansAsync(string tenant, int skip, int take, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => BrowsingQueries.ScansAsync(context, tenant, skip, take, cancellationToken), cancellationToken);

    /// <summary>One scan; null when there is none of that number.</summary>
    public Task<ScanResult?> ScanAsync(string tenant, long number, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => BrowsingQueries.ScanAsync(context, tenant, number, cancellationToken), cancellationToken);

    /// <summary>The newest scan that counts and the newest complete one; null where there is none.</summary>
    public Task<LastScans> LastScansAsync(string tenant, CancellationToken cancellationToken = default) => InSnapshotAsync(
        tenant,
        async context => new LastScans(
            await StoreQueries.LastScanAsync(context, tenant, completeOnly: false, long.MaxValue, cancellationToken),
            await StoreQueries.LastScanAsync(context, tenant, completeOnly: true, long.MaxValue, cancellationToken)),
        cancellationToken);

    /// <summary>The figures of the last ninety scans, oldest first.</summary>
    public Task<IReadOnlyList<ScanSummary>> TrendAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => StoreQueries.TrendAsync(context, tenant, long.MaxValue, cancellationToken), cancellationToken);

    /// <summary>Tickets, those that changed last first.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="delivery">How sending stands; null for all.</param>
    /// <param name="search">Part of a key or of the tracker's id, or the id of a violation that a ticket speaks of; empty for all.</param>
    /// <param name="skip">To pass over.</param>
    /// <param name="take">Most of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Page<Ticket>> BrowseTicketsAsync(string tenant, DeliveryState? delivery, string search, int skip, int take, CancellationToken cancellationToken = default) => InSnapshotAsync(
        tenant,
        async context =>
        {
            var tickets = context.Tickets.AsNoTracking().Where(ticket => ticket.Tenant == tenant && (delivery == null || ticket.Delivery == delivery) && (search == "" || ticket.Content.Contains(search)));
            var rows = await tickets.OrderByDescending(ticket => ticket.NotBefore).ThenBy(ticket => ticket.TicketKey).Skip(skip).Take(take).ToListAsync(cancellationToken);
            return new Page<Ticket>(rows.ConvertAll(row => row.ToTicket()), await tickets.LongCountAsync(cancellationToken));
        },
        cancellationToken);

    /// <summary>Messages, the newest first.</summary>
    public Task<Page<OutboxMessage>> BrowseMessagesAsync(string tenant, DeliveryState? delivery, int skip, int take, CancellationToken cancellationToken = default) => InSnapshotAsync(
        tenant,
        async context =>
        {
            var messages = context.Messages.AsNoTracking().Where(message => message.Tenant == tenant && (delivery == null || message.Delivery == delivery));
            var rows = await messages.OrderByDescending(message => message.PlannedAt).ThenBy(message => message.MessageId).Skip(skip).Take(take).ToListAsync(cancellationToken);
            return new Page<OutboxMessage>(rows.ConvertAll(row => row.ToMessage()), await messages.LongCountAsync(cancellationToken));
        },
        cancellationToken);

    /// <summary>What people decided about suspected matches.</summary>
    public Task<Reviews.ReviewBook> ReviewBookAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, async context => Reviews.ReviewBook.Of(await DecisionQueries.ReviewsAsync(context, tenant, cancellationToken)), cancellationToken);

    /// <summary>What the release gate holds, and what is released.</summary>
    public Task<ChannelGate> ChannelGateAsync(string tenant, CancellationToken cancellationToken = default) => InSnapshotAsync(
        tenant,
        async context =>
        {
            var holds = await context.ChannelHolds.AsNoTracking().Where(hold => hold.Tenant == tenant).OrderBy(hold => hold.PolicyId).ThenBy(hold => hold.Channel).ToListAsync(cancellationToken);
            var releases = await OutboxQueries.ReleasesAsync(context, tenant, cancellationToken);
            return new ChannelGate(
                holds.ConvertAll(hold => hold.ToHold()),
                [.. releases.Where(release => release.Opens is not null).GroupBy(release => (release.PolicyId, release.Channel)).Select(word => word.MaxBy(release => release.Sequence)!).Where(word => word.Opens == true)]);
        },
        cancellationToken);
}
