using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Tickets.Messages;

/// <summary>Plans who is written to about what, and when. Pure: what is planned twice has the same id.</summary>
internal static class MessagePlanner
{
    /// <summary>Recipient of messages to the service desk.</summary>
    public const string Desk = "desk";

    /// <summary>Recipient of messages to managers.</summary>
    public const string Managers = "managers";

    /// <summary>Plans.</summary>
    public static MessagePlan Plan(MessageInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var planned = new List<OutboxMessage>();
        var holds = new List<ChannelHold>();
        var people = new MessageRecipients(input);
        foreach (var channel in Channels(input))
        {
            var written = Written(input, channel);
            Violation[] concerned = [.. input.Violations.Where(violation => IsAsked(violation) && HasReader(input, people, violation, channel))];
            Violation[] lost = channel == ChannelNames.Teams || input.Options.Desk.Count > 0 ? [.. input.Violations.Where(violation => IsLost(input, violation))] : [];
            var candidates = concerned.Concat(lost).Where(violation => !written.ContainsKey(violation.Id)).DistinctBy(violation => violation.Id).ToArray();
            var (passed, held) = ReleaseGate.Judge(channel, candidates, input.Releases, input.Holds, input.MaxOpenings, input.Now);
            holds.AddRange(held);
            var free = concerned.Where(violation => written.ContainsKey(violation.Id) || passed.Contains(violation.Id)).Where(violation => !input.InPeace.Contains(violation.Id)).ToArray();
            planned.AddRange(channel == ChannelNames.Mail ? ToUsers(input, people, free, written) : []);
            planned.AddRange(ToDesk(input, channel, [.. free.Where(violation => channel == ChannelNames.Teams || people.OfPerson(violation) is null)], written));
            planned.AddRange(ToFind(input, channel, [.. lost.Where(violation => written.ContainsKey(violation.Id) || passed.Contains(violation.Id))]));
        }

        planned.AddRange(ToManagers(input));
        var known = input.Known.Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
        return new([.. planned.Where(message => !known.Contains(message.Id))], holds);
    }

    /// <summary>Why a message need not be sent any more; null while it has to be.</summary>
    public static Reason? Over(OutboxMessage message, IReadOnlyDictionary<Guid, Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(violations);
        Func<Violation, bool>? applies = message.Kind switch
        {
            MessageKind.User or MessageKind.Reminder or MessageKind.Desk => IsAsked,
            MessageKind.Find => violation => IsAsked(violation) && violation.NotConfirmedSince is not null,
            _ => null,
        };
        return applies is null || message.Violations.Any(id => violations.TryGetValue(id, out var violation) && applies(violation)) ? null : Reason.Of("message-over");
    }

    /// <summary>Banned, open, and not excused.</summary>
    public static bool IsAsked(Violation violation) => violation is { State: ViolationState.Open, Severity: Severity.Violation };

    private static IEnumerable<string> Channels(MessageInput input) =>
        [.. input.HasMail && (input.Options.Users || input.Options.Desk.Count > 0) ? [ChannelNames.Mail] : Array.Empty<string>(), .. input.HasTeams ? [ChannelNames.Teams] : Array.Empty<string>()];

    /// <summary>By mail users are written to, and the desk about the others; a Teams channel is the desk's.</summary>
    private static bool HasReader(MessageInput input, MessageRecipients people, Violation violation, string channel) =>
        channel == ChannelNames.Teams || (people.OfPerson(violation) is not null ? input.Options.Users : input.Options.Desk.Count > 0);

    private static bool IsLost(MessageInput input, Violation violation) =>
        IsAsked(violation) && violation.NotConfirmedSince is { } since && input.Now - since >= TimeSpan.FromDays(input.Options.FindAfterDays);

    /// <summary>When each violation was first written about since it entered its state: one that came back is told of anew.</summary>
    private static Dictionary<Guid, DateTimeOffset> Written(MessageInput input, string channel)
    {
        var since = input.Violations.ToDictionary(violation => violation.Id, violation => violation.StateSince);
        var written = new Dictionary<Guid, DateTimeOffset>();
        foreach (var message in input.Known.Where(message => message.Channel == channel && message.Delivery.State != DeliveryState.Dropped).OrderBy(message => message.PlannedAt))
        {
            foreach (var id in message.Violations.Where(id => since.TryGetValue(id, out var from) && message.PlannedAt >= from))
            {
                written.TryAdd(id, message.PlannedAt);
            }
        }

        return written;
    }

