using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>What became of one ticket or message in a turn.</summary>
public enum SendOutcome
{
    /// <summary>Handed over, or found to be there.</summary>
    Sent,

    /// <summary>Nothing had to be done.</summary>
    Idle,

    /// <summary>To be looked for again once the target shows what it may have taken.</summary>
    Postponed,

    /// <summary>People did something with it meanwhile: what is wanted is decided anew.</summary>
    Heard,
}

/// <summary>
/// Brings one ticket in the tracker to what is wanted of it. What may be done twice by accident is noted as in doubt before it is asked for, under the lease:
/// after a lost reply or a crash the ticket is looked for by its key, and opened again only once the tracker would surely show it.
/// </summary>
internal sealed class TicketSender(ViolationStore store, ITracker tracker, INoticeWriter texts, TicketMeanings meanings, TicketOptions options, TimeProvider clock)
{
    /// <summary>How long a search may miss what was just made.</summary>
    public TimeSpan Settles { get; } = options.SettleSeconds > 0 ? TimeSpan.FromSeconds(options.SettleSeconds) : tracker.Traits.Settles;

    /// <summary>Takes the step that is due.</summary>
    /// <exception cref="TrackerException">The tracker did not do it; a doubt is noted where there is one.</exception>
    /// <exception cref="SendLeaseLostException">Another agent sends meanwhile.</exception>
    public async Task<SendOutcome> SendAsync(SendLease lease, Ticket ticket, SendContext context, CancellationToken cancellationToken)
    {
        var step = TicketStep.Of(ticket);
        return step switch
        {
            TicketStepKind.Nothing => await IdleAsync(lease, ticket, cancellationToken),
            TicketStepKind.Open or TicketStepKind.Settle => await OpenAsync(lease, ticket, step, context, cancellationToken),
            _ => await ChangeAsync(lease, ticket, step, context, cancellationToken),
        };
    }

    private async Task<SendOutcome> IdleAsync(SendLease lease, Ticket ticket, CancellationToken cancellationToken)
    {
        await store.NoteTicketAsync(lease, ticket.Key, Rested, audit: null, cancellationToken);
        return SendOutcome.Idle;
    }

    private async Task<SendOutcome> OpenAsync(SendLease lease, Ticket ticket, TicketStepKind step, SendContext context, CancellationToken cancellationToken)
    {
        if (tracker.Traits.IsReadable)
        {
            if ((await tracker.FindAsync(ticket.Key, cancellationToken)).FirstOrDefault(found => found.Key == ticket.Key) is { } there)
            {
                await store.NoteTicketAsync(lease, ticket.Key, known => Adopted(known, there), Line(ViolationEventKind.TicketOpened, "ticket-found", ticket, there.Id), cancellationToken);
                return SendOutcome.Sent;
            }

            if (ticket.Delivery.DoubtSince + Settles is { } shown && shown > clock.GetUtcNow())
            {
                await store.NoteTicketAsync(
                    lease, ticket.Key, known => known with { Delivery = known.Delivery with { State = DeliveryState.InDoubt, NotBefore = shown } }, audit: null, cancellationToken);
                return SendOutcome.Postponed;
            }
        }

        if (step == TicketStepKind.Settle)
        {
            // It is not there, and nobody wants it any more.
            await store.NoteTicketAsync(lease, ticket.Key, known => Rested(known with { Delivery = known.Delivery with { DoubtSince = null } }), audit: null, cancellationToken);
            return SendOutcome.Idle;
        }

        var draft = await DraftAsync(ticket, context, cancellationToken);
        await DoubtAsync(lease, ticket, cancellationToken);
        var created = await tracker.CreateAsync(draft, cancellationToken);
        await store.NoteTicketAsync(
            lease, ticket.Key, known => Told(known, ticket, created), Line(ViolationEventKind.TicketOpened, "ticket-sent-opened", ticket, created.Id), cancellationToken);
        return SendOutcome.Sent;
    }

