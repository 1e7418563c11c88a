using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Tickets.TicketSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Tickets;

/// <summary>What becomes of tickets, from violations and what people did; a sentence a test.</summary>
public sealed class TicketDecisionTests
{
    [Fact]
    public void A_device_has_one_ticket_whatever_number_of_bans_it_breaks()
    {
        var tickets = After(Input(1, OnDevice("phone-1"), OnDevice("phone-1", policy: "other"), OnDevice("phone-2")));

        tickets.Should().HaveCount(2).And.OnlyContain(ticket => ticket.Delivery.State == DeliveryState.Waiting);
        tickets.Select(ticket => ticket.Wanted.Items.Length).Should().BeEquivalentTo([1, 2]);
        tickets.Select(ticket => TicketStep.Of(ticket)).Should().OnlyContain(step => step == TicketStepKind.Open);
    }

    [Fact]
    public void A_user_has_one_ticket_for_all_devices_and_a_device_without_one_its_own()
    {
        var tickets = After(Input(1, OnDevice("phone-1", "u1"), OnDevice("phone-2", "u1"), OnDevice("kiosk", "")) with { Grouping = TicketGrouping.User });

        tickets.Select(ticket => (ticket.GroupedBy, ticket.Wanted.Items.Length)).Should().BeEquivalentTo([(TicketKeys.ByUser, 2), (TicketKeys.ByDevice, 1)]);
    }

    [Fact]
    public void Grouping_switched_makes_no_doubles()
    {
        var (one, two) = (OnDevice("phone-1", "u1"), OnDevice("phone-2", "u1"));
        var before = After(Input(1, one, two)).Select(ticket => Taken(ticket, ticket.Key)).ToArray();

        var outcome = TicketDecision.Decide(Input(2, one, two, OnDevice("phone-2", "u1", "other"), OnDevice("phone-3", "u1")) with { Grouping = TicketGrouping.User, Tickets = before });

        outcome.Tickets.Should().HaveCount(2, "what is new on a device with an open ticket joins it, and only the third phone has a new one");
        outcome.Tickets.Single(ticket => ticket.IsRemote).Wanted.Items.Should().HaveCount(2);
        outcome.Tickets.Single(ticket => !ticket.IsRemote).GroupedBy.Should().Be(TicketKeys.ByUser);
    }

    [Fact]
    public void A_scan_that_finds_nothing_new_changes_no_ticket()
    {
        var violation = OnDevice("phone-1");
        var ticket = Taken(After(Input(1, violation)).Single());

        TicketDecision.Decide(Input(2, violation) with { Tickets = [ticket] }).Tickets.Should().BeEmpty();
        TicketDecision.Decide(Input(2, violation with { App = violation.App with { Version = "2.0" } }) with { Tickets = [ticket] }).Tickets.Should().BeEmpty("nobody would do anything else for another version");
    }

    [Fact]
    public void Only_what_is_banned_open_and_not_excused_is_asked_for()
    {
        var violation = OnDevice("phone-1");

        TicketDecision.Decide(Input(1, violation with { Severity = Severity.Advice }, OnDevice("phone-2") with { State = ViolationState.Review }, OnDevice("phone-3") with { State = ViolationState.Excepted }))
            .Tickets.Should().BeEmpty();
    }

    [Theory]
    [InlineData(ViolationState.Resolved, "ticket-closed-resolved")]
    [InlineData(ViolationState.Excepted, "ticket-closed-excepted")]
    [InlineData(ViolationState.Withdrawn, "ticket-closed-withdrawn")]
    [InlineData(ViolationState.NoLongerManaged, "ticket-closed-gone")]
    public void A_ticket_is_closed_when_its_last_violation_ends_and_says_how(ViolationState state, string code)
    {
        var violation = OnDevice("phone-1");
        var ticket = Taken(After(Input(1, violation)).Single());
        var ended = Ended(violation, state);

        var closed = TicketDecision.Decide(Input(3, ended) with { Tickets = [ticket] }).Tickets.Single();

        TicketStep.Of(closed).Should().Be(TicketStepKind.Close);
        TicketStep.Changes(closed, TicketStepKind.Close, new Dictionary<Guid, Violation> { [ended.Id] = ended }).Should().ContainSingle().Which.Code.Should().Be(code);
    }

    [Fact]
    public void A_dismissed_app_closes_the_tickets_of_every_device_it_frees_with_an_apology()
    {
        Violation[] open = [OnDevice("phone-1"), OnDevice("phone-2")];
        var tickets = After(Input(1, open)).Select(ticket => Taken(ticket, ticket.Key)).ToArray();
        Violation[] dismissed = [.. open.Select(violation => Ended(violation, ViolationState.Withdrawn, Reason.Of(ReviewReasons.DismissedCode, ("case", "c1"))))];

        var closed = TicketDecision.Decide(Input(2, dismissed) with { Tickets = tickets }).Tickets;

        closed.Should().HaveCount(2).And.OnlyContain(ticket => TicketStep.Of(ticket) == TicketStepKind.Close);
        TicketStep.Changes(closed[0], TicketStepKind.Close, dismissed.ToDictionary(violation => violation.Id)).Single().Code.Should().Be("ticket-closed-dismissed");
    }

