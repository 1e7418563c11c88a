using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>Reads replies without trusting their shape: what is missing or of another kind is empty, and text is cleaned.</summary>
internal static class TrackerJson
{
    /// <summary>What stands under a name, or under a path of names; null when nothing does.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node is JsonObject group && group.TryGetPropertyValue(name, out var child) ? child : null;
        }

        return node;
    }

    /// <summary>Text or number under a path, cleaned; empty when there is none.</summary>
    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) => ForeignText.Clean(RawText(node, path));

    /// <summary>Text or number under a path as it is: for what is compared letter by letter.</summary>
    public static string RawText(this JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) is not JsonValue value ? "" : value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        _ => "",
    };

    /// <summary>A whole number under a path, also one written as text; null when there is none.</summary>
    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        long.TryParse(RawText(node, path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>True when true stands under a path.</summary>
    public static bool IsTrue(this JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>A moment under a path; null when there is none.</summary>
    public static DateTimeOffset? Moment(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(RawText(node, path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    /// <summary>The entries of a list under a path; none when there is no list.</summary>
    public static IEnumerable<JsonNode?> Items(this JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) as JsonArray ?? [];
}
