using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Hearing;

/// <summary>What reading tickets back brought.</summary>
public sealed record SyncReport
{
    /// <summary>Another agent reads or sends at the moment.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The tracker cannot be read (mail, webhook), or there is none.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Tickets of ours that the tracker told.</summary>
    public int Read { get; init; }

    /// <summary>Tickets people did something with.</summary>
    public int Heard { get; init; }

    /// <summary>Exceptions and dismissals proposed.</summary>
    public int Proposed { get; init; }

    /// <summary>Doubles that were folded.</summary>
    public int Folded { get; init; }

    /// <summary>Closings that are not heeded, because too many came at once; 0 when none.</summary>
    public int Held { get; init; }

    /// <summary>Why it could not be read; null when it could.</summary>
    public Reason? Failure { get; init; }
}

/// <summary>
/// Reads the state of tickets back: what changed since the last time, and once a day all of them, for deleted ones and doubles. What people did counts; very
/// many closings at once that are no removals wait for a person.
/// </summary>
public sealed class TicketSync(
    StoreSession stores, TrackerAccess trackers, Dispatcher dispatcher, OutboxDecider decider, INoticeWriter texts, IOptions<TicketOptions> options, IOptions<ExcusingOptions> excusing, TimeProvider clock)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromDays(1);

    /// <summary>Reads back what changed.</summary>
    /// <param name="context">The tenant.</param>
    /// <param name="acceptMany">True when a person takes very many closings at once for what they are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SyncReport> RunAsync(SendContext context, bool acceptMany, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (trackers.Current is not { Traits.IsReadable: true } tracker || stores.Current is not { } store)
        {
            return new SyncReport { IsUnreadable = true };
        }

        var length = TimeSpan.FromMinutes(10);
        if (await store.TakeLeaseAsync(context.Tenant, tracker.Traits.Name, dispatcher.Holder, length, cancellationToken) is not { } lease)
        {
            return new SyncReport { IsElsewhere = true };
        }

        try
        {
            return await ReadAsync(store, tracker, lease, context, acceptMany, cancellationToken);
        }
        catch (TrackerException failure)
        {
            await store.NoteChannelAsync(lease, known => Backoff.IsOfTarget(failure.Fault) ? Backoff.Failed(known, failure, clock.GetUtcNow()) : known with { Why = failure.Reason }, cancellationToken);
            return new SyncReport { Failure = failure.Reason };
        }
        catch (SendLeaseLostException)
        {
            return new SyncReport { IsElsewhere = true };
        }
        finally
        {
            await store.LetGoAsync(lease);
        }
    }

    private async Task<SyncReport> ReadAsync(ViolationStore store, ITracker tracker, SendLease lease, SendContext context, bool acceptMany, CancellationToken cancellationToken)
    {
        var channel = await store.NoteChannelAsync(lease, known => known, cancellationToken);
        if (channel.PausedUntil is { } until && until > clock.GetUtcNow())
        {
            return new SyncReport { Failure = channel.Why };
        }

        var startedAt = clock.GetUtcNow();
        var sweeps = channel.SweptAt is not { } swept || startedAt - swept >= SweepEvery;
        var since = sweeps ? DateTimeOffset.UnixEpoch : channel.SyncedAt!.Value - Overlap - tracker.Traits.Settles;
        var ours = await OursAsync(store, tracker, context, cancellationToken);
        var there = await ListAsync(tracker, ours, since, cancellationToken);
        var heard = await HearAsync(tracker, ours, there, sweeps, context, cancellationToken);
        var unusual = heard.Where(one => one is { MeansOtherwise: true, Ticket.Heard: not (TicketMeaning.Open or TicketMeaning.Verify) }).ToArray();
        var held = unusual.Length > options.Value.MaxProposals && !acceptMany ? unusual : [];
        var heeded = heard.Except(held).ToArray();
        foreach (var one in heeded)
        {
            await NoteAsync(store, tracker, lease, one, there, context, cancellationToken);
        }

        var proposed = await ProposeAsync(store, tracker, lease, context, cancellationToken);
        var folded = sweeps ? await FoldAsync(store, tracker, lease, await OursAsync(store, tracker, context, cancellationToken), there, context, cancellationToken) : 0;
        if (heeded.Any(one => one.MeansOtherwise) || proposed > 0)
        {
            await store.DecideOutboxAsync(context.Tenant, (knowledge, state) => decider.Decide(OutboxFacts.Of(knowledge, context.Policies, clock.GetUtcNow()), state), cancellationToken);
        }

        // What is held is read again next time, so the clock of reading stands still.
        await store.NoteChannelAsync(
            lease,
            known => known with
            {
                SyncedAt = held.Length > 0 ? known.SyncedAt ?? DateTimeOffset.UnixEpoch : startedAt,
                SweptAt = sweeps && held.Length == 0 ? startedAt : known.SweptAt,
                Failures = 0,
                PausedUntil = null,
                Why = held.Length > 0 ? Reason.Of("sync-held", ("count", Number(held.Length)), ("most", Number(options.Value.MaxProposals))) : null,
            },
            cancellationToken);
        return new SyncReport { Read = there.Values.Sum(found => found.Count), Heard = heeded.Count(one => one.News.Count > 0), Proposed = proposed, Folded = folded, Held = held.Length };
    }

    private static async Task<Ticket[]> OursAsync(ViolationStore store, ITracker tracker, SendContext context, CancellationToken cancellationToken) =>
        [.. (await store.OutboxAsync(context.Tenant, cancellationToken)).Tickets.Where(ticket => ticket.Tracker == tracker.Traits.Name && ticket.IsRemote)];

    /// <summary>Tickets by our key; those of keys that are not this tenant's are let pass by.</summary>
    private static async Task<Dictionary<string, List<RemoteTicket>>> ListAsync(ITracker tracker, Ticket[] ours, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var keys = ours.Select(ticket => ticket.Key).ToHashSet(StringComparer.Ordinal);
        var there = new Dictionary<string, List<RemoteTicket>>(StringComparer.Ordinal);
        await foreach (var remote in tracker.ChangedSinceAsync(since, cancellationToken))
        {
            if (keys.Contains(remote.Key))
            {
                (there.TryGetValue(remote.Key, out var same) ? same : there[remote.Key] = []).Add(remote);
            }
        }

        return there;
    }

    private async Task<List<Heard>> HearAsync(
        ITracker tracker, Ticket[] ours, Dictionary<string, List<RemoteTicket>> there, bool sweeps, SendContext context, CancellationToken cancellationToken)
    {
        var before = ours.ToDictionary(ticket => ticket.Key, StringComparer.Ordinal);
        var heard = new List<Heard>();
        foreach (var ticket in ours)
        {
            var found = there.GetValueOrDefault(ticket.Key)?.FirstOrDefault(remote => remote.Id == ticket.RemoteId);
            if (found is not null)
            {
                heard.Add(TicketHearing.Of(ticket, Dated(found, context), dispatcher.Meanings, context.Now));
            }
            else if (sweeps && ticket.Wanted.State != TicketState.Closed && ticket.Heard != TicketMeaning.Deleted)
            {
                // Not in the list: deleted, merged, or the list does not reach it. Asked for by its id it says which.
                var remote = await tracker.ReadAsync(ticket.RemoteId, cancellationToken);
                heard.Add(TicketHearing.Of(ticket, remote is null ? null : Dated(remote, context), dispatcher.Meanings, context.Now));
            }
        }

        return [.. heard.Where(one => one.News.Count > 0 || one.Ticket != before[one.Ticket.Key])];
    }

    /// <summary>The tracker's clock is not that of simulated days.</summary>
    private static RemoteTicket Dated(RemoteTicket remote, SendContext context) => context.Simulated ? remote with { ChangedAt = null } : remote;

    private async Task NoteAsync(
        ViolationStore store, ITracker tracker, SendLease lease, Heard one, Dictionary<string, List<RemoteTicket>> there, SendContext context, CancellationToken cancellationToken)
    {
        var key = one.Ticket.Key;
        var remote = there.GetValueOrDefault(key)?.FirstOrDefault(found => found.Id == one.Ticket.RemoteId) ?? (one.Ticket.Heard == TicketMeaning.Deleted ? null : await tracker.ReadAsync(one.Ticket.RemoteId, cancellationToken));
        var change = (Ticket known) => TicketHearing.Of(known, remote is null ? null : Dated(remote, context), dispatcher.Meanings, context.Now).Ticket;
        if (one.News.Count == 0)
        {
            await store.NoteTicketAsync(lease, key, change, audit: null, cancellationToken);
        }

        foreach (var line in TicketHearing.Lines(one))
        {
            await store.NoteTicketAsync(lease, key, change, line, cancellationToken);
        }
    }

    /// <summary>Proposes what was not proposed yet, also what an earlier turn was stopped at.</summary>
    private async Task<int> ProposeAsync(ViolationStore store, ITracker tracker, SendLease lease, SendContext context, CancellationToken cancellationToken)
    {
        var proposals = new TicketProposals(store, excusing.Value.Persons);
        var state = await store.OutboxAsync(context.Tenant, cancellationToken);
        var waiting = state.Tickets.Where(ticket => ticket.Tracker == tracker.Traits.Name && ticket.Heard is TicketMeaning.ProposeException or TicketMeaning.ProposeDismissal && ticket.Proposal.Length == 0).ToArray();
        foreach (var ticket in waiting)
        {
            var (proposal, line) = await proposals.ProposeAsync(ticket, tracker.Traits.Name, context, cancellationToken);
            await store.NoteTicketAsync(lease, ticket.Key, known => known with { Proposal = proposal }, line, cancellationToken);
        }

        return waiting.Length;
    }

    /// <summary>Several tickets of one key: the one known here stays, the others are closed as its doubles.</summary>
    private async Task<int> FoldAsync(
        ViolationStore store, ITracker tracker, SendLease lease, Ticket[] ours, Dictionary<string, List<RemoteTicket>> there, SendContext context, CancellationToken cancellationToken)
    {
        var folded = 0;
        foreach (var ticket in ours.Where(ticket => there.TryGetValue(ticket.Key, out var same) && same.Count > 1))
        {
            foreach (var other in there[ticket.Key].Where(remote => remote.Id != ticket.RemoteId && !remote.IsClosed))
            {
                var comment = new Notice
                {
                    Kind = NoticeKind.Comment, Tenant = context.Tenant, Simulated = context.Simulated, Key = ticket.Key, Now = context.Now, Zone = context.Zone, Contact = options.Value.Contact,
                    Changes = [Reason.Of("ticket-double", ("id", ticket.RemoteId))],
                };
                await tracker.ApplyAsync(
                    other.Id,
                    new TicketEdit { Comment = texts.Write(comment, ticket.Language).Body, CommentMark = $"{ticket.Key}-double", CommentMayExist = true, Move = TicketMove.CloseAsDouble, DoubleOf = ticket.RemoteId },
                    cancellationToken);
                await store.NoteTicketAsync(
                    lease, ticket.Key, known => known, new AuditLine(ViolationEventKind.TicketHeard, Reason.Of("ticket-double-folded", ("ticket", ticket.Key), ("id", ticket.RemoteId), ("double", other.Id))), cancellationToken);
                folded++;
            }
        }

        return folded;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
