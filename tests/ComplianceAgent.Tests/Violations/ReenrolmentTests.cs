using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations;

public sealed class ReenrolmentTests
{
    private static readonly ManagedDevice NewPhone = Phone("phone-2") with { EnrolledAt = Day(4) };

    private static LifeCycleInput Reenrolled(DevicePresence old, params Violation[] known) =>
        Input(Day(5), [Finding(NewPhone)], known).With("phone-1", Away(old)).With("phone-2", InFleet(fingerprint: 9));

    [Theory]
    [InlineData(DevicePresence.Missing)]
    [InlineData(DevicePresence.ProvedGone)]
    public void The_same_hardware_under_a_new_id_is_linked_and_the_old_record_ends(DevicePresence old)
    {
        var before = Known();

        var changes = LifeCycle.Decide(Reenrolled(old, before));

        changes.Select(change => change.Kind).Should().Equal(ViolationEventKind.Linked, ViolationEventKind.NoLongerManaged);
        changes[0].Should().Match<ViolationChange>(change => change.IsNew && change.Violation.LinkedFrom == before.Id && change.Violation.FirstSeenAt == Day(1));
        changes[1].Reason.Code.Should().Be("gone-re-enrolled");
        changes[1].Violation.Id.Should().Be(before.Id);
    }

    [Fact]
    public void Enrolling_again_never_moves_the_deadline_later()
    {
        var before = Known();
        var linked = LifeCycle.Decide(Reenrolled(DevicePresence.ProvedGone, before))[0].Violation;

        Deadline(linked).Should().BeOnOrBefore(Deadline(before));

        static DateTimeOffset Deadline(Violation violation) => Deadlines.For(Policy(), violation.RuleId, violation.FirstSeenAt, violation.Device.EnrolledAt).Headline;
    }

    [Fact]
    public void A_device_gone_weeks_before_is_still_linked()
    {
        var gone = LifeCycle.Decide(Input(Day(2), [], Known()).With("phone-1", Away(DevicePresence.ProvedGone))).Single().Violation;

        var linked = LifeCycle.Decide(Input(Day(30), [Finding(NewPhone)], gone).With("phone-1", Away(DevicePresence.ProvedGone)).With("phone-2", InFleet())).Single();

        linked.Kind.Should().Be(ViolationEventKind.Linked);
        linked.Violation.FirstSeenAt.Should().Be(Day(1));
    }

    [Fact]
    public void A_stale_record_of_the_same_hardware_counts_once()
    {
        var duplicate = InFleet(observable: CoverageClass.Duplicate);

        var changes = LifeCycle.Decide(Input(Day(5), [Finding(Phone()), Finding(NewPhone)], Known()).With("phone-1", duplicate).With("phone-2", InFleet()));

        changes.Select(change => (change.Violation.DeviceId, change.Kind)).Should().Equal(
            ("phone-2", ViolationEventKind.Linked), ("phone-1", ViolationEventKind.NoLongerManaged));
    }

    [Fact]
    public void A_new_record_opened_before_the_old_one_left_is_linked_afterwards()
    {
        var old = Known();
        var fresh = LifeCycle.Decide(Input(Day(5), [Finding(Phone()), Finding(NewPhone)], old).With("phone-2", InFleet())).Single().Violation;
        fresh.FirstSeenAt.Should().Be(Day(5));

        var changes = LifeCycle.Decide(Input(Day(6), [Finding(NewPhone)], old, fresh).With("phone-1", Away(DevicePresence.Missing)).With("phone-2", InFleet()));

        changes.Select(change => change.Kind).Should().Equal(ViolationEventKind.Linked, ViolationEventKind.NoLongerManaged);
        changes[0].Violation.Should().Match<Violation>(violation => violation.Id == fresh.Id && violation.FirstSeenAt == Day(1) && violation.LinkedFrom == old.Id);
    }

    [Fact]
    public void What_was_removed_before_enrolling_again_has_returned()
    {
        var resolved = LifeCycle.Decide(Input(Day(2), [], Known())).Single().Violation;

        var changes = LifeCycle.Decide(Reenrolled(DevicePresence.ProvedGone, resolved));

        changes.Single().Violation.ReturnCount.Should().Be(1);
    }

    [Theory]
    [InlineData("To be filled by O.E.M.")]
    [InlineData("0000000000")]
    [InlineData("")]
    public void A_serial_that_says_nothing_links_nothing(string serial)
    {
        var input = Input(Day(5), [Finding(Phone("phone-2", serial))], Known(Phone("phone-1", serial)))
            .With("phone-1", Away(DevicePresence.Missing)).With("phone-2", InFleet());

        LifeCycle.Decide(input).Select(change => change.Kind).Should().Equal(ViolationEventKind.Opened, ViolationEventKind.NotConfirmed);
    }

    [Theory]
    [InlineData(DevicePresence.InFleet)]
    [InlineData(DevicePresence.NotTold)]
    public void A_serial_on_two_devices_that_may_both_live_links_nothing(DevicePresence old) =>
        LifeCycle.Decide(Reenrolled(old, Known())).Should().NotContain(change => change.Kind == ViolationEventKind.Linked)
            .And.Contain(change => change.Kind == ViolationEventKind.Opened);

    [Fact]
    public void Another_policy_is_another_violation()
    {
        var input = Reenrolled(DevicePresence.ProvedGone, Known(policy: "other")) with { Policies = [Policy(), Policy("other")] };

        LifeCycle.Decide(input).Select(change => change.Kind).Should().Equal(ViolationEventKind.Opened, ViolationEventKind.NoLongerManaged);
    }

    [Fact]
    public void A_record_that_comes_back_is_not_linked_in_a_circle()
    {
        var first = LifeCycle.Decide(Reenrolled(DevicePresence.ProvedGone, Known()));
        Violation[] known = [.. first.Select(change => change.Violation)];

        var changes = LifeCycle.Decide(Input(Day(6), [Finding()], known).With("phone-1", InFleet()).With("phone-2", Away(DevicePresence.Missing)));

        changes.Select(change => change.Kind).Should().Equal(ViolationEventKind.ManagedAgain, ViolationEventKind.NoLongerManaged);
        changes[0].Violation.LinkedFrom.Should().BeNull();
    }

    [Fact]
    public void An_old_record_that_ended_by_enrolling_again_is_not_reopened_by_its_shadow_in_the_list()
    {
        var old = LifeCycle.Decide(Reenrolled(DevicePresence.ProvedGone, Known()))[1].Violation;

        LifeCycle.Decide(Input(Day(6), [], old).With("phone-1", InFleet(rows: 0))).Should().BeEmpty();
    }
}
