using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>What is looked at before an exception may be asked for, beside what its policy says of it. Pure.</summary>
public static class WaiverAsking
{
    /// <summary>Why it may not; null when it may.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="policies">Policies in force.</param>
    /// <param name="violations">Violations of the tenant.</param>
    /// <param name="readGroups">Whether members of groups are read.</param>
    public static Reason? FaultOf(WaiverAsk ask, PolicySet policies, IEnumerable<Violation> violations, bool readGroups)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(policies);
        if (TargetFaultOf(ask.Target, readGroups) is { } target)
        {
            return target;
        }

        if (policies.Policies.FirstOrDefault(policy => policy.Id == ask.PolicyId) is not { } found)
        {
            return Reason.Of("exception-policy-not-in-force", ("policy", ask.PolicyId));
        }

        return IsCode(ask.ReasonCode) ? SubjectFaultOf(ask.Subject, found, policies, violations) : Reason.Of("exception-reason-no-code", ("given", ask.ReasonCode));
    }

    /// <summary>True for a reason code: words for people go elsewhere.</summary>
    public static bool IsCode(string code) => Scalars.Check(new ScalarShape(ScalarKind.Id, ""), code, isPlain: true) is null;

    /// <summary>Why nobody can be meant; null when somebody can.</summary>
    public static Reason? TargetFaultOf(WaiverTarget target, bool readGroups)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Kind switch
        {
            WaiverTargetKind.Group when !readGroups => Reason.Of("exception-group-off"),
            WaiverTargetKind.Group when !WaiverTarget.IsGroupId(target.Value) => Reason.Of("exception-group-not-an-id", ("value", target.Value)),
            WaiverTargetKind.Serial when !SerialNumbers.IsTelling(target.Value) => Reason.Of("exception-serial-shared", ("value", target.Value)),
            _ => null,
        };
    }

    /// <summary>Names that a subject of a policy may have.</summary>
    public static IReadOnlyList<string> SubjectsOf(Policy policy, PolicySet policies, IEnumerable<Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(policies);
        return
        [
            .. policy.Rules.Select(rule => rule.Id),
            .. violations.Where(violation => violation.PolicyId == policy.Id).Select(violation => violation.Subject),
            .. policies.Catalogue.Products.Keys,
        ];
    }

    /// <summary>A subject that nothing has would be an exception that never covers anything.</summary>
    private static Reason? SubjectFaultOf(string subject, Policy policy, PolicySet policies, IEnumerable<Violation> violations) =>
        subject.Length == 0 || SubjectsOf(policy, policies, violations).Contains(subject, StringComparer.Ordinal) ? null : Reason.Of("exception-subject-unknown", ("subject", subject), ("policy", policy.Id));
}
