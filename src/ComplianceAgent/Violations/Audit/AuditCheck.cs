using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Audit;

/// <summary>A link of a chain as it is stored.</summary>
internal sealed record StoredLink<T>(T Content, string Hash);

/// <summary>An erasable part of an event as it is stored: who was behind it, or the violation as it was after it.</summary>
internal sealed record StoredPart(string Salt, string Content);

/// <summary>Walks along a tenant's chains, a link at a time, and along what files outside the store remember of them. Holds no link. Pure.</summary>
internal sealed class AuditCheck(string tenant, IReadOnlyCollection<AuditAnchor> anchors)
{
    // A chain that is broken at one place is broken behind it; more places say nothing more.
    private const int MostFaults = 20;

    private readonly List<Reason> faults = [];
    private readonly ILookup<(AuditChain, long), AuditAnchor> asked = anchors.Where(anchor => anchor.Tenant == tenant).ToLookup(anchor => (anchor.Chain, anchor.Number));
    private readonly HashSet<AuditAnchor> kept = [];
    private readonly Dictionary<long, string> ends = [];
    private (long Number, string Hash) lastEvent = (0, AuditLinks.Beginning);
    private (long Number, string Hash) lastScan = (0, AuditLinks.Beginning);
    private long events;
    private long scans;
    private long erased;
    private long unchained;

    /// <summary>Takes the next scan; all of them before the events, in order.</summary>
    public void Take(StoredLink<ScanContent> scan)
    {
        scans++;
        var content = scan.Content;
        if (content.Number <= lastScan.Number)
        {
            Add("audit-scan-out-of-order", content.Number);
        }
        else if (IsBefore(scan.Hash, lastScan.Hash))
        {
            unchained++;
        }
        else if (AuditLinks.Of(lastScan.Hash, content) != scan.Hash)
        {
            Add("audit-scan-broken", content.Number);
        }

        if (content.EventsSequence > 0)
        {
            ends[content.EventsSequence] = content.EventsHash;
        }

        lastScan = (content.Number, scan.Hash);
        Compare(AuditChain.Scans, content.Number, scan.Hash);
    }

    /// <summary>Takes the next event, in order, with its erasable parts where they are there.</summary>
    public void Take(StoredLink<EventContent> link, StoredPart? person, StoredPart? state)
    {
        events++;
        var content = link.Content;
        if (content.Sequence != lastEvent.Number + 1)
        {
            Add("audit-event-missing", lastEvent.Number + 1, ("next", Text(content.Sequence)));
        }
        else if (IsBefore(link.Hash, lastEvent.Hash))
        {
            unchained++;
        }
        else if (AuditLinks.Of(lastEvent.Hash, content) != link.Hash)
        {
            Add("audit-event-broken", content.Sequence);
        }

        if (ends.Remove(content.Sequence, out var hash) && hash != link.Hash)
        {
            Add("audit-event-not-as-scanned", content.Sequence);
        }

        TakeParts(content, person, state);
        lastEvent = (content.Sequence, link.Hash);
        Compare(AuditChain.Events, content.Sequence, link.Hash);
    }

    /// <summary>What came of it.</summary>
    public AuditVerdict Conclude()
    {
        if (ends.Count > 0)
        {
            Add("audit-events-cut", ends.Keys.Max(), ("last", Text(lastEvent.Number)));
        }

        foreach (var anchor in asked.SelectMany(group => group).Where(anchor => !kept.Contains(anchor) && anchor.Number > Last(anchor.Chain).Number))
        {
            Add("audit-anchor-beyond-end", anchor.Number, ("anchor", anchor.ToString()), ("last", Text(Last(anchor.Chain).Number)));
        }

        return new AuditVerdict
        {
            Tenant = tenant,
            Events = events,
            Scans = scans,
            Erased = erased,
            Unchained = unchained,
            Head = new AuditHead(Anchor(AuditChain.Events), Anchor(AuditChain.Scans)),
            Faults = faults,
            AnchorsKept = kept.Count,
            VouchedFor = asked.Count == 0 ? null : new AuditHead(Furthest(AuditChain.Events), Furthest(AuditChain.Scans)),
        };
    }

    /// <summary>Written by a version that knew no chain. Blanking links later does not pass for this: the first link behind them would not fit.</summary>
    private static bool IsBefore(string hash, string previous) => hash == AuditLinks.Beginning && previous == AuditLinks.Beginning;

    private void TakeParts(EventContent content, StoredPart? person, StoredPart? state)
    {
        if ((content.PersonHash.Length > 0 && person is null) || (content.StateHash.Length > 0 && state is null))
        {
            erased++;
        }

        if (person is not null && AuditLinks.OfPerson(person.Salt, person.Content) != content.PersonHash)
        {
            Add("audit-person-broken", content.Sequence);
        }

        if (state is not null && AuditLinks.OfState(state.Salt, state.Content) != content.StateHash)
        {
            Add("audit-state-broken", content.Sequence);
        }
    }

    private void Compare(AuditChain chain, long number, string hash)
    {
        foreach (var anchor in asked[(chain, number)])
        {
            if (anchor.Hash == hash)
            {
                kept.Add(anchor);
            }
            else
            {
                Add("audit-anchor-differs", number, ("anchor", anchor.ToString()), ("found", hash));
            }
        }
    }

    private (long Number, string Hash) Last(AuditChain chain) => chain == AuditChain.Events ? lastEvent : lastScan;

    private AuditAnchor? Anchor(AuditChain chain) => Last(chain) is { Number: > 0, Hash.Length: > 0 } last ? new AuditAnchor(chain, tenant, last.Number, last.Hash) : null;

    private AuditAnchor? Furthest(AuditChain chain) => kept.Where(anchor => anchor.Chain == chain).MaxBy(anchor => anchor.Number);

    private void Add(string code, long number, params ReadOnlySpan<(string, string)> more)
    {
        if (faults.Count < MostFaults)
        {
            faults.Add(Reason.Of(code, [("number", Text(number)), .. more]));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
