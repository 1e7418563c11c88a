using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComplianceAgent.Policies;

/// <summary>
/// A policy in force as text that is kept: whole but for its own test cases, and the same text whenever the policy is the same, so that its hash
/// names it. What a day was judged by can be read when files and catalogue have long changed.
/// </summary>
public static class PolicyRecord
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a column of a database, never a page
        Converters = { new JsonStringEnumConverter(), new ZoneConverter(), new OrderedTexts() },
    };

    /// <summary>The text of a policy.</summary>
    public static string Write(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return JsonSerializer.Serialize(policy with { Cases = [] }, Options);
    }

    /// <summary>The policy of a text.</summary>
    /// <exception cref="JsonException">It is no such text.</exception>
    public static Policy Read(string text) => JsonSerializer.Deserialize<Policy>(text, Options) ?? throw new JsonException("null");

    /// <summary>SHA-256 of a text, lower-case hex: the name under which it is kept.</summary>
    public static string NameOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class ZoneConverter : JsonConverter<TimeZoneInfo>
    {
        public override TimeZoneInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TimeZoneInfo.FindSystemTimeZoneById(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TimeZoneInfo value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
    }

    /// <summary>A dictionary without order of its own would be another text in every process.</summary>
    private sealed class OrderedTexts : JsonConverter<ImmutableDictionary<string, string>>
    {
        public override ImmutableDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options)!.ToImmutableDictionary();

        public override void Write(Utf8JsonWriter writer, ImmutableDictionary<string, string> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (key, text) in value.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WriteString(key, text);
            }

            writer.WriteEndObject();
        }
    }
}
