using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Policies;

/// <summary>
/// Bans change, and nobody tells this program: facts that nobody has checked for a year are told as such wherever the policy is looked at.
/// They still hold; a ban that lapsed by itself would be worse than an old one. A policy whose own dates say that it has ended is told too:
/// it finds nothing, which must not be taken for a clean fleet. Pure: the clock comes in.
/// </summary>
public static class PolicyAge
{
    /// <summary>Months after which facts count as old.</summary>
    public const int Months = 12;

    /// <summary>True when the facts were last checked more than <see cref="Months"/> ago. A policy that does not say when is its author's business.</summary>
    public static bool IsOld(Policy policy, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.CheckedOn is { } checkedOn && checkedOn < today.AddMonths(-Months);
    }

    /// <summary>Why, or null when the facts are fresh enough.</summary>
    public static Reason? Note(Policy policy, DateOnly today) => IsOld(policy, today)
        ? Reason.Of("policy-facts-old", ("policy", policy.Id), ("checked", Print(policy.CheckedOn!.Value)), ("months", Months.ToString(CultureInfo.InvariantCulture)))
        : null;

    /// <summary>That a policy has ended, or null while it holds.</summary>
    public static Reason? Ended(Policy policy, DateTimeOffset now) => Deadlines.EndOf(policy) is { } end && end <= now
        ? Reason.Of("policy-has-ended", ("policy", policy.Id), ("until", Print(Deadlines.LastDayOf(policy)!.Value)))
        : null;

    /// <summary>What there is to note of each policy in force.</summary>
    public static IEnumerable<Reason> Notes(IEnumerable<Policy> policies, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return policies.SelectMany(policy => new[] { Note(policy, DayOf(now)), Ended(policy, now) }).OfType<Reason>();
    }

    /// <summary>The day it is, in UTC: a year is not counted by the hour.</summary>
    public static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    private static string Print(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
