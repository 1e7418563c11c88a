using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ComplianceAgent.Names;

/// <summary>
/// The second, weaker key: names that look the same get the same words. It looks at the spelling as it is, in small letters and in
/// capitals, because some letters look alike in one case only (к κ т as capitals, ν as a small letter). What it finds is suspected, never sure.
/// </summary>
public static class LookAlikes
{
    private static readonly FrozenDictionary<int, char> Map = BuildMap();

    /// <summary>Unicode version of the confusables data.</summary>
    public static string UnicodeVersion => LookAlikeTable.UnicodeVersion;

    /// <summary>The forms a text can be taken for; one when it holds nothing but ASCII.</summary>
    public static ImmutableArray<NormalizedName> Forms(string? text)
    {
        var clean = CharacterFolding.Clean(text ?? "", out _);
        var bare = Ascii.IsValid(clean) ? clean : WithoutMarks(clean);
        var forms = ImmutableArray.Create(Form(bare));
        return Ascii.IsValid(bare) ? forms : AddOthers(forms, bare);
    }

    /// <summary>True for a text of ASCII and Chinese characters without signs that pass for letters: its only form is that of its words.</summary>
    internal static bool IsPlain(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isPlain = c < 0x80
                ? c is >= ' ' and < '\x7F' && (SignLetter(c) == '\0' || !IsBetweenWords(text, i))
                : c is >= '\u4E00' and <= '\u9FFF' && !Map.ContainsKey(c);
            if (!isPlain)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBetweenWords(string text, int at) =>
        at > 0 && at + 1 < text.Length && !char.IsWhiteSpace(text[at - 1]) && !char.IsWhiteSpace(text[at + 1]);

    /// <summary>Writes the form of one folded plain word, and says how long it is.</summary>
    internal static int FormOfPlain(ReadOnlySpan<char> word, Span<char> form)
    {
        var length = 0;
        foreach (var c in word)
        {
            form[length++] = c switch { '1' or 'l' => 'i', '0' => 'o', '5' => 's', _ => c };
        }

        return Narrow(form, Narrow(form, length, 'r', 'n', 'm'), 'v', 'v', 'w');
    }

    private static int Narrow(Span<char> form, int length, char first, char second, char one)
    {
        var to = 0;
        for (var from = 0; from < length; from++)
        {
            var isPair = form[from] == first && from + 1 < length && form[from + 1] == second;
            form[to++] = isPair ? one : form[from];
            from += isPair ? 1 : 0;
        }

        return to;
    }

    private static ImmutableArray<NormalizedName> AddOthers(ImmutableArray<NormalizedName> forms, string bare)
    {
        foreach (var other in (ReadOnlySpan<NormalizedName>)[Form(bare.ToLowerInvariant()), Form(bare.ToUpperInvariant())])
        {
            if (forms.All(form => form.Text != other.Text))
            {
                forms = forms.Add(other);
            }
        }

        return forms;
    }

    private static NormalizedName Form(string bare)
    {
        var form = new StringBuilder(bare.Length);
        Rune last = default;
        foreach (var rune in bare.EnumerateRunes())
        {
            Append(form, rune, CharacterFolding.IsWord(last));
            last = rune;
        }

        // Two strokes that run into one another.
        form.Replace("rn", "m").Replace("vv", "w");
        return NameNormalizer.FromClean(DropLooseSigns(form), hidden: false);
    }

    private static void Append(StringBuilder form, Rune rune, bool afterWord)
    {
        if (Map.TryGetValue(rune.Value, out var target))
        {
            form.Append(target);
        }
        else if (SignLetter(rune.Value) is var letter and not '\0')
        {
            // A sign is a letter only between letters: the second half of that is decided when the next character is known.
            form.Append(afterWord ? (char)(letter + SignOffset) : ' ');
        }
        else
        {
            form.Append(Rune.ToLowerInvariant(rune).ToString());
        }
    }

    /// <summary>Signs wait in the private use area until it is known whether a letter follows.</summary>
    private const int SignOffset = 0xE000;

    private static char SignLetter(int value) => value switch { '|' or '!' or '¡' => 'i', '$' => 's', '@' => 'a', '€' => 'e', _ => '\0' };

    private static string DropLooseSigns(StringBuilder form)
    {
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] is >= (char)SignOffset and < (char)(SignOffset + 0x80))
            {
                form[i] = i + 1 < form.Length && char.IsLetterOrDigit(form[i + 1]) ? (char)(form[i] - SignOffset) : ' ';
            }
        }

        return form.ToString();
    }

    private static string WithoutMarks(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
            {
                bare.Append(rune.ToString());
            }
        }

        return bare.ToString();
    }

    private static FrozenDictionary<int, char> BuildMap()
    {
        var map = new Dictionary<int, char> { ['1'] = 'i', ['l'] = 'i', ['L'] = 'i', ['0'] = 'o', ['5'] = 's' };
        foreach (var (target, characters) in LookAlikeTable.Rows)
        {
            foreach (var rune in characters.EnumerateRunes())
            {
                map[rune.Value] = target[0];
            }
        }

        AddSmallLettersOfCapitals(map);
        AddCircledLetters(map);
        AddForeignDigits(map);
        return map.ToFrozenDictionary();
    }

    /// <summary>к, т and κ look like nothing Latin, but their capitals do, and names are compared without case.</summary>
    private static void AddSmallLettersOfCapitals(Dictionary<int, char> map)
    {
        foreach (var (value, target) in map.ToList())
        {
            map.TryAdd(Rune.ToLowerInvariant(new Rune(value)).Value, target);
        }
    }

    /// <summary>White letters on black discs, squares and flags, which NFKC leaves alone.</summary>
    private static void AddCircledLetters(Dictionary<int, char> map)
    {
        foreach (var first in (ReadOnlySpan<int>)[0x1F150, 0x1F170, 0x1F1E6])
        {
            for (var i = 0; i < 26; i++)
            {
                map.TryAdd(first + i, Class((char)('a' + i)));
            }
        }
    }

    private static void AddForeignDigits(Dictionary<int, char> map)
    {
        for (var value = 0x0660; value < 0x10000; value++)
        {
            if (Rune.IsValid(value) && Rune.GetUnicodeCategory(new Rune(value)) == UnicodeCategory.DecimalDigitNumber)
            {
                map.TryAdd(value, Class((char)('0' + (int)Rune.GetNumericValue(new Rune(value)))));
            }
        }
    }

    private static char Class(char c) => c switch { 'l' or '1' => 'i', '0' => 'o', '5' => 's', _ => c };
}
