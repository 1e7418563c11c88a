using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets;

/// <summary>Decides what every ticket is to be: from violations, what people let go, and what they did in the tracker. Pure.</summary>
internal static class TicketDecision
{
    /// <summary>Code of a ticket opened again because a newer inventory shows the app after a person had set it done.</summary>
    public const string SeenAfterClaimCode = "ticket-seen-after-claim";

    /// <summary>Code of a ticket opened again because what was proposed in it was refused.</summary>
    public const string RefusedCode = "ticket-proposal-refused";

    /// <summary>Decides.</summary>
    public static TicketOutcome Decide(TicketInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var book = new TicketBook(input);
        var placed = input.Tickets.ToDictionary(ticket => ticket.Key, _ => new List<Violation>(), StringComparer.Ordinal);
        var candidates = new List<Violation>();
        foreach (var violation in input.Violations.Where(IsAsked).OrderBy(violation => violation.FirstSeenAt).ThenBy(violation => violation.Id))
        {
            if (book.OfSame(violation) is { } ticket)
            {
                placed[ticket.Key].Add(violation);
            }
            else
            {
                candidates.Add(violation);
            }
        }

        var (passed, holds) = ReleaseGate.Judge(ChannelNames.Tickets, candidates, input.Releases, input.Holds, input.MaxOpenings, input.Now);
        var tickets = input.Tickets.ToDictionary(ticket => ticket.Key, StringComparer.Ordinal);
        foreach (var violation in candidates.Where(candidate => passed.Contains(candidate.Id)))
        {
            var ticket = Joined(input, book.PlaceFor(violation) ?? New(input, book.NewKeyFor(violation), violation), violation);
            tickets[ticket.Key] = ticket;
            book.Enter(ticket);
            (placed.TryGetValue(ticket.Key, out var there) ? there : placed[ticket.Key] = []).Add(violation);
        }

        var before = input.Tickets.ToDictionary(ticket => ticket.Key, StringComparer.Ordinal);
        Ticket[] changed = [.. tickets.Values.Select(ticket => After(input, ticket, placed[ticket.Key], isNew: !before.ContainsKey(ticket.Key)))
            .Where(ticket => !ReferenceEquals(ticket, before.GetValueOrDefault(ticket.Key)))];
        return new(changed, holds, [.. candidates.Where(candidate => !passed.Contains(candidate.Id))]);
    }

    /// <summary>What somebody has to end: banned, open, and not excused.</summary>
    private static bool IsAsked(Violation violation) => violation is { State: ViolationState.Open, Severity: Severity.Violation };

    private static Ticket New(TicketInput input, string key, Violation first)
    {
        var unit = input.UnitOf(first.Device.Category);
        return new Ticket
        {
            Tenant = input.Tenant,
            Tracker = input.Tracker,
            Key = key,
            GroupedBy = TicketKeys.RuleOf(input.Grouping, first),
            Queue = unit.Queue,
            Language = unit.Language,
            Wanted = new TicketNeed { State = TicketState.Open, Because = Reason.Of("ticket-opened") },
            Version = 0,
            CreatedAt = input.Now,
        };
    }

    private static Ticket Joined(TicketInput input, Ticket ticket, Violation violation)
    {
        var member = new TicketMember(violation.Id, violation.ReturnCount);
        return ticket.Members.Contains(member) ? ticket : ticket with { Members = [.. ticket.Members.Where(known => known.Violation != violation.Id), member] };
    }

    private static Ticket After(TicketInput input, Ticket ticket, List<Violation> asked, bool isNew)
    {
        var need = Need(input, ticket, asked);
        if (!isNew && IsSame(need, ticket.Wanted))
        {
            return ticket;
        }

        var after = ticket with { Wanted = need, Version = ticket.Version + 1 };
        return after with { Delivery = DeliveryOf(after, input.SendFrom) };
    }

    private static bool IsSame(TicketNeed one, TicketNeed other) => one.State == other.State && one.Face == other.Face && one.Items.SequenceEqual(other.Items);

    /// <summary>What was set aside gets another chance when something else is wanted.</summary>
    private static Delivery DeliveryOf(Ticket ticket, DateTimeOffset now)
    {
        var delivery = ticket.Delivery;
        if (TicketStep.Of(ticket) == TicketStepKind.Nothing)
        {
            return new Delivery { State = DeliveryState.Done };
        }

        return delivery.State == DeliveryState.InDoubt
            ? delivery
            : delivery with { State = DeliveryState.Waiting, NotBefore = now, Attempts = 0, Why = null, WaitingSince = delivery.WaitingSince ?? now };
    }

