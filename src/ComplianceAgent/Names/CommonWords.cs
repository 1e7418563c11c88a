using System.Collections.Frozen;

namespace ComplianceAgent.Names;

/// <summary>
/// Words that anybody may call an app by: those many apps carry, plain words of several languages, given names; from <c>common-words.txt</c>.
/// A short brand that is none of them was coined, and a coined name is met on its own nowhere else.
/// </summary>
internal static class CommonWords
{
    private const string Resource = "names/common-words.txt";

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
