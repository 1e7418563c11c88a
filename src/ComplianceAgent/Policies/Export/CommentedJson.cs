using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ComplianceAgent.Policies.Export;

/// <summary>
/// JSON with comments: each comment is a line of its own that begins with <c>//</c>, so that taking those lines away leaves plain JSON. Texts
/// are encoded by the library; line separators that could end a comment are escaped by it too.
/// </summary>
internal sealed class CommentedJson
{
    // Names in any script stay readable; everything that means something to JSON, HTML or the end of a line is escaped.
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>One item of a list.</summary>
    /// <param name="Value">What it is.</param>
    /// <param name="Name">Name for people, written above it when the item does not say it itself.</param>
    /// <param name="IsCommentedOut">True when it is written, but as a comment.</param>
    public readonly record struct Item(object Value, string? Name, bool IsCommentedOut);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Writes a comment.</summary>
    public void Comment(string text) => Line("// " + JsonEncodedText.Encode(text, OneLine.Encoder).Value.Replace("\\u0022", "\"", StringComparison.Ordinal));

    /// <summary>Opens an object or list.</summary>
    public void Open(string opening)
    {
        Line(opening);
        _depth++;
    }

    /// <summary>Closes it.</summary>
    public void Close(string closing)
    {
        _depth--;
        Line(closing);
    }

    /// <summary>Writes a property whose value fits on a line.</summary>
    public void Property(string name, object value, bool isLast = false) => Line($"\"{name}\": {Text(value)}{(isLast ? "" : ",")}");

    /// <summary>
    /// Writes a list, those commented out first: with a comma behind them they can be put in by taking the two slashes away.
    /// </summary>
    public void Items(string name, IReadOnlyCollection<Item> items, bool isLast = false)
    {
        var live = items.Where(item => !item.IsCommentedOut).ToList();
        var commented = items.Where(item => item.IsCommentedOut).ToList();
        Open($"\"{name}\": [");
        if (commented.Count > 0)
        {
            Comment("Not verified by any public source; take the two slashes away once you have checked them:");
        }

        for (var i = 0; i < commented.Count; i++)
        {
            Write(commented[i], "// ", live.Count > 0 || i < commented.Count - 1);
        }

        for (var i = 0; i < live.Count; i++)
        {
            Write(live[i], "", i < live.Count - 1);
        }

        Close(isLast ? "]" : "],");
    }

    private void Write(Item item, string prefix, bool hasNext)
    {
        if (item.Name is { } name)
        {
            Comment(name);
        }

        Line(prefix + Text(item.Value) + (hasNext ? "," : ""));
    }

    private static string Text(object value) => JsonSerializer.Serialize(value, OneLine);

    private void Line(string text) => _text.Append(' ', _depth * 2).Append(text).Append('\n');
}
