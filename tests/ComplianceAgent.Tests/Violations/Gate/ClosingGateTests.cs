using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Gate;

public sealed class ClosingGateTests
{
    private static readonly GateLimits Limits = new(MaxClosings: 50, MaxShare: 0.5, MinForShare: 10);

    [Theory]
    [InlineData(100, 9, "closed", "few are nobody's mistake")]
    [InlineData(9, 9, "closed", "all of few are few")]
    [InlineData(20, 10, "closed", "half may go")]
    [InlineData(19, 10, "held", "more than half")]
    [InlineData(1_000, 50, "closed", "as many as may go by number")]
    [InlineData(1_000, 51, "held", "one more")]
    public void Too_many_closings_of_a_policy_are_held(int live, int closing, string expected, string why)
    {
        var known = Fleet(live);

        var judged = Judge(known, known[..closing], Day(2));

        judged.Should().HaveCount(closing).And.OnlyContain(change => change.Kind == (expected == "held" ? ViolationEventKind.NotConfirmed : ViolationEventKind.Resolved), why);
    }

    [Fact]
    public void What_is_held_stays_live_with_its_last_sighting_and_says_since_when()
    {
        var known = Fleet(20);

        var held = After(known, Judge(known, known, Day(2)));

        held.Should().OnlyContain(violation => violation.State == ViolationState.Open && violation.NotConfirmedSince == Day(1) && violation.Fingerprint == 1);
        ClosingGate.Waiting(held).Should().Equal(new HeldClosings(Ban, 20, 20, Day(2)));
        Reasons.Sentences.Say(held[0].NotConfirmedReason!).Should().Contain("held since 2026-03-02").And.Contain("releases it");
    }

    [Fact]
    public void A_scan_of_the_same_day_changes_nothing_and_one_a_day_later_closes()
    {
        var held = After(Fleet(20), Judge(Fleet(20), Fleet(20), Day(2)));

        Judge(held, held, Day(2.99)).Should().BeEmpty("it was told already");
        Judge(held, held, Day(3)).Should().HaveCount(20).And.OnlyContain(change => change.Kind == ViolationEventKind.Resolved);
    }

    [Fact]
    public void An_incomplete_scan_in_between_does_not_start_the_day_anew()
    {
        var held = After(Fleet(20), Judge(Fleet(20), Fleet(20), Day(2)));

        var changes = ClosingGate.Judge(
            [.. held.Select(violation => new ViolationChange(violation, ViolationEventKind.NotConfirmed, LifeCycleReasons.ScanIncomplete))], held, [], Limits, Scan(Day(2.5), complete: false));

        changes.Should().BeEmpty();
    }

    [Fact]
    public void Only_what_was_released_since_it_was_held_closes()
    {
        var held = After(Fleet(20), Judge(Fleet(20), Fleet(20), Day(2)));
        GateRelease[] releases = [Release(Day(1.5), held[..10]), Release(Day(2.1), held[..3])];

        var changes = Judge(held, held, Day(2.2), releases);

        changes.Select(change => change.Violation.Id).Should().Equal(held[..3].Select(violation => violation.Id));
        changes.Should().OnlyContain(change => change.Kind == ViolationEventKind.Resolved);
    }

    [Fact]
    public void A_release_counts_for_no_later_hold()
    {
        var known = Fleet(20);
        var judged = Judge(known, known, Day(5), [Release(Day(4), known)]);

        judged.Should().OnlyContain(change => change.Kind == ViolationEventKind.NotConfirmed);
    }

    [Fact]
    public void One_policy_held_lets_another_go()
    {
        Violation[] known = [.. Fleet(20), .. Fleet(3, "other")];

        var judged = Judge(known, known, Day(2));

        judged.CountBy(change => (change.Violation.PolicyId, change.Kind)).Should().BeEquivalentTo(
            [KeyValuePair.Create((Ban, ViolationEventKind.NotConfirmed), 20), KeyValuePair.Create(("other", ViolationEventKind.Resolved), 3)]);
    }

    [Fact]
    public void Devices_that_left_count_as_closings_and_withdrawals_do_not()
    {
        var known = Fleet(20);

        Kinds(ViolationEventKind.NoLongerManaged).Should().Equal(ViolationEventKind.NotConfirmed);
        Kinds(ViolationEventKind.Withdrawn).Should().Equal(ViolationEventKind.Withdrawn);

        IEnumerable<ViolationEventKind> Kinds(ViolationEventKind kind) =>
            ClosingGate.Judge([.. known.Select(violation => Change(violation, kind, Day(2)))], known, [], Limits, Scan(Day(2))).Select(change => change.Kind).Distinct();
    }

    private static Violation[] Fleet(int devices, string policy = Ban) => [.. Enumerable.Range(0, devices).Select(n => Known(Phone($"phone-{n}", $"SERIAL{n:000000}"), policy) with { Id = Id(policy, n) })];

    private static Guid Id(string policy, int number) => new(number, (short)policy.Length, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static Violation[] After(Violation[] known, IReadOnlyList<ViolationChange> changes)
    {
        var after = known.ToDictionary(violation => violation.Id);
        foreach (var change in changes)
        {
            after[change.Violation.Id] = change.Violation;
        }

        return [.. after.Values];
    }

    private static IReadOnlyList<ViolationChange> Judge(IReadOnlyCollection<Violation> known, IEnumerable<Violation> closing, DateTimeOffset now, params GateRelease[] releases) =>
        ClosingGate.Judge([.. closing.Select(violation => Change(violation, ViolationEventKind.Resolved, now))], known, releases, Limits, Scan(now));

    private static ViolationChange Change(Violation violation, ViolationEventKind kind, DateTimeOffset now) => new(
        violation with { State = kind == ViolationEventKind.Resolved ? ViolationState.Resolved : ViolationState.NoLongerManaged, StateSince = now }, kind, LifeCycleReasons.InventoryChanged);

    private static ScanFacts Scan(DateTimeOffset now, bool complete = true) => new() { Number = 7, Complete = complete, Now = now, InventoryAsOf = now, PreviousScanAsOf = Day(1) };

    private static GateRelease Release(DateTimeOffset at, IEnumerable<Violation> violations) => new()
    {
        Tenant = Tenant, PolicyId = Ban, Violations = [.. violations.Select(violation => violation.Id)], Author = new Author("ann", "os-account"), Reason = "Looked at", At = at,
    };
}
