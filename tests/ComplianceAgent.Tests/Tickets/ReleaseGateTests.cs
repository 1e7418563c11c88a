using ComplianceAgent.Tickets;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using static ComplianceAgent.Tests.Tickets.TicketSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Tickets;

/// <summary>Nothing leaves the house before somebody opened the door, and no storm does by itself.</summary>
public sealed class ReleaseGateTests
{
    private static readonly Violation[] Two = [OnDevice("phone-1"), OnDevice("phone-2")];

    [Fact]
    public void Nothing_passes_before_a_release()
    {
        var (passed, holds) = ReleaseGate.Judge(ChannelNames.Tickets, Two, [], [], 100, Day(1));

        passed.Should().BeEmpty();
        holds.Should().ContainSingle().Which.Should().Match<ChannelHold>(hold => hold.Why.Code == ReleaseGate.PreviewCode && hold.Violations.Length == 2 && hold.Since == Day(1));
        ReleaseGate.Judge(ChannelNames.Tickets, Two, [], holds, 100, Day(5)).Holds[0].Since.Should().Be(Day(1), "it has waited since");
    }

    [Fact]
    public void A_release_is_of_one_policy_and_one_channel()
    {
        var other = OnDevice("phone-3", policy: "other");

        ReleaseGate.Judge(ChannelNames.Tickets, [.. Two, other], [Open()], [], 100, Day(1)).Passed.Should().BeEquivalentTo(Two.Select(violation => violation.Id));
        ReleaseGate.Judge(ChannelNames.Mail, Two, [Open()], [], 100, Day(1)).Passed.Should().BeEmpty();
    }

    [Fact]
    public void A_pilot_lets_the_chosen_ones_pass_and_no_others()
    {
        var (passed, holds) = ReleaseGate.Judge(ChannelNames.Tickets, Two, [Open(opens: null, violations: Two[0].Id)], [], 100, Day(1));

        passed.Should().Equal(Two[0].Id);
        holds.Single().Violations.Should().Equal(Two[1].Id);
    }

    [Fact]
    public void A_stopped_channel_holds_what_comes()
    {
        ReleaseGate.Judge(ChannelNames.Tickets, Two, [Open(), Open(opens: false)], [], 100, Day(1)).Passed.Should().BeEmpty();
        ReleaseGate.IsOpen([Open(), Open(opens: false)], Ban, ChannelNames.Tickets).Should().BeFalse();
        ReleaseGate.IsOpen([Open(), Open(opens: null)], Ban, ChannelNames.Tickets).Should().BeTrue("a batch does not close it");
    }

    [Fact]
    public void Too_much_at_once_is_held_and_stays_held_when_it_grows_less()
    {
        var storm = Enumerable.Range(0, 11).Select(i => OnDevice($"phone-{i}")).ToArray();
        var (passed, holds) = ReleaseGate.Judge(ChannelNames.Tickets, storm, [Open()], [], 10, Day(1));

        passed.Should().BeEmpty();
        holds.Single().Why.Code.Should().Be(ReleaseGate.StormCode);
        var later = ReleaseGate.Judge(ChannelNames.Tickets, [.. storm.Take(3), OnDevice("late")], [Open()], holds, 10, Day(2));
        later.Holds.Single().Violations.Should().HaveCount(3, "they were held before");
        later.Passed.Should().HaveCount(1, "what comes after the storm is few");
        ReleaseGate.Judge(ChannelNames.Tickets, storm, [Open(), Open(violations: [.. storm.Select(violation => violation.Id)])], holds, 10, Day(3)).Passed.Should().HaveCount(11, "somebody looked");
    }
}
