namespace ComplianceAgent.Policies;

/// <summary>
/// What policies, rules and products were called before. A renamed ban is the same ban: its violations, decisions and exceptions follow it.
/// An id that is in use always means itself.
/// </summary>
public sealed class FormerIds
{
    private readonly Dictionary<string, Policy> policies;
    private readonly Dictionary<string, string> renamed = new(StringComparer.Ordinal);

    private FormerIds(IEnumerable<Policy> loaded)
    {
        policies = loaded.ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        foreach (var policy in policies.Values.OrderBy(policy => policy.Id, StringComparer.Ordinal))
        {
            foreach (var former in policy.Formerly.Where(former => !policies.ContainsKey(former)))
            {
                renamed.TryAdd(former, policy.Id);
            }
        }

        IsEmpty = renamed.Count == 0 && policies.Values.All(policy => policy.FormerSubjects.IsEmpty);
    }

    /// <summary>True when nothing was ever called otherwise.</summary>
    public bool IsEmpty { get; }

    /// <summary>The former ids of the policies as loaded.</summary>
    public static FormerIds Of(IEnumerable<Policy> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return new(policies);
    }

    /// <summary>Today's id of a policy; the same when it was never renamed.</summary>
    public string Policy(string policyId) => renamed.GetValueOrDefault(policyId, policyId);

    /// <summary>Today's id of a product or rule within a policy, named by today's or a former id.</summary>
    /// <param name="policyId">Policy, by today's or a former id; empty for a product whatever the policy.</param>
    /// <param name="subject">Product or rule.</param>
    public string Subject(string policyId, string subject)
    {
        if (IsEmpty)
        {
            return subject;
        }

        var speaks = policyId.Length == 0 ? policies.Values.FirstOrDefault(policy => policy.FormerSubjects.ContainsKey(subject)) : policies.GetValueOrDefault(Policy(policyId));
        return speaks?.FormerSubjects.GetValueOrDefault(subject, subject) ?? subject;
    }
}
