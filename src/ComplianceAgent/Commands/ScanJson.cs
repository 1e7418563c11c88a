using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Commands;

/// <summary>Prints a scan result as one JSON object: camel case, codes with their sentences, moments in ISO 8601 UTC.</summary>
internal static class ScanJson
{
    /// <summary>Options for everything commands print as JSON.</summary>
    public static JsonSerializerOptions Options { get; } = Create(indented: true);

    /// <summary>The same on one line.</summary>
    public static JsonSerializerOptions OneLine { get; } = Create(indented: false);

    /// <summary>Serialises a scan.</summary>
    public static string Of(Scanning.ScanReport scan, PolicySet policies) => JsonSerializer.Serialize(
        new
        {
            schema = 1,
            scan = scan.Result,
            auditChain = scan.Result.Chain?.ToString(),
            coverage = scan.Result.Coverage
                .Where(line => line.PolicyId.Length == 0)
                .GroupBy(line => line.Class)
                .OrderBy(group => group.Key)
                .ToDictionary(group => JsonNamingPolicy.CamelCase.ConvertName(group.Key.ToString()), group => group.Sum(line => line.Devices)),
            whatIf = WhatIfJson.Of(scan.WhatIf),
            changes = scan.Changes.Select(change => new
            {
                kind = change.Kind,
                change.Violation.DeviceId,
                deviceName = change.Violation.Device.Name,
                policy = change.Violation.PolicyId,
                product = change.Violation.Subject,
                reason = change.Reason,
            }),
            violations = scan.Live.Select(violation => Of(violation, policies, scan.Reviews)),
        },
        Options);

    private static object Of(Violation violation, PolicySet policies, ReviewBook reviews)
    {
        var policy = policies.Policies.FirstOrDefault(candidate => candidate.Id == violation.PolicyId);
        Deadline? deadline = policy is null ? null : ViolationDeadlines.Of(violation, policy);
        return new
        {
            violation.Id,
            violation.State,
            violation.Severity,
            violation.Confidence,
            policy = violation.PolicyId,
            rule = violation.RuleId,
            product = violation.Subject,
            productName = violation.SubjectName,
            violation.DeviceId,
            deviceName = violation.Device.Name,
            owner = violation.Device.Owner,
            user = violation.Device.UserPrincipalName,
            app = violation.App,
            explanation = Sentences.Say(violation.Evidence),
            evidence = violation.Evidence,
            violation.FirstSeenAt,
            violation.InventoryAt,
            violation.NotConfirmedSince,
            violation.ReturnCount,
            reviewCase = violation.State == ViolationState.Review ? ReviewCases.KeyOf(violation, reviews).Id(violation.Tenant) : null,
            legalDeadline = deadline?.Legal,
            houseDeadline = deadline?.House,
            headlineDeadline = deadline?.Headline,
        };
    }

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        // The default encoder escapes what HTML would read as markup; JSON on a terminal may be pasted anywhere.
        Encoder = JavaScriptEncoder.Default,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new ReasonConverter() },
    };

    private sealed class ReasonConverter : JsonConverter<Reason>
    {
        public override Reason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"Results are written, not read: {typeToConvert.Name}."));

        public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("code", value.Code);
            writer.WriteString("text", Sentences.Say(value));
            if (!value.Parameters.IsEmpty)
            {
                writer.WriteStartObject("parameters");
                foreach (var (name, parameter) in value.Parameters)
                {
                    writer.WriteString(name, parameter);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    }
}
