using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Evidence;

namespace ComplianceAgent.Tests.Violations.Evidence;

/// <summary>
/// Whoever owns the store tampers with it in eight ways at many random places. What the chain alone finds, what only a checkpoint finds, and that
/// together they find everything.
/// </summary>
public sealed class TamperingTests
{
    private const int Places = 200;
    private const string Tenant = "contoso";
    private const string Record = "0123456789abcdef0123456789abcdef";

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 4, 30, 0, TimeSpan.Zero);

    private readonly int seed = Random.Shared.Next();

    public enum Kind
    {
        Edit,
        Delete,
        Insert,
        Reorder,
        Truncate,
        RecomputeAll,
        RollBack,
        Fork,
    }

    public static TheoryData<Kind, AuditChain> Ways => [.. Enum.GetValues<Kind>().SelectMany(kind => Enum.GetValues<AuditChain>().Select(chain => (kind, chain)))];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Everything_is_found_by_the_chain_or_by_a_checkpoint(Kind kind, AuditChain chain)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (byChain, byCheckpoint) = (0, 0);
        for (var place = 0; place < Places; place++)
        {
            var whole = Chains.Make(random, scans: random.Next(4, 25));
            var tampered = chain == AuditChain.Events ? TamperEvents(whole, kind, random) : TamperScans(whole, kind, random);
            byChain += Faults(tampered, []) > 0 ? 1 : 0;
            byCheckpoint += Faults(tampered, whole.Checkpoints()) > 0 ? 1 : 0;
            Faults(whole, whole.Checkpoints()).Should().Be(0, $"seed {seed}: what nobody touched is whole");
        }

        byCheckpoint.Should().Be(Places, $"seed {seed}: {kind} of {chain}");
        // A chain proves nothing against who recomputes it, takes its end away with the scans that knew it, or puts an older copy back.
        var alone = (kind, chain) switch
        {
            (Kind.RecomputeAll or Kind.RollBack or Kind.Fork, _) => 0,
            (Kind.Truncate, AuditChain.Scans) => 0,
            _ => Places,
        };
        byChain.Should().Be(alone, $"seed {seed}: {kind} of {chain} by the chain alone");
    }

    private static Chains TamperEvents(Chains whole, Kind kind, Random random)
    {
        var events = whole.Events.ToList();
        var at = random.Next(events.Count - 1);
        switch (kind)
        {
            case Kind.Edit:
                events[at] = events[at] with { Content = Edited(events[at].Content, random) };
                break;
            case Kind.Delete:
                events.RemoveAt(at);
                break;
            case Kind.Insert:
                events.Insert(at, events[random.Next(events.Count)]);
                break;
            case Kind.Reorder:
                (events[at], events[at + 1]) = (events[at + 1] with { Content = events[at + 1].Content with { Sequence = at + 1 } }, events[at] with { Content = events[at].Content with { Sequence = at + 2 } });
                break;
            case Kind.Truncate:
                // The scans that hold the end of the events stay; 1 to n events go.
                events = events[..random.Next(1, (int)whole.Scans[^1].Content.EventsSequence)];
                break;
            case Kind.RecomputeAll:
                events[at] = events[at] with { Content = Edited(events[at].Content, random) };
                return Chains.Linked(events.ConvertAll(link => link.Content), whole.Scans.ConvertAll(scan => scan.Content));
            default:
                return TamperScans(whole, kind, random);
        }

        return whole with { Events = events };
    }

    private static Chains TamperScans(Chains whole, Kind kind, Random random)
    {
        var scans = whole.Scans.ToList();
        var at = random.Next(scans.Count - 1);
        switch (kind)
        {
            case Kind.Edit:
                scans[at] = scans[at] with { Content = scans[at].Content with { Result = scans[at].Content.Result + " " } };
                break;
            case Kind.Delete:
                scans.RemoveAt(at);
                break;
            case Kind.Insert:
                scans.Insert(at, scans[random.Next(scans.Count)]);
                break;
            case Kind.Reorder:
                (scans[at], scans[at + 1]) = (scans[at + 1], scans[at]);
                break;
            case Kind.Truncate:
                scans = scans[..random.Next(1, scans.Count)];
                break;
            case Kind.RecomputeAll:
                scans[at] = scans[at] with { Content = scans[at].Content with { Result = "{\"openViolations\":0}" } };
                return Chains.Linked(whole.Events.ConvertAll(link => link.Content), scans.ConvertAll(scan => scan.Content));
            case Kind.RollBack:
                return Upto(whole, random.Next(1, scans.Count));
            case Kind.Fork:
                var common = Upto(whole, random.Next(1, scans.Count - 1));
                return common.GoOn(random, scans.Count - common.Scans.Count + random.Next(3));
        }

        return whole with { Scans = scans };
    }

    /// <summary>The store as it was after some scan: what a backup of that night holds.</summary>
    private static Chains Upto(Chains whole, int scans) => new(whole.Events[..(int)whole.Scans[scans - 1].Content.EventsSequence], whole.Scans[..scans]);

    private static EventContent Edited(EventContent content, Random random) => random.Next(5) switch
    {
        0 => content with { At = content.At.AddTicks(1) },
        1 => content with { ReasonCode = content.ReasonCode + "x" },
        2 => content with { ViolationId = Guid.NewGuid() },
        3 => content with { Kind = (ViolationEventKind)(((int)content.Kind + 1) % 8) },
        _ => content with { ScanNumber = content.ScanNumber + 1 },
    };

    private static int Faults(Chains chains, IReadOnlyList<CheckpointLine> checkpoints)
    {
        var check = new AuditCheck(Tenant, CheckpointEvidence.Of(checkpoints, Record).Anchors);
        chains.Scans.ForEach(check.Take);
        chains.Events.ForEach(link => check.Take(link, null, null));
        return check.Conclude().Faults.Count;
    }

    private sealed record Chains(List<StoredLink<EventContent>> Events, List<StoredLink<ScanContent>> Scans)
    {
        public static Chains Make(Random random, int scans) => new Chains([], []).GoOn(random, scans);

        public Chains GoOn(Random random, int scans)
        {
            var (events, stored) = (Events.ConvertAll(link => link.Content), Scans.ConvertAll(scan => scan.Content));
            for (var i = 0; i < scans; i++)
            {
                var number = stored.Count + 1;
                for (var e = random.Next(1, 6); e > 0; e--)
                {
                    var id = new byte[16];
                    random.NextBytes(id);
                    events.Add(new EventContent(Tenant, events.Count + 1, number, Start.AddDays(number), (ViolationEventKind)random.Next(8), new Guid(id), "seen-first", "{}", "", ""));
                }

                stored.Add(new ScanContent(Tenant, number, $"{{\"openViolations\":{random.Next(1, 1000)}}}", events.Count, ""));
            }

            return Linked(events, stored);
        }

        /// <summary>Every link computed anew, as whoever can write the store can.</summary>
        public static Chains Linked(List<EventContent> events, List<ScanContent> scans)
        {
            var (hash, links) = ("", new List<StoredLink<EventContent>>());
            foreach (var content in events)
            {
                links.Add(new(content, hash = AuditLinks.Of(hash, content)));
            }

            var (last, stored) = ("", new List<StoredLink<ScanContent>>());
            foreach (var content in scans)
            {
                var complete = content with { EventsHash = links[(int)content.EventsSequence - 1].Hash };
                stored.Add(new(complete, last = AuditLinks.Of(last, complete)));
            }

            return new(links, stored);
        }

        /// <summary>What the agent wrote outside, a line a scan.</summary>
        public IReadOnlyList<CheckpointLine> Checkpoints() =>
        [
            .. Scans.Select(scan => new CheckpointLine(
                new Checkpoint
                {
                    At = Start, Tenant = Tenant, Kind = CheckpointKind.Scan, Record = Record, Place = "place",
                    Scans = new AuditAnchor(AuditChain.Scans, Tenant, scan.Content.Number, scan.Hash),
                    Events = new AuditAnchor(AuditChain.Events, Tenant, scan.Content.EventsSequence, scan.Content.EventsHash),
                },
                CheckpointSeal.Unchecked)),
        ];
    }
}
