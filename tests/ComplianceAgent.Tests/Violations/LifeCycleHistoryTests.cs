using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Violations.Exceptions;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using CsCheck;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations;

/// <summary>
/// Random histories, a scan a day: phones get and lose the app, refresh their inventory or do not, leave and come back; scans break off; the policy
/// comes and goes; exceptions begin and end. A small model that knows the truth goes along and says what must have become of each violation.
/// </summary>
public sealed class LifeCycleHistoryTests
{
    private const int Phones = 4;

    // A week, and a day of margin: after that Intune has renewed the list of a phone that was in contact.
    private const int WindowDays = 8;

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency((6, Gen.Const(Act.Nothing)), (3, Gen.Const(Act.Install)), (3, Gen.Const(Act.Remove)), (2, Gen.Const(Act.OtherApp)), (1, Gen.Const(Act.LoseInventory)), (1, Gen.Const(Act.Leave)), (2, Gen.Const(Act.Return))).Array[Phones, Phones],
        Gen.Bool.Array[Phones, Phones],
        Gen.Int[0, 4],
        Gen.Int[0, 7],
        Gen.Int[0, 9],
        (acts, refreshes, broken, repealed, excepted) => new Step(acts, refreshes, Complete: broken > 0, InForce: repealed > 0, ExceptedFor: excepted > 6 ? excepted - 6 : 0));

    private static readonly Gen<Step[]> Histories = Steps.Array[1, 25];

    private enum Act
    {
        Nothing,
        Install,
        Remove,
        OtherApp,
        LoseInventory,
        Leave,
        Return,
    }

    [Fact]
    public void Every_history_ends_as_the_model_says() => Histories.Sample(
        history =>
        {
            var world = new World();
            foreach (var step in history)
            {
                world.Live(step);
                world.Agrees();
            }
        },
        iter: 10_000);

    /// <param name="Acts">What happens to each phone.</param>
    /// <param name="Refreshes">Whether it tells of it the same day.</param>
    /// <param name="Complete">Whether the scan reads everything.</param>
    /// <param name="InForce">Whether the policy is.</param>
    /// <param name="ExceptedFor">Days for which an exception for phone-1 begins; 0 for none.</param>
    private sealed record Step(Act[] Acts, bool[] Refreshes, bool Complete, bool InForce, int ExceptedFor)
    {
        public override string ToString() =>
            $"{string.Join(' ', Acts.Zip(Refreshes, (act, tells) => act + (tells ? "+" : "")))}{(Complete ? "" : " broke off")}{(InForce ? "" : " no policy")}{(ExceptedFor > 0 ? $" excepted for {ExceptedFor}" : "")}";
    }

    /// <summary>What is true of a phone, and what its newest inventory says.</summary>
    private sealed class TruePhone(string id)
    {
        private bool isInstalled;
        private ulong others;

        public string Id => id;

        public bool IsManaged { get; private set; } = true;

        public bool HasRows { get; private set; }

        public bool ShowsApp { get; private set; }

        public ulong Fingerprint { get; private set; }

        /// <summary>What must have become of its violation.</summary>
        public Model Expected { get; } = new();

        public bool IsFound => IsManaged && HasRows && ShowsApp;

        public DeviceSighting Sighting(DateTimeOffset now, bool complete) => new(
            IsManaged ? DevicePresence.InFleet : complete ? DevicePresence.ProvedGone : DevicePresence.Missing,
            HasRows ? 60 : 0, HasRows ? Fingerprint : null, now, now, Platform.IOS, new Observability(HasRows ? CoverageClass.Clean : CoverageClass.NoInventory, Reason.Of("test")));

        public void Do(Act act, bool refreshes)
        {
            isInstalled = act == Act.Install || (isInstalled && act != Act.Remove);
            others += act == Act.OtherApp ? 1UL : 0;
            IsManaged = act == Act.Return || (IsManaged && act != Act.Leave);
            if (act == Act.LoseInventory)
            {
                HasRows = false;
            }
            else if (refreshes && IsManaged)
            {
                (HasRows, ShowsApp, Fingerprint) = (true, isInstalled, (others << 1) | (isInstalled ? 1UL : 0));
            }
        }
    }

    /// <summary>The rules, told once more and as shortly as they can be.</summary>
    private sealed class Model
    {
        private ulong? seenWith;
        private int lastSeen;

        /// <summary>Open, NoLongerManaged, Resolved, Withdrawn; null when there never was a violation. Exceptions are looked at apart.</summary>
        public ViolationState? State { get; private set; }

        public int Returns { get; private set; }

        public void Scan(TruePhone phone, int day, bool complete, bool inForce)
        {
            if (!inForce)
            {
                State = State == ViolationState.Open ? ViolationState.Withdrawn : State;
            }
            else if (phone.IsFound)
            {
                Returns += State == ViolationState.Resolved ? 1 : 0;
                (State, lastSeen, seenWith) = (ViolationState.Open, day, complete ? phone.Fingerprint : seenWith);
            }
            else if (State is ViolationState.Open or ViolationState.NoLongerManaged)
            {
                State = IsProvedAbsent(phone, day, complete) ? ViolationState.Resolved
                    : phone.IsManaged ? ViolationState.Open
                    : complete ? ViolationState.NoLongerManaged
                    : State;
            }
        }

        private bool IsProvedAbsent(TruePhone phone, int day, bool complete) =>
            complete && phone.IsManaged && phone.HasRows && (seenWith is { } before ? before != phone.Fingerprint : day - lastSeen >= WindowDays);
    }

    /// <summary>The life cycle with a store as simple as can be, beside the model.</summary>
    private sealed class World
    {
        private readonly TruePhone[] phones = [.. Enumerable.Range(1, Phones).Select(i => new TruePhone($"phone-{i}"))];
        private readonly Dictionary<Guid, Violation> known = [];
        private readonly List<Waiver> waivers = [];
        private readonly List<ViolationChange> events = [];
        private int day;
        private bool inForce;

        public void Live(Step step)
        {
            day++;
            inForce = step.InForce;
            foreach (var (i, phone) in phones.Index())
            {
                phone.Do(step.Acts[i], step.Refreshes[i]);
                phone.Expected.Scan(phone, day, step.Complete, step.InForce);
            }

            if (step.ExceptedFor > 0)
            {
                waivers.Add(ExceptionSamples.Granted(day, day + step.ExceptedFor - 1, reference: $"store:{day}"));
            }

            var input = Input(step);
            var before = known.Values.ToDictionary(violation => violation.Id);
            var changes = LifeCycle.Decide(input);
            Proved(step, before, changes);
            foreach (var change in changes)
            {
                events.Add(change);
                known[change.Violation.Id] = change.Violation;
            }

            Remember(step);
        }

        public void Agrees()
        {
            foreach (var phone in phones)
            {
                var violation = known.Values.SingleOrDefault(violation => violation.DeviceId == phone.Id);
                var isExcepted = inForce && waivers.Exists(waiver => waiver.Ask.Target.Value == phone.Id && ExceptionSamples.On(day) >= waiver.Ask.From && ExceptionSamples.On(day) <= waiver.Ask.Until);
                var expected = phone.Expected.State == ViolationState.Open && isExcepted ? ViolationState.Excepted : phone.Expected.State;

                (violation?.State, violation?.ReturnCount ?? 0).Should().Be((expected, phone.Expected.Returns), $"day {day}, {phone.Id}: {Story(phone.Id)}");
                if (violation is not null)
                {
                    events.Where(change => change.Violation.Id == violation.Id).Select(change => change.Violation.State).Last().Should().Be(violation.State, "events tell the whole story");
                }
            }
        }

        private string Story(string device) => string.Join(", ", events.Where(change => change.Violation.DeviceId == device).Select(change => $"{change.Kind} ({change.Reason.Code})"));

        private LifeCycleInput Input(Step step) => Samples.Input(Day(day)) with
        {
            Scan = new ScanFacts { Number = day, Complete = step.Complete, Now = Day(day), InventoryAsOf = Day(day), PreviousScanAsOf = day > 1 ? Day(day - 1) : null },
            Known = [.. known.Values],
            Findings = [.. phones.Where(phone => phone.IsFound).Select(phone => Finding(Phone(phone.Id, "SERIAL-" + phone.Id)))],
            Devices = phones.ToDictionary(phone => phone.Id, phone => phone.Sighting(Day(day), step.Complete)),
            Policies = step.InForce ? [ExceptionSamples.Lenient()] : [],
            Waivers = waivers,
        };

        /// <summary>What closes has proof, whatever the model thinks.</summary>
        private void Proved(Step step, Dictionary<Guid, Violation> before, IReadOnlyList<ViolationChange> changes)
        {
            foreach (var change in changes.Where(change => change.Kind == ViolationEventKind.Resolved))
            {
                var phone = phones.Single(phone => phone.Id == change.Violation.DeviceId);
                (step.Complete && phone is { IsManaged: true, HasRows: true, ShowsApp: false } && before.ContainsKey(change.Violation.Id)).Should().BeTrue($"day {day}: no resolve without proof");
            }

            before.Keys.Should().BeSubsetOf(known.Keys, "nothing is lost");
        }

        /// <summary>As the store does: what a complete scan confirmed carries the inventory that the scan saw.</summary>
        private void Remember(Step step)
        {
            foreach (var phone in phones.Where(phone => step.Complete && step.InForce && phone.IsFound))
            {
                var violation = known.Values.Single(violation => violation.DeviceId == phone.Id);
                known[violation.Id] = violation with { Fingerprint = phone.Fingerprint };
            }
        }
    }
}
