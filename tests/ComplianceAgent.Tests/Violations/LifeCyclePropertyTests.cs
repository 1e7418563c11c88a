using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using CsCheck;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations;

public sealed class LifeCyclePropertyTests
{
    private static readonly Gen<DeviceSighting> Sightings =
        Gen.Select(Gen.Enum<DevicePresence>(), Gen.Int[0, 2], Gen.ULong[1, 3].Nullable(), Gen.Enum<CoverageClass>(), Gen.Int[-9, 10]).Select(
            (presence, rows, fingerprint, observable, sync) => new DeviceSighting(
                presence, rows, fingerprint, Day(9), Day(sync), Platform.IOS, new Observability(observable, Reason.Of("test"))));

    private static readonly Gen<ViolationState> States = Gen.Enum<ViolationState>();

    private static readonly Gen<World> Worlds = Gen.Select(
        Gen.Select(States, Gen.Bool, Gen.ULong[1, 3].Nullable(), Gen.Int[-9, 8].Nullable(), Gen.Int[0, 2], (state, there, fingerprint, since, serial) => new Record(state, there, fingerprint, since, serial)).Array[1, 5],
        Sightings.Array[5, 5],
        Gen.Bool.Array[5, 5],
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool),
        (records, sightings, found, flags) => new World(records, sightings, found, flags.Item1, flags.Item2, flags.Item3, flags.Item4, flags.Item5));

    private sealed record Record(ViolationState State, bool IsKnown, ulong? Fingerprint, int? NotConfirmedSince, int Serial);

    private sealed record World(Record[] Records, DeviceSighting[] Sightings, bool[] Found, bool Complete, bool Tells, bool InForce, bool StillMatches, bool HasList)
    {
        public LifeCycleInput Input() => Samples.Input(Day(10)) with
        {
            Scan = new ScanFacts { Number = 3, Complete = Complete, TellsEveryDevicesApps = Tells, HasDeviceList = HasList, Now = Day(10), InventoryAsOf = Day(10), PreviousScanAsOf = Day(9) },
            Known = [.. Records.Select(Known).OfType<Violation>()],
            Findings = [.. Records.Select((_, i) => i).Where(i => Found[i]).Select(i => Finding(Device(i)))],
            Devices = Sightings.Index().ToDictionary(pair => Id(pair.Index), pair => pair.Item),
            Policies = InForce ? [Policy()] : [],
            StillMatches = _ => StillMatches,
        };

        private static string Id(int index) => $"phone-{index}";

        private ManagedDevice Device(int index) => Phone(Id(index), $"SERIAL{Records[index].Serial}");

        private Violation? Known(Record record, int index) => !record.IsKnown ? null : Samples.Known(Device(index)) with
        {
            Id = new Guid(index, 0, 0, new byte[8]),
            State = record.State,
            Fingerprint = record.Fingerprint,
            FirstSeenAt = Day(-9),
            NotConfirmedSince = record.NotConfirmedSince is { } day ? Day(day) : null,
        };
    }

    [Fact]
    public void Nothing_is_resolved_without_proof() => Worlds.Sample(
        world =>
        {
            var input = world.Input();
            foreach (var change in LifeCycle.Decide(input).Where(change => change.Kind == ViolationEventKind.Resolved))
            {
                var before = input.Known.Single(known => known.Id == change.Violation.Id);
                var device = input.Devices[before.DeviceId];
                var last = before.NotConfirmedSince ?? Day(9);
                var isNewer = before.Fingerprint is { } was && device.Fingerprint is { } now
                    ? was != now
                    : Day(10) - last >= TimeSpan.FromDays(7) && device.LastSyncAt > last;

                (world.Complete && world.Tells && device.Presence == DevicePresence.InFleet && device.RowCount > 0 && isNewer && (before.IsLive || before.State == ViolationState.NoLongerManaged)).Should().BeTrue();
                device.Observability.Class.Should().BeOneOf(CoverageClass.Clean, CoverageClass.PartlyObservable);
            }
        },
        iter: 5_000);

    [Fact]
    public void An_incomplete_scan_closes_nothing_but_what_we_withdrew_ourselves() => Worlds.Where(world => !world.Complete).Sample(
        world => LifeCycle.Decide(world.Input()).Should().NotContain(change =>
            change.Violation.State == ViolationState.Resolved || change.Violation.State == ViolationState.NoLongerManaged),
        iter: 5_000);

    [Fact]
    public void Every_violation_is_judged_and_none_is_lost() => Worlds.Sample(
        world =>
        {
            var input = world.Input();
            var after = After(input, LifeCycle.Decide(input));

            after.Select(ViolationKey.Of).Should().OnlyHaveUniqueItems();
            input.Known.Select(ViolationKey.Of).Should().BeSubsetOf(after.Select(ViolationKey.Of));
            foreach (var violation in after.Where(violation => violation.IsLive))
            {
                var found = input.Findings.Any(finding => ViolationKey.Of(finding) == ViolationKey.Of(violation));
                var isStale = input.Devices[violation.DeviceId].Observability.IsStale;
                (violation.NotConfirmedSince is null ? found && !isStale : !found || isStale || IsLingering(input, violation)).Should().BeTrue("live is confirmed or known not to be");
            }
        },
        iter: 5_000);

    [Fact]
    public void The_same_scan_again_changes_nothing() => Worlds.Sample(
        world =>
        {
            var input = world.Input();
            var once = After(input, LifeCycle.Decide(input));

            LifeCycle.Decide(input with { Known = once }).Should().BeEmpty();
        },
        iter: 5_000);

    [Fact]
    public void No_first_sighting_ever_moves_later() => Worlds.Sample(
        world =>
        {
            var input = world.Input();
            var before = input.Known.ToDictionary(known => known.Id);
            foreach (var change in LifeCycle.Decide(input))
            {
                if (before.TryGetValue(change.Violation.LinkedFrom ?? change.Violation.Id, out var known))
                {
                    change.Violation.FirstSeenAt.Should().BeOnOrBefore(known.FirstSeenAt);
                }
            }
        },
        iter: 5_000);

    private static List<Violation> After(LifeCycleInput input, IReadOnlyList<ViolationChange> changes)
    {
        var after = input.Known.ToDictionary(known => known.Id);
        foreach (var change in changes)
        {
            after[change.Violation.Id] = change.Violation;
        }

        return [.. after.Values];
    }

    private static bool IsLingering(LifeCycleInput input, Violation violation) =>
        input.Devices[violation.DeviceId] is { Presence: DevicePresence.Missing or DevicePresence.ProvedGone } or { Observability.Class: CoverageClass.Duplicate };
}
