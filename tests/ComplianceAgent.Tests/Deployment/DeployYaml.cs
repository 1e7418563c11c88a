using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ComplianceAgent.Tests.Deployment;

/// <summary>YAML of other programs, read as a tree.</summary>
internal static class DeployYaml
{
    /// <summary>Every document of a text.</summary>
    public static IReadOnlyList<YamlNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>The node at a path of keys and positions; null when there is none.</summary>
    public static YamlNode? At(this YamlNode node, params string[] path) => path.Aggregate((YamlNode?)node, (here, step) => here switch
    {
        YamlMappingNode map => map.Children.TryGetValue(new YamlScalarNode(step), out var value) ? value : null,
        YamlSequenceNode list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Children.Count => list.Children[at],
        _ => null,
    });

    /// <summary>The text at a path; null when there is none.</summary>
    public static string? Text(this YamlNode node, params string[] path) => (node.At(path) as YamlScalarNode)?.Value;

    /// <summary>The texts of a list at a path.</summary>
    public static IReadOnlyList<string> Texts(this YamlNode node, params string[] path) =>
        [.. (node.At(path) as YamlSequenceNode ?? []).OfType<YamlScalarNode>().Select(text => text.Value ?? "")];

    /// <summary>The items of a list at a path.</summary>
    public static IReadOnlyList<YamlNode> Items(this YamlNode node, params string[] path) => [.. node.At(path) as YamlSequenceNode ?? []];
}
