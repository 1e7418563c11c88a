using ComplianceAgent.Policies;

namespace ComplianceAgent.Violations;

/// <summary>Both clocks of a violation.</summary>
public static class ViolationDeadlines
{
    /// <summary>
    /// The policy's deadline, but never before an exception ended: while it held nothing was due. Its end was known, so no new grace begins.
    /// </summary>
    public static Deadline Of(Violation violation, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(violation);
        return Deadlines.For(policy, violation.RuleId, violation.FirstSeenAt, violation.Device.EnrolledAt, violation.AbsentAt).NotBefore(violation.ExceptedUntil);
    }
}
