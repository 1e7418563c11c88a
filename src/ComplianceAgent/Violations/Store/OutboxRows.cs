using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Store;

/// <summary>A <see cref="Ticket"/>: whole as JSON, beside the columns that are asked for.</summary>
internal sealed class TicketRow
{
    public required string Tenant { get; set; }

    public required string Tracker { get; set; }

    public required string TicketKey { get; set; }

    public DeliveryState Delivery { get; set; }

    public DateTimeOffset NotBefore { get; set; }

    public DateTimeOffset? WaitingSince { get; set; }

    public required string RemoteId { get; set; }

    public required string Content { get; set; }

    public static TicketRow From(Ticket ticket) => new()
    {
        Tenant = ticket.Tenant,
        Tracker = ticket.Tracker,
        TicketKey = ticket.Key,
        Delivery = ticket.Delivery.State,
        NotBefore = ticket.Delivery.NotBefore,
        WaitingSince = ticket.Delivery.WaitingSince,
        RemoteId = ticket.RemoteId,
        Content = StoreJson.Write(ticket),
    };

    public Ticket ToTicket() => StoreJson.ReadTicket(Content);
}

/// <summary>An <see cref="OutboxMessage"/>, likewise.</summary>
internal sealed class MessageRow
{
    public required string Tenant { get; set; }

    public required string MessageId { get; set; }

    public required string Channel { get; set; }

    public DeliveryState Delivery { get; set; }

    public DateTimeOffset NotBefore { get; set; }

    public DateTimeOffset? WaitingSince { get; set; }

    public DateTimeOffset PlannedAt { get; set; }

    public required string Content { get; set; }

    public static MessageRow From(OutboxMessage message) => new()
    {
        Tenant = message.Tenant,
        MessageId = message.Id,
        Channel = message.Channel,
        Delivery = message.Delivery.State,
        NotBefore = message.Delivery.NotBefore,
        WaitingSince = message.Delivery.WaitingSince,
        PlannedAt = message.PlannedAt,
        Content = StoreJson.Write(message),
    };

    public OutboxMessage ToMessage() => StoreJson.ReadMessage(Content);
}

/// <summary>A <see cref="ChannelRelease"/> in columns. Rows are only ever added.</summary>
internal sealed class ChannelReleaseRow
{
    private const char Between = ' ';

    public required string Tenant { get; set; }

    /// <summary>From 1 without gaps, per tenant.</summary>
    public long Sequence { get; set; }

    public required string PolicyId { get; set; }

    public required string Channel { get; set; }

    public bool? Opens { get; set; }

    /// <summary>Ids of violations, a blank between two.</summary>
    public required string Violations { get; set; }

    public required string Author { get; set; }

    public required string AuthorSource { get; set; }

    public required string Reason { get; set; }

    public DateTimeOffset At { get; set; }

    public static ChannelReleaseRow From(ChannelRelease release, long sequence) => new()
    {
        Tenant = release.Tenant,
        Sequence = sequence,
        PolicyId = release.PolicyId,
        Channel = release.Channel,
        Opens = release.Opens,
        Violations = string.Join(Between, release.Violations),
        Author = release.Author.Name,
        AuthorSource = release.Author.Source,
        Reason = release.Reason,
        At = release.At,
    };

    public ChannelRelease ToRelease() => new()
    {
        Tenant = Tenant,
        Sequence = Sequence,
        PolicyId = PolicyId,
        Channel = Channel,
        Opens = Opens,
        Violations = [.. Violations.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)],
        Author = new Author(Author, AuthorSource),
        Reason = Reason,
        At = At,
    };
}

/// <summary>A <see cref="ChannelHold"/>, whole as JSON.</summary>
internal sealed class ChannelHoldRow
{
    public required string Tenant { get; set; }

    public required string PolicyId { get; set; }

    public required string Channel { get; set; }

    public required string Content { get; set; }

    public static ChannelHoldRow From(ChannelHold hold) => new() { Tenant = hold.Tenant, PolicyId = hold.PolicyId, Channel = hold.Channel, Content = StoreJson.Write(hold) };

    public ChannelHold ToHold() => StoreJson.ReadHold(Content);
}

/// <summary>A <see cref="ChannelState"/>, whole as JSON.</summary>
internal sealed class ChannelStateRow
{
    public required string Tenant { get; set; }

    public required string Target { get; set; }

    public required string Content { get; set; }

    public static ChannelStateRow From(ChannelState state) => new() { Tenant = state.Tenant, Target = state.Target, Content = StoreJson.Write(state) };

    public ChannelState ToState() => StoreJson.ReadChannel(Content);
}
