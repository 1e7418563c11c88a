using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Hearing;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>Sends a tenant's tickets and messages that are due.</summary>
public sealed class Dispatcher(StoreSession stores, TrackerAccess trackers, INoticeWriter texts, IOptions<TicketOptions> options, MessageChannels channels, SendMetrics metrics, TimeProvider clock)
{
    private readonly SendPace pace = new(options.Value.MaxPerMinute, clock);

    /// <summary>A name that no other agent has, nor this one after another start.</summary>
    internal string Holder { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Random.Shared.Next():x8}");

    /// <summary>Sends tickets that are due, at most so many.</summary>
    /// <param name="context">The tenant.</param>
    /// <param name="most">Most of them in this turn.</param>
    /// <param name="cancellationToken">Cancels between two calls.</param>
    public async Task<SendReport> SendTicketsAsync(SendContext context, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (trackers.Current is not { } tracker || stores.Current is not { } store)
        {
            return new SendReport { IsDone = true };
        }

        var name = tracker.Traits.Name;
        var sender = new TicketSender(store, tracker, texts, Meanings, options.Value, clock);
        var work = new SendWork<Ticket>(
            batch => store.DueTicketsAsync(context.Tenant, name, clock.GetUtcNow(), batch, cancellationToken),
            (lease, ticket) => sender.SendAsync(lease, ticket, context, cancellationToken),
            (lease, ticket, failure) => FailedAsync(store, lease, ticket, failure, sender.Settles, context, cancellationToken),
            (lease, ticket) => store.NoteTicketAsync(lease, ticket.Key, known => known with { Delivery = Backoff.Waits(ticket.Delivery) }, audit: null, cancellationToken));
        return await new SendTurn(store, pace, metrics, clock, Holder, TimeSpan.FromSeconds(options.Value.TimeoutSeconds)).RunAsync(context.Tenant, name, work, most, cancellationToken);
    }

    /// <summary>Sends messages that are due by mail and to Teams, at most so many each.</summary>
    /// <param name="context">The tenant.</param>
    /// <param name="most">Most of them in this turn.</param>
    /// <param name="cancellationToken">Cancels between two calls.</param>
    public async Task<SendReport> SendMessagesAsync(SendContext context, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var report = new SendReport { IsDone = true };
        if (stores.Current is not { } store)
        {
            return report;
        }

        foreach (var channel in channels.Set)
        {
            var sender = channels.SenderFor(store, texts, options.Value, clock);
            var work = new SendWork<OutboxMessage>(
                batch => store.DueMessagesAsync(context.Tenant, channel, clock.GetUtcNow(), batch, cancellationToken),
                (lease, message) => sender.SendAsync(lease, message, context, cancellationToken),
                (lease, message, failure) => FailedAsync(store, lease, message, failure, cancellationToken),
                (lease, message) => store.NoteMessageAsync(lease, message.Id, known => known with { Delivery = Backoff.Waits(message.Delivery) }, audit: null, cancellationToken));
            var turn = await new SendTurn(store, pace, metrics, clock, Holder, TimeSpan.FromSeconds(channels.LongestSeconds)).RunAsync(context.Tenant, channel, work, most, cancellationToken);
            report = report.Plus(turn) with { IsDone = report.IsDone && turn.IsDone, PausedUntil = report.PausedUntil ?? turn.PausedUntil, Why = report.Why ?? turn.Why, IsElsewhere = report.IsElsewhere || turn.IsElsewhere };
        }

        return report;
    }

    private async Task<FailureOutcome> FailedAsync(ViolationStore store, SendLease lease, OutboxMessage message, TrackerException failure, CancellationToken cancellationToken)
    {
        var after = Backoff.Failed(message.Delivery, failure, TimeSpan.FromMinutes(1), options.Value.MaxTries, clock.GetUtcNow());
        var audit = after.State == DeliveryState.Dead
            ? new AuditLine(ViolationEventKind.DeliveryFailed, Reason.Of("message-set-aside", ("message", message.Id), ("code", failure.Reason.Code)))
            : null;
        await store.NoteMessageAsync(lease, message.Id, known => known with { Delivery = after }, audit, cancellationToken);
        return after.State == DeliveryState.Dead ? FailureOutcome.Dead : FailureOutcome.Retry;
    }

    /// <summary>What states of the tracker mean; the settings were checked at start.</summary>
    internal TicketMeanings Meanings { get; } = TicketMeanings.Of(options.Value.Meanings, out _);

    private async Task<FailureOutcome> FailedAsync(
        ViolationStore store, SendLease lease, Ticket ticket, TrackerException failure, TimeSpan settles, SendContext context, CancellationToken cancellationToken)
    {
        if (failure.Fault == TrackerFault.Gone)
        {
            var heard = TicketHearing.Of(ticket, remote: null, Meanings, context.Now);
            await store.NoteTicketAsync(lease, ticket.Key, known => TicketHearing.Of(known, remote: null, Meanings, context.Now).Ticket with { Delivery = new Delivery { State = DeliveryState.Done } }, TicketHearing.Lines(heard).FirstOrDefault(), cancellationToken);
            return FailureOutcome.Heard;
        }

        if (failure.Fault == TrackerFault.MoveNotAllowed && TicketStep.Of(ticket) == TicketStepKind.Reopen)
        {
            // Closed for good there: what is open has a successor, which the next decision makes.
            await store.NoteTicketAsync(
                lease, ticket.Key, known => known with { Heard = TicketMeaning.Final, HeardAt = context.Now, Members = [], Delivery = new Delivery { State = DeliveryState.Done } },
                new AuditLine(ViolationEventKind.TicketHeard, Reason.Of("ticket-heard-final", ("ticket", ticket.Key), ("id", ticket.RemoteId))), cancellationToken);
            return FailureOutcome.Heard;
        }

        var after = Backoff.Failed(ticket.Delivery, failure, settles, options.Value.MaxTries, clock.GetUtcNow());
        var audit = after.State == DeliveryState.Dead
            ? new AuditLine(ViolationEventKind.DeliveryFailed, Reason.Of("ticket-set-aside", ("ticket", ticket.Key), ("target", lease.Target), ("code", failure.Reason.Code)))
            : null;
        await store.NoteTicketAsync(lease, ticket.Key, known => known with { Delivery = known.Version > ticket.Version ? Backoff.Waits(after) : after }, audit, cancellationToken);
        return after.State == DeliveryState.Dead ? FailureOutcome.Dead : FailureOutcome.Retry;
    }
}
