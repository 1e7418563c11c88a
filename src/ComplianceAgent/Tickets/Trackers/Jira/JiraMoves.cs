using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>Chooses among the transitions that Jira offers for an issue as it stands. Pure.</summary>
internal static class JiraMoves
{
    private static readonly string[] Closing = ["done", "mark as done", "resolve", "resolve issue", "resolve this issue", "resolved", "close", "close issue", "closed", "complete"];

    private static readonly string[] Reopening = ["reopen", "reopen issue", "re-open", "open", "to do", "back to to do", "in progress", "start progress"];

    /// <summary>The transition to make; null when none fits, or when several do and no setting says which.</summary>
    /// <param name="offered">What Jira offers.</param>
    /// <param name="closes">True to close, false to open again.</param>
    /// <param name="named">Names in the settings, of transitions or of the statuses they lead to.</param>
    public static JsonNode? Choose(IReadOnlyCollection<JsonNode?> offered, bool closes, ICollection<string> named)
    {
        var available = offered.Where(move => move.At("isAvailable") is null || move.IsTrue("isAvailable")).ToList();
        if (named.Count > 0)
        {
            return ByName(available, named);
        }

        var fitting = available.Where(move => IsDone(move) == closes).ToList();
        return ByName(fitting, closes ? Closing : Reopening) ?? Only(fitting, closes ? "done" : "new") ?? Only(fitting, "indeterminate");
    }

    /// <summary>Why none was chosen.</summary>
    public static TrackerException NotAllowed(string id, string status, IEnumerable<JsonNode?> offered, bool closes) => new(
        TrackerFault.MoveNotAllowed,
        Reason.Of(
            "jira-move-not-allowed",
            ("id", id),
            ("status", status),
            ("moves", string.Join(", ", offered.Select(move => $"{move.Text("name")} ({move.Text("to", "name")})").DefaultIfEmpty("none"))),
            ("setting", JiraOptions.Section + (closes ? ":CloseTransitions" : ":ReopenTransitions"))));

    /// <summary>The resolution to send with a transition; null when it asks for none.</summary>
    /// <exception cref="TrackerException">It asks for one, and has none of that name.</exception>
    public static JsonObject? Resolution(JsonNode? move, string wanted, string setting)
    {
        if (move.At("fields", "resolution") is not { } field)
        {
            return null;
        }

        var known = field.Items("allowedValues").Select(JiraIssue.NameOf).ToList();
        if (known.FirstOrDefault(name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } name)
        {
            return new JsonObject { ["name"] = name };
        }

        return field.IsTrue("required")
            ? throw new TrackerException(TrackerFault.Refused, JiraFields.Unknown("resolution", wanted, known, setting))
            : null;
    }

    private static bool IsDone(JsonNode? move) => Category(move) == "done";

    private static string Category(JsonNode? move) => move.RawText("to", "statusCategory", "key");

    private static JsonNode? ByName(List<JsonNode?> moves, IEnumerable<string> names) => names
        .Select(name => moves.Find(move => Is(move.Text("name"), name)) ?? moves.Find(move => Is(move.Text("to", "name"), name)))
        .FirstOrDefault(move => move is not null);

    private static bool Is(string text, string name) => text.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase);

    private static JsonNode? Only(List<JsonNode?> moves, string category) =>
        moves.Where(move => Category(move) == category).DistinctBy(move => move.RawText("to", "id")).ToList() is [var only] ? only : null;
}
