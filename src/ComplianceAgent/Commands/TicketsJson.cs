using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>Tickets and messages for programs.</summary>
internal static class TicketsJson
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The list.</summary>
    public static string Of(StoredTenant tenant, Ticket[] tickets, OutboxMessage[] messages, IReadOnlyList<ChannelState> channels, IReadOnlyList<ChannelHold> holds) => JsonSerializer.Serialize(
        new
        {
            tenant.Tenant,
            tenant.Simulated,
            Tickets = tickets.Select(Ticket),
            Messages = messages.Select(Message),
            Held = holds.Select(hold => new { hold.PolicyId, hold.Channel, Count = hold.Violations.Length, hold.Since, Why = hold.Why.Code }),
            Targets = channels.Select(channel => new { channel.Target, channel.PausedUntil, channel.Failures, Why = Say(channel.Why), channel.SyncedAt, channel.SweptAt }),
        },
        Layout);

    /// <summary>One ticket or message with its life.</summary>
    public static string Of(StoredTenant tenant, Ticket? ticket, OutboxMessage? message, IReadOnlyDictionary<Guid, Violation> violations, IReadOnlyList<StoredEvent> timeline) => JsonSerializer.Serialize(
        new
        {
            tenant.Tenant,
            tenant.Simulated,
            Ticket = ticket is null ? null : Ticket(ticket),
            Message = message is null ? null : Message(message),
            Violations = violations.Values.OrderBy(violation => violation.FirstSeenAt).Select(violation => new { violation.Id, violation.PolicyId, violation.Subject, App = violation.App.Name, Device = violation.Device.Name, violation.State }),
            Timeline = timeline.Select(happened => new { happened.Sequence, happened.At, happened.Kind, happened.Reason.Code, Sentence = Sentences.Say(happened.Reason) }),
        },
        Layout);

    private static object Ticket(Ticket ticket) => new
    {
        ticket.Key,
        ticket.Tracker,
        ticket.RemoteId,
        ticket.GroupedBy,
        Wanted = ticket.Wanted.State,
        Because = ticket.Wanted.Because.Code,
        Items = ticket.Wanted.Items.Select(item => new { item.Violation, item.DueAt, item.IsOverdue }),
        ticket.Version,
        ticket.Sent,
        ticket.SentAt,
        ticket.RemoteStatus,
        ticket.RemoteResolution,
        ticket.RemoteClosed,
        ticket.Heard,
        ticket.HeardAt,
        ticket.Proposal,
        Delivery = Delivery(ticket.Delivery),
    };

    private static object Message(OutboxMessage message) => new
    {
        message.Id, message.Channel, message.Kind, message.Violations, message.Language, Why = message.Why.Code, message.PlannedAt, message.SentAt, Delivery = Delivery(message.Delivery),
    };

    private static object Delivery(Delivery delivery) => new { delivery.State, delivery.Attempts, delivery.NotBefore, delivery.DoubtSince, delivery.WaitingSince, Why = Say(delivery.Why) };

    private static string? Say(Reason? reason) => reason is null ? null : Sentences.Say(reason);
}
