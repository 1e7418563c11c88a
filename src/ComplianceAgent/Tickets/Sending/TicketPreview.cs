using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>What the tracker would be told of a ticket next, as it would read: the same for the command line and the pages.</summary>
public sealed class TicketPreview(INoticeWriter writer, IOptions<TicketOptions> options)
{
    /// <summary>The text; null when there is nothing to tell.</summary>
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
}
