using System.Globalization;
using System.Text.Json.Nodes;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;

namespace ComplianceAgent.Tickets.Trackers.Redmine;

/// <summary>Reads and writes Redmine's picture of a ticket.</summary>
internal static class RedmineIssue
{
    /// <summary>Longest subject it takes.</summary>
    public const int MaxSubject = 255;

    /// <summary>The issue's number, as checked.</summary>
    public static string Id(JsonNode? issue, TrackerFault fault) => TrackerText.CheckedNumber(issue.RawText("id"), RedmineConnection.Name, fault);

    /// <summary>Our key in it, letter by letter; empty when it bears none.</summary>
    public static string Key(JsonNode? issue, long field) =>
        issue.Items("custom_fields").Where(entry => entry.Number("id") == field).Select(entry => entry.RawText("value")).FirstOrDefault(TrackerText.IsKey) ?? "";

    /// <summary>A text in the markup Redmine is set to.</summary>
    public static string Write(TextDocument text, RedmineMarkup markup) => markup == RedmineMarkup.Markdown ? MarkdownMarkup.Write(text) : TextileMarkup.Write(text);

    /// <summary>True when one of the notes bears the mark, in the markup it was written in.</summary>
    public static bool HasNote(JsonNode? issue, string mark, RedmineMarkup markup)
    {
        // A mark's own paragraph, as it stood at the end of the note.
        var written = mark.Length == 0 ? "" : Write(TrackerText.WithMark(new TextDocument([]), mark), markup);
        return written.Length > 0 && issue.Items("journals").Any(note => Lines(note.RawText("notes")).EndsWith(Lines(written), StringComparison.Ordinal));
    }

    /// <summary>A new issue.</summary>
    public static JsonObject New(TicketDraft draft, string project, RedmineProject numbers, long? priority, RedmineMarkup markup)
    {
        var issue = new JsonObject
        {
            ["project_id"] = project,
            ["tracker_id"] = numbers.Tracker,
            ["subject"] = TrackerText.Title(draft.Title, MaxSubject),
            ["description"] = Write(draft.Body, markup),
            ["custom_fields"] = new JsonArray(new JsonObject { ["id"] = numbers.Field, ["value"] = TrackerText.Checked(draft.Key) }),
        };
        if (priority is { } number)
        {
            issue["priority_id"] = number;
        }

        if (Day(draft.DueAt) is { } due)
        {
            // A due day before the first day is refused, and the first day would be today.
            issue["due_date"] = due;
            issue["start_date"] = "";
        }

        return issue;
    }

    /// <summary>What of a draft differs from the issue as it is.</summary>
    public static JsonObject Differences(JsonNode? issue, TicketDraft draft, long? priority, RedmineMarkup markup)
    {
        var changes = new JsonObject();
        if (TrackerText.Title(draft.Title, MaxSubject) is var subject && issue.RawText("subject") != subject)
        {
            changes["subject"] = subject;
        }

        if (Write(draft.Body, markup) is var text && Lines(issue.RawText("description")) != Lines(text))
        {
            changes["description"] = text;
        }

        if (priority is { } number && issue.Number("priority", "id") != number)
        {
            changes["priority_id"] = number;
        }

        if (Day(draft.DueAt) is var due && issue.RawText("due_date") != (due ?? ""))
        {
            changes["due_date"] = due ?? "";
            if (due is not null && string.CompareOrdinal(due, issue.RawText("start_date")) < 0)
            {
                changes["start_date"] = "";
            }
        }

        return changes;
    }

    private static string? Day(DateTimeOffset? moment) => moment?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
}
