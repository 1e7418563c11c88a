using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>Atlassian Document Format: Jira Cloud, API version 3. A tree, in which text is text.</summary>
internal static class AdfMarkup
{
    /// <summary>The document as a tree.</summary>
    public static JsonNode Write(TextDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new JsonObject { ["version"] = 1, ["type"] = "doc", ["content"] = Array(document.Blocks.Select(Block).OfType<JsonNode>()) };
    }

    private static JsonObject? Block(TextBlock block) => block switch
    {
        HeadingBlock heading => Node("heading", Line(heading.Spans), ("level", Math.Clamp(heading.Level, 1, 3) + 1)),
        ParagraphBlock paragraph => Node("paragraph", Line(paragraph.Spans)),
        ListBlock { Items.Length: 0 } => null,
        ListBlock { Numbered: true } list => Node("orderedList", Items(list), ("order", 1)),
        ListBlock list => Node("bulletList", Items(list)),
        RuleBlock => new JsonObject { ["type"] = "rule" },
        _ => null,
    };

    private static JsonArray Items(ListBlock list) => Array(list.Items.Select(item => Node("listItem", Array([Node("paragraph", Line(item))]))));

    private static JsonObject Node(string type, JsonArray content, params ReadOnlySpan<(string Name, int Value)> attributes)
    {
        var node = new JsonObject { ["type"] = type };
        foreach (var (name, value) in attributes)
        {
            node["attrs"] = new JsonObject { [name] = value };
        }

        node["content"] = content;
        return node;
    }

    /// <summary>Text nodes; an empty one is against the format.</summary>
    private static JsonArray Line(ImmutableArray<TextSpan> spans) => Array(spans.Where(span => span.Text.Length > 0).Select(Span));

    private static JsonObject Span(TextSpan span)
    {
        var node = new JsonObject { ["type"] = "text", ["text"] = SpanText.Of(span) };
        var marks = new JsonArray();
        if (SpanText.Address(span) is { } address)
        {
            marks.Add((JsonNode)new JsonObject { ["type"] = "link", ["attrs"] = new JsonObject { ["href"] = address } });
        }

        if (span.Bold)
        {
            marks.Add((JsonNode)new JsonObject { ["type"] = "strong" });
        }

        if (marks.Count > 0)
        {
            node["marks"] = marks;
        }

        return node;
    }

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];
}
