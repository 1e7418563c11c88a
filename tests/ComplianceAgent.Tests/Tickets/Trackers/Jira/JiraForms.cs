using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>A field on a screen.</summary>
internal sealed record JiraFormField(string Id, string Name, string Type, bool Required = false, bool HasDefault = false, string[]? Allowed = null, string Items = "", string Kind = "");

/// <summary>A project and the fields on its screens.</summary>
internal sealed record JiraProject(string Key, string Id, IReadOnlyList<JiraFormField> Fields);

/// <summary>Which projects, types and fields there are, and what of a request they take: every fault by its field, as Jira names them.</summary>
internal sealed class JiraForms(bool isCloud)
{
    private const int MaxText = 32_767;

    private static readonly JiraFormField[] Usual =
    [
        new("summary", "Summary", "string", Required: true), new("issuetype", "Issue Type", "issuetype", Required: true), new("project", "Project", "project", Required: true),
        new("reporter", "Reporter", "user", Required: true), new("description", "Description", "string"), new("labels", "Labels", "array", Items: "string"),
        new("priority", "Priority", "priority", HasDefault: true, Allowed: ["Highest", "High", "Medium", "Low", "Lowest"]), new("duedate", "Due date", "date"),
        new("customfield_10010", "Owning team", "option", Allowed: ["Blue", "Green"], Kind: "com.atlassian.jira.plugin.system.customfieldtypes:select"),
        new("customfield_10011", "Cost centre", "string", Kind: "com.atlassian.jira.plugin.system.customfieldtypes:textfield"),
        new("customfield_10012", "Remarks", "string", Kind: "com.atlassian.jira.plugin.system.customfieldtypes:textarea"),
        new("customfield_10013", "Weight", "number", Kind: "com.atlassian.jira.plugin.system.customfieldtypes:float"),
        new("components", "Component/s", "array", Items: "component", Allowed: ["Phones", "Desktops"]),
    ];

    public IReadOnlyList<(string Id, string Name)> Types { get; } = [("10001", "Task"), ("10002", "Incident")];

    public IReadOnlyList<JiraProject> Projects { get; } =
    [
        new("MDM", "10100", Usual),
        new("OPS", "10101", Usual),
        new("BARE", "10102", [.. Usual.Where(field => field.Id is not ("labels" or "duedate"))]),
        new("STRICT", "10103", [.. Usual.Select(field => field.Id == "customfield_10010" ? field with { Required = true } : field)]),
    ];

    public JiraProject? Project(string keyOrId) => Projects.FirstOrDefault(project => project.Key == keyOrId || project.Id == keyOrId);

    /// <summary>Reads fields for one project; null values take a field away.</summary>
    public (ImmutableDictionary<string, string?> Fields, ImmutableArray<string>? Labels) Read(JiraProject project, JsonObject given, bool isNew, JsonObject errors)
    {
        var fields = ImmutableDictionary.CreateBuilder<string, string?>();
        ImmutableArray<string>? labels = null;
        foreach (var (id, value) in given.Where(field => field.Key is not ("project" or "issuetype")))
        {
            if (project.Fields.FirstOrDefault(field => field.Id == id) is not { } field || id == "reporter")
            {
                errors[id] = $"Field '{id}' cannot be set. It is not on the appropriate screen, or unknown.";
            }
            else if (Fault(field, value) is { } fault)
            {
                errors[id] = fault;
            }
            else if (id == "labels")
            {
                labels = [.. value!.AsArray().Select(label => (string)label!)];
            }
            else
            {
                fields[id] = value?.ToJsonString();
            }
        }

        foreach (var field in project.Fields.Where(field => isNew && field.Required && !field.HasDefault && field.Id is not ("project" or "issuetype" or "reporter") && given[field.Id] is null && !errors.ContainsKey(field.Id)))
        {
            errors[field.Id] = field.Id == "summary" ? "You must specify a summary of the issue." : $"{field.Name} is required.";
        }

        return (fields.ToImmutable(), labels);
    }

    /// <summary>What is wrong with a long text; null when nothing.</summary>
    public string? TextFault(JsonNode? value)
    {
        if (isCloud)
        {
            return value is not JsonObject ? "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
                : Adf.Fault(value) is not null ? "INVALID_INPUT"
                : Adf.Text(value).Length > MaxText ? "CONTENT_LIMIT_EXCEEDED" : null;
        }

        return !IsText(value, out var text) ? "Operation value must be a string"
            : text.Length > MaxText ? "The entered text is too long. It exceeds the allowed limit of 32,767 characters." : null;
    }

    private static bool IsText(JsonNode? value, out string text)
    {
        text = "";
        return value is JsonValue plain && plain.TryGetValue(out text!);
    }

    private string? Fault(JiraFormField field, JsonNode? value) => field.Id switch
    {
        "summary" => Summary(value),
        "labels" => Labels(value),
        _ when value is null => field.Required ? $"{field.Name} is required." : null,
        "description" => TextFault(value),
        "duedate" => IsText(value, out var day) && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : $"Error parsing date string: {value!.ToJsonString()}",
        _ => Custom(field, value),
    };

    private static string? Summary(JsonNode? value) => value switch
    {
        null => "You must specify a summary of the issue.",
        _ when !IsText(value, out var text) => "Operation value must be a string",
        _ when IsText(value, out var text) && text.Trim().Length == 0 => "You must specify a summary of the issue.",
        _ when IsText(value, out var text) && text.AsSpan().ContainsAny('\r', '\n') => "The summary is invalid because it contains newline characters.",
        _ when IsText(value, out var text) && text.Length > 255 => "Summary must be less than 255 characters.",
        _ => null,
    };

    private static string? Labels(JsonNode? value) =>
        value is not JsonArray labels || !labels.All(label => IsText(label, out _)) ? "Operation value must be an array of strings"
        : labels.FirstOrDefault(label => ((string)label!).Any(char.IsWhiteSpace)) is { } spaced ? $"The label '{spaced}' contains spaces which is invalid."
        : labels.Any(label => ((string)label!).Length is 0 or > 255) ? "The label is too long or empty." : null;

    private string? Custom(JiraFormField field, JsonNode value) => field.Type switch
    {
        "number" => value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? null : "Operation value must be a number",
        "option" => value is JsonObject option && option.Count == 1 && field.Allowed!.Contains((string?)option["value"]) ? null : $"Option value '{(string?)(value as JsonObject)?["value"]}' is not valid",
        "priority" => value is JsonObject priority && priority.Count == 1 && field.Allowed!.Contains((string?)priority["name"], StringComparer.OrdinalIgnoreCase) ? null : $"Priority name '{(string?)(value as JsonObject)?["name"]}' is not valid",
        "array" => value is JsonArray parts && parts.All(part => part is JsonObject named && field.Allowed!.Contains((string?)named["name"])) ? null : $"Component name is not valid",
        _ when field.Kind.EndsWith(":textarea", StringComparison.Ordinal) => TextFault(value),
        _ => IsText(value, out var text) && text.Length <= 255 ? null : "Operation value must be a string",
    };
}
