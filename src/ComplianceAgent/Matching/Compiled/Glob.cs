namespace ComplianceAgent.Matching.Compiled;

/// <summary>Matches <c>*</c> and <c>?</c> over whole texts. Goes back to the last star only, so its cost is at most text × pattern: no pattern hangs it.</summary>
public static class Glob
{
    /// <summary>True when the pattern holds a wildcard.</summary>
    public static bool IsGlob(string pattern) => pattern.AsSpan().ContainsAny('*', '?');

    /// <summary>The longest piece between wildcards: a text without it cannot fit. The first of several as long; empty when there is none.</summary>
    public static string LongestLiteral(string pattern)
    {
        var (longest, from) = (0..0, 0);
        for (var at = 0; at <= pattern.Length; at++)
        {
            if (at == pattern.Length || pattern[at] is '*' or '?')
            {
                longest = at - from > longest.End.Value - longest.Start.Value ? from..at : longest;
                from = at + 1;
            }
        }

        return pattern[longest];
    }

    /// <summary>True when the pattern covers the whole text. Ordinal: fold both sides first.</summary>
    public static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }
}
