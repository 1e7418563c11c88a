using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace ComplianceAgent.Reasons;

/// <summary>
/// Everything that is said in one language. A phrase is written in English where it is used and looked up by that; a reason by its code. Translations lie in
/// <c>Wordings/phrases.AREA.LANG.json</c> (English to translation), <c>Wordings/sentences.AREA.LANG.json</c> (code to sentence) and
/// <c>Wordings/values.AREA.LANG.json</c> (words that decisions give as parameters).
/// </summary>
public sealed class Wording
{
    private static readonly Dictionary<Language, Wording> Loaded = Languages.All.ToDictionary(language => language, language => new Wording(language));

    private readonly FrozenDictionary<string, string> phrases;
    private readonly FrozenDictionary<string, string> sentences;
    private readonly FrozenDictionary<string, string> values;

    private Wording(Language language)
    {
        Language = language;
        Culture = language.Culture();
        phrases = Read("phrases", language);
        sentences = Read("sentences", language);
        values = Read("values", language);
    }

    /// <summary>The language.</summary>
    public Language Language { get; }

    /// <summary>How it writes dates and numbers.</summary>
    public CultureInfo Culture { get; }

    /// <summary>English phrases that have a translation, for the test that looks for those without one.</summary>
    internal IReadOnlyDictionary<string, string> Phrases => phrases;

    /// <summary>Codes whose sentence is translated.</summary>
    internal IReadOnlyDictionary<string, string> Translated => sentences;

    /// <summary>Words given as parameters that are translated (<see cref="Sentences.WordsIn"/>).</summary>
    internal IReadOnlyDictionary<string, string> Values => values;

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
    public string Say(Reason reason) => Sentences.Say(values.Count == 0 ? reason : Translate(reason), sentences);

    /// <summary>Whether a number takes the singular: one does, and in French nothing too.</summary>
    public bool IsOne(long number) => number == 1 || (number == 0 && Language == Language.French);

    /// <summary>A label as it stands inside a sentence: with a small letter, but for German, whose nouns keep theirs.</summary>
    public string InSentence(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return Language == Language.German || label.Length == 0 ? label : char.ToLower(label[0], Culture) + label[1..];
    }

    /// <summary>The same reason with those parameters translated that are words of ours, one or several joined by commas or "and".</summary>
    private Reason Translate(Reason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var parameters = reason.Parameters;
        foreach (var name in Sentences.WordsIn(reason))
        {
            parameters = parameters.TryGetValue(name, out var value) ? parameters.SetItem(name, Translate(value)) : parameters;
        }

        return reason with { Parameters = parameters };
    }

    private string Translate(string value) =>
        string.Join(", ", value.Split(", ").Select(item => string.Join($" {values.GetValueOrDefault("and", "and")} ", item.Split(" and ").Select(Word))));

    /// <summary>A word, or one with a number after it: <c>page 3</c>.</summary>
    private string Word(string word)
    {
        var cut = word.LastIndexOf(' ');
        return !values.ContainsKey(word) && cut > 0 && word.AsSpan(cut + 1).ContainsAnyExceptInRange('0', '9') is false
            ? values.GetValueOrDefault(word[..cut], word[..cut]) + word[cut..]
            : values.GetValueOrDefault(word, word);
    }

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
