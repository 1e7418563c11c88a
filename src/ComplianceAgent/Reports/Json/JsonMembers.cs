using System.Text.Json;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Json;

/// <summary>Members that many parts of the report have in common.</summary>
internal static class JsonMembers
{
    /// <summary>Foreign text; what JSON cannot hold becomes U+FFFD, never an exception.</summary>
    public static void Text(this Utf8JsonWriter json, string name, string? text) => json.WriteString(name, text is null ? null : PlainText.Of(text));

    public static void Code<T>(this Utf8JsonWriter json, string name, T value)
        where T : struct, Enum => json.WriteString(name, ReportWords.Code(value));

    public static void Moment(this Utf8JsonWriter json, string name, DateTimeOffset? moment) =>
        json.WriteString(name, moment is { } at && at > DateTimeOffset.MinValue ? ReportWords.Machine(at) : null);

    public static void Day(this Utf8JsonWriter json, string name, DateOnly? day) => json.WriteString(name, day is { } date ? ReportWords.Day(date) : null);

    public static void Number(this Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void Reason(this Utf8JsonWriter json, string name, Reason reason)
    {
        json.WritePropertyName(name);
        Write(json, reason);
    }

    public static void Reasons(this Utf8JsonWriter json, string name, IEnumerable<Reason> reasons)
    {
        json.WriteStartArray(name);
        foreach (var reason in reasons)
        {
            Write(json, reason);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Reason reason)
    {
        json.WriteStartObject();
        json.Text("code", reason.Code);
        json.WriteStartObject("parameters");
        foreach (var (name, value) in reason.Parameters)
        {
            json.Text(PlainText.Of(name), value);
        }

        json.WriteEndObject();
        json.Text("sentence", Sentences.Say(reason));
        json.WriteEndObject();
    }
}
