using System.Collections.Frozen;

namespace ComplianceAgent.Reasons;

/// <content>Parameters that are words of ours, not names or numbers: only these are translated, so that no name of a stranger ever is.</content>
public static partial class Sentences
{
    private static readonly FrozenDictionary<string, string[]> WordParameters = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["unknown-not-observable"] = ["class"],
        ["withdrawn-out-of-scope"] = ["owner", "platform"],
        ["details-changed"] = ["what"],
        ["details-changed-version"] = ["what"],
        ["rule-partly-fits"] = ["wanted", "met"],
        ["platform-out-of-rule"] = ["platform"],
        ["case-platform-out"] = ["platform"],
        ["audit-review-decided"] = ["kind"],
        ["audit-exception-decided"] = ["kind"],
        ["audit-excuse-decided"] = ["kind", "step", "policy", "what", "before", "after"],
        ["exception-decided-already"] = ["state"],
        ["exception-not-approved"] = ["state"],
        ["excuse-decided-already"] = ["state"],
        ["person-violation-live"] = ["state"],
        ["act-role"] = ["role"],
        ["audit-key-issued"] = ["role"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What Graph was asked for is in our words in each of its reasons.</summary>
    private static readonly string[] Asked = ["what"];

    /// <summary>Names of the parameters of a reason that hold words of ours.</summary>
    internal static IReadOnlyList<string> WordsIn(Reason reason) =>
        WordParameters.GetValueOrDefault(reason.Code) ?? (reason.Code.StartsWith("graph-", StringComparison.Ordinal) ? Asked : []);
}
