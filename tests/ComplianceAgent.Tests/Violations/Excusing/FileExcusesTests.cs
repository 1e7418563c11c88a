using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Tests.Violations.Reviews;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Excusing;

/// <summary>
/// Whose doing is it that a violation counts for less? Each row: what it proves, what the scan of day 2 saw, the act behind it ("-" when it
/// is none of ours), and what is written while the act is held ("-" when nothing is).
/// </summary>
public sealed class FileExcusesTests
{
    private static readonly Violation Open = Known();
    private static readonly Violation Advice = Open with { Severity = Severity.Advice };
    private static readonly Violation Excepted = Open with { State = ViolationState.Excepted };
    private static readonly Violation Waiting = ReviewSamples.Waiting() with { Device = Phone() };
    private static readonly FileVerdict AdviceNow = new(Confidence.Strong, Severity.Advice);

    private sealed record Case(string Proves, LifeCycleInput Input, string Act, string WhileHeld = "-");

    private static IReadOnlyList<Case> Cases =>
    [
        new("a policy out of the settings is an act", Without(Open), "PolicyRemoved", "NotConfirmed"),
        new("an unchanged inventory still confirms what is held", Without(Open).With("phone-1", InFleet(fingerprint: 1)), "PolicyRemoved"),
        new("what is excepted or waits for review is live as well", Without(Excepted), "PolicyRemoved", "NotConfirmed"),
        new("a suspected match as well", Without(Waiting), "PolicyRemoved", "NotConfirmed"),
        new("advice is no violation that could be excused", Without(Advice), "-"),
        new("what has ended cannot be excused", Without(Open with { State = ViolationState.Resolved }), "-"),
        new("a device that left is gone although its policy is held", Without(Open).With("phone-1", Away(DevicePresence.ProvedGone)), "PolicyRemoved", "NoLongerManaged"),
        new("a rename is no act", Sees(Open) with { Known = [Open, Known(policy: "old-ban")], Policies = [Policy() with { Formerly = ["old-ban"] }] }, "-"),
        new("a rename into what ended long ago is one",
            Misses(Open) with { Known = [Open with { State = ViolationState.Withdrawn }, Known(policy: "old-ban") with { Id = Guid.NewGuid() }], Policies = [Policy() with { Formerly = ["old-ban"] }] }, "PolicyRemoved", "NotConfirmed"),
        new("an end that the policy had named is no act", Ends(Open, named: Day(1)), "-"),
        new("an end that nothing is remembered of is none either", Ends(Open, named: null), "-"),
        new("an end that came nearer is one", Ends(Open, named: Day(30)), "ValidityShortened", "NotConfirmed"),
        new("a rule taken out is an act", Misses(Open) with { StillMatches = _ => false, Policies = [Policy() with { Rules = [new PolicyRule { Id = "other", Name = "Other" }] }] }, "RuleRemoved", "NotConfirmed"),
        new("a rule narrowed is one", Misses(Open) with { StillMatches = _ => false }, "RuleNarrowed", "NotConfirmed"),
        new("an app that was removed is none", Misses(Open), "-", "Resolved"),
        new("a platform taken out of the scope is an act", Misses(Open) with { Policies = [Policy() with { Scope = new PolicyScope { Platforms = [PlatformFamily.Windows] } }] }, "ScopeNarrowed", "NotConfirmed"),
        new("a device that became another is none", Misses(Open, InFleet() with { Owner = DeviceOwner.Personal }) with { Policies = [Policy() with { Scope = new PolicyScope { Personal = Severity.Out } }] }, "-"),
        new("also when a rule went with it", Misses(Open, InFleet() with { Owner = DeviceOwner.Personal }) with { StillMatches = _ => false, Policies = [Policy() with { Scope = new PolicyScope { Personal = Severity.Out } }] }, "-"),
        new("a policy that only counts such devices now is an act",
            Misses(Private(Open), InFleet() with { Owner = DeviceOwner.Personal }) with { Policies = [Policy() with { Scope = new PolicyScope { Personal = Severity.Advice } }] }, "Downgraded", "NotConfirmed"),
        new("a policy that advises where it banned is an act", Sees(Open, Severity.Advice) with { ByTodaysFiles = _ => AdviceNow }, "Downgraded"),
        new("a device on which the policy always advised is none", Sees(Open, Severity.Advice), "-", "Updated"),
        new("a policy that asks a person where it banned is an act", Sees(Open, Severity.Review) with { ByTodaysFiles = _ => new(Confidence.Strong, Severity.Review) }, "Downgraded"),
        new("a policy that wants to be surer is one", Sees(Open) with { Policies = [Policy() with { MinimumConfidence = Confidence.Exact }] }, "Downgraded"),
        new("a catalogue that is less sure is one", Sees(Open, confidence: Confidence.Suspected) with { ByTodaysFiles = _ => new(Confidence.Suspected, Severity.Violation) }, "Downgraded"),
        new("an app that calls itself otherwise is none", Sees(Open, confidence: Confidence.Suspected), "-", "Reclassified Updated"),
        new("files that forgot the app hold it although another one is there", Sees(Open, confidence: Confidence.Suspected) with { ByTodaysFiles = _ => null }, "RuleNarrowed"),
        new("a suspicion made advice is one", Sees(Waiting, Severity.Advice, Confidence.Suspected) with { ByTodaysFiles = _ => new(Confidence.Suspected, Severity.Advice) }, "Downgraded"),
        new("a yes taken back is a person's doing", Undone(Sees(Open with { App = ReviewSamples.LookAlike, Confidence = Confidence.Suspected }, confidence: Confidence.Suspected)), "-", "Reclassified"),
        new("but advice under its cover is an act",
            Undone(Sees(Open with { App = ReviewSamples.LookAlike, Confidence = Confidence.Suspected }, Severity.Advice, Confidence.Suspected)) with { ByTodaysFiles = _ => new(Confidence.Suspected, Severity.Advice) }, "Downgraded"),
        new("a policy this scan does not speak of is none", Without(Open) with { UnjudgedPolicies = new HashSet<string> { Ban } }, "-", "NotConfirmed"),
        new("a policy that bans what it advised against is none", Sees(Advice), "-", "Updated"),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(test => test.Proves)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Table(string proves)
    {
        var test = Cases.Single(test => test.Proves == proves);

        var free = LifeCycle.Decide(test.Input);
        var held = LifeCycle.Decide(test.Input with { Held = free.Where(change => change.Excuse is not null).Select(change => change.Violation.Id).ToHashSet() });

        (free.Select(change => change.Excuse?.Kind.ToString()).FirstOrDefault(kind => kind is not null) ?? "-").Should().Be(test.Act);
        if (test.Act != "-")
        {
            string.Join(' ', held.Where(change => free.Any(freed => freed.Excuse is not null && freed.Violation.Id == change.Violation.Id)).Select(change => change.Kind)).Should().Be(test.WhileHeld == "-" ? "" : test.WhileHeld);
            held.Where(change => change.Kind != ViolationEventKind.NoLongerManaged).Should().OnlyContain(change => change.Violation.IsLive);
        }
        else if (test.WhileHeld != "-")
        {
            string.Join(' ', free.Select(change => change.Kind)).Should().Be(test.WhileHeld);
        }
    }

    [Fact]
    public void The_gate_asks_once_holds_until_somebody_agreed_and_asks_again_for_other_files()
    {
        var input = Misses(Open) with { StillMatches = _ => false, Policies = [Policy() with { Hash = "hash-2" }] };
        var files = new FilesInForce { Catalogue = "cat-1", CatalogueBefore = "cat-1", PoliciesBefore = new Dictionary<string, string> { [Ban] = "hash-1" } };

        var first = ExcusingGate.Judge(input, ExcusingBook.Empty, files, persons: 2);
        var book = ExcusingBook.Of(first.Decisions);
        var again = ExcusingGate.Judge(input, book, files, persons: 2);

        first.Held.Should().Equal(new HeldAct(1, ExcusingKind.RuleNarrowed, Ban, Product, ExcusingState.Pending, 1, 1));
        first.Decisions.Should().ContainSingle().Which.Matter.File.Should().Be(new FileChange("pack:" + Ban, "hash-1", "hash-2"));
        first.Changes.Should().OnlyContain(change => change.Kind == ViolationEventKind.NotConfirmed);
        first.Unheld.Should().OnlyContain(change => change.Kind == ViolationEventKind.Withdrawn);
        (again.Decisions, again.Held).Should().BeEquivalentTo((Array.Empty<ExcusingDecision>(), first.Held));

        var approved = book.With([first.Decisions[0] with { Sequence = 2, Step = ExcusingStep.Approved, Author = ReviewSamples.Ann }]);
        ExcusingGate.Judge(input, approved, files, persons: 2).Changes.Should().OnlyContain(change => change.Kind == ViolationEventKind.Withdrawn);

        var other = ExcusingGate.Judge(input with { Policies = [Policy() with { Hash = "hash-3" }] }, approved, files, persons: 2);
        other.Held.Should().ContainSingle();
        other.Decisions.Select(step => (step.Number, step.Step)).Should().Equal((1, ExcusingStep.Superseded), (4, ExcusingStep.Proposed));

        ExcusingGate.Judge(input, book, files, persons: 1).Decisions.Select(step => (step.Number, step.Step)).Should().Equal((1, ExcusingStep.Alone));
    }

    private static LifeCycleInput Sees(Violation known, Severity severity = Severity.Violation, Confidence confidence = Confidence.Strong) =>
        Input(Day(2), [Finding() with { Severity = severity, Confidence = confidence, App = known.App }], known);

    private static LifeCycleInput Misses(Violation known, DeviceSighting? device = null) => Input(Day(2), [], known).With("phone-1", device ?? InFleet());

    private static LifeCycleInput Without(Violation known) => Misses(known) with { Policies = [] };

    private static LifeCycleInput Ends(Violation known, DateTimeOffset? named) => Sees(known) with
    {
        Policies = [Policy() with { ValidUntil = new DateOnly(2026, 3, 1) }],
        NamedEnds = named is { } end ? new Dictionary<string, DateTimeOffset> { [Ban] = end } : new Dictionary<string, DateTimeOffset>(),
    };

    private static LifeCycleInput Undone(LifeCycleInput input) => input with { Reviews = ReviewSamples.Book(ReviewSamples.Decision(ReviewDecisionKind.Undone)) };

    private static Violation Private(Violation violation) => violation with { Device = violation.Device with { Owner = DeviceOwner.Personal } };
}
