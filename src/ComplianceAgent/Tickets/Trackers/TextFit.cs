using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Tickets.Text;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>Cuts a text that is longer than a tracker's field takes, between lines: refused whole, it would tell nobody anything.</summary>
internal static class TextFit
{
    /// <summary>The document, or as many of its first lines as the field takes, with a mark for the rest.</summary>
    /// <param name="document">Document.</param>
    /// <param name="longest">What the field takes.</param>
    /// <param name="length">Length of a document as the target writes it.</param>
    public static TextDocument Cut(TextDocument document, int longest, Func<TextDocument, int> length)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(length);
        if (length(document) <= longest)
        {
            return document;
        }

        var (fits, tooMany) = (0, document.Blocks.Sum(Lines));
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            (fits, tooMany) = length(First(document, middle)) <= longest ? (middle, tooMany) : (fits, middle);
        }

        return First(document, fits);
    }

    private static int Lines(TextBlock block) => block is ListBlock list ? list.Items.Length : 1;

    private static TextDocument First(TextDocument document, int lines)
    {
        var kept = ImmutableArray.CreateBuilder<TextBlock>();
        foreach (var block in document.Blocks)
        {
            if (lines <= 0)
            {
                break;
            }

            kept.Add(block is ListBlock list && list.Items.Length > lines ? list with { Items = list.Items[..lines] } : block);
            lines -= Lines(block);
        }

        kept.Add(new ParagraphBlock([new TextSpan(ForeignText.CutMark.ToString())]));
        return new TextDocument(kept.ToImmutable());
    }
}
