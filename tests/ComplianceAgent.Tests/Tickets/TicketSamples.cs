using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Tickets;

/// <summary>A world with a channel that is open for the ban, and tickets as a tracker has taken them.</summary>
internal static class TicketSamples
{
    public const string Tracker = "desk";

    public static readonly ReadOnlyMemory<byte> Secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

    public static ChannelRelease Open(string policy = Ban, bool? opens = true, params Guid[] violations) => new()
    {
        Tenant = Tenant, PolicyId = policy, Channel = ChannelNames.Tickets, Opens = opens, Violations = [.. violations], Author = new Author("ann", Author.OsAccount), Reason = "Pilot went well", At = Day(1),
    };

    public static TicketInput Input(double day, params Violation[] violations) => new()
    {
        Tenant = Tenant,
        Now = Day(day),
        SendFrom = Day(day),
        Tracker = Tracker,
        Grouping = TicketGrouping.Device,
        Secret = Secret,
        Violations = violations,
        Policies = new Dictionary<string, Policy> { [Ban] = Policy(), ["other"] = Policy("other") },
        Releases = [Open(), Open("other")],
        MaxOpenings = 100,
        UnitOf = category => new TicketUnit(category, "en"),
    };

    public static Violation OnDevice(string device, string user = "user-1", string policy = Ban) =>
        Known(Phone(device, serial: "S-" + device) with { UserId = user, UserPrincipalName = user + "@contoso.example" }, policy);

    /// <summary>The tickets after a decision.</summary>
    public static Ticket[] After(TicketInput input)
    {
        var outcome = TicketDecision.Decide(input);
        return [.. input.Tickets.Where(ticket => outcome.Tickets.All(changed => changed.Key != ticket.Key)), .. outcome.Tickets];
    }

    /// <summary>The ticket after the tracker took what was wanted of it.</summary>
    public static Ticket Taken(Ticket ticket, string id = "7") => ticket with
    {
        RemoteId = id, RemoteStatus = ticket.Wanted.State == TicketState.Closed ? "done" : "open", RemoteClosed = ticket.Wanted.State == TicketState.Closed,
        Told = ticket.Wanted, Sent = ticket.Version, Heard = TicketMeaning.Open, HeardAt = null, Delivery = new Delivery { State = DeliveryState.Done },
    };

    /// <summary>The ticket after people closed it.</summary>
    public static Ticket Closed(Ticket ticket, TicketMeaning meaning, double day) => ticket with { RemoteClosed = true, Heard = meaning, HeardAt = Day(day) };

    public static Violation Ended(Violation violation, ViolationState state, Reason? because = null) => violation with { State = state, StateReason = because ?? Reason.Of("test") };
}
