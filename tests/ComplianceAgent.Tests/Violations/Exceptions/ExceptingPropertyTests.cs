using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using CsCheck;
using static ComplianceAgent.Tests.Violations.Exceptions.ExceptionSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Exceptions;

/// <summary>Random exceptions, devices and days against the plain reading of the rule: excepted while, and only while, one holds.</summary>
public sealed class ExceptingPropertyTests
{
    private static readonly Gen<Waiver> Waivers = Gen.Select(
        Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[-5, 20], Gen.Int[0, 30], Gen.Enum<WaiverState>(), Gen.Bool,
        (number, phone, from, length, state, allowed) => Granted(from, from + length, value: $"phone-{phone}", reference: Waiver.OfStore(number)) with
        {
            State = state,
            EndedBy = Bob,
            EndedAt = Day(from + 1),
            Ask = Ask(from, from + length, value: $"phone-{phone}") with { ReasonCode = allowed ? "research" : "fun" },
        });

    private static readonly Gen<(Waiver[] Waivers, ViolationState[] States, bool[] Seen, int Day, bool Complete)> Worlds = Gen.Select(
        Waivers.Array[0, 6], Gen.Enum<ViolationState>().Array[3, 3], Gen.Bool.Array[3, 3], Gen.Int[1, 40], Gen.Bool,
        (waivers, states, seen, day, complete) => (waivers.DistinctBy(waiver => waiver.Reference).ToArray(), states, seen, day, complete));

    private static LifeCycleInput Input((Waiver[] Waivers, ViolationState[] States, bool[] Seen, int Day, bool Complete) world)
    {
        var phones = Enumerable.Range(0, 3).Select(number => Phone($"phone-{number}", $"SERIAL{number}")).ToArray();
        var known = phones.Select((phone, i) => Known(phone) with { Id = new Guid(i, 0, 0, new byte[8]), State = world.States[i], StateReason = ReasonOf(world.States[i]) }).ToArray();
        var input = Samples.Input(Day(world.Day), [.. phones.Where((_, i) => world.Seen[i]).Select(phone => Finding(phone))], known) with
        {
            Policies = [Lenient(Terms with { MaximumDays = 25 })],
            Waivers = world.Waivers,
            Devices = phones.ToDictionary(phone => phone.Id, _ => InFleet(fingerprint: 1)),
        };
        return input with { Scan = input.Scan with { Complete = world.Complete } };
    }

    [Fact]
    public void A_live_violation_is_excepted_while_and_only_while_an_exception_holds() => Worlds.Sample(
        world =>
        {
            var input = Input(world);
            foreach (var violation in After(input, LifeCycle.Decide(input)).Where(violation => violation.State is ViolationState.Open or ViolationState.Excepted))
            {
                var today = On(world.Day);
                var holds = world.Waivers.Any(waiver => waiver.State == WaiverState.Approved && waiver.Ask.Target.Value == violation.DeviceId && waiver.Ask.ReasonCode == "research"
                    && waiver.Ask.From <= today && today <= waiver.Ask.Until && waiver.Ask.Until.DayNumber - waiver.Ask.From.DayNumber < 25);

                (violation.State == ViolationState.Excepted).Should().Be(holds);
            }
        },
        iter: 5_000);

    [Fact]
    public void The_same_scan_again_changes_nothing() => Worlds.Sample(
        world =>
        {
            var input = Input(world);

            LifeCycle.Decide(input with { Known = After(input, LifeCycle.Decide(input)) }).Should().BeEmpty();
        },
        iter: 5_000);

    [Fact]
    public void An_exception_never_ends_before_it_began_nor_after_now() => Worlds.Sample(
        world =>
        {
            var input = Input(world);
            foreach (var change in LifeCycle.Decide(input).Where(change => change.Kind == ViolationEventKind.ExceptionEnded))
            {
                var before = input.Known.Single(known => known.Id == change.Violation.Id);
                change.Violation.ExceptedUntil.Should().BeOnOrAfter(before.StateSince).And.BeOnOrBefore(input.Scan.Now);
                ViolationDeadlines.Of(change.Violation, input.Policies.Single()).Headline.Should().BeOnOrAfter(change.Violation.ExceptedUntil!.Value);
            }
        },
        iter: 5_000);

    private static Reason ReasonOf(ViolationState state) =>
        state == ViolationState.Excepted ? Reason.Of("exception-applies", ("exception", "store:1"), ("reason", "research")) : Reason.Of("seen-first");

    private static List<Violation> After(LifeCycleInput input, IReadOnlyList<ViolationChange> changes)
    {
        var after = input.Known.ToDictionary(known => known.Id);
        foreach (var change in changes)
        {
            after[change.Violation.Id] = change.Violation;
        }

        return [.. after.Values];
    }
}
