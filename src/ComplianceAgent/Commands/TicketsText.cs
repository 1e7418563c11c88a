using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>Tickets and messages for people.</summary>
internal static class TicketsText
{
    /// <summary>The list, and how each target does.</summary>
    public static void List(
        Terminal terminal, string tenant, string channel, Ticket[] tickets, OutboxMessage[] messages, IReadOnlyList<ChannelState> channels, IReadOnlyList<ChannelHold> holds, DateTimeOffset now)
    {
        if (tickets.Length + messages.Length == 0)
        {
            terminal.Line($"Nothing is open or on its way by {channel} for tenant {tenant}.");
        }
        else if (tickets.Length > 0)
        {
            terminal.Table(
                ["Ticket", "Tracker", "Id there", "Wanted", "Apps", "Due (UTC)", "Sending", "People"],
                tickets.Select(ticket => (IReadOnlyList<string>)
                [
                    ticket.Key, ticket.Tracker, ticket.RemoteId, Wanted(ticket), Number(ticket.Wanted.Items.Length),
                    ticket.Wanted.Items.Min(item => item.DueAt) is { } due ? Day(due.AddTicks(-1)) : "", Sending(ticket.Delivery), People(ticket),
                ]));
        }
        else
        {
            terminal.Table(
                ["Message", "Kind", "Violations", "Language", "Not before (UTC)", "Sending"],
                messages.Select(message => (IReadOnlyList<string>)
                    [message.Id, message.Kind.ToString().ToLowerInvariant(), Number(message.Violations.Length), message.Language, Minute(message.Delivery.NotBefore), message.SentAt is { } at ? $"handed over {Minute(at)}" : Sending(message.Delivery)]));
        }

        foreach (var hold in holds)
        {
            terminal.Line($"Held: {Number(hold.Violations.Length)} violations of policy {hold.PolicyId} by {hold.Channel} since {Minute(hold.Since)} UTC. {Sentences.Say(hold.Why)} Let them go with 'compliance-agent release {hold.PolicyId} --channel {hold.Channel} --reason TEXT'.");
        }

        foreach (var state in channels)
        {
            terminal.Line(Target(state, now));
        }
    }

    /// <summary>One ticket or message with its life.</summary>
    public static void Show(Terminal terminal, Ticket? ticket, OutboxMessage? message, IReadOnlyDictionary<Guid, Violation> violations, IReadOnlyList<StoredEvent> timeline)
    {
        if (ticket is not null)
        {
            terminal.Heading($"{ticket.Key}  {ticket.Tracker} {(ticket.RemoteId.Length > 0 ? ticket.RemoteId : "(not opened there)")}");
            terminal.Line($"Wanted: {Wanted(ticket)}. {Sentences.Say(ticket.Wanted.Because)}");
            terminal.Line($"There: {(ticket.RemoteStatus.Length > 0 ? $"{ticket.RemoteStatus} {ticket.RemoteResolution}".Trim() : "not read yet")}{(ticket.Heard == TicketMeaning.Open ? "" : $", which means {People(ticket)}")}.");
            terminal.Line($"Sending: {Sending(ticket.Delivery)}.");
        }
        else
        {
            terminal.Heading($"{message!.Id}  {message.Channel}, {message.Kind.ToString().ToLowerInvariant()}");
            terminal.Line($"Planned {Minute(message.PlannedAt)} UTC. {Sentences.Say(message.Why)}");
            terminal.Line(message.SentAt is { } at ? $"Handed over {Minute(at)} UTC." : $"Sending: {Sending(message.Delivery)}.");
        }

        terminal.Line();
        terminal.Table(
            ["App", "Device", "Policy", "State", "Violation"],
            violations.Values.OrderBy(violation => violation.FirstSeenAt).Select(violation => (IReadOnlyList<string>)
                [violation.App.Name, violation.Device.Name, violation.PolicyId, violation.State.ToString().ToLowerInvariant(), violation.Id.ToString()]));
        terminal.Line();
        terminal.Table(["When (UTC)", "What"], timeline.Select(happened => (IReadOnlyList<string>)[Minute(happened.At), Sentences.Say(happened.Reason)]));
    }

    /// <summary>What reading back brought.</summary>
    public static void Tell(Terminal terminal, SyncReport report) => terminal.Line(report switch
    {
        { IsUnreadable: true } => "This tracker only takes tickets; there is nothing to read back.",
        { IsElsewhere: true } => "Another agent reads or sends at the moment; this one leaves it to it.",
        { Failure: { } failure } => $"Tickets could not be read back: {Sentences.Say(failure)}",
        { Held: > 0 } => $"{Number(report.Read)} tickets read. {Number(report.Held)} were closed otherwise than as done, more than Tickets:MaxProposals at once: none of it is heeded. Look at them there; if it is meant, run 'compliance-agent tickets sync --accept-many'.",
        _ => $"{Number(report.Read)} tickets read; people did something with {Number(report.Heard)}; {Number(report.Proposed)} proposals made, {Number(report.Folded)} doubles folded.",
    });

    private static string Wanted(Ticket ticket) => ticket.Wanted.State switch
    {
        TicketState.Open => "open",
        TicketState.AwaitingRefresh => "awaits Intune's refresh",
        TicketState.Left => "left as people want it",
        _ => "closed",
    };

    private static string People(Ticket ticket) => ticket.Heard switch
    {
        TicketMeaning.Open => "",
        TicketMeaning.Verify => "set done",
        TicketMeaning.ProposeException => "exception proposed",
        TicketMeaning.ProposeDismissal => "not the app",
        TicketMeaning.Duplicate => "a double",
        TicketMeaning.Leave => "closed for a reason of theirs",
        TicketMeaning.Deleted => "deleted",
        _ => "closed for good",
    };

    private static string Sending(Delivery delivery) => delivery.State switch
    {
        DeliveryState.Done => "up to date",
        DeliveryState.Dropped => "dropped",
        DeliveryState.Dead => $"set aside after {Number(delivery.Attempts)} tries{(delivery.Why is { } why ? ": " + Sentences.Say(why) : "")}",
        DeliveryState.InDoubt => $"in doubt, looked for again {Minute(delivery.NotBefore)}",
        _ => delivery.Attempts > 0 ? $"due again {Minute(delivery.NotBefore)} after {Number(delivery.Attempts)} tries{(delivery.Why is { } why ? ": " + Sentences.Say(why) : "")}" : "due",
    };

    private static string Target(ChannelState state, DateTimeOffset now) =>
        $"{state.Target}: {(state.PausedUntil > now ? $"rests until {Minute(state.PausedUntil.Value)} UTC" : "sending")}{(state.Why is { } why ? ". " + Sentences.Say(why) : "")}{(state.SyncedAt is { } read && read > DateTimeOffset.UnixEpoch ? $"; read back {Minute(read)} UTC" : "")}";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Minute(DateTimeOffset at) => at == default ? "at once" : at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
