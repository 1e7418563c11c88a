using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ComplianceAgent.Policies;

/// <summary>
/// A version as software writes it: dotted numbers of any length and size, and perhaps something behind them (<c>v1.2.3-beta4</c>,
/// <c>34.5.1 (build 7)</c>, <c>1, 0, 0, 1</c>, <c>1.8.0_351</c>). No order is made up: where only an unknown tail could tell two
/// versions apart, they cannot be compared.
/// </summary>
public sealed class AppVersion
{
    private const int MaxLength = 256;

    /// <summary>Words that stand before a release, and their order among each other; 0 where there is none.</summary>
    private static readonly FrozenDictionary<string, int> BeforeRelease = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["alpha"] = 1, ["a"] = 1, ["beta"] = 2, ["b"] = 2, ["rc"] = 3, ["pre"] = 0, ["preview"] = 0, ["dev"] = 0, ["snapshot"] = 0, ["nightly"] = 0, ["canary"] = 0, ["insider"] = 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Words that say nothing of the order.</summary>
    private static readonly FrozenSet<string> Silent = FrozenSet.ToFrozenSet(["build", "release", "final", "ga", "x64", "x86", "arm64", "bit"], StringComparer.Ordinal);

    private readonly ImmutableArray<string> numbers;
    private readonly Tail tail;

    private AppVersion(ImmutableArray<string> numbers, Tail tail) => (this.numbers, this.tail) = (numbers, tail);

    private enum TailKind
    {
        BeforeRelease = 0,
        None,

        /// <summary><c>1.0.2k</c>: a letter counts the mends of a release.</summary>
        Letter,
        Unknown,
    }

    /// <summary>What stands behind the numbers.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Word">Its word or text.</param>
    /// <param name="Number">The number after the word; leading zeros taken off.</param>
    private readonly record struct Tail(TailKind Kind, string Word = "", string Number = "");

    /// <summary>True when a tail stands behind the numbers whose place in the order nobody knows.</summary>
    public bool HasUnknownTail => tail.Kind == TailKind.Unknown;

    /// <summary>Reads a version; null when it does not begin with a number, a <c>v</c> or the word aside.</summary>
    public static AppVersion? Read(string? text)
    {
        var rest = WithoutPrefix((text ?? "").AsSpan().Trim());
        if (rest.Length is 0 or > MaxLength || !char.IsAsciiDigit(rest[0]))
        {
            return null;
        }

        var numbers = ImmutableArray.CreateBuilder<string>();
        var at = 0;
        do
        {
            var end = EndOfDigits(rest, at);
            numbers.Add(rest[at..end].TrimStart('0').ToString());
            at = end;
        }
        while (NextNumber(rest, ref at));
        return new AppVersion(numbers.DrainToImmutable(), ReadTail(rest[at..]));
    }

    /// <summary>Below 0, 0 or above 0 as usual; null when the two differ in a tail that cannot be ordered.</summary>
    public int? CompareTo(AppVersion other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Math.Max(numbers.Length, other.numbers.Length); i++)
        {
            var order = CompareNumbers(NumberAt(i), other.NumberAt(i));
            if (order != 0)
            {
                return order;
            }
        }

        return CompareTails(tail, other.tail);
    }

    /// <summary>True when the numbers begin with those of another: <c>3.*</c>.</summary>
    public bool BeginsWith(AppVersion other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.numbers.Select((number, i) => NumberAt(i) == number).All(isEqual => isEqual);
    }

    private string NumberAt(int i) => i < numbers.Length ? numbers[i] : "";

    private static int CompareNumbers(string a, string b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);

    private static int? CompareTails(Tail a, Tail b)
    {
        if (a == b)
        {
            return 0;
        }

        if (a.Kind == TailKind.Unknown || b.Kind == TailKind.Unknown)
        {
            return null;
        }

        return a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.Kind == TailKind.Letter ? string.CompareOrdinal(a.Word, b.Word) : CompareBeforeRelease(a, b);
    }

    private static int? CompareBeforeRelease(Tail a, Tail b)
    {
        var (rankA, rankB) = (BeforeRelease[a.Word], BeforeRelease[b.Word]);
        if (a.Word == b.Word || (rankA == rankB && rankA > 0))
        {
            return CompareNumbers(a.Number, b.Number);
        }

        return rankA > 0 && rankB > 0 ? rankA.CompareTo(rankB) : null;
    }

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> text)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["version", "ver", "v"])
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return text[prefix.Length..].TrimStart(". :");
            }
        }

        return text;
    }

    private static int EndOfDigits(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Steps over <c>.</c>, <c>_</c>, or <c>,</c> with blanks, when a number follows.</summary>
    private static bool NextNumber(ReadOnlySpan<char> text, ref int at)
    {
        if (at >= text.Length || text[at] is not ('.' or ',' or '_'))
        {
            return false;
        }

        var next = at + 1;
        while (text[at] == ',' && next < text.Length && text[next] == ' ')
        {
            next++;
        }

        var isNumber = next < text.Length && char.IsAsciiDigit(text[next]);
        at = isNumber ? next : at;
        return isNumber;
    }

    private static Tail ReadTail(ReadOnlySpan<char> text)
    {
        var bare = text.TrimStart("-._~ ,").TrimEnd();
        if (bare.IsEmpty || bare[0] is '+' or '(' or '[')
        {
            return new Tail(TailKind.None);
        }

        var lower = bare.ToString().ToLowerInvariant();
        var word = lower[..EndOfLetters(lower)];
        if (Silent.Contains(word))
        {
            return new Tail(TailKind.None);
        }

        var isAttached = bare.Length == text.TrimEnd().Length;
        var rest = lower.AsSpan(word.Length).TrimStart("-._ ");
        var number = rest[..EndOfDigits(rest, 0)].TrimStart('0').ToString();
        if (word.Length == 1 && rest.IsEmpty && isAttached)
        {
            return new Tail(TailKind.Letter, word);
        }

        return BeforeRelease.ContainsKey(word) && (word.Length > 1 || number.Length > 0)
            ? new Tail(TailKind.BeforeRelease, word, number)
            : new Tail(TailKind.Unknown, lower);
    }

    private static int EndOfLetters(string text)
    {
        var at = 0;
        while (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        return at;
    }
}
