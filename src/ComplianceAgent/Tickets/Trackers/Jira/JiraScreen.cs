using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>The screen on which issues of a type are created in a project: what may and what must be set.</summary>
/// <param name="Type">Name of the issue type.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record JiraScreen(string Type, ImmutableArray<JiraField> Fields)
{
    /// <summary>A field by id, else by name in any case; null when it is not there.</summary>
    public JiraField? Field(string idOrName) =>
        Fields.FirstOrDefault(field => field.Id == idOrName) ?? Fields.FirstOrDefault(field => field.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A field as the screen describes it.</summary>
/// <param name="Id"><c>labels</c>, <c>customfield_10010</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="IsRequired">Has to be set, and Jira sets nothing itself.</param>
/// <param name="Type">Kind of value, or of the list.</param>
/// <param name="Items">Kind of the values in a list.</param>
/// <param name="Kind">Key of a custom field's kind; empty for a system field.</param>
/// <param name="Allowed">Names of the values it takes; none when it takes any.</param>
internal sealed record JiraField(string Id, string Name, bool IsRequired, string Type, string Items, string Kind, ImmutableArray<string> Allowed)
{
    /// <summary>A field of a reply.</summary>
    public static JiraField Of(JsonNode? field) => new(
        field.RawText("fieldId") is { Length: > 0 } id ? id : field.RawText("key"),
        field.Text("name"),
        field.IsTrue("required") && !field.IsTrue("hasDefaultValue"),
        field.RawText("schema", "type"),
        field.RawText("schema", "items"),
        field.RawText("schema", "custom"),
        [.. field.Items("allowedValues").Select(JiraIssue.NameOf).Where(name => name.Length > 0)]);
}
