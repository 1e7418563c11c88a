using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;

namespace ComplianceAgent.Tickets.Trackers.ServiceNow;

/// <summary>Reads and writes ServiceNow's picture of a record, asked for with values and what people see of them. Pure.</summary>
internal static partial class ServiceNowRecord
{
    /// <summary>What stands in correlation_display of every ticket of ours.</summary>
    public const string Mark = "Compliance Agent";

    private const int MaxTitle = 160;
    private const int MaxText = 4000;

    /// <summary>A value as it is stored.</summary>
    public static string Value(JsonNode? row, string field) => row.At(field) is JsonObject ? row.RawText(field, "value") : row.RawText(field);

    /// <summary>A value as people see it.</summary>
    public static string Display(JsonNode? row, string field) => row.At(field) is JsonObject ? row.Text(field, "display_value") : row.Text(field);

    /// <summary>The record's number, by which people know it.</summary>
    /// <exception cref="TrackerException">It has none.</exception>
    public static string Number(JsonNode? row, TrackerFault fault = TrackerFault.Unreachable) =>
        Value(row, "number") is var number && Numbers().IsMatch(number) ? number : throw TrackerText.Unusable(ServiceNowConnection.Name, "number", fault);

    /// <summary>The record's id in the table.</summary>
    /// <exception cref="TrackerException">It has none.</exception>
    public static string SysId(JsonNode? row) =>
        Value(row, "sys_id") is var id && SysIds().IsMatch(id) ? id : throw TrackerText.Unusable(ServiceNowConnection.Name, "sys_id", TrackerFault.Unreachable);

    /// <summary>True for an id as every row has.</summary>
    public static bool IsSysId(string text) => SysIds().IsMatch(text);

    /// <summary>What a ticket is asked by.</summary>
    /// <exception cref="TrackerException">It is no number of a record.</exception>
    public static string Checked(string id) => Numbers().IsMatch(id) ? id : throw TrackerText.Unusable(ServiceNowConnection.Name, "number", TrackerFault.Refused);

    /// <summary>The record as a ticket.</summary>
    public static RemoteTicket Ticket(JsonNode? row, ServiceNowOptions options)
    {
        var number = Number(row);
        var key = Value(row, "correlation_id");
        return new RemoteTicket
        {
            Id = number,
            Key = TrackerText.IsKey(key) ? key : "",
            Status = Display(row, "state"),
            Resolution = options.CloseCodeField.Length > 0 ? Display(row, options.CloseCodeField) : "",
            IsClosed = options.IsClosed(Value(row, "state")),
            Assignee = Display(row, "assigned_to"),
            Queue = Display(row, "assignment_group"),
            ChangedAt = Moment(Value(row, "sys_updated_on")),
            Page = new Uri($"{options.Url.TrimEnd('/')}/nav_to.do?uri={options.Table}.do%3Fsysparm_query%3Dnumber%3D{number}"),
        };
    }

    /// <summary>A time as it stores one.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A comment, cut so that its mark stays.</summary>
    public static string Comment(TextDocument comment, string mark) => PlainMarkup.Write(TrackerText.WithMark(Cut(comment, MaxText - 100), mark));

    /// <summary>Fields that follow from the draft, as they are to be.</summary>
    public static Dictionary<string, string> Fields(TicketDraft draft, ServiceNowOptions options)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["short_description"] = TrackerText.Title(draft.Title, MaxTitle) is { Length: > 0 } title ? title : draft.Key,
            ["description"] = PlainMarkup.Write(Cut(draft.Body, MaxText)),
        };
        if ((draft.Priority == TicketPriority.High ? options.UrgencyHigh : options.UrgencyNormal) is { Length: > 0 } urgency)
        {
            fields["urgency"] = urgency;
        }

        if (options.DueDateField.Length > 0)
        {
            fields[options.DueDateField] = draft.DueAt is { } due ? Moment(due) : "";
        }

        return fields;
    }

    /// <summary>What of a draft differs from the record as it is.</summary>
    public static JsonObject Differences(JsonNode? row, TicketDraft draft, ServiceNowOptions options)
    {
        var changes = new JsonObject();
        foreach (var (field, wanted) in Fields(draft, options))
        {
            if (Value(row, field).ReplaceLineEndings("\n") != wanted)
            {
                changes[field] = wanted;
            }
        }

        return changes;
    }

    private static TextDocument Cut(TextDocument document, int longest) => TextFit.Cut(document, longest, text => PlainMarkup.Write(text).Length);

    private static DateTimeOffset? Moment(string value) =>
        DateTimeOffset.TryParseExact(value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,40}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\A[0-9A-Za-z]{32}\z", RegexOptions.NonBacktracking)]
    private static partial Regex SysIds();
}
