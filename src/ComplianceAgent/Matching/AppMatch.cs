using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching;

/// <summary>One rule fits one distinct app.</summary>
/// <param name="PolicyId">Policy.</param>
/// <param name="RuleId">Rule within it.</param>
/// <param name="Subject">What the violation is about: the catalogue product id, or else the rule id.</param>
/// <param name="SubjectName">Its name for people.</param>
/// <param name="Vendor">Vendor id; empty for raw rules.</param>
/// <param name="Confidence">How sure.</param>
/// <param name="Severity"><see cref="Severity.Violation"/> or <see cref="Severity.Advice"/>; the policy's scope may lower it for a device.</param>
/// <param name="Evidence">What was seen, in code and parameters; the explanation is its sentence.</param>
public sealed record AppMatch(
    string PolicyId, string RuleId, string Subject, string SubjectName, string Vendor, Confidence Confidence, Severity Severity, Reason Evidence)
{
    /// <summary>
    /// True for an allow-list's match: all such apps of a device are one violation, and it speaks of company devices only. A scan keeps
    /// one record a device of them, never one a row.
    /// </summary>
    public bool IsRollUp { get; init; }
}
