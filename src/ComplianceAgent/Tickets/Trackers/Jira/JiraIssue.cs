using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;

namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>Reads and writes Jira's picture of an issue. Pure.</summary>
internal static partial class JiraIssue
{
    /// <summary>Fields asked for in lists.</summary>
    public const string Listed = "status,resolution,labels,project,assignee,updated";

    private const int MaxSummary = 255;

    /// <summary>What both kinds take in a long text unless an administrator of a Data Center allows more.</summary>
    private const int MaxText = 32_767;

    /// <summary>Name of a user, option or other value, however its kind spells it.</summary>
    public static string NameOf(JsonNode? value) =>
        value.Text("displayName") is { Length: > 0 } display ? display : value.Text("name") is { Length: > 0 } name ? name : value.Text("value");

    /// <summary>An issue's key as Jira gave it.</summary>
    /// <exception cref="TrackerException">It is none.</exception>
    public static string Key(JsonNode? issue, TrackerFault fault = TrackerFault.Unreachable) =>
        issue.RawText("key") is var key && IssueKey().IsMatch(key) ? key : throw TrackerText.Unusable(JiraConnection.Name, "key", fault);

    /// <summary>What a ticket is asked by: an issue's key, or its number.</summary>
    /// <exception cref="TrackerException">It is neither.</exception>
    public static string Checked(string id) =>
        IssueKey().IsMatch(id) || TrackerText.IsNumber(id) ? id : throw TrackerText.Unusable(JiraConnection.Name, "key", TrackerFault.Refused);

    /// <summary>Our keys in an issue's labels, as they are written there.</summary>
    public static IEnumerable<string> Keys(JsonNode? issue, JiraOptions options) => issue.Items("fields", "labels")
        .Select(label => label.RawText())
        .Where(label => label.StartsWith(options.KeyLabel + "-", StringComparison.Ordinal))
        .Select(label => label[(options.KeyLabel.Length + 1)..])
        .Where(TrackerText.IsKey);

    /// <summary>The label a ticket is found by.</summary>
    public static string Label(string key, JiraOptions options) => $"{options.KeyLabel}-{TrackerText.Checked(key)}";

    /// <summary>The issue as a ticket.</summary>
    public static RemoteTicket Ticket(JsonNode? issue, string key, JiraOptions options)
    {
        var id = Key(issue);
        return new RemoteTicket
        {
            Id = id,
            Key = key,
            Status = issue.Text("fields", "status", "name"),
            Resolution = issue.Text("fields", "resolution", "name"),
            IsClosed = issue.RawText("fields", "status", "statusCategory", "key") == "done",
            Assignee = NameOf(issue.At("fields", "assignee")),
            Queue = issue.Text("fields", "project", "key"),
            ChangedAt = issue.Moment("fields", "updated"),
            Page = Page(id, options),
        };
    }

    /// <summary>Where a person opens it.</summary>
    public static Uri Page(string id, JiraOptions options) => new(options.Url.TrimEnd('/') + "/browse/" + id);

    /// <summary>A text as this Jira takes it, cut to what it takes.</summary>
    public static JsonNode Text(TextDocument document, JiraOptions options) => Write(Cut(document, MaxText, options), options);

    /// <summary>A comment, cut so that its mark stays.</summary>
    public static JsonNode Comment(TextDocument comment, string mark, JiraOptions options) =>
        Write(TrackerText.WithMark(Cut(comment, MaxText - 500, options), mark), options);

    /// <summary>Whether a comment bears a mark.</summary>
    public static bool BearsMark(JsonNode? comment, string mark, JiraOptions options) => options.IsCloud
        ? Texts(comment.At("body")).Any(text => TrackerText.BearsMark(text, mark))
        : mark.Length > 0 && comment.RawText("body").Contains(JiraWikiMarkup.Write(TextDocument.OfLine($"[{mark}]")), StringComparison.Ordinal);

    /// <summary>Fields that follow from the draft, as they are to be.</summary>
    public static JsonObject Fields(TicketDraft draft, JiraOptions options)
    {
        var fields = new JsonObject
        {
            ["summary"] = TrackerText.Title(draft.Title, MaxSummary) is { Length: > 0 } title ? title : draft.Key,
            ["description"] = Text(draft.Body, options),
        };
        if ((draft.Priority == TicketPriority.High ? options.PriorityHigh : options.PriorityNormal) is { Length: > 0 } priority)
        {
            fields["priority"] = new JsonObject { ["name"] = priority };
        }

        if (options.DueDateField.Length > 0)
        {
            fields[options.DueDateField] = Day(draft.DueAt);
        }

        return fields;
    }

    /// <summary>The labels of a new ticket.</summary>
    public static JsonArray Labels(string key, JiraOptions options) =>
        [.. options.Labels.Append(options.KeyLabel).Append(Label(key, options)).Distinct(StringComparer.Ordinal).Select(label => (JsonNode)label)];

    /// <summary>What of a draft differs from the issue as it is.</summary>
    public static JsonObject Differences(JsonNode? issue, TicketDraft draft, JiraOptions options)
    {
        var changes = Fields(draft, options);
        foreach (var (name, wanted) in changes.ToList())
        {
            if (IsSame(issue.At("fields", name), wanted))
            {
                changes.Remove(name);
            }
        }

        return changes;
    }

    private static JsonNode Write(TextDocument document, JiraOptions options) => options.IsCloud ? AdfMarkup.Write(document) : JsonValue.Create(JiraWikiMarkup.Write(document))!;

    private static TextDocument Cut(TextDocument document, int longest, JiraOptions options) =>
        TextFit.Cut(document, longest, text => options.IsCloud ? AdfMarkup.Write(text).ToJsonString().Length : JiraWikiMarkup.Write(text).Length);

    private static bool IsSame(JsonNode? there, JsonNode? wanted) => wanted switch
    {
        JsonObject named when named.ContainsKey("name") => there.RawText("name").Equals(named.RawText("name"), StringComparison.OrdinalIgnoreCase),
        JsonValue text => there.RawText().ReplaceLineEndings("\n") == text.RawText().ReplaceLineEndings("\n"),
        _ => JsonNode.DeepEquals(there, wanted),
    };

    /// <summary>A deadline at the end of a day is of that day.</summary>
    private static JsonValue? Day(DateTimeOffset? due) => due is { } at ? JsonValue.Create(at.AddTicks(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node.RawText("text") is { Length: > 0 } text ? [text] : node.Items("content").SelectMany(Texts);

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{0,99}-[1-9][0-9]{0,17}\z", RegexOptions.NonBacktracking)]
    private static partial Regex IssueKey();
}
