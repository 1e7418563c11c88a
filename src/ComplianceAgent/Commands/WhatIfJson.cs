using System.Text.Json;
using ComplianceAgent.Scanning;

namespace ComplianceAgent.Commands;

/// <summary>The answer to "what would these policies do?" as it stands in JSON: every fate by name, then subjects and apps.</summary>
internal static class WhatIfJson
{
    /// <summary>An object to serialise; null stays out.</summary>
    public static object? Of(WhatIf? whatIf) => whatIf is null ? null : new
    {
        totals = Named(whatIf.Totals),
        adviceOnlyCounted = whatIf.AdviceOnlyCounted,
        confidence = Named(whatIf.Confidence),
        whatIf.Subjects,
        whatIf.Apps,
    };

    private static Dictionary<string, TValue> Named<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> values)
        where TKey : struct, Enum => values.ToDictionary(pair => JsonNamingPolicy.CamelCase.ConvertName(pair.Key.ToString()), pair => pair.Value);
}
