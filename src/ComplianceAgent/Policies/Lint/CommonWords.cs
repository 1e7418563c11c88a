using System.Collections.Frozen;
using ComplianceAgent.Matching.Names;

namespace ComplianceAgent.Policies.Lint;

/// <summary>Words that many apps carry, and given names; from <c>Catalog/common-words.txt</c>.</summary>
internal static class CommonWords
{
    private const string Resource = "lint/common-words.txt";

    private static readonly Lazy<FrozenSet<string>> Words = new(Read);

    /// <summary>How many there are.</summary>
    public static int Count => Words.Value.Count;

    /// <summary>True for a common word, as normalised.</summary>
    public static bool Contains(string word) => Words.Value.Contains(word);

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(CommonWords).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd().Split('\n')
            .Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Select(word => NameNormalizer.Normalize(word).Joined)
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
