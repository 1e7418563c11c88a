using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>A ticket or message that would be sent.</summary>
/// <param name="Key">Key of the ticket or id of the message.</param>
/// <param name="Write">Writes it as it would read.</param>
public sealed record PreviewedNotice(string Key, Func<NoticeText> Write);

/// <summary>What would be sent, as it would read: the same for the command line and the pages. Nothing is sent or stored by looking.</summary>
public sealed class OutboxPreview(OutboxDecider decider, INoticeWriter writer, IOptions<TicketOptions> options)
{
    /// <summary>What the tracker would be told of a ticket next; null when there is nothing to tell.</summary>
    /// <exception cref="TemplateException">A customer's template cannot be used.</exception>
    public NoticeText? Of(Ticket ticket, IReadOnlyDictionary<Guid, Violation> violations, SendContext context)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(violations);
        ArgumentNullException.ThrowIfNull(context);
        var step = TicketStep.Of(ticket);
        var contact = options.Value.Contact;
        return step switch
        {
            TicketStepKind.Nothing or TicketStepKind.Settle => null,
            TicketStepKind.Open or TicketStepKind.Update => writer.Write(NoticeBuilder.OfTicket(ticket, violations, context, contact), ticket.Language),
            _ => writer.Write(NoticeBuilder.OfComment(ticket, TicketStep.Changes(ticket, step, violations), violations, context, contact), ticket.Language),
        };
    }

    /// <summary>All that waits for a channel, whether it is released or not.</summary>
    /// <param name="channel">A name of <see cref="ChannelNames"/>.</param>
    /// <param name="facts">What is known of the tenant.</param>
    /// <param name="state">What was sent and is on its way.</param>
    /// <param name="context">The tenant as it is set up.</param>
    public IReadOnlyList<PreviewedNotice> Of(string channel, OutboxFacts facts, OutboxState state, SendContext context)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(state);
        var violations = facts.Violations.ToDictionary(violation => violation.Id);
        return channel == ChannelNames.Tickets
            ? [.. Tickets(facts, state).Select(ticket => new PreviewedNotice(ticket.Key, () => Of(ticket, violations, context)!))]
            : [.. Messages(channel, facts, state).Select(message => new PreviewedNotice(
                message.Id, () => writer.Write(NoticeBuilder.OfMessage(message.Kind, message.Violations, violations, context, options.Value.Contact), message.Language)))];
    }

    private IEnumerable<Ticket> Tickets(OutboxFacts facts, OutboxState state) => decider.Preview(facts, state)
        .Concat(state.Tickets.Where(ticket => ticket.Delivery.State is DeliveryState.Waiting or DeliveryState.InDoubt))
        .DistinctBy(ticket => ticket.Key)
        .Where(ticket => TicketStep.Of(ticket) is not (TicketStepKind.Nothing or TicketStepKind.Settle));

    private IEnumerable<OutboxMessage> Messages(string channel, OutboxFacts facts, OutboxState state) =>
        decider.Messages(facts, state, decider.Tickets(facts, state)?.Tickets ?? [], everything: true).Messages
            .Concat(state.Messages.Where(message => message.Delivery.State is DeliveryState.Waiting or DeliveryState.InDoubt))
            .Where(message => message.Channel == channel && message.Kind is not (MessageKind.Digest or MessageKind.Alarm))
            .DistinctBy(message => message.Id);
}