    private static TicketNeed Need(TicketInput input, Ticket ticket, List<Violation> asked)
    {
        ImmutableArray<TicketItem> items = [.. asked.Select(violation => Item(input, ticket, violation)).OrderBy(item => item.Violation)];
        var face = ticket.Wanted.Face + (ticket.Version > 0 && asked.Any(violation => input.Relabelled.Contains(violation.Id)) ? 1 : 0);
        var (state, because) = items.IsEmpty ? (TicketState.Closed, Reason.Of("ticket-nothing-left")) : Standing(input, ticket, asked);
        return new TicketNeed { State = state, Because = because, Items = items, Face = face };
    }

    private static TicketItem Item(TicketInput input, Ticket ticket, Violation violation)
    {
        if (!input.Policies.TryGetValue(violation.PolicyId, out var policy) && ticket.Wanted.Items.FirstOrDefault(item => item.Violation == violation.Id) is { } known)
        {
            // A scan of other policies says nothing of this one's dates.
            return known with { Return = violation.ReturnCount };
        }

        Deadline? deadline = policy is null ? null : ViolationDeadlines.Of(violation, policy);
        return new(violation.Id, violation.ReturnCount, deadline?.Headline, deadline?.IsOverdue(input.Now) ?? false);
    }

    /// <summary>People's edits win: what they closed stays closed until an inventory, a refusal or something new says otherwise.</summary>
    private static (TicketState State, Reason Because) Standing(TicketInput input, Ticket ticket, List<Violation> asked)
    {
        if (ticket.IsFinal)
        {
            return (TicketState.Left, Reason.Of("ticket-left", ("as", ticket.Heard.ToString())));
        }

        if (ticket.Heard == TicketMeaning.Open || ticket.HeardAt is not { } heardAt)
        {
            return (TicketState.Open, Reason.Of("ticket-opened"));
        }

        if (asked.Any(violation => IsNews(ticket, violation)))
        {
            return (TicketState.Open, Reason.Of("ticket-news-after-closing"));
        }

        return ticket.Heard == TicketMeaning.Verify ? AfterClaim(input, heardAt, asked)
            : input.Proposals(ticket) == ProposalStanding.Refused ? (TicketState.Open, Reason.Of(RefusedCode, ("proposal", ticket.Proposal)))
            : (TicketState.Left, Reason.Of("ticket-proposal-waits", ("proposal", ticket.Proposal)));
    }

    /// <summary>Something that the person who closed it was not told of.</summary>
    private static bool IsNews(Ticket ticket, Violation violation) =>
        ticket.Told?.Items.Any(item => item.Violation == violation.Id && item.Return == violation.ReturnCount) != true;

    private static (TicketState State, Reason Because) AfterClaim(TicketInput input, DateTimeOffset claimedAt, List<Violation> asked)
    {
        var seen = asked.Where(violation => IsSeenAfter(violation, claimedAt, input.Now)).ToArray();
        return seen.Length > 0
            ? (TicketState.Open, Reason.Of(SeenAfterClaimCode, ("inventory", Day(seen.Max(violation => DateOfSighting(violation, claimedAt))))))
            : (TicketState.AwaitingRefresh, Reason.Of("ticket-awaiting-refresh", ("claimed", Day(claimedAt)), ("by", Day(asked.Max(violation => claimedAt + RefreshWindows.For(violation.Device.Platform))))));
    }

    /// <summary>
    /// An inventory made after the claim shows the app: it differs from the one before, or the platform's window passed and scans confirm what is there.
    /// </summary>
    private static bool IsSeenAfter(Violation violation, DateTimeOffset claimedAt, DateTimeOffset now) =>
        violation.NotConfirmedSince is null && (IsAfter(violation.InventoryAt, claimedAt) || now >= claimedAt + RefreshWindows.For(violation.Device.Platform));

    private static DateTimeOffset DateOfSighting(Violation violation, DateTimeOffset claimedAt) =>
        IsAfter(violation.InventoryAt, claimedAt) ? violation.InventoryAt : claimedAt + RefreshWindows.For(violation.Device.Platform);

    /// <summary>Trackers tell whole seconds: within one nobody can say which came first.</summary>
    private static bool IsAfter(DateTimeOffset inventory, DateTimeOffset claim) => inventory >= claim.AddSeconds(1);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
