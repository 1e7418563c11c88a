using System.Globalization;
using System.Text;

namespace ComplianceAgent.Names;

/// <summary>
/// The character level of normalising: NFKC, case folding, and taking out what nobody sees. Works by rune, so that lone surrogates
/// never reach <see cref="string.Normalize()"/>, which throws on them. No culture is ever asked.
/// </summary>
internal static class CharacterFolding
{
    /// <summary>Longest text looked at, in UTF-16 units. Inventory text is cut to the same length when read.</summary>
    public const int MaxLength = Inventory.ForeignText.MaxLength;

    private const int MaxPasses = 4;

    /// <summary>NFKC with trademark signs and invisible characters taken out; case is kept.</summary>
    public static string Clean(string text, out bool hidden)
    {
        hidden = false;
        var clean = text.Length <= MaxLength ? text : text[..MaxLength];
        if (Ascii.IsValid(clean) && !clean.AsSpan().ContainsAnyInRange('\0', '\x1F') && !clean.Contains('\x7F', StringComparison.Ordinal))
        {
            return WithoutBracketedMarks(clean);
        }

        // Taking a character out can let its neighbours compose, so this is done until nothing changes.
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var before = clean;
            clean = TakeOut(WellFormed(clean).Normalize(NormalizationForm.FormKC), ref hidden);
            if (clean == before)
            {
                break;
            }
        }

        return WithoutBracketedMarks(Cut(clean));
    }

    /// <summary>Full case folding of a clean text, as far as app names need it: simple lower case, and ß, ẞ, ς, İ by hand.</summary>
    public static string FoldCase(ReadOnlySpan<char> clean, ref bool hidden)
    {
        if (Ascii.IsValid(clean))
        {
            return string.Create(clean.Length, clean, static (target, source) => source.ToLowerInvariant(target));
        }

        var folded = new StringBuilder(clean.Length + 4);
        foreach (var rune in clean.EnumerateRunes())
        {
            // İ folds to i with a dot above; the dot goes like every mark, and is remembered like every mark.
            hidden |= rune.Value == 'İ';
            folded.Append(rune.Value switch
            {
                'ß' or 'ẞ' => "ss",
                'ς' => "σ",
                'İ' => "i",
                _ => Rune.ToLowerInvariant(rune).ToString(),
            });
        }

        return folded.ToString().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Letters, digits and the marks that belong to them; all else separates words.</summary>
    public static bool IsWord(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value)
        : Rune.IsLetter(rune) || Rune.IsNumber(rune) || IsMark(Rune.GetUnicodeCategory(rune));

    /// <summary>Scripts written without blanks between words: each character counts as a word.</summary>
    public static bool IsUnspaced(Rune rune) => rune.Value is
        (>= 0x3041 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or
        (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF) or 0x3005 or 0x3007;

    private static string WellFormed(string text)
    {
        var well = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            well.Append(IsTradeMark(rune.Value) ? " " : IsNonCharacter(rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return well.ToString();
    }

    private static string TakeOut(string text, ref bool hidden)
    {
        var kept = new StringBuilder(text.Length);
        Rune last = default;
        var pending = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                pending |= IsWord(last);
                continue;
            }

            if (IsMark(Rune.GetUnicodeCategory(rune)) && !KeepsMarks(last))
            {
                // Marks that composed with their letter are gone by now; these were piled on.
                hidden |= IsWord(last);
                continue;
            }

            // Arabic, Indic and South-East Asian spelling uses joiners for its own ends.
            hidden |= pending && IsWord(rune) && !UsesJoiners(last) && !UsesJoiners(rune);
            pending = false;
            last = rune;
            kept.Append(rune.ToString());
        }

        return kept.ToString();
    }

    private static string WithoutBracketedMarks(string text)
    {
        for (var at = text.IndexOf('(', StringComparison.Ordinal); at >= 0; at = text.IndexOf('(', at + 1))
        {
            if (MarkAt(text.AsSpan(at)) is var length and > 0)
            {
                text = string.Concat(text.AsSpan(0, at), " ", text.AsSpan(at + length));
            }
        }

        return text;
    }

    private static int MarkAt(ReadOnlySpan<char> text)
    {
        foreach (var mark in (ReadOnlySpan<string>)["(tm)", "(r)", "(c)", "(sm)"])
        {
            if (text.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
            {
                return mark.Length;
            }
        }

        return 0;
    }

    private static string Cut(string text) => text.Length <= MaxLength
        ? text
        : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];

    private static bool IsTradeMark(int value) => value is '™' or '℠' or '®' or '©' or '℗';

    private static bool IsNonCharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    private static bool IsMark(UnicodeCategory category) =>
        category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsInvisible(Rune rune) => rune.Value is
            0xFFFD or 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or
            (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF)
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || (Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune));

    private static bool KeepsMarks(Rune letter) => IsWord(letter) && letter.Value >= 0x0590 && letter.Value is not ((>= 0x1D00 and <= 0x2FFF) or (>= 0xA720 and <= 0xA7FF) or (>= 0xAB30 and <= 0xAB6F));

    private static bool UsesJoiners(Rune letter) => letter.Value is (>= 0x0590 and <= 0x109F) or (>= 0x1780 and <= 0x18AF) or (>= 0xFB1D and <= 0xFEFC);
}
