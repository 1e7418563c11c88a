using System.Collections.Immutable;

namespace ComplianceAgent.Names;

/// <summary>What stands before a word: how far it belongs to the word before it.</summary>
public enum WordGlue : byte
{
    /// <summary>Nothing: it is the first word.</summary>
    Start = 0,

    /// <summary>A blank, or signs that say no more than a blank.</summary>
    Space,

    /// <summary>A single full stop, as in versions and package names.</summary>
    Dot,

    /// <summary>A single hyphen or underscore without blanks.</summary>
    Dash,

    /// <summary>A colon, a dash between blanks, a bar: what follows is a subtitle.</summary>
    Title,

    /// <summary>An opening bracket.</summary>
    Bracket,

    /// <summary>Nothing, but the script knows no blanks (Chinese, Japanese): every character is a word.</summary>
    Script,

    /// <summary>Nothing, but the spelling shows a seam: <c>TikTok|Installer</c>, a capital after a small letter.</summary>
    Soft,
}

/// <summary>One word within <see cref="NormalizedName.Joined"/>.</summary>
/// <param name="Start">Offset.</param>
/// <param name="Length">Length.</param>
/// <param name="Before">What stands before it.</param>
public readonly record struct NameWord(int Start, int Length, WordGlue Before)
{
    /// <summary>Offset behind it.</summary>
    public int End => Start + Length;
}

/// <summary>A name made comparable. Made by <see cref="NameNormalizer"/>. What not every name is asked for is made when asked for.</summary>
public sealed class NormalizedName
{
    private string? text;
    private string? core;
    private int coreWords = -1;

    internal NormalizedName(string joined, ImmutableArray<NameWord> words, bool hasHiddenCharacters)
    {
        Joined = joined;
        Words = words;
        HasHiddenCharacters = hasHiddenCharacters;
    }

    /// <summary>Folded words with single blanks between them.</summary>
    public string Text => text ??= NameNormalizer.Spell(Joined, Words.AsSpan());

    /// <summary><see cref="Text"/> without trailing version, architecture, language and store suffix; never empty when the text is not.</summary>
    public string Core => core ??= CoreWords == Words.Length ? Text : NameNormalizer.Spell(Joined, Words.AsSpan(0, CoreWords));

    /// <summary>Folded words without anything between them.</summary>
    public string Joined { get; }

    /// <summary>The words, in order.</summary>
    public ImmutableArray<NameWord> Words { get; }

    /// <summary>How many of the words make up <see cref="Core"/>.</summary>
    public int CoreWords => coreWords >= 0 ? coreWords : coreWords = NameNoise.WithoutTail(this);

    /// <summary>True when characters that nobody sees, or marks piled on a letter, stood inside a word: names that hide are not trusted.</summary>
    public bool HasHiddenCharacters { get; }

    /// <summary>The same without numbers and the words that announce them; null when it holds none between its words.</summary>
    public NormalizedName? WithoutNumbers()
    {
        if (Words.Length < 3 || !Joined.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return null;
        }

        var kept = ImmutableArray.CreateBuilder<NameWord>(Words.Length);
        var joined = new System.Text.StringBuilder(Joined.Length);
        foreach (var word in Words)
        {
            if (!NameNoise.IsNumber(this[word]))
            {
                kept.Add(word with { Start = joined.Length });
                joined.Append(this[word]);
            }
        }

        return kept.Count == Words.Length ? null : new NormalizedName(joined.ToString(), kept.DrainToImmutable(), HasHiddenCharacters);
    }

    /// <summary>Behind the words that the writer wrote as one with word <paramref name="first"/>, seams in the spelling or not.</summary>
    public int EndOfWritten(int first)
    {
        var end = first + 1;
        while (end < Words.Length && Words[end].Before == WordGlue.Soft)
        {
            end++;
        }

        return end;
    }

    /// <summary>A word's text.</summary>
    public ReadOnlySpan<char> this[NameWord word] => Joined.AsSpan(word.Start, word.Length);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
