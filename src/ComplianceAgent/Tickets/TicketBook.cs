using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets;

/// <summary>The tickets of a tracker, and which of them speaks for a violation.</summary>
internal sealed class TicketBook
{
    private readonly TicketGrouping grouping;
    private readonly ReadOnlyMemory<byte> secret;
    private readonly Dictionary<Guid, Violation> violations;
    private readonly Dictionary<string, Ticket> latest = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Ticket> byViolation = [];
    private readonly Dictionary<string, Ticket> openByDevice = new(StringComparer.OrdinalIgnoreCase);

    public TicketBook(TicketInput input)
    {
        grouping = input.Grouping;
        secret = input.Secret;
        violations = input.Violations.ToDictionary(violation => violation.Id);
        foreach (var ticket in input.Tickets.OrderBy(ticket => TicketKeys.Parts(ticket.Key).Generation))
        {
            Enter(ticket);
        }
    }

    /// <summary>The ticket that spoke of a violation, of this time it was there; null when none did.</summary>
    public Ticket? OfSame(Violation violation) =>
        byViolation.TryGetValue(violation.Id, out var ticket) && ticket.Members.Contains(new TicketMember(violation.Id, violation.ReturnCount)) ? ticket : null;

    /// <summary>The ticket in which a violation that none speaks of belongs; null when a new one has to be made.</summary>
    public Ticket? PlaceFor(Violation violation) =>
        new[] { Predecessor(violation), openByDevice.GetValueOrDefault(violation.DeviceId), latest.GetValueOrDefault(RootKeyOf(violation)) }
            .FirstOrDefault(ticket => ticket is { IsFinal: false });

    /// <summary>Key of the ticket to be made for a violation that has no place.</summary>
    public string NewKeyFor(Violation violation) => latest.TryGetValue(RootKeyOf(violation), out var former) ? TicketKeys.Next(former.Key) : RootKeyOf(violation);

    /// <summary>Enters a ticket, new or changed.</summary>
    public void Enter(Ticket ticket)
    {
        latest[TicketKeys.Parts(ticket.Key).Root] = ticket;
        foreach (var member in ticket.Members)
        {
            byViolation[member.Violation] = ticket;
            if (ticket.Wanted.State != TicketState.Closed && !ticket.IsFinal && violations.TryGetValue(member.Violation, out var violation))
            {
                openByDevice[violation.DeviceId] = ticket;
            }
        }
    }

    /// <summary>
    /// A violation that came back goes where it was, unless the ticket is over and the rule is another now; one of hardware that enrolled again goes on in
    /// the ticket of the device it was.
    /// </summary>
    private Ticket? Predecessor(Violation violation)
    {
        for (var (next, steps) = ((Guid?)violation.Id, 0); next is { } id && steps < 50; steps++)
        {
            if (byViolation.TryGetValue(id, out var ticket) && (ticket.Wanted.State != TicketState.Closed || ticket.GroupedBy == TicketKeys.RuleOf(grouping, violation)))
            {
                return ticket;
            }

            next = violations.GetValueOrDefault(id)?.LinkedFrom;
        }

        return null;
    }

    private string RootKeyOf(Violation violation)
    {
        var rule = TicketKeys.RuleOf(grouping, violation);
        return TicketKeys.Of(secret.Span, violation.Tenant, rule, rule == TicketKeys.ByUser ? violation.Device.UserId : FirstDevice(violation));
    }

    /// <summary>The id under which the hardware was first known.</summary>
    private string FirstDevice(Violation violation)
    {
        var first = violation;
        for (var steps = 0; steps < 50 && first.LinkedFrom is { } id && violations.TryGetValue(id, out var earlier); steps++)
        {
            first = earlier;
        }

        return first.DeviceId;
    }
}
