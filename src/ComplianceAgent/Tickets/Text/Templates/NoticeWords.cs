using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ComplianceAgent.Policies.Yaml;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>Words and short sentences of one language, which every template of it shares. They lie in <c>Shipped/words.LANG.yaml</c>.</summary>
internal sealed class NoticeWords
{
    /// <summary>Languages there are templates in.</summary>
    public static readonly ImmutableArray<string> Languages = ["en", "fr", "nl", "de"];

    private static readonly Dictionary<string, NoticeWords> Loaded = Languages.ToDictionary(language => language, language => new NoticeWords(language));

    private readonly string _language;
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _changes = new(StringComparer.Ordinal);

    private NoticeWords(string language)
    {
        _language = language;
        Culture = CultureInfo.GetCultureInfo(language switch { "en" => "en-GB", "fr" => "fr-BE", "nl" => "nl-BE", _ => "de-DE" });
        foreach (var entry in Root(language).Entries)
        {
            Add(entry);
        }
    }

    /// <summary>How dates and numbers are written.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Codes of changes that have words.</summary>
    public IReadOnlyCollection<string> ChangeCodes => _changes.Keys;

    /// <summary>Names of words, for the test that compares languages.</summary>
    public IReadOnlyCollection<string> Names => [.. _words.Keys, .. _steps.Keys];

    /// <summary>The words of a language.</summary>
    /// <exception cref="ArgumentException">There is no such language.</exception>
    public static NoticeWords Of(string language) =>
        Loaded.TryGetValue(language, out var words) ? words : throw new ArgumentException($"There are no texts in \"{language}\"; there are {string.Join(", ", Languages)}.", nameof(language));

    /// <summary>A word.</summary>
    public string this[string name] => _words[name];

    /// <summary>A word with values for its placeholders.</summary>
    public string Say(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            given[key] = value;
        }

        return Fill(_words[name], given);
    }

    /// <summary>How an app is removed on a platform.</summary>
    public ImmutableArray<string> Steps(string platform) => _steps["remove-" + platform];

    /// <summary>A number of days.</summary>
    public string Days(int days) => days == 1 ? _words["day"] : Say("days", ("n", days.ToString("N0", Culture)));

    /// <summary>A change in words; a code without any is told in English.</summary>
    public string Change(Reason change)
    {
        if (!_changes.TryGetValue(change.Code, out var sentence))
        {
            return Sentences.Say(change);
        }

        var given = change.Parameters.Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Key, pair => Told(pair.Key, pair.Value), StringComparer.Ordinal);
        given.TryAdd("app", _words["no-app"]);
        return Fill(sentence, given);
    }

    /// <summary>A day.</summary>
    public string Day(DateOnly day) => _language switch
    {
        "fr" when day.Day == 1 => "1er " + day.ToString("MMMM yyyy", Culture),
        "de" => day.ToString("d. MMMM yyyy", Culture),
        _ => day.ToString("d MMMM yyyy", Culture),
    };

    /// <summary>A moment in a zone, to the minute.</summary>
    public string Minute(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var there = TimeZoneInfo.ConvertTime(moment, zone);
        return $"{Day(DateOnly.FromDateTime(there.DateTime))}, {there.ToString("HH:mm", CultureInfo.InvariantCulture)}";
    }

    private string Told(string name, string value) =>
        name == "date" && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Day(day) : value;

    /// <summary>Fills placeholders in one pass, so that a value that looks like one stays text. What stands in brackets goes when a value in it is missing.</summary>
    private static string Fill(string sentence, Dictionary<string, string> given)
    {
        var filled = new StringBuilder();
        for (var i = 0; i < sentence.Length; i++)
        {
            var end = sentence[i] switch { '[' => sentence.IndexOf(']', i), '{' => sentence.IndexOf('}', i), _ => -1 };
            if (end < 0)
            {
                filled.Append(sentence[i]);
                continue;
            }

            var inner = sentence[(i + 1)..end];
            filled.Append(sentence[i] == '{' ? given.GetValueOrDefault(inner, "…") : HasAll(inner, given) ? Fill(inner, given) : "");
            i = end;
        }

        return filled.ToString();
    }

    private static bool HasAll(string part, Dictionary<string, string> given) =>
        part.Split('{').Skip(1).All(rest => given.ContainsKey(rest[..rest.IndexOf('}', StringComparison.Ordinal)]));

    private void Add(YamlEntry entry)
    {
        switch (entry.Value)
        {
            case YamlScalar word:
                _words[entry.Key.Text] = word.Text;
                break;
            case YamlSequence steps:
                _steps[entry.Key.Text] = [.. steps.Items.OfType<YamlScalar>().Select(step => step.Text)];
                break;
            case YamlMapping changes:
                changes.Entries.ForEach(change => _changes[change.Key.Text] = ((YamlScalar)change.Value).Text);
                break;
            default:
                throw new InvalidOperationException($"words.{_language}.yaml: {entry.Key.Text} is neither text nor list.");
        }
    }

    private static YamlMapping Root(string language)
    {
        var faults = new FaultList();
        var name = $"words.{language}.yaml";
        using var stream = typeof(NoticeWords).Assembly.GetManifestResourceStream("texts/" + name) ?? throw new MissingManifestResourceException(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return YamlReader.Read(name, bytes, faults).Root is { } root && !faults.HasErrors ? root : throw new InvalidOperationException($"{name}: {faults.Items.First()}");
    }

    private sealed class MissingManifestResourceException(string name) : Exception($"{name} is not in the program.");
}
