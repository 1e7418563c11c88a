using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>
/// The one markup of all templates, a small part of Markdown: <c>#</c> to <c>###</c>, paragraphs, <c>- </c> and <c>1. </c> lists, <c>---</c>,
/// <c>**bold**</c>, <c>[text](link)</c>. Anything else is text, and a link is one only when it is among those given.
/// </summary>
internal static partial class NeutralMarkup
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">What a template yielded.</param>
    /// <param name="links">Addresses of ours; a link to any other stays text.</param>
    public static TextDocument Parse(string text, IReadOnlyCollection<Uri> links)
    {
        ArgumentNullException.ThrowIfNull(text);
        var blocks = ImmutableArray.CreateBuilder<TextBlock>();
        Open? open = null;
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0)
            {
                open = open is null ? null : open with { HasGap = true };
                continue;
            }

            open = Next(line, open, blocks, links);
        }

        Close(open, blocks, links);
        return new TextDocument(blocks.ToImmutable());
    }

    private static Open? Next(string line, Open? open, ImmutableArray<TextBlock>.Builder blocks, IReadOnlyCollection<Uri> links)
    {
        if (line == "---" || Heading().Match(line) is { Success: true })
        {
            Close(open, blocks, links);
            blocks.Add(line == "---" ? new RuleBlock() : new HeadingBlock(Heading().Match(line).Groups[1].Length, Spans(Heading().Match(line).Groups[2].Value, links)));
            return null;
        }

        if (ListItem().Match(line) is { Success: true } item)
        {
            var isNumbered = item.Groups["number"].Success;
            if (open is { Kind: not Kind.Paragraph } list && list.Kind == (isNumbered ? Kind.Numbered : Kind.Bullets))
            {
                // Blank lines between items come from tags on lines of their own; the list goes on.
                return list with { Lines = list.Lines.Add(item.Groups["text"].Value), HasGap = false };
            }

            Close(open, blocks, links);
            return new Open(isNumbered ? Kind.Numbered : Kind.Bullets, [item.Groups["text"].Value]);
        }

        if (open is { HasGap: false } going)
        {
            return going with { Lines = going.Lines.SetItem(going.Lines.Length - 1, going.Lines[^1] + " " + line) };
        }

        Close(open, blocks, links);
        return new Open(Kind.Paragraph, [line]);
    }

    private static void Close(Open? open, ImmutableArray<TextBlock>.Builder blocks, IReadOnlyCollection<Uri> links)
    {
        if (open is not null)
        {
            blocks.Add(open.Kind == Kind.Paragraph
                ? new ParagraphBlock(Spans(open.Lines[0], links))
                : new ListBlock([.. open.Lines.Select(line => Spans(line, links))], open.Kind == Kind.Numbered));
        }
    }

    private static ImmutableArray<TextSpan> Spans(string line, IReadOnlyCollection<Uri> links)
    {
        var spans = ImmutableArray.CreateBuilder<TextSpan>();
        var text = new StringBuilder();
        var isBold = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && NeutralEncoder.IsSign(line[i + 1]))
            {
                text.Append(line[++i]);
            }
            else if (line[i] == '*' && IsBoldMark(line, i) && (isBold || HasBoldMark(line, i + 2)))
            {
                Flush(spans, text, isBold);
                isBold = !isBold;
                i++;
            }
            else if (line[i] == '[' && LinkAt(line, i, links) is { } link)
            {
                Flush(spans, text, isBold);
                spans.Add(new TextSpan(link.Text, isBold, link.Address));
                i = link.End;
            }
            else
            {
                text.Append(line[i]);
            }
        }

        Flush(spans, text, isBold);
        return spans.ToImmutable();
    }

    private static bool IsBoldMark(string line, int at) => at + 1 < line.Length && line[at + 1] == '*';

    /// <summary>True when a mark follows that is not escaped: one that is never closed stays text.</summary>
    private static bool HasBoldMark(string line, int from)
    {
        for (var i = from; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == '*' && IsBoldMark(line, i))
            {
                return true;
            }
        }

        return false;
    }

    private static void Flush(ImmutableArray<TextSpan>.Builder spans, StringBuilder text, bool isBold)
    {
        if (text.Length > 0)
        {
            spans.Add(new TextSpan(text.ToString(), isBold));
            text.Clear();
        }
    }

    private static (string Text, Uri Address, int End)? LinkAt(string line, int at, IReadOnlyCollection<Uri> links)
    {
        var link = Link().Match(line, at);
        if (!link.Success || link.Index != at || !Uri.TryCreate(Unescape(link.Groups["address"].Value), UriKind.Absolute, out var address) || !links.Contains(address))
        {
            return null;
        }

        return (Unescape(link.Groups["text"].Value), address, at + link.Length - 1);
    }

    private static string Unescape(string text) => Escape().Replace(text, "$1");

    [GeneratedRegex(@"^(#{1,3}) +(.+)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:-|(?<number>\d{1,3})\.) +(?<text>.+)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\[(?<text>(?:\\.|[^\\\]])+)\]\((?<address>(?:\\.|[^\\)\s])+)\)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"\\([!-/:-@\[-`{-~])", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    private enum Kind
    {
        Paragraph,
        Bullets,
        Numbered,
    }

    private sealed record Open(Kind Kind, ImmutableArray<string> Lines, bool HasGap = false);
}
