using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;

namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>The customer's own fields, in the shape that Jira takes each kind in. Pure.</summary>
internal static class JiraFields
{
    /// <summary>Fields of the settings for a screen, by id.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="screen">The screen.</param>
    /// <param name="isCloud">Cloud takes long texts as trees, and persons by account.</param>
    /// <param name="faults">What cannot be set.</param>
    public static JsonObject Of(IEnumerable<FieldSetting> settings, JiraScreen screen, bool isCloud, out IReadOnlyList<Reason> faults)
    {
        var (fields, wrong) = (new JsonObject(), new List<Reason>());
        foreach (var setting in settings)
        {
            if (screen.Field(setting.Name) is not { } field)
            {
                wrong.Add(Reason.Of("jira-field-not-on-screen", ("field", setting.Name), ("type", screen.Type), ("setting", JiraOptions.Section + ":Fields")));
            }
            else if (field.Allowed.Length > 0 && Values(field, setting.Value).FirstOrDefault(value => !field.Allowed.Contains(value, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            {
                wrong.Add(Unknown(field.Name, unknown, field.Allowed, "Fields"));
            }
            else if (Shape(field, setting.Value, isCloud) is { } value)
            {
                fields[field.Id] = value;
            }
            else
            {
                wrong.Add(Reason.Of("jira-field-value", ("field", field.Name), ("value", setting.Value), ("kind", field.Type), ("setting", JiraOptions.Section + ":Fields")));
            }
        }

        faults = wrong;
        return fields;
    }

    /// <summary>A value that is not among those Jira has.</summary>
    public static Reason Unknown(string field, string value, IEnumerable<string> known, string setting) =>
        Reason.Of("jira-value-unknown", ("field", field), ("value", value), ("known", string.Join(", ", known.Take(30))), ("setting", $"{JiraOptions.Section}:{setting}"));

    private static bool IsJson(string value) => value.StartsWith('{') || value.StartsWith('[');

    private static string[] Values(JiraField field, string value) => IsJson(value) ? [] : field.Type == "array" ? Parts(value) : [value];

    private static string[] Parts(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static JsonNode? Shape(JiraField field, string value, bool isCloud)
    {
        if (IsJson(value))
        {
            return Parse(value);
        }

        return field.Type == "array"
            ? new JsonArray([.. Parts(value).Select(part => One(field.Items, field.Kind, part, isCloud))])
            : One(field.Type, field.Kind, value, isCloud);
    }

    private static JsonNode? One(string type, string kind, string value, bool isCloud) => type switch
    {
        "number" => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
        "option" => new JsonObject { ["value"] = value },
        "priority" or "version" or "component" or "resolution" or "securitylevel" or "group" => new JsonObject { ["name"] = value },
        "user" => new JsonObject { [isCloud ? "accountId" : "name"] = value },
        "project" => new JsonObject { ["key"] = value },
        _ => isCloud && kind.EndsWith(":textarea", StringComparison.Ordinal) ? AdfMarkup.Write(TextDocument.OfLine(value)) : JsonValue.Create(value),
    };

    private static JsonNode? Parse(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
