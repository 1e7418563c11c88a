using System.Collections.Frozen;
using System.Globalization;

namespace ComplianceAgent.Reasons;

/// <summary>
/// Turns reason codes into plain English sentences. Every feature registers its own sentences in a class of its own
/// (one partial file a feature), so this is the one place where a code becomes words.
/// </summary>
public static partial class Sentences
{
    private static readonly (Dictionary<string, string> All, List<string> Twice) English = Collect();

    /// <summary>The sentence for a reason; a code without a sentence is printed as it is, with its parameters.</summary>
    public static string Say(Reason reason) => Say(reason, FrozenDictionary<string, string>.Empty);

    /// <summary>The same in another language, where its sentences are given; in English where one is not.</summary>
    internal static string Say(Reason reason, IReadOnlyDictionary<string, string> translated)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Template(reason.Code, translated) is { } template
            ? Fill(template, reason) + SayAlso(reason, translated)
            : reason.Code + string.Concat(reason.Parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $" {p.Key}={p.Value}")));
    }

    /// <summary>Every code that has a sentence, for the test that looks for codes without one.</summary>
    internal static IReadOnlyCollection<string> Codes => English.All.Keys;

    /// <summary>Codes that two features have a sentence for: one of them would be told in the other's words.</summary>
    internal static IReadOnlyCollection<string> Twice => English.Twice;

    private static string? Template(string code, IReadOnlyDictionary<string, string> translated) => translated.GetValueOrDefault(code) ?? English.All.GetValueOrDefault(code);

    private static string SayAlso(Reason reason, IReadOnlyDictionary<string, string> translated) =>
        reason.Parameters.TryGetValue(Reason.Also, out var code) && Template(code, translated) is { } template ? " " + Fill(template, reason) : "";

    private static string Fill(string template, Reason reason)
    {
        // Values are put in one pass, so that a value that looks like {placeholder} stays text.
        var filled = new System.Text.StringBuilder(template.Length + 64);
        for (var i = 0; i < template.Length;)
        {
            var end = template[i] == '{' ? template.IndexOf('}', i) : -1;
            if (end > 0 && reason.Parameters.TryGetValue(template[(i + 1)..end], out var value))
            {
                filled.Append(value);
                i = end + 1;
            }
            else
            {
                filled.Append(template[i++]);
            }
        }

        return filled.ToString();
    }

    private static (Dictionary<string, string> All, List<string> Twice) Collect()
    {
        Action<Dictionary<string, string>>[] features = [AddInventory, AddIntune, AddFiles, AddPolicies, AddMatching, AddViolations, AddScanning, AddReports, AddTickets, AddAccess];
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var twice = new List<string>();
        foreach (var add in features)
        {
            var sentences = new Dictionary<string, string>(StringComparer.Ordinal);
            add(sentences);
            twice.AddRange(sentences.Where(sentence => !all.TryAdd(sentence.Key, sentence.Value)).Select(sentence => sentence.Key));
        }

        return (all, twice);
    }

    static partial void AddInventory(Dictionary<string, string> sentences);

    static partial void AddIntune(Dictionary<string, string> sentences);

    static partial void AddFiles(Dictionary<string, string> sentences);

    static partial void AddPolicies(Dictionary<string, string> sentences);

    static partial void AddMatching(Dictionary<string, string> sentences);

    static partial void AddViolations(Dictionary<string, string> sentences);

    static partial void AddScanning(Dictionary<string, string> sentences);

    static partial void AddReports(Dictionary<string, string> sentences);

    static partial void AddTickets(Dictionary<string, string> sentences);
}
