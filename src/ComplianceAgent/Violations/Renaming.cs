using ComplianceAgent.Policies;

namespace ComplianceAgent.Violations;

/// <summary>Carries violations over to what their policy, rule or product is called now. Nothing else of them changes: a new name is no new ban.</summary>
internal static class Renaming
{
    /// <summary>The input with its violations under today's names, and what was carried over.</summary>
    public static (LifeCycleInput Input, IReadOnlyList<ViolationChange> Changes) Carry(LifeCycleInput input)
    {
        var former = FormerIds.Of(input.Policies);
        if (former.IsEmpty)
        {
            return (input, []);
        }

        var taken = input.Known.Select(ViolationKey.Of).ToHashSet();
        var changes = new List<ViolationChange>();
        var known = new List<Violation>(input.Known.Count);
        foreach (var violation in input.Known)
        {
            var carried = Under(former, violation);

            // Where today's name has a violation of its own the old one ends as any violation whose rule is gone: two lives are not made one.
            var isCarried = ViolationKey.Of(carried) != ViolationKey.Of(violation) && !input.UnjudgedPolicies.Contains(carried.PolicyId) && taken.Add(ViolationKey.Of(carried));
            known.Add(isCarried ? carried : violation);
            if (isCarried)
            {
                changes.Add(new(carried, ViolationEventKind.Renamed, LifeCycleReasons.Renamed(violation, carried)));
            }
        }

        return (input with { Known = known }, changes);
    }

    private static Violation Under(FormerIds former, Violation violation)
    {
        var subject = former.Subject(violation.PolicyId, violation.Subject);
        return violation with
        {
            PolicyId = former.Policy(violation.PolicyId),
            Subject = subject,
            RuleId = subject == violation.Subject ? former.Subject(violation.PolicyId, violation.RuleId) : subject,
        };
    }
}
