using ComplianceAgent.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// How much a name says by itself. A catalogue's "does not stand alone" is said of a product, and means its weakest name: 豆包 and
/// Doubao are as good as any name, although Dola, the same product, is not.
/// </summary>
internal static class NameStrength
{
    /// <summary>A Chinese or Japanese character is a word.</summary>
    private const int OfUnspacedCharacter = 3;

    /// <summary>What nobody comes by without meaning it: two Chinese characters, six letters.</summary>
    public const int Unmistakable = 6;

    /// <summary>Three letters are anybody's abbreviation, whatever the catalogue says of them.</summary>
    public const int LeastToStandAlone = 4;

    /// <summary>A Korean syllable holds two or three letters.</summary>
    private const int OfSyllable = 2;

    /// <summary>Letters, a Chinese or Japanese character as three, a Korean one as two.</summary>
    public static int Of(string joined)
    {
        var strength = 0;
        foreach (var rune in joined.EnumerateRunes())
        {
            strength += CharacterFolding.IsUnspaced(rune) ? OfUnspacedCharacter : rune.Value is >= 0xAC00 and <= 0xD7A3 ? OfSyllable : 1;
        }

        return strength;
    }

    /// <summary>Names of four or five letters that are no word and nobody's name.</summary>
    public static bool IsCoined(string joined, int strength) =>
        strength is >= LeastToStandAlone and < Unmistakable && System.Text.Ascii.IsValid(joined) && !CommonWords.Contains(joined);
}
