using System.Globalization;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Tickets.Trackers.RequestTracker;

/// <summary>Reads and writes Request Tracker's picture of a ticket.</summary>
internal static class RtTicket
{
    /// <summary>Longest subject in bytes; what is longer it cuts without a word, and every later look would find it changed.</summary>
    private const int MaxSubject = 200;

    /// <summary>Fields asked for in lists.</summary>
    public const string Fields = "Status,Owner,Queue,LastUpdated,EffectiveId,CustomFields";

    /// <summary>The ticket's number, as checked.</summary>
    public static string Id(JsonNode? ticket) => TrackerText.CheckedNumber(ticket.RawText("id"), RtConnection.Name, TrackerFault.Unreachable);

    /// <summary>The number of the ticket that it became part of, or its own.</summary>
    public static string EffectiveId(JsonNode? row) =>
        row.At("EffectiveId") is JsonObject link ? TrackerText.CheckedNumber(link.RawText("id"), RtConnection.Name, TrackerFault.Unreachable)
        : row.RawText("EffectiveId") is { Length: > 0 } number ? TrackerText.CheckedNumber(number, RtConnection.Name, TrackerFault.Unreachable)
        : Id(row);

    /// <summary>Our keys in it, letter by letter.</summary>
    public static IEnumerable<string> Keys(JsonNode? ticket, string field) => ticket.Items("CustomFields")
        .Where(entry => entry.RawText("name").Equals(field, StringComparison.OrdinalIgnoreCase))
        .SelectMany(entry => entry.Items("values"))
        .Select(value => value.RawText())
        .Where(TrackerText.IsKey);

    /// <summary>When it is due; null when never.</summary>
    public static DateTimeOffset? Due(JsonNode? ticket) => ticket.Moment("Due") is { } due && due > DateTimeOffset.UnixEpoch ? due : null;

    /// <summary>A moment as it takes one.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>What of a draft differs from the ticket as it is. The body is its first message, which RT keeps as it was sent.</summary>
    public static JsonObject Differences(JsonNode? ticket, TicketDraft draft, RtOptions options)
    {
        var changes = new JsonObject();
        if (Subject(draft) is var subject && ticket.RawText("Subject") != subject)
        {
            changes["Subject"] = subject;
        }

        if (Priority(draft, options) is var priority && ticket.Number("Priority") != priority)
        {
            changes["Priority"] = priority;
        }

        if (WholeSeconds(draft.DueAt) != Due(ticket))
        {
            changes["Due"] = draft.DueAt is { } due ? Moment(due) : "";
        }

        return changes;
    }

    /// <summary>Its subject.</summary>
    public static string Subject(TicketDraft draft) => TrackerText.Title(draft.Title, MaxSubject, inBytes: true);

    /// <summary>Its priority in numbers.</summary>
    public static int Priority(TicketDraft draft, RtOptions options) => draft.Priority == TicketPriority.High ? options.PriorityHigh : options.PriorityNormal;

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? moment) => moment is { } at ? at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)) : null;
}
