using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ComplianceAgent.Names;

/// <summary>A publisher made comparable: certificate subjects and legal forms folded away.</summary>
public sealed class NormalizedPublisher
{
    private readonly string joined;
    private readonly ImmutableArray<NameWord> words;

    internal NormalizedPublisher(string joined, ImmutableArray<NameWord> words, ImmutableArray<int> prefixLengths)
    {
        this.joined = joined;
        this.words = words;
        PrefixLengths = prefixLengths;
        Key = words.IsEmpty ? "" : joined[words[0].Start..words[^1].End];
    }

    /// <summary>No publisher told.</summary>
    public static NormalizedPublisher None { get; } = new("", [], []);

    /// <summary>Folded words with blanks; for people.</summary>
    public string Text => NameNormalizer.Spell(joined, words.AsSpan()).TrimStart();

    /// <summary>Folded words without anything between; for comparing.</summary>
    public string Key { get; }

    /// <summary>Lengths of <see cref="Key"/> at which a whole word ends, shortest first; the last is all of it.</summary>
    public ImmutableArray<int> PrefixLengths { get; }

    /// <summary>True when there is one.</summary>
    public bool Exists => Key.Length > 0;
}

/// <summary>Folds <c>CN="Example, Inc."</c>, <c>Example Pte. Ltd.</c> and <c>Example有限公司</c> to the same kind of key.</summary>
public static class PublisherNormalizer
{
    private static readonly FrozenSet<string> LegalForms = FrozenSet.ToFrozenSet(
    [
        "ltd", "limited", "pte", "pty", "inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lp", "plc", "pvt", "private", "gmbh", "mbh", "ag", "kg", "ug", "se",
        "sa", "sas", "sarl", "srl", "spa", "sl", "bv", "nv", "oy", "oyj", "ab", "as", "aps", "sro", "zoo", "sp", "kk", "kft", "ao", "ooo", "oao", "pao", "zao", "jsc", "cjsc", "fz", "fze",
        "fzco", "bhd", "sdn", "pt", "tbk", "ао", "ооо", "оао", "пао", "зао",
    ]);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Forms = LegalForms.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Longest first: each is part of the one before it.</summary>
    private static readonly ImmutableArray<string> UnspacedForms = ["股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "株式会社", "有限会社", "公司", "주식회사"];

    /// <summary>Normalises a publisher; an empty one, or one that is all legal form, gives what is left of it.</summary>
    public static NormalizedPublisher Normalize(string? publisher)
    {
        var subject = CommonName((publisher ?? "").Trim());
        if (subject.Length == 0)
        {
            return NormalizedPublisher.None;
        }

        var name = NameNormalizer.Normalize(WithoutUnspacedForms(subject));
        var (first, end) = WithoutLegalForms(name);
        return end == first ? NormalizedPublisher.None : Build(name, name.Words.AsSpan()[first..end]);
    }

    private static NormalizedPublisher Build(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        var from = words[0].Start;
        var lengths = ImmutableArray.CreateBuilder<int>(words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            if (i + 1 == words.Length || words[i + 1].Before != WordGlue.Soft)
            {
                lengths.Add(words[i].End - from);
            }
        }

        return new NormalizedPublisher(name.Joined, [.. words], lengths.DrainToImmutable());
    }

    /// <summary>The common name of a certificate subject, else its organisation, else the text as it is.</summary>
    private static string CommonName(string text)
    {
        if (!text.Contains('=', StringComparison.Ordinal))
        {
            return text;
        }

        foreach (var attribute in (ReadOnlySpan<string>)["CN=", "O="])
        {
            var at = IndexOfAttribute(text, attribute);
            if (at >= 0)
            {
                return ValueAt(text.AsSpan(at));
            }
        }

        return text;
    }

    private static int IndexOfAttribute(string text, string attribute)
    {
        for (var at = 0; (at = text.IndexOf(attribute, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (at == 0 || text[at - 1] is ',' or ' ' or ';' or '+')
            {
                return at + attribute.Length;
            }
        }

        return -1;
    }

    private static string ValueAt(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        if (rest.StartsWith('"'))
        {
            var end = rest[1..].IndexOf('"');
            return (end < 0 ? rest[1..] : rest.Slice(1, end)).ToString();
        }

        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] is ',' or ';' && (i == 0 || rest[i - 1] != '\\'))
            {
                return rest[..i].ToString();
            }
        }

        return rest.ToString();
    }

    private static string WithoutUnspacedForms(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text;
        }

        foreach (var form in UnspacedForms)
        {
            if (text.EndsWith(form, StringComparison.Ordinal) && text.Length > form.Length)
            {
                return text[..^form.Length];
            }

            if (text.StartsWith(form, StringComparison.Ordinal) && text.Length > form.Length)
            {
                return text[form.Length..];
            }
        }

        return text;
    }

    private static (int First, int End) WithoutLegalForms(NormalizedName name)
    {
        var words = name.Words.AsSpan();
        var (first, end) = (0, words.Length);
        while (end > 1 && LegalFormAt(name, words[..end]) is var length and > 0 && length < end)
        {
            end -= length;
        }

        while (end - first > 1 && Forms.Contains(name[words[first]]))
        {
            first++;
        }

        return (first, end);
    }

    private const int LongestSpelledForm = 4;

    /// <summary>How many words at the end are a legal form; <c>S.A.</c> and <c>s.r.o.</c> come as single letters, <c>GmbH</c> in two pieces.</summary>
    private static int LegalFormAt(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        if (Forms.Contains(name[words[^1]]))
        {
            return 1;
        }

        for (var count = 2; count <= LongestSpelledForm && count < words.Length && IsSpelledOut(words[^count..]); count++)
        {
            if (Forms.Contains(name.Joined.AsSpan(words[^count].Start, words[^1].End - words[^count].Start)))
            {
                return count;
            }
        }

        return 0;
    }

    private static bool IsSpelledOut(ReadOnlySpan<NameWord> words)
    {
        var (areLetters, areOneWord) = (true, true);
        for (var i = 0; i < words.Length; i++)
        {
            areLetters &= words[i].Length == 1;
            areOneWord &= i == 0 || words[i].Before == WordGlue.Soft;
        }

        return areLetters || areOneWord;
    }
}
