namespace ComplianceAgent.Violations.Excusing;

/// <summary>By which act of ours a violation counts for less, seen from the violation: nobody removed anything.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="RuleId">The rule, where the act is of a rule; else empty.</param>
public sealed record Excuse(ExcusingKind Kind, string RuleId = "");
