using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace ComplianceAgent.Names;

/// <summary>Makes names comparable: the same name in other dress gives the same words. Pure, bounded, never throws.</summary>
public static class NameNormalizer
{
    private static readonly SearchValues<char> Brackets = SearchValues.Create("([{<【「《〔");
    private static readonly SearchValues<char> TitleSigns = SearchValues.Create(":|–—~•·・;»");
    private const int FewWords = 64;

    /// <summary>Normalises a name. Normalising the result's <see cref="NormalizedName.Text"/> again changes nothing.</summary>
    public static NormalizedName Normalize(string? name)
    {
        var clean = CharacterFolding.Clean(name ?? "", out var hidden);
        return FromClean(clean, hidden);
    }

    /// <summary>NFKC, case and blanks folded, punctuation kept: what a pattern that names signs is compared with.</summary>
    public static string FoldKeepingSigns(string? text)
    {
        var clean = CharacterFolding.Clean(text ?? "", out var hidden);
        return string.Join(' ', CharacterFolding.FoldCase(clean, ref hidden).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    internal static NormalizedName FromClean(string clean, bool hidden)
    {
        Span<char> joined = stackalloc char[CharacterFolding.MaxLength];
        var words = clean.Length <= FewWords ? stackalloc NameWord[FewWords] : new NameWord[clean.Length];
        var (length, count, end) = (0, 0, 0);
        for (var start = NextWord(clean, 0); start < clean.Length; start = NextWord(clean, end))
        {
            var glue = count == 0 ? WordGlue.Start : GlueOf(clean, end, start);
            end = EndOfWord(clean, start);
            var folded = Fold(clean.AsSpan(start, end - start), joined[length..], ref hidden);
            if (folded > 0)
            {
                words[count++] = new NameWord(length, folded, glue);
                length += folded;
            }
        }

        return new NormalizedName(joined[..length].ToString(), [.. words[..count]], hidden);
    }

    /// <summary>Folds a word into the room there is, and says how long it became; 0 when there is not enough.</summary>
    private static int Fold(ReadOnlySpan<char> word, Span<char> target, ref bool hidden)
    {
        if (Ascii.IsValid(word))
        {
            return Math.Max(0, word.ToLowerInvariant(target));
        }

        var folded = CharacterFolding.FoldCase(word, ref hidden);
        return folded.AsSpan().TryCopyTo(target) ? folded.Length : 0;
    }

    /// <summary>The words from one on, with blanks where they were apart.</summary>
    internal static string Spell(string joined, ReadOnlySpan<NameWord> words)
    {
        var text = new StringBuilder(joined.Length + words.Length);
        foreach (var word in words)
        {
            if (word.Before is not (WordGlue.Start or WordGlue.Script or WordGlue.Soft))
            {
                text.Append(' ');
            }

            text.Append(joined, word.Start, word.Length);
        }

        return text.ToString();
    }

    private static int NextWord(string text, int from)
    {
        while (from < text.Length)
        {
            if (text[from] < 0x80)
            {
                if (char.IsAsciiLetterOrDigit(text[from]))
                {
                    break;
                }

                from++;
                continue;
            }

            var rune = Rune.GetRuneAt(text, from);
            if (CharacterFolding.IsWord(rune))
            {
                break;
            }

            from += rune.Utf16SequenceLength;
        }

        return from;
    }

    private static int EndOfWord(string text, int start)
    {
        var last = Rune.GetRuneAt(text, start);
        var at = start + last.Utf16SequenceLength;
        while (at < text.Length)
        {
            if (text[at] < 0x80 && last.IsAscii)
            {
                if (!char.IsAsciiLetterOrDigit(text[at]) || (char.IsAsciiLetterUpper(text[at]) && IsAsciiCaseSeam(text, at)))
                {
                    break;
                }

                last = new Rune(text[at++]);
                continue;
            }

            var rune = Rune.GetRuneAt(text, at);
            if (!CharacterFolding.IsWord(rune) || IsSeam(text, last, rune, at + rune.Utf16SequenceLength))
            {
                break;
            }

            last = rune;
            at += rune.Utf16SequenceLength;
        }

        return at;
    }

    private static bool IsAsciiCaseSeam(string text, int at) =>
        !char.IsAsciiLetterUpper(text[at - 1]) || (at + 1 < text.Length && Rune.IsLower(Rune.GetRuneAt(text, at + 1)));

    private static bool IsSeam(string text, Rune last, Rune rune, int next) =>
        IsScriptSeam(last, rune) || IsCaseSeam(text, last, rune, next);

    private static bool IsScriptSeam(Rune last, Rune rune) =>
        !IsMark(rune) && (CharacterFolding.IsUnspaced(rune) || CharacterFolding.IsUnspaced(last));

    private static bool IsMark(Rune rune) => !rune.IsAscii && !Rune.IsLetterOrDigit(rune) && !Rune.IsNumber(rune);

    /// <summary><c>tikTok</c>: before a capital that follows a small letter; <c>QQMusic</c>: before the last of several capitals.</summary>
    private static bool IsCaseSeam(string text, Rune last, Rune rune, int next)
    {
        if (!Rune.IsUpper(rune))
        {
            return false;
        }

        return Rune.IsLower(last) || Rune.IsDigit(last)
            || (Rune.IsUpper(last) && next < text.Length && Rune.IsLower(Rune.GetRuneAt(text, next)));
    }

    private static WordGlue GlueOf(string text, int from, int to)
    {
        var between = text.AsSpan(from, to - from);
        if (between.IsEmpty)
        {
            Rune.DecodeFromUtf16(text.AsSpan(to), out var first, out _);
            Rune.DecodeLastFromUtf16(text.AsSpan(0, from), out var last, out _);
            return IsScriptSeam(last, first) ? WordGlue.Script : WordGlue.Soft;
        }

        if (between.ContainsAny(Brackets))
        {
            return WordGlue.Bracket;
        }

        var hasBlank = between.ContainsAny(" \t\n\u3000");
        return between switch
        {
            "." => WordGlue.Dot,
            // Chinese titles stand behind a bare hyphen, which parts no words there.
            "-" when IsUnspacedAt(text, to) || IsUnspacedBefore(text, from) => WordGlue.Title,
            "-" or "_" or "‐" => WordGlue.Dash,
            _ when between.ContainsAny(TitleSigns) || (hasBlank && between.Contains('-')) => WordGlue.Title,
            _ => WordGlue.Space,
        };
    }

    private static bool IsUnspacedAt(string text, int at) => CharacterFolding.IsUnspaced(Rune.GetRuneAt(text, at));

    private static bool IsUnspacedBefore(string text, int end) =>
        Rune.DecodeLastFromUtf16(text.AsSpan(0, end), out var last, out _) == OperationStatus.Done && CharacterFolding.IsUnspaced(last);
}
