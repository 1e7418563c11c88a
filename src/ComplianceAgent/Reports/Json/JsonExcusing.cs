using System.Text.Json;
using ComplianceAgent.Violations.Excusing;

namespace ComplianceAgent.Reports.Json;

/// <summary>What was excused without a removal, as JSON.</summary>
internal static class JsonExcusing
{
    public static void Write(Utf8JsonWriter json, ExcusingOverview excusing)
    {
        json.WriteStartObject("excusing");
        json.WriteNumber("persons", excusing.Persons);
        json.WriteStartArray("counted");
        foreach (var count in excusing.Counted)
        {
            json.WriteStartObject();
            json.Code("kind", count.Kind);
            json.WriteString("label", ReportWords.Say(count.Kind));
            json.WriteNumber("acts", count.Acts);
            json.WriteNumber("violations", count.Violations);
            json.WriteNumber("alone", count.Alone);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Acts(json, "inForce", excusing.InForce);
        Acts(json, "pending", excusing.Pending);
        Acts(json, "refused", excusing.Refused);
        json.WriteNumber("exceptionsEnforced", excusing.ExceptionsEnforced);
        json.WriteNumber("exceptionsAsserted", excusing.ExceptionsAsserted);
        json.WriteEndObject();
    }

    private static void Acts(Utf8JsonWriter json, string name, IEnumerable<ExcusingAct> acts)
    {
        json.WriteStartArray(name);
        foreach (var act in acts)
        {
            json.WriteStartObject();
            json.WriteNumber("number", act.Number);
            json.Code("kind", act.Matter.Kind);
            json.Text("policy", act.Matter.PolicyId.Length > 0 ? act.Matter.PolicyId : null);
            json.Text("what", act.Matter.What.Length > 0 ? act.Matter.What : null);
            json.Text("about", act.Matter.About.Length > 0 ? act.Matter.About : null);
            json.Text("file", act.Matter.File?.Name);
            json.Text("fileHashBefore", act.Matter.File?.Before);
            json.Text("fileHashAfter", act.Matter.File?.After);
            json.WriteNumber("violations", act.Matter.Violations);
            json.WriteNumber("devices", act.Matter.Devices);
            json.Text("by", act.By.Name);
            json.WriteString("bySource", act.By.Kind);
            json.Text("reason", act.Reason.Length > 0 ? act.Reason : null);
            json.Moment("at", act.At);
            json.Text("decidedBy", act.DecidedBy?.Name);
            json.Text("decisionReason", act.DecisionReason.Length > 0 ? act.DecisionReason : null);
            json.Moment("decidedAt", act.DecidedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
