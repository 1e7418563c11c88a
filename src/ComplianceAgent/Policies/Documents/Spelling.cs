namespace ComplianceAgent.Policies.Documents;

/// <summary>Guesses what was meant, and finds ids that read alike.</summary>
internal static class Spelling
{
    /// <summary>The nearest known word, when one is near enough to be what was meant; null otherwise.</summary>
    public static string? Nearest(string text, IEnumerable<string> known)
    {
        if (text.Length is 0 or > 64)
        {
            return null;
        }

        var nearest = known
            .Select(word => (Word: word, Distance: Distance(Loose(text), Loose(word))))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
            .FirstOrDefault((Word: "", Distance: int.MaxValue));
        return nearest.Distance <= Math.Max(1, Math.Min(text.Length, nearest.Word.Length) / 3) ? nearest.Word : null;
    }

    /// <summary>
    /// An id as the eye reads it: <c>be-federa1-tiktok</c> and <c>be-federal-tiktok</c> fold alike. Two different ids that do are
    /// refused, so that no file can pass for a shipped pack.
    /// </summary>
    public static string Fold(string id) => id
        .Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal)
        .Replace('1', 'l').Replace('i', 'l').Replace('0', 'o').Replace('5', 's').Replace('_', '-');

    private static string Loose(string text) =>
        string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>Insertions, deletions, replacements and swaps of neighbours.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, current) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, last, current) = (last, current, before);
        }

        return last[b.Length];
    }
}
