using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ComplianceAgent.Names;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// A name pattern ready to be asked: exact text, glob or regular expression. Each is tried on the name as folded with its signs
/// (<c>c++ tool</c>) and on its bare words (<c>c tool</c>), so that neither the author's nor the app's punctuation decides.
/// </summary>
internal sealed class NameMatcher
{
    private readonly Regex? regex;
    private readonly bool isGlob;

    private NameMatcher(string source, Regex? regex)
    {
        Source = source;
        this.regex = regex;
        isGlob = Glob.IsGlob(source);
        Folded = regex is null ? NameNormalizer.FoldKeepingSigns(source) : "";
        Words = regex is null && !NamesSigns(Folded) ? WordsOf(source) : null;
    }

    /// <summary>The pattern as written.</summary>
    public string Source { get; }

    /// <summary>The text or glob with its signs; empty for a regular expression.</summary>
    public string Folded { get; }

    /// <summary>The text or glob as bare words; null when its signs are part of the name, and for a regular expression.</summary>
    public string? Words { get; }

    /// <summary>The words of an exact text; null for patterns.</summary>
    public string? ExactWords => regex is null && !isGlob ? Words : null;

    /// <summary>Makes one from an exact text or glob.</summary>
    public static NameMatcher OfName(string pattern) => new(pattern, regex: null);

    /// <summary>Makes one from a regular expression; throws <see cref="ArgumentException"/> or <see cref="NotSupportedException"/> for one that cannot be used.</summary>
    public static NameMatcher OfRegex(string pattern) =>
        new(pattern, new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    /// <summary>True when the pattern fits the name.</summary>
    public bool Fits(AppProbe app) => regex is not null
        ? regex.IsMatch(app.FoldedName) || regex.IsMatch(app.Name.Text)
        : FitsText(Folded, app.FoldedName) || (Words is { Length: > 0 } && (FitsText(Words, app.Name.Text) || FitsText(Words, app.Name.Core)));

    /// <summary>What is wrong with a regular expression, or null.</summary>
    public static Reason? FaultOfRegex(string pattern)
    {
        try
        {
            _ = OfRegex(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Reason.Of("regex-refused", ("pattern", pattern), ("fault", e.Message));
        }
    }

    /// <summary>Signs that are part of a name (<c>C++</c>, <c>C#</c>, <c>R&amp;D</c>), unlike those that only part its words.</summary>
    private static bool NamesSigns(string folded) =>
        folded.Any(c => c is '#' or '&' or '@' or '%' || char.GetUnicodeCategory(c) is UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol && c is not ('|' or '~' or '<' or '>'));

    private bool FitsText(string pattern, string text) => isGlob ? Glob.Fits(pattern, text) : pattern == text;

    /// <summary>The pattern's words with its wildcards between them; null when a piece between wildcards holds no word at all.</summary>
    private static string? WordsOf(string pattern)
    {
        var all = new StringBuilder(pattern.Length);
        var piece = new StringBuilder();
        foreach (var c in pattern.Append('\0'))
        {
            if (c is not ('*' or '?' or '\0'))
            {
                piece.Append(c);
                continue;
            }

            if (!AppendPiece(all, piece, isLast: c == '\0'))
            {
                return null;
            }

            piece.Clear();
            if (c != '\0')
            {
                all.Append(c);
            }
        }

        return all.ToString();
    }

    private static bool AppendPiece(StringBuilder all, StringBuilder piece, bool isLast)
    {
        var text = piece.ToString();
        var words = NameNormalizer.Normalize(text).Text;
        if (words.Length == 0)
        {
            all.Append(text.Length > 0 && !isLast && all.Length > 0 ? " " : "");
            return string.IsNullOrWhiteSpace(text);
        }

        // A separator beside a wildcard stays one: "Foo *" must not fit "Foobar".
        all.Append(all.Length > 0 && !char.IsLetterOrDigit(text[0]) ? " " : "").Append(words);
        all.Append(!isLast && !char.IsLetterOrDigit(text[^1]) ? " " : "");
        return true;
    }
}