    [Fact]
    public void A_violation_that_returns_opens_the_ticket_it_had_again()
    {
        var violation = OnDevice("phone-1");
        var closed = Taken(After(Input(3, Ended(violation, ViolationState.Resolved)) with { Tickets = [Taken(After(Input(1, violation)).Single())] }).Single());

        var again = TicketDecision.Decide(Input(9, violation with { ReturnCount = 1 }) with { Tickets = [closed] }).Tickets.Single();

        again.Key.Should().Be(closed.Key);
        TicketStep.Of(again).Should().Be(TicketStepKind.Reopen);
    }

    [Fact]
    public void The_week_of_a_ticket_closed_on_Tuesday_whose_phone_refreshes_on_Monday()
    {
        // Tuesday is day 3. The inventory is of day 1, and stays so until Monday, day 9, when the app is gone.
        var violation = OnDevice("phone-1") with { InventoryAt = Day(1) };
        var ticket = Closed(Taken(After(Input(1, violation)).Single()), TicketMeaning.Verify, 3);
        var steps = new List<TicketStepKind>();
        for (var day = 4; day <= 8; day++)
        {
            ticket = After(Input(day, violation) with { Tickets = [ticket] }).Single();
            steps.Add(TicketStep.Of(ticket));
            ticket.Wanted.State.Should().Be(TicketState.AwaitingRefresh);
        }

        ticket = After(Input(9, Ended(violation, ViolationState.Resolved)) with { Tickets = [ticket] }).Single();

        steps.Append(TicketStep.Of(ticket)).Should().OnlyContain(step => step == TicketStepKind.Nothing, "people closed it, and it was true: one closing, no reopening");
        ticket.Wanted.State.Should().Be(TicketState.Closed);
    }

    [Fact]
    public void A_newer_inventory_that_still_shows_the_app_opens_it_again_once_with_its_date()
    {
        var violation = OnDevice("phone-1") with { InventoryAt = Day(1) };
        var claimed = Closed(Taken(After(Input(1, violation)).Single()), TicketMeaning.Verify, 3);
        var seen = violation with { InventoryAt = Day(9) };

        var reopened = TicketDecision.Decide(Input(9, seen) with { Tickets = [claimed] }).Tickets.Single();

        TicketStep.Of(reopened).Should().Be(TicketStepKind.Reopen);
        TicketStep.Changes(reopened, TicketStepKind.Reopen, new Dictionary<Guid, Violation> { [seen.Id] = seen })[0]
            .Should().Be(Reason.Of("ticket-reopened-seen-after-claim", ("inventory", "2026-03-09")));
        TicketDecision.Decide(Input(10, seen) with { Tickets = [Taken(reopened)] }).Tickets.Should().BeEmpty("once");
        TicketDecision.Decide(Input(12, seen) with { Tickets = [Closed(Taken(reopened), TicketMeaning.Verify, 11)] }).Tickets.Single().Wanted.State.Should().Be(TicketState.AwaitingRefresh);
    }

    [Fact]
    public void An_inventory_that_never_changes_counts_as_newer_once_the_window_has_passed()
    {
        var violation = OnDevice("phone-1") with { InventoryAt = Day(1) };
        var claimed = Closed(Taken(After(Input(1, violation)).Single()), TicketMeaning.Verify, 3);

        After(Input(10.9, violation) with { Tickets = [claimed] }).Single().Wanted.State.Should().Be(TicketState.AwaitingRefresh);
        After(Input(3 + RefreshWindows.For(Platform.IOS).TotalDays, violation) with { Tickets = [claimed] }).Single().Wanted.State.Should().Be(TicketState.Open);
        After(Input(30, violation with { NotConfirmedSince = Day(2) }) with { Tickets = [claimed] }).Single().Wanted.State.Should().Be(TicketState.AwaitingRefresh, "nobody has seen it since");
    }

    [Fact]
    public void Something_new_on_the_device_opens_a_ticket_that_was_set_done()
    {
        var violation = OnDevice("phone-1") with { InventoryAt = Day(1) };
        var claimed = Closed(Taken(After(Input(1, violation)).Single()), TicketMeaning.Verify, 3);

        After(Input(4, violation, OnDevice("phone-1", policy: "other")) with { Tickets = [claimed] }).Single().Wanted.State.Should().Be(TicketState.Open);
    }

    [Theory]
    [InlineData(TicketMeaning.ProposeException)]
    [InlineData(TicketMeaning.ProposeDismissal)]
    public void A_proposal_leaves_the_ticket_closed_until_somebody_refuses_it(TicketMeaning meaning)
    {
        var violation = OnDevice("phone-1");
        var closed = Closed(Taken(After(Input(1, violation)).Single()), meaning, 3);
        var input = Input(30, violation with { InventoryAt = Day(20) }) with { Tickets = [closed] };

        After(input).Single().Wanted.State.Should().Be(TicketState.Left);
        TicketStep.Of(After(input).Single()).Should().Be(TicketStepKind.Nothing);
        TicketStep.Of(After(input with { Proposals = _ => ProposalStanding.Refused }).Single()).Should().Be(TicketStepKind.Reopen);
    }

