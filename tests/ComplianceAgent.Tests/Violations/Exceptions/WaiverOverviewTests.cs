using System.Collections.Immutable;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using static ComplianceAgent.Tests.Violations.Exceptions.ExceptionSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Exceptions;

public sealed class WaiverOverviewTests
{
    private static ImmutableArray<WaiverStanding> Overview(DateTimeOffset now, IEnumerable<Violation> live, params Waiver[] waivers) =>
        WaiverOverview.Of(Rules(now, waivers), live, new EarlierDevices([]), warnDays: 14);

    private static IEnumerable<string> Codes(IEnumerable<WaiverStanding> standings) => WaiverOverview.Notes(standings, 14).Select(note => $"{note.Code} {note.Parameters["count"]} {note.Parameters["which"]}");

    [Fact]
    public void What_it_covers_is_counted_in_violations_and_devices()
    {
        var second = Known(subject: "wechat");
        var other = Known(Phone("phone-2"));

        var standing = Overview(Day(2), [Known(), second, other], Granted()).Single();

        (standing.Violations, standing.Devices, standing.IsUnused).Should().Be((2, 1, false));
    }

    [Fact]
    public void One_that_covers_nothing_is_unused_and_told()
    {
        var standings = Overview(Day(2), [Known(Phone("phone-2"))], Granted());

        standings.Single().IsUnused.Should().BeTrue();
        Codes(standings).Should().Equal("exceptions-unused 1 store:1");
    }

    [Fact]
    public void One_that_another_one_covers_as_well_is_not_unused() =>
        Overview(Day(2), [Known()], Granted(), Granted(until: 60, reference: "store:2")).Should().OnlyContain(standing => !standing.IsUnused);

    [Fact]
    public void What_waits_for_review_or_is_only_advice_makes_no_use_of_it() =>
        Overview(Day(2), [Known() with { State = ViolationState.Review }, Known(subject: "x") with { Severity = ComplianceAgent.Policies.Severity.Advice }], Granted()).Single().IsUnused.Should().BeTrue();

    [Theory]
    [InlineData(16, false, 15)]
    [InlineData(17, true, 14)]
    [InlineData(30, true, 1)]
    public void The_end_is_warned_of_in_time(int day, bool soon, int daysLeft)
    {
        var standing = Overview(new DateTimeOffset(2026, 3, day, 0, 0, 0, TimeSpan.Zero), [Known()], Granted(until: 30)).Single();

        (standing.EndsSoon, standing.DaysLeft).Should().Be((soon, daysLeft));
    }

    [Fact]
    public void What_ended_long_ago_is_left_out_unless_it_still_stands_in_the_register()
    {
        var now = Day(200);
        var standings = Overview(
            now, [], Granted(until: 30), Granted(until: 150, from: 100, reference: "store:2"), Registered(until: 30),
            Granted(reference: "store:4") with { State = WaiverState.Rejected, EndedBy = Bob, EndedAt = Day(3) },
            Granted(reference: "store:5", until: 60) with { State = WaiverState.Revoked, EndedBy = Bob, EndedAt = Day(190) });

        WaiverOverview.ToTell(standings, now).Select(standing => standing.Waiver.Reference).Should().BeEquivalentTo("store:2", "register:lab", "store:5");
        standings.Should().HaveCount(5);
    }

    [Fact]
    public void Every_kind_of_thing_to_know_is_told_once_with_its_exceptions()
    {
        var standings = Overview(
            Day(25), [Known()], Granted(), Granted(until: 24, reference: "store:2"), Granted(until: 90, reference: "store:3") with { Ask = Ask(until: 90) with { ReasonCode = "fun" } },
            Granted(reference: "store:4", until: 60) with { State = WaiverState.Requested, Approver = null }, Granted(value: "phone-9", until: 60, reference: "store:5"));

        Codes(standings).Should().Equal(
            "exceptions-ending 1 store:1", "exceptions-refused 1 store:3", "exceptions-waiting 1 store:4", "exceptions-unused 1 store:5", "exceptions-expired 1 store:2");
        WaiverOverview.Notes(standings, 14).Select(Sentences.Say).Should().AllSatisfy(sentence => sentence.Should().EndWith(".").And.NotContain("{"));
    }

    [Fact]
    public void Many_are_named_up_to_five()
    {
        var standings = Overview(Day(2), [], [.. Enumerable.Range(1, 7).Select(number => Granted(until: 60, reference: Waiver.OfStore(number)))]);

        Codes(standings).Should().Equal("exceptions-unused 7 store:1, store:2, store:3, store:4, store:5, …");
    }
}