    private static IEnumerable<OutboxMessage> ToUsers(MessageInput input, MessageRecipients people, Violation[] free, Dictionary<Guid, DateTimeOffset> written)
    {
        foreach (var person in free.Where(violation => people.OfPerson(violation) is not null).GroupBy(violation => people.OfPerson(violation)!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var isNew = person.Any(violation => !written.ContainsKey(violation.Id));
            var steps = person.Where(violation => written.ContainsKey(violation.Id)).Select(violation => (violation.Id, Step: DueStep(input, violation, written[violation.Id]))).Where(due => due.Step is not null).ToArray();
            if (!isNew && steps.Length == 0)
            {
                continue;
            }

            var kind = isNew ? MessageKind.User : MessageKind.Reminder;
            var message = Message(input, ChannelNames.Mail, kind, CodeOf(input, person.Key), [.. person], Reason.Of(isNew ? "message-first" : "message-reminder"));
            if (input.Known.Any(known => known.Recipient == message.Recipient && DayOf(input, known) == DayOf(input, message)))
            {
                // One a day; what is due today goes in tomorrow's.
                continue;
            }

            yield return message with { Steps = steps.ToImmutableSortedDictionary(due => due.Id, due => due.Step!.Value) };
        }
    }

    /// <summary>The latest step of the policy's ladder that is due and was not taken; those that lay before the first message are in that.</summary>
    private static int? DueStep(MessageInput input, Violation violation, DateTimeOffset writtenAt)
    {
        if (!input.Policies.TryGetValue(violation.PolicyId, out var policy))
        {
            return null;
        }

        var deadline = ViolationDeadlines.Of(violation, policy).Headline;
        var taken = input.Known.Where(message => message.Delivery.State != DeliveryState.Dropped && message.PlannedAt >= violation.StateSince && message.Steps.ContainsKey(violation.Id))
            .Max(message => (int?)message.Steps[violation.Id]);
        return policy.ReminderDays.Where(day => deadline.AddDays(day) is var moment && moment <= input.Now && moment > writtenAt && !(day <= taken)).Max(day => (int?)day);
    }

    private static IEnumerable<OutboxMessage> ToDesk(MessageInput input, string channel, Violation[] concerned, Dictionary<Guid, DateTimeOffset> written)
    {
        Violation[] news = [.. concerned.Where(violation => !written.ContainsKey(violation.Id))];
        return news.Length == 0 ? [] : [Message(input, channel, MessageKind.Desk, Desk, news, Reason.Of("message-desk"))];
    }

    private static IEnumerable<OutboxMessage> ToFind(MessageInput input, string channel, Violation[] lost)
    {
        Violation[] news = [.. lost.Where(violation => !input.Known.Any(message =>
            message.Kind == MessageKind.Find && message.Channel == channel && message.PlannedAt >= violation.NotConfirmedSince && message.Violations.Contains(violation.Id)))];
        return news.Length == 0 ? [] : [Message(input, channel, MessageKind.Find, Desk, news, Reason.Of("message-find", ("days", Number(input.Options.FindAfterDays))))];
    }

    /// <summary>Always, also when nothing is open; and an alarm a day while nobody scans.</summary>
    private static IEnumerable<OutboxMessage> ToManagers(MessageInput input)
    {
        string[] channels = [.. input.HasMail && input.Options.Managers.Count > 0 ? [ChannelNames.Mail] : Array.Empty<string>(), .. input.HasTeams ? [ChannelNames.Teams] : Array.Empty<string>()];
        var window = SendWindow.Of(input.Options);
        var day = window.DayOf(input.Now);
        var isDue = input.Options.DigestEvery == DigestRhythm.Daily || (input.Options.DigestEvery == DigestRhythm.Weekly && day.DayOfWeek == input.Options.DigestDay);
        var isSilent = input.LastCompleteScan is { } last && input.Now - last > input.AlarmAfter;
        foreach (var channel in channels)
        {
            if (isDue)
            {
                yield return Message(input, channel, MessageKind.Digest, Managers, [], Reason.Of("message-digest"));
            }

            if (isSilent)
            {
                yield return Message(input, channel, MessageKind.Alarm, Managers, [], Reason.Of("message-alarm", ("hours", Number((int)input.AlarmAfter.TotalHours)))) with { Delivery = new Delivery { WaitingSince = input.Now } };
            }
        }
    }

    private static OutboxMessage Message(MessageInput input, string channel, MessageKind kind, string recipient, Violation[] violations, Reason why)
    {
        var notBefore = SendWindow.Of(input.Options).Next(input.Now);
        var day = SendWindow.Of(input.Options).DayOf(kind == MessageKind.Alarm ? input.Now : notBefore);
        return new OutboxMessage
        {
            Tenant = input.Tenant,
            Id = string.Create(CultureInfo.InvariantCulture, $"{channel}-{kind.ToString().ToLowerInvariant()}-{recipient}-{day:yyyyMMdd}"),
            Channel = channel,
            Kind = kind,
            Recipient = recipient,
            Violations = [.. violations.Select(violation => violation.Id).Order()],
            Language = violations.Select(violation => input.LanguageOf(violation.Device.Category)).FirstOrDefault(language => language is not null) ?? input.Options.Language,
            Why = why,
            PlannedAt = input.Now,
            Delivery = new Delivery { NotBefore = notBefore, WaitingSince = notBefore },
        };
    }

    private static DateOnly DayOf(MessageInput input, OutboxMessage message) => SendWindow.Of(input.Options).DayOf(message.Delivery.NotBefore > message.PlannedAt ? message.Delivery.NotBefore : message.PlannedAt);

    /// <summary>Tells people apart and names nobody.</summary>
    private static string CodeOf(MessageInput input, string person) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(input.Secret.Span, Encoding.UTF8.GetBytes($"person\n{input.Tenant}\n{person.ToUpperInvariant()}")).AsSpan(0, 8));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
