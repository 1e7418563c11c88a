using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Inventory;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;

namespace ComplianceAgent.Tickets.Trackers.Webhook;

/// <summary>Makes CloudEvents 1.0 of what is to become of a ticket. Its id depends on what it says, not on the try: a receiver drops doubles by it.</summary>
internal static class WebhookEvent
{
    private const string Prefix = "org.complianceagent.ticket.";

    /// <summary>A ticket is to be opened.</summary>
    public static JsonObject Opened(TicketDraft draft, string source, DateTimeOffset now) =>
        Make(draft.Key, "opened", "", new JsonObject { ["key"] = draft.Key, ["ticket"] = Ticket(draft) }, isKnownByMark: true, source, now);

    /// <summary>A ticket is to change.</summary>
    public static JsonObject Changed(string key, TicketEdit edit, string source, DateTimeOffset now)
    {
        var data = new JsonObject { ["key"] = key };
        if (edit.Draft is not null)
        {
            data["ticket"] = Ticket(edit.Draft);
        }

        if (edit.Comment is not null)
        {
            data["comment"] = Text(edit.Comment);
            data["comment"]!["mark"] = edit.CommentMark;
        }

        if (edit.Move == TicketMove.CloseAsDouble)
        {
            data["doubleOf"] = edit.DoubleOf;
        }

        var mark = edit.Comment is null ? "" : edit.CommentMark;
        return Make(key, Verb(edit), mark, data, isKnownByMark: mark.Length > 0, source, now);
    }

    private static string Verb(TicketEdit edit) => edit.Move switch
    {
        TicketMove.Close => "closed",
        TicketMove.Reopen => "reopened",
        TicketMove.CloseAsDouble => "folded",
        _ => edit.Comment is not null ? "commented" : "updated",
    };

    private static JsonObject Make(string key, string verb, string mark, JsonObject data, bool isKnownByMark, string source, DateTimeOffset now)
    {
        var type = $"{Prefix}{verb}.v1";
        var says = string.Join('\n', source, key, type, mark, isKnownByMark ? "" : data.ToJsonString());
        return new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = "evt_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(says)))[..32],
            ["source"] = source,
            ["type"] = type,
            ["subject"] = key,
            ["time"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
            ["datacontenttype"] = "application/json",
            ["data"] = data,
        };
    }

    private static JsonObject Ticket(TicketDraft draft)
    {
        var ticket = Text(draft.Body);
        ticket["title"] = ForeignText.Clean(draft.Title);
        ticket["queue"] = draft.Queue;
        ticket["priority"] = draft.Priority == TicketPriority.High ? "high" : "normal";
        ticket["dueAt"] = draft.DueAt?.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        return ticket;
    }

    private static JsonObject Text(TextDocument text) => new() { ["text"] = PlainMarkup.Write(text), ["html"] = HtmlMarkup.Write(text) };
}
