using System.Collections.Immutable;
using ComplianceAgent.Policies.Documents;

namespace ComplianceAgent.Policies.Yaml;

/// <summary>
/// Typed reading of a tree that <see cref="ShapeCheck"/> has judged: what it found wrong reads as absent, so that checks across
/// keys can still run beside the faults.
/// </summary>
internal static class YamlValues
{
    public static string? Text(this YamlMapping map, string key) => (map.Find(key) as YamlScalar)?.Text;

    public static DateOnly? Date(this YamlMapping map, string key) => map.Text(key) is { } text ? Scalars.TryDate(text) : null;

    public static TimeSpan? Duration(this YamlMapping map, string key) => map.Text(key) is { } text ? Scalars.TryDuration(text) : null;

    public static bool? Flag(this YamlMapping map, string key) => map.Text(key) switch { "true" => true, "false" => false, _ => null };

    public static YamlMapping? Map(this YamlMapping map, string key) => map.Find(key) as YamlMapping;

    public static IEnumerable<YamlNode> Items(this YamlMapping map, string key) => map.Find(key) is YamlSequence list ? list.Items.Where(item => !item.IsEmpty) : [];

    public static ImmutableArray<string> Texts(this YamlMapping map, string key) => [.. map.Items(key).OfType<YamlScalar>().Select(item => item.Text)];

    public static IEnumerable<(YamlScalar Key, YamlMapping Value)> Maps(this YamlMapping map, string key) =>
        map.Map(key)?.Entries.Where(entry => entry.Value is YamlMapping).Select(entry => (entry.Key, (YamlMapping)entry.Value)) ?? [];
}
