using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets.Hearing;

/// <summary>What was heard of a ticket.</summary>
/// <param name="Ticket">The ticket as it then is.</param>
/// <param name="News">What people did with it, for the timeline; empty when nothing.</param>
public sealed record Heard(Ticket Ticket, IReadOnlyList<Reason> News)
{
    /// <summary>True when it means something else than before: what is wanted of it has to be decided anew.</summary>
    public bool MeansOtherwise { get; init; }
}

/// <summary>Takes what a tracker tells of a ticket for what people did with it. Pure.</summary>
internal static class TicketHearing
{
    /// <summary>Hears.</summary>
    /// <param name="ticket">As it was known.</param>
    /// <param name="remote">As it stands in the tracker; null when it is not there any more.</param>
    /// <param name="meanings">What its states mean.</param>
    /// <param name="now">The clock.</param>
    public static Heard Of(Ticket ticket, RemoteTicket? remote, TicketMeanings meanings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(meanings);
        return remote is null ? Gone(ticket, now) : Told(ticket, remote, meanings.Of(remote), now);
    }

    private static Heard Gone(Ticket ticket, DateTimeOffset now) => ticket.Heard == TicketMeaning.Deleted
        ? new(ticket, [])
        : new(ticket with { Heard = TicketMeaning.Deleted, HeardAt = now, RemoteClosed = true }, [News("ticket-heard-deleted", ticket)]) { MeansOtherwise = true };

    private static Heard Told(Ticket ticket, RemoteTicket remote, TicketMeaning meaning, DateTimeOffset now)
    {
        var news = new List<Reason>();
        if (remote.Id != ticket.RemoteId)
        {
            news.Add(News("ticket-heard-merged", ticket, ("into", remote.Id)));
        }

        var assignee = CodeOf(ticket, remote.Assignee);
        if (assignee != ticket.AssigneeCode && ticket.RemoteStatus.Length > 0)
        {
            news.Add(News("ticket-heard-reassigned", ticket));
        }

        if (remote.Queue != ticket.RemoteQueue && ticket.RemoteQueue.Length > 0)
        {
            news.Add(News("ticket-heard-moved", ticket, ("queue", remote.Queue)));
        }

        var isClosed = meaning != TicketMeaning.Open;
        var after = ticket with { RemoteId = remote.Id, RemoteStatus = remote.Status, RemoteResolution = remote.Resolution, RemoteQueue = remote.Queue, AssigneeCode = assignee, RemoteClosed = isClosed };
        return isClosed ? Closed(ticket, after, remote, meaning, news, now) : Open(ticket, after, news);
    }

    private static Heard Closed(Ticket ticket, Ticket after, RemoteTicket remote, TicketMeaning meaning, List<Reason> news, DateTimeOffset now)
    {
        // What we closed ourselves stays what it is, however the tracker spells it; also when its reply was lost.
        var isOurs = (ticket.RemoteClosed || (IsInDoubt(ticket) && ticket.Wanted.State == TicketState.Closed)) && ticket.Heard == TicketMeaning.Open;
        if (isOurs || (ticket.RemoteClosed && ticket.Heard == meaning) || ticket.Heard == TicketMeaning.Final)
        {
            return new(after with { Heard = ticket.Heard }, news);
        }

        var at = remote.ChangedAt is { } changed && changed < now ? changed : now;
        news.Add(News("ticket-heard-closed", ticket, ("status", remote.Status), ("resolution", remote.Resolution), ("meaning", meaning.ToString())));
        return new(after with { Heard = meaning, HeardAt = at, Proposal = "" }, news) { MeansOtherwise = true };
    }

    private static Heard Open(Ticket ticket, Ticket after, List<Reason> news)
    {
        if (!ticket.RemoteClosed)
        {
            return new(after, news);
        }

        if (IsInDoubt(ticket) && ticket.Wanted.State == TicketState.Open)
        {
            return new(after with { Heard = TicketMeaning.Open, HeardAt = null, Proposal = "" }, news);
        }

        news.Add(News("ticket-heard-reopened", ticket));
        return new(after with { Heard = TicketMeaning.Open, HeardAt = null, Proposal = "" }, news) { MeansOtherwise = true };
    }

    private static bool IsInDoubt(Ticket ticket) => ticket.Delivery.DoubtSince is not null;

    /// <summary>Enough to see that it is another one, and nobody's name.</summary>
    private static string CodeOf(Ticket ticket, string assignee) => assignee.Length == 0
        ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ticket.Key}\n{assignee}")).AsSpan(0, 6));

    private static Reason News(string code, Ticket ticket, params ReadOnlySpan<(string Name, string Value)> more) =>
        Reason.Of(code, [("ticket", ticket.Key), ("id", ticket.RemoteId), .. more]);

    /// <summary>The news as lines of the audit.</summary>
    public static IEnumerable<AuditLine> Lines(Heard heard)
    {
        ArgumentNullException.ThrowIfNull(heard);
        return heard.News.Select(news => new AuditLine(ViolationEventKind.TicketHeard, news));
    }
}
