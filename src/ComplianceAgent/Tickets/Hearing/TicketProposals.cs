using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tickets.Hearing;

/// <summary>Turns what people said by closing a ticket into proposals that other people decide: exceptions and dismissals are never granted by a tracker.</summary>
internal sealed class TicketProposals(ViolationStore store, int persons)
{
    private const int Days = 30;
    private const string ReasonCode = "ticket";

    /// <summary>Proposes, and returns how that is written down in the ticket, with a line for the timeline.</summary>
    public async Task<(string Proposal, AuditLine Line)> ProposeAsync(Ticket ticket, string tracker, SendContext context, CancellationToken cancellationToken)
    {
        var violations = await store.ViolationsAsync(ticket.Tenant, [.. (ticket.Told ?? ticket.Wanted).Items.Select(item => item.Violation)], cancellationToken);
        var open = violations.Values.Where(violation => violation.State == ViolationState.Open).ToArray();
        var author = new Author($"{tracker} {ticket.RemoteId}", Author.Tracker);
        return ticket.Heard == TicketMeaning.ProposeException
            ? await ExceptionsAsync(ticket, open, author, context, cancellationToken)
            : await DismissalAsync(ticket, open, author, context, cancellationToken);
    }

    private async Task<(string Proposal, AuditLine Line)> ExceptionsAsync(Ticket ticket, Violation[] open, Author author, SendContext context, CancellationToken cancellationToken)
    {
        var numbers = new List<long>();
        var faults = new List<Reason>();
        foreach (var violation in open)
        {
            var policy = context.Policies.FirstOrDefault(known => known.Id == violation.PolicyId);
            var request = new WaiverRequest(WaiverDecisionKind.Requested, author, $"Closed as \"{ForeignText.Clean(ticket.RemoteResolution.Length > 0 ? ticket.RemoteResolution : ticket.RemoteStatus)}\" in {author.Name}", context.Now)
            {
                Ask = AskFor(violation, policy, ticket, author, context.Now),
            };
            var outcome = await store.DecideExceptionAsync(ticket.Tenant, request, context.Policies, context.Registers, isDryRun: false, cancellationToken);
            faults.AddRange(outcome.Faults);
            if (outcome.Waiver is { } waiver)
            {
                numbers.Add(waiver.Number!.Value);
            }
        }

        return numbers.Count > 0
            ? (OutboxDecider.OfExceptions(numbers), Line("ticket-proposed-exception", ticket, ("what", string.Join(", ", numbers.Select(Waiver.OfStore)))))
            : (OutboxDecider.RefusedAtOnce, Line("ticket-proposal-not-allowed", ticket, ("code", faults.FirstOrDefault()?.Code ?? "")));
    }

    private static WaiverAsk AskFor(Violation violation, Policy? policy, Ticket ticket, Author author, DateTimeOffset now)
    {
        var from = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, policy?.TimeZone ?? TimeZoneInfo.Utc).DateTime);
        var terms = policy?.Exceptions;
        return new WaiverAsk
        {
            PolicyId = violation.PolicyId,
            Subject = violation.Subject,
            Target = new WaiverTarget(WaiverTargetKind.Device, violation.DeviceId),
            ReasonCode = terms is { Reasons.IsDefaultOrEmpty: false } ? terms.Reasons[0] : ReasonCode,
            Why = $"Ticket {ticket.Key} ({author.Name}) was closed as not to be done; the reason code has to be checked by the approver.",
            From = from,
            Until = from.AddDays(Math.Min(Days, terms?.MaximumDays ?? Days) - 1),
        };
    }

    private async Task<(string Proposal, AuditLine Line)> DismissalAsync(Ticket ticket, Violation[] open, Author author, SendContext context, CancellationToken cancellationToken)
    {
        string[] ids = [.. open.Select(violation => CaseKey.OfDoubt(violation.Subject, AppKey.Of(violation.App)).Id(ticket.Tenant)).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
        {
            return (OutboxDecider.RefusedAtOnce, Line("ticket-proposal-not-allowed", ticket, ("code", "ticket-nothing-left")));
        }

        // One person said so, whatever the settings let a person at the command line do alone.
        var request = new ReviewRequest(ReviewDecisionKind.Dismissed, ids, author, $"Closed as \"{ForeignText.Clean(ticket.RemoteResolution.Length > 0 ? ticket.RemoteResolution : ticket.RemoteStatus)}\" in {author.Name}", context.Now) { Persons = Math.Max(2, persons) };
        var outcome = await store.DecideAsync(ticket.Tenant, request, isDryRun: false, cancellationToken);
        return outcome.Faults.Count > 0
            ? (OutboxDecider.RefusedAtOnce, Line("ticket-proposal-not-allowed", ticket, ("code", outcome.Faults[0].Code)))
            : (OutboxDecider.OfCases(ids), Line("ticket-proposed-dismissal", ticket, ("what", string.Join(", ", ids)), ("devices", Number(outcome.FreedDevices + outcome.OtherDevices))));
    }

    private static AuditLine Line(string code, Ticket ticket, params ReadOnlySpan<(string Name, string Value)> more) =>
        new(ViolationEventKind.TicketHeard, Reason.Of(code, [("ticket", ticket.Key), ("id", ticket.RemoteId), .. more]));

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
