using System.Buffers;
using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Text;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>What trackers do alike with keys, ids, titles and marks.</summary>
internal static class TrackerText
{
    /// <summary>Longest key.</summary>
    public const int MaxKey = 40;

    private const string CutMark = "…";

    private static readonly SearchValues<char> KeyLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>True for letters, digits and hyphens, at most 40: safe in every query.</summary>
    public static bool IsKey(string text) => text.Length is > 0 and <= MaxKey && !text.AsSpan().ContainsAnyExcept(KeyLetters);

    /// <summary>The key or mark itself.</summary>
    /// <exception cref="ArgumentException">It is none: nothing else may get into a query.</exception>
    public static string Checked(string key) => IsKey(key) ? key : throw new ArgumentException("A key is 1 to 40 letters, digits and hyphens.", nameof(key));

    /// <summary>True for a number as trackers give to tickets.</summary>
    public static bool IsNumber(string id) => id.Length is > 0 and <= 18 && id[0] is >= '1' and <= '9' && id.All(char.IsAsciiDigit);

    /// <summary>A number of the tracker's own.</summary>
    /// <exception cref="TrackerException">It is none.</exception>
    public static string CheckedNumber(string id, string tracker, TrackerFault fault = TrackerFault.Refused) => IsNumber(id) ? id : throw Unusable(tracker, "id", fault);

    /// <summary>A reply, or a stored id, that is not what it has to be.</summary>
    public static TrackerException Unusable(string tracker, string what, TrackerFault fault) =>
        new(fault, Reason.Of("tracker-reply-unusable", ("tracker", tracker), ("what", what)));

    /// <summary>A title on one line, no longer than the tracker takes.</summary>
    /// <param name="title">Title.</param>
    /// <param name="longest">Longest it takes.</param>
    /// <param name="inBytes">It counts bytes of UTF-8, not UTF-16 units.</param>
    public static string Title(string title, int longest, bool inBytes = false)
    {
        var clean = ForeignText.Clean(title);
        if (Length(clean, inBytes) <= longest)
        {
            return clean;
        }

        var (cut, room) = (0, longest - Length(CutMark, inBytes));
        foreach (var rune in clean.EnumerateRunes())
        {
            room -= inBytes ? rune.Utf8SequenceLength : rune.Utf16SequenceLength;
            if (room < 0)
            {
                break;
            }

            cut += rune.Utf16SequenceLength;
        }

        return clean[..cut].TrimEnd() + CutMark;
    }

    /// <summary>A comment with the mark it is known by as its last line.</summary>
    public static TextDocument WithMark(TextDocument comment, string mark)
    {
        ArgumentNullException.ThrowIfNull(comment);
        return mark.Length == 0 ? comment : new TextDocument(comment.Blocks.Add(new ParagraphBlock([new TextSpan($"[{Checked(mark)}]")])));
    }

    /// <summary>Whether an earlier comment bears the mark.</summary>
    public static bool BearsMark(string text, string mark) => mark.Length > 0 && text.Contains($"[{mark}]", StringComparison.Ordinal);

    private static int Length(string text, bool inBytes) => inBytes ? Encoding.UTF8.GetByteCount(text) : text.Length;
}
