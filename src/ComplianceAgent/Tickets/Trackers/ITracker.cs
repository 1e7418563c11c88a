using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Text;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>
/// A system in which a service desk keeps its tickets. One instance serves the process; every call is one try, bounded in time and size, and
/// ends in an answer or a <see cref="TrackerException"/> that says what may have happened. It decides nothing: when to create, wait or give up
/// is the dispatcher's business.
/// </summary>
public interface ITracker
{
    /// <summary>What it can do.</summary>
    TrackerTraits Traits { get; }

    /// <summary>Tests the connection and the settings without changing anything: signs in, looks for project, queue, fields and moves. Empty when all is well.</summary>
    /// <remarks>Each fault names the setting and what to do. A tracker that cannot be reached gives that as its one fault; it never throws <see cref="TrackerException"/>.</remarks>
    Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Every ticket that bears exactly this key, oldest first; compared letter by letter here, whatever the tracker's search takes for equal.</summary>
    /// <exception cref="TrackerException">It did not answer as it should.</exception>
    Task<IReadOnlyList<RemoteTicket>> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>A ticket as it is now; null when it was deleted or may not be seen any more. A merged one comes back as what it was merged into, under that id.</summary>
    /// <exception cref="TrackerException">It did not answer as it should.</exception>
    Task<RemoteTicket?> ReadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Tickets of ours (those that bear a key) that changed since a moment, page by page, in any order.</summary>
    /// <exception cref="TrackerException">It did not answer as it should; what came before counts.</exception>
    IAsyncEnumerable<RemoteTicket> ChangedSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Creates a ticket that bears the draft's key.</summary>
    /// <exception cref="TrackerException">With <see cref="TrackerFault.Uncertain"/> when it may have been created all the same.</exception>
    Task<RemoteTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken);

    /// <summary>Changes a ticket: fields, a comment, its state, in this order and in as few calls as the tracker allows. Doing it twice does no harm but for the comment, see <see cref="TicketEdit.CommentMayExist"/>.</summary>
    /// <returns>The ticket as it then is, as far as the tracker tells.</returns>
    /// <exception cref="TrackerException">What was done before stays done.</exception>
    Task<RemoteTicket> ApplyAsync(string id, TicketEdit edit, CancellationToken cancellationToken);
}

/// <summary>What a tracker can do.</summary>
/// <param name="Name">Short name for people and rows: <c>jira</c>, <c>rt</c>, <c>redmine</c>, <c>servicenow</c>, <c>mail</c>, <c>webhook</c>.</param>
/// <param name="IsReadable">False for one that only takes (mail, webhook): nothing is searched for or read back.</param>
/// <param name="Settles">How long after a request a search may still miss what it created: the index's lag and the server's own time to finish.</param>
public sealed record TrackerTraits(string Name, bool IsReadable, TimeSpan Settles);

/// <summary>A ticket as the tracker tells it. All text is foreign; <see cref="Id"/> has been checked against the tracker's own pattern.</summary>
public sealed record RemoteTicket
{
    /// <summary>What the tracker is asked by: a number, or a key such as <c>MDM-12</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Our key in it; empty when it bears none.</summary>
    public required string Key { get; init; }

    /// <summary>Status as the tracker spells it; empty when not told.</summary>
    public string Status { get; init; } = "";

    /// <summary>Resolution, close code or the like; empty when it has none.</summary>
    public string Resolution { get; init; } = "";

    /// <summary>Done, in the tracker's own sense.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Who it is assigned to, as the tracker spells it; empty when nobody.</summary>
    public string Assignee { get; init; } = "";

    /// <summary>Queue, project or assignment group.</summary>
    public string Queue { get; init; } = "";

    /// <summary>Last change by anybody; null when not told.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Where a person opens it: made from the configured address and the checked id, never from the tracker's answer; null when there is no such page.</summary>
    public Uri? Page { get; init; }
}

/// <summary>How pressing.</summary>
public enum TicketPriority : byte
{
    /// <summary>Due.</summary>
    Normal = 0,

    /// <summary>Overdue.</summary>
    High,
}

/// <summary>What a ticket is to be.</summary>
public sealed record TicketDraft
{
    /// <summary>Our key: letters, digits and hyphens, at most 40; the same for ever.</summary>
    public required string Key { get; init; }

    /// <summary>Subject, one line of plain text, foreign names in it; the tracker cuts and escapes it to its own taste.</summary>
    public required string Title { get; init; }

    /// <summary>Body.</summary>
    public required TextDocument Body { get; init; }

    /// <summary>Queue, project or assignment group; empty takes the tracker's setting.</summary>
    public string Queue { get; init; } = "";

    /// <summary>How pressing.</summary>
    public TicketPriority Priority { get; init; }

    /// <summary>When it is due; null when nothing is.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>Where a ticket is to go.</summary>
public enum TicketMove : byte
{
    /// <summary>It stays where it is.</summary>
    None = 0,

    /// <summary>Done.</summary>
    Close,

    /// <summary>Open again.</summary>
    Reopen,

    /// <summary>Closed as a double of another.</summary>
    CloseAsDouble,
}

/// <summary>What is to change in a ticket.</summary>
public sealed record TicketEdit
{
    /// <summary>Title, body, priority and due date as they are to be; null leaves them. The queue is not changed: people move tickets.</summary>
    public TicketDraft? Draft { get; init; }

    /// <summary>A comment to add; null for none.</summary>
    public TextDocument? Comment { get; init; }

    /// <summary>What the comment is known by (letters, digits, hyphens): printed small in it, and looked for when it may be there already.</summary>
    public string CommentMark { get; init; } = "";

    /// <summary>An earlier try may have added the comment: look before adding.</summary>
    public bool CommentMayExist { get; init; }

    /// <summary>Where it goes.</summary>
    public TicketMove Move { get; init; }

    /// <summary>For <see cref="TicketMove.CloseAsDouble"/>: the ticket that stays.</summary>
    public string DoubleOf { get; init; } = "";
}
