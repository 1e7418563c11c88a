using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Writes a shape as JSON Schema (draft 7), so that editors say while typing what the loader would say later.</summary>
internal static class JsonSchemaWriter
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema of a document.</summary>
    public static string Write(MapShape document, string title)
    {
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = title };
        foreach (var (key, value) in Map(document, isEmptyAllowed: false).ToList())
        {
            schema[key] = value?.DeepClone();
        }

        var whole = Names(document, Need.WhenWhole);
        if (whole.Count > 0)
        {
            schema["anyOf"] = new JsonArray(
                new JsonObject { ["required"] = new JsonArray("extends") },
                new JsonObject { ["required"] = whole });
        }

        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Of(Shape shape, bool isEmptyAllowed) => shape switch
    {
        ScalarShape scalar => Scalar(scalar, isEmptyAllowed),
        ListShape list => List(list, isEmptyAllowed),
        MapShape map => Map(map, isEmptyAllowed),
        DictionaryShape dictionary => Dictionary(dictionary, isEmptyAllowed),
        EitherShape either => new JsonObject
        {
            ["description"] = either.Description,
            ["anyOf"] = new JsonArray(Scalar(either.Short, isEmptyAllowed: false), Map(either.Long, isEmptyAllowed: false)),
        },
        _ => [],
    };

    private static JsonObject Scalar(ScalarShape scalar, bool isEmptyAllowed)
    {
        var schema = Typed(scalar.Description, isEmptyAllowed, scalar.Kind switch
        {
            ScalarKind.Flag => ["boolean"],
            ScalarKind.Number => ["integer"],
            ScalarKind.Text or ScalarKind.Glob or ScalarKind.VersionRange => ["string", "number"],
            _ => ["string"],
        });
        if (scalar.Kind == ScalarKind.Word)
        {
            schema["enum"] = new JsonArray([.. scalar.Words.Select(word => (JsonNode)word), .. isEmptyAllowed ? new JsonNode?[] { null } : []]);
        }
        else if (scalar.Kind == ScalarKind.Number)
        {
            (schema["minimum"], schema["maximum"]) = (scalar.Range.Least, scalar.Range.Most);
        }
        else if (Pattern(scalar.Kind) is { } pattern)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    private static string? Pattern(ScalarKind kind) => kind switch
    {
        ScalarKind.Id => "^[a-z0-9-]{1,64}$",
        ScalarKind.ProductId => "^[a-z0-9_-]{1,64}$",
        ScalarKind.Date => "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        ScalarKind.Duration => "^P([0-9]{1,4}W)?([0-9]{1,5}D)?(T[0-9]{1,5}H)?$",
        ScalarKind.DayOffset => "^-?P([0-9]{1,4}W)?([0-9]{1,5}D)?$",
        ScalarKind.Link => "^https://",
        _ => null,
    };

    private static JsonObject List(ListShape list, bool isEmptyAllowed)
    {
        var schema = Typed(list.Description, isEmptyAllowed, "array");
        schema["items"] = Of(list.Item, isEmptyAllowed: false);
        if (!list.MayBeEmpty)
        {
            schema["minItems"] = 1;
        }

        return schema;
    }

    private static JsonObject Map(MapShape map, bool isEmptyAllowed)
    {
        var schema = Typed(map.Description, isEmptyAllowed, "object");
        schema["properties"] = new JsonObject([.. map.Fields.Select(field =>
            KeyValuePair.Create(field.Name, (JsonNode?)Of(field.Shape, isEmptyAllowed: field.Need == Need.None)))]);
        schema["additionalProperties"] = false;
        if (Names(map, Need.InFile) is { Count: > 0 } required)
        {
            schema["required"] = required;
        }

        return schema;
    }

    private static JsonObject Dictionary(DictionaryShape dictionary, bool isEmptyAllowed)
    {
        var schema = Typed(dictionary.Description, isEmptyAllowed, "object");
        schema["patternProperties"] = new JsonObject { [Pattern(dictionary.Key.Kind) ?? "."] = Of(dictionary.Value, isEmptyAllowed: false) };
        schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonObject Typed(string description, bool isEmptyAllowed, params ReadOnlySpan<string> types)
    {
        var all = new JsonArray();
        foreach (var type in types)
        {
            all.Add(type);
        }

        if (isEmptyAllowed)
        {
            all.Add("null");
        }

        return new JsonObject { ["description"] = description, ["type"] = all.Count == 1 ? all[0]!.DeepClone() : all };
    }

    private static JsonArray Names(MapShape map, Need need) =>
        [.. map.Fields.Where(field => field.Need == need).Select(field => (JsonNode)field.Name)];
}