    private async Task<SendOutcome> ChangeAsync(SendLease lease, Ticket ticket, TicketStepKind step, SendContext context, CancellationToken cancellationToken)
    {
        var remote = tracker.Traits.IsReadable ? await tracker.ReadAsync(ticket.RemoteId, cancellationToken) : null;
        if (tracker.Traits.IsReadable && await ListenAsync(lease, ticket, remote, context, cancellationToken))
        {
            return SendOutcome.Heard;
        }

        var violations = await ViolationsOfAsync(ticket, cancellationToken);
        var changes = step == TicketStepKind.Update ? [] : TicketStep.Changes(ticket, step, violations);
        var comment = changes.Length == 0 ? null : texts.Write(NoticeBuilder.OfComment(ticket, changes, violations, context, options.Contact), ticket.Language).Body;
        var edit = new TicketEdit
        {
            Draft = step == TicketStepKind.Close ? null : await DraftAsync(ticket, context, cancellationToken),
            Comment = comment,
            CommentMark = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ticket.Key}-v{ticket.Version}"),
            CommentMayExist = ticket.Delivery.DoubtSince is not null,
            Move = MoveOf(step, remote),
        };
        await DoubtAsync(lease, ticket, cancellationToken);
        var changed = await tracker.ApplyAsync(ticket.RemoteId, edit, cancellationToken);
        await store.NoteTicketAsync(
            lease,
            ticket.Key,
            known => Told(known, ticket, changed with { IsClosed = step == TicketStepKind.Close }),
            Line(step switch { TicketStepKind.Close => ViolationEventKind.TicketClosed, TicketStepKind.Reopen => ViolationEventKind.TicketReopened, _ => ViolationEventKind.TicketUpdated }, CodeOf(step), ticket, ticket.RemoteId),
            cancellationToken);
        return SendOutcome.Sent;
    }

    /// <summary>Looks before it writes: a ticket that people closed, moved or deleted since is not written over.</summary>
    private async Task<bool> ListenAsync(SendLease lease, Ticket ticket, RemoteTicket? remote, SendContext context, CancellationToken cancellationToken)
    {
        if (remote is not null && remote.Key != ticket.Key && remote.Id == ticket.RemoteId)
        {
            throw new TrackerException(TrackerFault.Refused, Reason.Of("ticket-key-differs", ("id", ticket.RemoteId), ("ticket", ticket.Key), ("key", remote.Key)));
        }

        var heard = TicketHearing.Of(ticket, remote, meanings, context.Now);
        if (heard.News.Count == 0)
        {
            return false;
        }

        foreach (var line in TicketHearing.Lines(heard))
        {
            await store.NoteTicketAsync(lease, ticket.Key, known => TicketHearing.Of(known, remote, meanings, context.Now).Ticket, line, cancellationToken);
        }

        return heard.MeansOtherwise || heard.Ticket.RemoteId != ticket.RemoteId;
    }

    /// <summary>A move whose reply was lost may be made already; many trackers refuse to make it twice.</summary>
    private TicketMove MoveOf(TicketStepKind step, RemoteTicket? remote)
    {
        bool? isClosed = remote is null ? null : meanings.Of(remote) != TicketMeaning.Open;
        return (step, isClosed) switch
        {
            (TicketStepKind.Close, not true) => TicketMove.Close,
            (TicketStepKind.Reopen, not false) => TicketMove.Reopen,
            _ => TicketMove.None,
        };
    }

    private async Task<TicketDraft> DraftAsync(Ticket ticket, SendContext context, CancellationToken cancellationToken)
    {
        var text = texts.Write(NoticeBuilder.OfTicket(ticket, await ViolationsOfAsync(ticket, cancellationToken), context, options.Contact), ticket.Language);
        return new TicketDraft
        {
            Key = ticket.Key,
            Title = text.Title,
            Body = text.Body,
            Queue = ticket.Queue,
            Priority = ticket.Wanted.Items.Any(item => item.IsOverdue) ? TicketPriority.High : TicketPriority.Normal,
            DueAt = ticket.Wanted.Items.Min(item => item.DueAt),
        };
    }

    private Task<IReadOnlyDictionary<Guid, Violation>> ViolationsOfAsync(Ticket ticket, CancellationToken cancellationToken) =>
        store.ViolationsAsync(ticket.Tenant, [.. ticket.Wanted.Items.Concat(ticket.Told?.Items ?? []).Select(item => item.Violation).Distinct()], cancellationToken);

    private Task<Ticket?> DoubtAsync(SendLease lease, Ticket ticket, CancellationToken cancellationToken) => store.NoteTicketAsync(
        lease, ticket.Key, known => known with { Delivery = known.Delivery with { State = DeliveryState.InDoubt, DoubtSince = clock.GetUtcNow() } }, audit: null, cancellationToken);

    /// <summary>A ticket found by its key: what it was told is not known, so it is told again.</summary>
    private Ticket Adopted(Ticket known, RemoteTicket there)
    {
        var ticket = known with { RemoteId = there.Id, RemoteStatus = there.Status, RemoteResolution = there.Resolution, RemoteQueue = there.Queue, RemoteClosed = there.IsClosed };
        return Rested(ticket with { Delivery = ticket.Delivery with { DoubtSince = null, Attempts = 0, Why = null } });
    }

    /// <summary>The ticket after the tracker took a version of it; what a scan wants since then is still to be sent.</summary>
    private Ticket Told(Ticket known, Ticket sent, RemoteTicket remote)
    {
        var ticket = known with
        {
            Told = sent.Wanted,
            Sent = sent.Version,
            SentAt = clock.GetUtcNow(),
            RemoteId = remote.Id.Length > 0 ? remote.Id : known.RemoteId,
            RemoteStatus = remote.Status.Length > 0 ? remote.Status : known.RemoteStatus,
            RemoteResolution = remote.Resolution,
            RemoteQueue = remote.Queue.Length > 0 ? remote.Queue : known.RemoteQueue,
            RemoteClosed = remote.IsClosed,
            Heard = TicketMeaning.Open,
            HeardAt = null,
            Proposal = "",
        };
        return Rested(ticket with { Delivery = new Delivery() });
    }

    /// <summary>Done, unless more is to be sent.</summary>
    private Ticket Rested(Ticket ticket) => ticket with
    {
        Delivery = TicketStep.Of(ticket) == TicketStepKind.Nothing
            ? new Delivery { State = DeliveryState.Done }
            : ticket.Delivery with { State = DeliveryState.Waiting, NotBefore = clock.GetUtcNow(), WaitingSince = ticket.Delivery.WaitingSince ?? clock.GetUtcNow() },
    };

    private AuditLine Line(ViolationEventKind kind, string code, Ticket ticket, string id) => new(kind, Reason.Of(code, ("ticket", ticket.Key), ("tracker", tracker.Traits.Name), ("id", id)));

    private static string CodeOf(TicketStepKind step) => step switch
    {
        TicketStepKind.Close => "ticket-sent-closed",
        TicketStepKind.Reopen => "ticket-sent-reopened",
        TicketStepKind.Comment => "ticket-sent-commented",
        _ => "ticket-sent-updated",
    };
}
