using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;

namespace ComplianceAgent.Tests.Tickets.Sending;

/// <summary>What a tracker may do with a call; drawn from a seed.</summary>
internal enum Mood
{
    Well,
    Unreachable,
    LostReply,
    LateReply,
    Refuses,
    Throttles,
    Crash,
}

/// <summary>The agent died in the middle of a call.</summary>
internal sealed class AgentDied() : Exception("The agent died here.");

/// <summary>A tracker in memory that fails in every way a real one does: it never lies about what it holds, but its search lags.</summary>
internal sealed class FakeTracker(TimeProvider clock, TimeSpan lag) : ITracker
{
    private readonly List<Entry> entries = [];
    private readonly Lock gate = new();

    public TrackerTraits Traits { get; } = new("desk", IsReadable: true, lag + TimeSpan.FromSeconds(5));

    /// <summary>What it does with a call, by its name and the key concerned.</summary>
    public Func<string, string, Mood> Mind { get; set; } = (_, _) => Mood.Well;

    public int Creates { get; private set; }

    public IReadOnlyList<Entry> Entries => [.. entries];

    public Entry Of(string key) => entries.Single(entry => entry.Key == key);

    public Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Reason>>([]);

    public Task<IReadOnlyList<RemoteTicket>> FindAsync(string key, CancellationToken cancellationToken)
    {
        Before("find", key, onlyReads: true);
        return Task.FromResult<IReadOnlyList<RemoteTicket>>([.. entries.Where(entry => entry.Key == key && entry.At + lag <= clock.GetUtcNow()).Select(entry => entry.Remote)]);
    }

    public Task<RemoteTicket?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        Before("read", id, onlyReads: true);
        return Task.FromResult(entries.FirstOrDefault(entry => entry.Id == id)?.Remote);
    }

    public async IAsyncEnumerable<RemoteTicket> ChangedSinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Before("list", "", onlyReads: true);
        foreach (var entry in entries.Where(entry => entry.ChangedAt >= since))
        {
            await Task.Yield();
            yield return entry.Remote;
        }
    }

    public Task<RemoteTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        var mood = Before("create", draft.Key, onlyReads: false);
        var entry = new Entry { Id = (entries.Count + 1).ToString(CultureInfo.InvariantCulture), Key = draft.Key, Title = draft.Title, At = clock.GetUtcNow(), ChangedAt = clock.GetUtcNow(), Queue = draft.Queue };
        lock (gate)
        {
            entries.Add(entry);
            Creates++;
        }

        After(mood);
        return Task.FromResult(entry.Remote);
    }

    public Task<RemoteTicket> ApplyAsync(string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        var mood = Before("apply", id, onlyReads: false);
        var entry = entries.FirstOrDefault(known => known.Id == id) ?? throw new TrackerException(TrackerFault.Gone, Reason.Of("test-gone"));
        if (edit.Move == TicketMove.Reopen && entry.IsFinal)
        {
            throw new TrackerException(TrackerFault.MoveNotAllowed, Reason.Of("test-final"));
        }

        if (edit.Comment is { } comment && !(edit.CommentMayExist && entry.Comments.ContainsKey(edit.CommentMark)))
        {
            // A tracker does not look by itself: without the question it would be there twice.
            entry.Comments.AddOrUpdate(edit.CommentMark, _ => [comment], (_, there) => [.. there, comment]);
        }

        entry.Title = edit.Draft?.Title ?? entry.Title;
        entry.Moves.AddRange(edit.Move == TicketMove.None ? [] : [edit.Move]);
        (entry.Status, entry.Resolution) = edit.Move switch
        {
            TicketMove.Close => ("done", ""),
            TicketMove.CloseAsDouble => ("done", "duplicate"),
            TicketMove.Reopen => ("open", ""),
            _ => (entry.Status, entry.Resolution),
        };
        entry.ChangedAt = clock.GetUtcNow();
        After(mood);
        return Task.FromResult(entry.Remote);
    }

    public void Delete(string id) => entries.RemoveAll(entry => entry.Id == id);

    private Mood Before(string call, string key, bool onlyReads)
    {
        var mood = Mind(call, key);
        return mood switch
        {
            Mood.Crash when onlyReads || key.GetHashCode(StringComparison.Ordinal) % 2 == 0 => throw new AgentDied(),
            Mood.Unreachable => throw new TrackerException(TrackerFault.Unreachable, Reason.Of("test-unreachable")),
            Mood.Throttles => throw new TrackerException(TrackerFault.Throttled, Reason.Of("test-throttled"), TimeSpan.FromSeconds(20)),
            Mood.Refuses => throw new TrackerException(TrackerFault.Refused, Reason.Of("test-refused")),
            Mood.LostReply or Mood.LateReply when onlyReads => throw new TrackerException(TrackerFault.Unreachable, Reason.Of("test-lost")),
            _ => mood,
        };
    }

    /// <summary>What was done is done; only the agent does not hear of it.</summary>
    private static void After(Mood mood)
    {
        switch (mood)
        {
            case Mood.Crash:
                throw new AgentDied();
            case Mood.LostReply or Mood.LateReply:
                throw new TrackerException(TrackerFault.Uncertain, Reason.Of("test-lost"));
        }
    }

    internal sealed class Entry
    {
        public required string Id { get; init; }

        public required string Key { get; init; }

        public required string Title { get; set; }

        public string Status { get; set; } = "open";

        public string Resolution { get; set; } = "";

        public string Assignee { get; set; } = "";

        public string Queue { get; set; } = "";

        public bool IsFinal { get; set; }

        public DateTimeOffset At { get; init; }

        public DateTimeOffset ChangedAt { get; set; }

        public ConcurrentDictionary<string, TextDocument[]> Comments { get; } = new();

        public List<TicketMove> Moves { get; } = [];

        public bool IsClosed => Status == "done";

        public RemoteTicket Remote => new() { Id = Id, Key = Key, Status = Status, Resolution = Resolution, IsClosed = IsClosed, Assignee = Assignee, Queue = Queue, ChangedAt = ChangedAt };
    }
}