    [Theory]
    [InlineData(TicketMeaning.Deleted)]
    [InlineData(TicketMeaning.Duplicate)]
    [InlineData(TicketMeaning.Leave)]
    public void What_people_deleted_or_put_aside_is_not_made_again_but_what_comes_new_has_a_successor(TicketMeaning meaning)
    {
        var violation = OnDevice("phone-1");
        var ticket = Closed(Taken(After(Input(1, violation)).Single()), meaning, 3);

        var left = After(Input(4, violation) with { Tickets = [ticket] }).Single();
        var tickets = After(Input(5, violation, OnDevice("phone-1", policy: "other")) with { Tickets = [left] });

        TicketStep.Of(left).Should().Be(TicketStepKind.Nothing);
        tickets.Should().HaveCount(2);
        tickets.Single(made => !made.IsRemote).Key.Should().Be(ticket.Key + "-2");
        tickets.Single(made => !made.IsRemote).Wanted.Items.Should().ContainSingle("the old violation stays with the ticket that people want so");
    }

    [Fact]
    public void Hardware_that_enrols_again_goes_on_in_the_same_ticket()
    {
        var old = OnDevice("phone-1");
        var ticket = Taken(After(Input(1, old)).Single());
        var again = OnDevice("phone-1b") with { LinkedFrom = old.Id };

        var after = After(Input(2, Ended(old, ViolationState.NoLongerManaged), again) with { Tickets = [ticket] });

        after.Should().ContainSingle().Which.Key.Should().Be(ticket.Key);
        After(Input(2, again, Ended(old, ViolationState.NoLongerManaged))).Single().Key.Should().Be(ticket.Key, "the key is of the hardware, also without the old ticket");
    }

    [Fact]
    public void A_deadline_that_passes_is_told_once_and_makes_the_ticket_urgent()
    {
        var violation = OnDevice("phone-1");
        var policies = new Dictionary<string, Policy> { [Ban] = Policy() with { RemoveBy = new DateOnly(2026, 3, 5) } };
        var ticket = Taken(After(Input(1, violation) with { Policies = policies }).Single());

        After(Input(4, violation) with { Policies = policies, Tickets = [ticket] }).Single().Should().BeSameAs(ticket);
        var overdue = After(Input(6, violation) with { Policies = policies, Tickets = [ticket] }).Single();

        TicketStep.Of(overdue).Should().Be(TicketStepKind.Comment);
        TicketStep.Changes(overdue, TicketStepKind.Comment, new Dictionary<Guid, Violation> { [violation.Id] = violation })
            .Should().Equal(Reason.Of("ticket-overdue", ("app", "TikTok"), ("policy", Ban), ("date", "2026-03-05")));
        TicketDecision.Decide(Input(7, violation) with { Policies = policies, Tickets = [Taken(overdue)] }).Tickets.Should().BeEmpty("told once");
    }

    [Fact]
    public void A_scan_of_other_policies_says_nothing_of_this_ones_dates()
    {
        var violation = OnDevice("phone-1");
        var policies = new Dictionary<string, Policy> { [Ban] = Policy() with { RemoveBy = new DateOnly(2026, 3, 5) } };
        var ticket = Taken(After(Input(1, violation) with { Policies = policies }).Single());

        TicketDecision.Decide(Input(9, violation) with { Policies = new Dictionary<string, Policy>(), Tickets = [ticket] }).Tickets.Should().BeEmpty();
    }

    [Fact]
    public void Another_name_of_the_device_changes_the_text_without_a_comment()
    {
        var violation = OnDevice("phone-1");
        var ticket = Taken(After(Input(1, violation)).Single());

        TicketStep.Of(After(Input(2, violation) with { Tickets = [ticket], Relabelled = new HashSet<Guid> { violation.Id } }).Single()).Should().Be(TicketStepKind.Update);
    }

    [Fact]
    public void What_was_never_opened_and_is_over_is_not_opened_to_be_closed()
    {
        var violation = OnDevice("phone-1");
        var waiting = After(Input(1, violation)).Single();

        var over = After(Input(2, Ended(violation, ViolationState.Resolved)) with { Tickets = [waiting] }).Single();

        TicketStep.Of(over).Should().Be(TicketStepKind.Nothing);
        over.Delivery.State.Should().Be(DeliveryState.Done);
        var doubtful = waiting with { Delivery = waiting.Delivery with { State = DeliveryState.InDoubt, DoubtSince = Day(1) } };
        TicketStep.Of(After(Input(2, Ended(violation, ViolationState.Resolved)) with { Tickets = [doubtful] }).Single()).Should().Be(TicketStepKind.Settle, "it may be there");
    }
}
