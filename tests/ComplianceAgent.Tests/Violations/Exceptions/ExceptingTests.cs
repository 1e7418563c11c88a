using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using static ComplianceAgent.Tests.Violations.Exceptions.ExceptionSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Exceptions;

public sealed class ExceptingTests
{
    private static readonly Policy Due = Lenient() with { RemoveBy = new DateOnly(2026, 2, 1), TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels") };

    private static Violation Excepted(Waiver waiver, Violation? known = null) =>
        LifeCycle.Decide(Scan(Day(2), known ?? Known(), waiver))[^1].Violation;

    private static LifeCycleInput Scan(DateTimeOffset now, Violation known, params Waiver[] waivers) =>
        Input(now, [Finding()], known) with { Policies = [Due], Waivers = waivers };

    [Fact]
    public void After_an_exception_the_deadline_is_its_end_and_not_the_day_before_it_began()
    {
        var excepted = Excepted(Granted(until: 30));

        var open = LifeCycle.Decide(Scan(Day(40), excepted, Granted(until: 30))).Single().Violation;

        // Midnight of the last day in Brussels, though the scan came ten days later.
        var end = new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.FromHours(2));
        open.ExceptedUntil.Should().Be(end);
        open.StateSince.Should().Be(end);
        ViolationDeadlines.Of(open, Due).Headline.Should().Be(end);
        ViolationDeadlines.Of(excepted with { State = ViolationState.Open }, Due).Headline.Should().Be(Day(1) + TimeSpan.FromDays(5), "else the test proves nothing");
    }

    [Fact]
    public void A_legal_date_after_the_end_of_an_exception_still_counts()
    {
        var later = Due with { RemoveBy = new DateOnly(2026, 12, 31) };
        var open = LifeCycle.Decide(Scan(Day(40), Excepted(Granted(until: 30)), Granted(until: 30))).Single().Violation;

        ViolationDeadlines.Of(open, later).Clock.Should().Be(DeadlineClock.Legal);
        ViolationDeadlines.Of(open, later).Headline.Should().Be(Deadlines.EndOfDay(new DateOnly(2026, 12, 31), later.TimeZone));
    }

    [Fact]
    public void A_revoked_one_counts_from_the_moment_it_was_revoked()
    {
        var excepted = Excepted(Granted());
        var revoked = Granted() with { State = WaiverState.Revoked, EndedBy = Bob, EndedAt = Day(10) };

        LifeCycle.Decide(Scan(Day(12), excepted, revoked)).Single().Violation.ExceptedUntil.Should().Be(Day(10));
    }

    [Fact]
    public void The_end_of_one_exception_is_forgotten_by_none_that_follows()
    {
        var open = LifeCycle.Decide(Scan(Day(40), Excepted(Granted(until: 30)), Granted(until: 30))).Single().Violation;

        var again = LifeCycle.Decide(Scan(Day(50), open, Granted(from: 45, until: 55, reference: "store:2"))).Single().Violation;
        var ended = LifeCycle.Decide(Scan(Day(60), again, Granted(from: 45, until: 55, reference: "store:2"))).Single().Violation;

        again.State.Should().Be(ViolationState.Excepted);
        ended.ExceptedUntil.Should().Be(Deadlines.EndOfDay(On(55), Due.TimeZone));
        ended.FirstSeenAt.Should().Be(Day(1));
    }

    [Fact]
    public void An_exception_for_a_device_follows_the_hardware_through_its_enrolments()
    {
        var before = Excepted(Granted());
        var input = Input(Day(3), [Finding(Phone("phone-2"))], before) with { Policies = [Due], Waivers = [Granted()] };
        input = input.With("phone-1", Away(DevicePresence.ProvedGone)).With("phone-2", InFleet());

        var changes = LifeCycle.Decide(input);

        changes.Select(change => (change.Violation.DeviceId, change.Kind)).Should().Equal(
            ("phone-2", ViolationEventKind.Linked), ("phone-1", ViolationEventKind.NoLongerManaged), ("phone-2", ViolationEventKind.Excepted));
    }

    [Fact]
    public void A_report_between_two_scans_shows_what_has_ended_meanwhile_as_open()
    {
        var excepted = Excepted(Granted(until: 3));
        var history = new EarlierDevices([excepted]);

        Excepting.AsOf(excepted, new WaiverRules([Due], [Granted(until: 3)], Day(3)), history).Should().BeSameAs(excepted);
        var open = Excepting.AsOf(excepted, new WaiverRules([Due], [Granted(until: 3)], Day(5)), history);
        (open.State, open.ExceptedUntil).Should().Be((ViolationState.Open, Deadlines.EndOfDay(On(3), Due.TimeZone)));
        Excepting.AsOf(excepted, new WaiverRules([], [], Day(5)), history).Should().BeSameAs(excepted, "without its policy nothing can be said");
    }

    [Fact]
    public void A_scan_without_change_changes_nothing_under_an_exception()
    {
        var excepted = Excepted(Registered());

        LifeCycle.Decide(Scan(Day(3), excepted, Registered() with { RegisterHash = new string('f', 64) })).Should().BeEmpty("another hash of the file alone is no news");
    }
}
