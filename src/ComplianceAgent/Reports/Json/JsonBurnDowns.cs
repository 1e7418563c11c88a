using System.Text.Json;
using ComplianceAgent.Reports.Charts;

namespace ComplianceAgent.Reports.Json;

/// <summary>The way down to each policy's deadlines, as JSON.</summary>
internal static class JsonBurnDowns
{
    public static void Write(Utf8JsonWriter json, IEnumerable<BurnDown> burnDowns)
    {
        json.WriteStartArray("burnDowns");
        foreach (var burnDown in burnDowns)
        {
            json.WriteStartObject();
            json.Text("policy", burnDown.PolicyId);
            json.Text("policyTitle", burnDown.Title);
            json.WriteNumber("open", burnDown.Open);
            json.WriteNumber("overdue", burnDown.Overdue);
            Days(json, "past", "open", burnDown.Past);
            Days(json, "ahead", "mayBeLeft", burnDown.Ahead);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Days(Utf8JsonWriter json, string name, string count, IEnumerable<DayCount> days)
    {
        json.WriteStartArray(name);
        foreach (var day in days)
        {
            json.WriteStartObject();
            json.Moment("at", day.At);
            json.WriteNumber(count, day.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
