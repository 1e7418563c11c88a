using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Messages;
using ComplianceAgent.Tickets.Messages.Mail;
using ComplianceAgent.Tickets.Messages.Teams;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>
/// Hands one message over. A mail server cannot be asked what it took: after a lost reply or a crash the same mail goes out once more under the same id, for the
/// receiving side to drop.
/// </summary>
internal sealed class MessageSender(ViolationStore store, MailSender mail, TeamsSender teams, INoticeWriter texts, TicketOptions tickets, MessageOptions options, TimeProvider clock)
{
    /// <summary>Sends, or drops what is over, or puts off what is outside the hours.</summary>
    /// <exception cref="TrackerException">It was not taken.</exception>
    public async Task<SendOutcome> SendAsync(SendLease lease, OutboxMessage message, SendContext context, CancellationToken cancellationToken)
    {
        var violations = await store.ViolationsAsync(context.Tenant, message.Violations, cancellationToken);
        if (MessagePlanner.Over(message, violations) is { } over)
        {
            await store.NoteMessageAsync(
                lease, message.Id, known => known with { Delivery = new Delivery { State = DeliveryState.Dropped, Why = over } },
                new AuditLine(ViolationEventKind.MessageDropped, Reason.Of("message-dropped", ("message", message.Id))), cancellationToken);
            return SendOutcome.Idle;
        }

        var next = SendWindow.Of(options).Next(clock.GetUtcNow());
        if (!context.Simulated && message.Kind != MessageKind.Alarm && next > clock.GetUtcNow())
        {
            await store.NoteMessageAsync(lease, message.Id, known => known with { Delivery = known.Delivery with { NotBefore = next } }, audit: null, cancellationToken);
            return SendOutcome.Postponed;
        }

        var text = texts.Write(await NoticeAsync(message, violations, context, cancellationToken), message.Language);
        await store.NoteMessageAsync(lease, message.Id, known => known with { Delivery = known.Delivery with { State = DeliveryState.InDoubt, DoubtSince = clock.GetUtcNow() } }, audit: null, cancellationToken);
        await HandOverAsync(message, text, violations, cancellationToken);
        await store.NoteMessageAsync(
            lease, message.Id, known => known with { SentAt = clock.GetUtcNow(), Delivery = new Delivery { State = DeliveryState.Done } },
            new AuditLine(ViolationEventKind.MessageSent, Reason.Of(message.Channel == ChannelNames.Mail ? "message-handed-to-mail" : "message-handed-to-teams", ("message", message.Id), ("kind", message.Kind.ToString()), ("violations", Number(message.Violations.Length)))),
            cancellationToken);
        return SendOutcome.Sent;
    }

    private async Task HandOverAsync(OutboxMessage message, NoticeText text, IReadOnlyDictionary<Guid, Violation> violations, CancellationToken cancellationToken)
    {
        if (message.Channel == ChannelNames.Teams)
        {
            await teams.SendAsync(text, message.Language, cancellationToken);
            return;
        }

        var addresses = AddressesOf(message, violations);
        if (addresses.Length == 0)
        {
            throw new TrackerException(TrackerFault.Refused, Reason.Of("mail-address-unusable"));
        }

        foreach (var (address, index) in addresses.Select((address, index) => (address, index)))
        {
            // Unique over tenants: a mail server elsewhere drops a second message of one id.
            await mail.SendAsync(
                new MailLetter { Id = string.Create(CultureInfo.InvariantCulture, $"{message.Tenant}.{message.Id}.{index}"), To = address, Text = text, Language = message.Language.Contains('+', StringComparison.Ordinal) ? "" : message.Language },
                cancellationToken);
        }
    }

    private ImmutableArray<string> AddressesOf(OutboxMessage message, IReadOnlyDictionary<Guid, Violation> violations) => message.Kind switch
    {
        MessageKind.User or MessageKind.Reminder => [.. violations.Values.Where(MessagePlanner.IsAsked).Select(MessageRecipients.AddressOf).OfType<string>().Take(1)],
        MessageKind.Desk or MessageKind.Find => [.. options.Desk],
        _ => [.. options.Managers],
    };

    private async Task<Notice> NoticeAsync(OutboxMessage message, IReadOnlyDictionary<Guid, Violation> violations, SendContext context, CancellationToken cancellationToken)
    {
        var here = context with { Zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone) };
        var ids = message.Kind == MessageKind.Find ? message.Violations : [.. message.Violations.Where(id => violations.TryGetValue(id, out var violation) && MessagePlanner.IsAsked(violation))];
        return message.Kind is MessageKind.Digest or MessageKind.Alarm
            ? NoticeBuilder.OfFigures(await store.ReadAsync(context.Tenant, cancellationToken), await store.OutboxFiguresAsync(context.Tenant, cancellationToken), here, tickets.Contact, message.Kind == MessageKind.Alarm, SinceOf(message))
            : NoticeBuilder.OfMessage(message.Kind, ids, violations, here, tickets.Contact);
    }

    /// <summary>The digest before this one: a week ago, or the working day before.</summary>
    private DateTimeOffset SinceOf(OutboxMessage message)
    {
        var days = options.DigestEvery == DigestRhythm.Weekly ? 7 : options.WeekdaysOnly && SendWindow.Of(options).DayOf(message.Delivery.NotBefore).DayOfWeek == DayOfWeek.Monday ? 3 : 1;
        return message.PlannedAt.AddDays(-days);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
