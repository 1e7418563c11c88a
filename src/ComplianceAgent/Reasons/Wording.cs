using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace ComplianceAgent.Reasons;

/// <summary>
/// Everything that is said in one language. A phrase is written in English where it is used and looked up by that; a reason by its code. Translations lie in
/// <c>Wordings/phrases.AREA.LANG.json</c> (English to translation) and <c>Wordings/sentences.AREA.LANG.json</c> (code to sentence).
/// </summary>
public sealed class Wording
{
    private static readonly Dictionary<Language, Wording> Loaded = Languages.All.ToDictionary(language => language, language => new Wording(language));

    private readonly FrozenDictionary<string, string> phrases;
    private readonly FrozenDictionary<string, string> sentences;

    private Wording(Language language)
    {
        Language = language;
        Culture = language.Culture();
        phrases = Read("phrases", language);
        sentences = Read("sentences", language);
    }

    /// <summary>The language.</summary>
    public Language Language { get; }

    /// <summary>How it writes dates and numbers.</summary>
    public CultureInfo Culture { get; }

    /// <summary>English phrases that have a translation, for the test that looks for those without one.</summary>
    internal IReadOnlyDictionary<string, string> Phrases => phrases;

    /// <summary>Codes whose sentence is translated.</summary>
    internal IReadOnlyDictionary<string, string> Translated => sentences;

    /// <summary>The wording of a language.</summary>
    public static Wording Of(Language language) => Loaded[language];

    /// <summary>A phrase.</summary>
    /// <param name="english">The phrase in English.</param>
    public string this[string english]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(english);
            return phrases.GetValueOrDefault(english, english);
        }
    }

    /// <summary>A phrase with values for its places <c>{0}</c>, <c>{1}</c>; numbers and dates as the language writes them.</summary>
    /// <param name="english">The phrase in English.</param>
    /// <param name="values">The values.</param>
    public string Say(string english, params object?[] values) => string.Format(Culture, this[english], values);

    /// <summary>The sentence of a reason.</summary>
    public string Say(Reason reason) => Sentences.Say(reason, sentences);

    /// <summary>All areas of a kind together; what two areas say must be the same.</summary>
    private static FrozenDictionary<string, string> Read(string kind, Language language)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Wording).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith($"wordings/{kind}.", StringComparison.Ordinal) && name.EndsWith($".{language.Code()}.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
            {
                all[key] = text;
            }
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
