using System.Collections.Frozen;

namespace ComplianceAgent.Matching.Names;

/// <summary>Words that do not make it another app: versions, architectures, languages, store suffixes, editions.</summary>
internal static class NameNoise
{
    private static readonly FrozenSet<string> Builds = FrozenSet.ToFrozenSet(
    [
        "x64", "x86", "amd64", "arm64", "arm", "aarch64", "ia32", "win32", "win64", "64bit", "32bit", "armv7", "armv8",
    ]);

    private static readonly FrozenSet<string> Bracketed = FrozenSet.ToFrozenSet(
    [
        "user", "machine", "system", "store", "uwp", "msix", "msi", "exe", "64", "32", "bit", "current", "all", "users",
    ]);

    private static readonly FrozenSet<string> Languages = FrozenSet.ToFrozenSet(
    [
        "en", "nl", "fr", "de", "es", "it", "pt", "pl", "cs", "da", "sv", "nb", "no", "fi", "hu", "ro", "bg", "el", "tr", "ru", "uk", "ar", "he", "hi", "th", "vi",
        "id", "ms", "ja", "ko", "zh", "sk", "sl", "hr", "sr", "lt", "lv", "et", "ca", "eu",
    ]);

    /// <summary>Editions, of which a product may have many; not <c>desktop</c>, which strangers' wrappers like to call themselves.</summary>
    private static readonly FrozenSet<string> Editions = FrozenSet.ToFrozenSet(
    [
        "app", "lite", "hd", "beta", "alpha", "preview", "canary", "nightly", "stable", "official", "global", "international", "intl", "mobile", "tablet", "phone",
        "for", "windows", "win", "mac", "macos", "os", "ios", "ipad", "iphone", "android", "tv", "pc", "pad", "go", "pro", "plus", "premium", "free", "edition", "version", "cn",
        "极", "速", "版", "专", "业", "国", "际", "官", "方", "精", "选", "电", "脑", "手", "机",
    ]);

    private static readonly FrozenSet<string> OutsiderWords = FrozenSet.ToFrozenSet(
    [
        "unofficial", "client", "wrapper", "downloader", "download", "saver", "helper", "viewer", "alternative", "mod", "clone", "bot", "theme", "themes", "wallpaper", "wallpapers",
        "ringtone", "ringtones", "followers", "likes", "tracker", "converter", "remover", "watermark", "importer", "exporter", "backup", "plugin", "extension", "sdk", "api", "guide",
        "stickers", "proxy", "harness", "tui", "cli", "mcp", "blocker", "block", "ban", "reposter", "analytics", "quiz",
    ]);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BuildWords = Builds.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BracketedWords = Bracketed.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LanguageWords = Languages.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EditionWords = Editions.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Outsiders = OutsiderWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// How many words remain when the tail is dropped. A word goes by what stands before it, and none goes after a plain blank
    /// that would stay after another sign: that is what makes dropping twice the same as dropping once.
    /// </summary>
    public static int WithoutTail(NormalizedName name)
    {
        var words = name.Words.AsSpan();
        var count = words.Length;
        while (count > 1)
        {
            var drop = TailLength(name, words[..count]);
            if (drop == 0 || drop >= count)
            {
                break;
            }

            count -= drop;
        }

        return count;
    }

    /// <summary>True for a word that says nothing of what the app is.</summary>
    public static bool IsSilent(NormalizedName name, NameWord word) =>
        IsNumber(name[word]) || IsVersionWord(name[word]) || BuildWords.Contains(name[word]) || BracketedWords.Contains(name[word])
        || (LanguageWords.Contains(name[word]) && word.Before is WordGlue.Title or WordGlue.Bracket or WordGlue.Dash);

    /// <summary>True for a word that names an edition of the same product.</summary>
    public static bool IsEdition(NormalizedName name, NameWord word) => EditionWords.Contains(name[word]);

    /// <summary>True for a word by which strangers' programs say that they only have to do with the product.</summary>
    public static bool IsOutsider(NormalizedName name, NameWord word) => Outsiders.Contains(name[word]);

    private static int TailLength(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        var last = words[^1];
        if (IsVersionWord(name[last]) || BuildWords.Contains(name[last]) || (last.Before == WordGlue.Bracket && BracketedWords.Contains(name[last])))
        {
            return 1;
        }

        if (words.Length > 2 && IsWordSize(name, words[^2], words[^1]))
        {
            return 2;
        }

        var dotted = DottedNumbers(name, words);
        return dotted > 1 ? dotted : LocaleLength(name, words);
    }

    /// <summary><c>64-bit</c>, <c>x86_64</c>.</summary>
    private static bool IsWordSize(NormalizedName name, NameWord first, NameWord second) =>
        (name[second] is "bit" && name[first] is "64" or "32") || (name[first] is "x86" && name[second] is "64");

    private static int DottedNumbers(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        var count = 0;
        while (count < words.Length && IsNumber(name[words[^(count + 1)]]))
        {
            count++;
            if (words[^count].Before != WordGlue.Dot)
            {
                break;
            }
        }

        return count;
    }

    /// <summary><c>- en-us</c>, <c>(fr)</c>, <c>[zh-CN]</c>.</summary>
    private static int LocaleLength(NormalizedName name, ReadOnlySpan<NameWord> words)
    {
        if (words.Length > 2 && words[^1].Before == WordGlue.Dash && words[^1].Length is 2 or 4 && Opens(words[^2].Before) && LanguageWords.Contains(name[words[^2]]))
        {
            return 2;
        }

        return Opens(words[^1].Before) && LanguageWords.Contains(name[words[^1]]) ? 1 : 0;
    }

    private static bool Opens(WordGlue glue) => glue is WordGlue.Title or WordGlue.Bracket;

    private static bool IsNumber(ReadOnlySpan<char> word) => !word.ContainsAnyExceptInRange('0', '9');

    private static bool IsVersionWord(ReadOnlySpan<char> word) => word.Length is > 1 and < 8 && word[0] == 'v' && IsNumber(word[1..]);
}
