using System.Text;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>
/// Atlassian's document format as far as a ticket needs it: which node may stand in which, with which attributes and marks. Everything else is refused,
/// mentions, macros, cards and media above all: they must never come out of a name.
/// </summary>
internal static class Adf
{
    private static readonly string[] Blocks = ["paragraph", "heading", "bulletList", "orderedList", "rule"];

    /// <summary>What is wrong with a document; null when nothing is.</summary>
    public static string? Fault(JsonNode? document)
    {
        if (document is not JsonObject root || (string?)root["type"] != "doc" || !HasOnly(root, "type", "version", "content") || root["version"]?.ToJsonString() != "1" || root["content"] is not JsonArray content)
        {
            return "a document has type doc, version 1 and content";
        }

        return content.Select(node => Block(node, Blocks)).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>The text of a document, a line a paragraph.</summary>
    public static string Text(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        text.Append((string?)node?["text"]);
        foreach (var child in node?["content"] as JsonArray ?? [])
        {
            Write(child, text);
        }

        if ((string?)node?["type"] is "paragraph" or "heading")
        {
            text.Append('\n');
        }
    }

    private static string? Block(JsonNode? node, params string[] allowed)
    {
        var type = (string?)node?["type"] ?? "";
        if (node is not JsonObject block || !allowed.Contains(type))
        {
            return $"no {type} may stand here";
        }

        return type switch
        {
            "rule" => HasOnly(block, "type") ? null : "a rule has nothing in it",
            "paragraph" => Line(block, "type", "content"),
            "heading" => block["attrs"] is JsonObject attributes && HasOnly(attributes, "level") && attributes["level"]?.ToJsonString() is "1" or "2" or "3" or "4" or "5" or "6" ? Line(block, "type", "content", "attrs") : "a heading has a level from 1 to 6",
            "orderedList" => block["attrs"] is null || (block["attrs"] is JsonObject order && HasOnly(order, "order")) ? Items(block, "type", "content", "attrs") : "a list has an order",
            _ => Items(block, "type", "content"),
        };
    }

    private static string? Items(JsonObject list, params string[] names) =>
        !HasOnly(list, names) || list["content"] is not JsonArray { Count: > 0 } items ? "a list has items and nothing else"
        : items.Select(Item).FirstOrDefault(fault => fault is not null);

    private static string? Item(JsonNode? node) =>
        node is not JsonObject item || (string?)item["type"] != "listItem" || !HasOnly(item, "type", "content") || item["content"] is not JsonArray { Count: > 0 } content ? "an item of a list has content and nothing else"
        : Block(content[0], "paragraph") ?? content.Skip(1).Select(child => Block(child, "paragraph", "bulletList", "orderedList")).FirstOrDefault(fault => fault is not null);

    private static string? Line(JsonObject block, params string[] names) =>
        !HasOnly(block, names) ? "a line has content and nothing else"
        : block["content"] is null ? null
        : block["content"] is not JsonArray inlines ? "content is a list"
        : inlines.Select(Inline).FirstOrDefault(fault => fault is not null);

    private static string? Inline(JsonNode? node)
    {
        if (node is JsonObject broken && (string?)broken["type"] == "hardBreak")
        {
            return HasOnly(broken, "type") ? null : "a break has nothing in it";
        }

        if (node is not JsonObject text || (string?)text["type"] != "text" || !HasOnly(text, "type", "text", "marks"))
        {
            return $"no {(string?)node?["type"]} may stand in a line";
        }

        return string.IsNullOrEmpty((string?)text["text"]) ? "a text is not empty" : (text["marks"] as JsonArray ?? []).Select(Mark).FirstOrDefault(fault => fault is not null);
    }

    private static string? Mark(JsonNode? mark) => (string?)mark?["type"] switch
    {
        "strong" or "em" => HasOnly((JsonObject)mark!, "type") ? null : "this mark has no attributes",
        "link" => Uri.TryCreate((string?)mark!["attrs"]?["href"], UriKind.Absolute, out var link) && link.Scheme is "https" or "http" or "mailto" ? null : "a link leads to an address",
        var other => $"there is no mark {other} here",
    };

    private static bool HasOnly(JsonObject node, params string[] names) => node.All(member => names.Contains(member.Key));
}
