using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Outbox;

namespace ComplianceAgent.Violations.Store;

/// <summary>How reasons and results stand in columns of text.</summary>
internal static class StoreJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a column of a database, never a page
        Converters = { new JsonStringEnumConverter(), new ReasonConverter() },
    };

    public static string Write(Reason reason) => JsonSerializer.Serialize(reason, Options);

    public static Reason ReadReason(string json) => Read<Reason>(json);

    public static string Write(PersonContent person) => JsonSerializer.Serialize(person, Options);

    public static PersonContent ReadPerson(string json) => Read<PersonContent>(json);

    public static string Write(ViolationRow violation) => JsonSerializer.Serialize(violation, Options);

    public static ViolationRow ReadViolation(string json) => Read<ViolationRow>(json);

    public static string Write(Ticket ticket) => JsonSerializer.Serialize(ticket, Options);

    public static Ticket ReadTicket(string json) => Read<Ticket>(json);

    public static string Write(OutboxMessage message) => JsonSerializer.Serialize(message, Options);

    public static OutboxMessage ReadMessage(string json) => Read<OutboxMessage>(json);

    public static string Write(ChannelHold hold) => JsonSerializer.Serialize(hold, Options);

    public static ChannelHold ReadHold(string json) => Read<ChannelHold>(json);

    public static string Write(ChannelState state) => JsonSerializer.Serialize(state, Options);

    public static ChannelState ReadChannel(string json) => Read<ChannelState>(json);

    public static string Write(ScanResult result) => JsonSerializer.Serialize(result, Options);

    public static ScanResult ReadResult(string json) => Read<ScanResult>(json);

    public static string WriteParameters(Reason reason) => JsonSerializer.Serialize(reason.Parameters, Options);

    public static Reason ReadReason(string code, string parameters) => Make(code, Read<Dictionary<string, string>>(parameters));

    public static string Write(ImmutableArray<string> texts) => JsonSerializer.Serialize<IReadOnlyList<string>>(texts, Options);

    public static ImmutableArray<string> ReadTexts(string json) => [.. Read<List<string>>(json)];

    private static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("null");
        }
        catch (JsonException broken)
        {
            throw new StoreException($"The store holds a {typeof(T).Name} that cannot be read. Restore the store from its backup.", broken);
        }
    }

    private static Reason Make(string code, Dictionary<string, string> parameters) =>
        Reason.Of(code, [.. parameters.Select(pair => (pair.Key, pair.Value))]);

    /// <summary>Keeps a reason's parameters in their own order, which two equal reasons share.</summary>
    private sealed class ReasonConverter : JsonConverter<Reason>
    {
        public override Reason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var stored = JsonSerializer.Deserialize<StoredReason>(ref reader, options) ?? throw new JsonException("null");
            return Make(stored.Code, stored.Parameters);
        }

        public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new StoredReason { Code = value.Code, Parameters = new(value.Parameters) }, options);
    }

    private sealed class StoredReason
    {
        public required string Code { get; init; }

        public Dictionary<string, string> Parameters { get; init; } = [];
    }
}
