using ComplianceAgent.Names;

namespace ComplianceAgent.Policies.Lint;

/// <summary>Whether a name can stand for a product without flagging apps that merely use the same words. Pure.</summary>
internal static class NameLint
{
    private const int ShortestWord = 4;
    private const int ShortestDense = 2;
    private const int ShortestPublisher = 3;

    // Latin, Greek, Cyrillic and Armenian letters say little each; the scripts from here on say a syllable or a word.
    private const char FirstDense = '\u0590';

    // The matcher takes a listed name of so many words and letters for unmistakable, whatever nameStandsAlone says.
    private const int UnmistakableWords = 2;
    private const int UnmistakableLength = 8;

    /// <summary>Code of what is wrong with a name, or null.</summary>
    public static string? Fault(string name, bool standsAlone, bool isVerified)
    {
        var normalized = NameNormalizer.Normalize(name);
        if (normalized.Joined.Length == 0)
        {
            return "policy-lint-name-without-letters";
        }

        var isCommon = IsCommon(normalized);
        if (!standsAlone)
        {
            return isVerified && isCommon && IsUnmistakable(normalized) ? "policy-lint-name-of-common-words" : null;
        }

        return IsTooShort(normalized) ? "policy-lint-name-too-short" : isCommon ? "policy-lint-name-too-common" : null;
    }

    /// <summary>What two spellings of one name share.</summary>
    public static string Key(string name) => NameNormalizer.Normalize(name).Joined;

    /// <summary>True for a publisher that would confirm the apps of many houses.</summary>
    public static bool IsCommonPublisher(string publisher)
    {
        var normalized = PublisherNormalizer.Normalize(publisher);
        return normalized.Key.Length < (IsDense(normalized.Key) ? ShortestDense : ShortestPublisher) || CommonWords.Contains(normalized.Key);
    }

    private static bool IsUnmistakable(NormalizedName name) => name.Words.Length >= UnmistakableWords && name.Joined.Length >= UnmistakableLength;

    private static bool IsTooShort(NormalizedName name) => name.Joined.Length < (IsDense(name.Joined) ? ShortestDense : ShortestWord);

    /// <summary>A common word itself, or nothing but common words and numbers.</summary>
    private static bool IsCommon(NormalizedName name)
    {
        if (CommonWords.Contains(name.Joined))
        {
            return true;
        }

        foreach (var word in name.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!CommonWords.Contains(word) && !word.All(char.IsDigit))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDense(string text) => text.Any(letter => letter >= FirstDense);
}
