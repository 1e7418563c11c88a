namespace ComplianceAgent.Policies;

/// <summary>Which clock the headline follows.</summary>
public enum DeadlineClock : byte
{
    /// <summary>The date in the ban.</summary>
    Legal,

    /// <summary>First sight, or enrolment, plus grace.</summary>
    House,
}

/// <summary>Both clocks of one violation.</summary>
/// <param name="Legal">End of the ban's removal date in the policy's zone; null when the ban names none.</param>
/// <param name="House">First sight plus grace, never before enrolment plus its grace.</param>
/// <param name="Clock">The one that counts: the legal date, unless it was past (or missing) at first sight.</param>
public readonly record struct Deadline(DateTimeOffset? Legal, DateTimeOffset House, DeadlineClock Clock)
{
    /// <summary>The deadline that counts.</summary>
    public DateTimeOffset Headline => Clock == DeadlineClock.Legal ? Legal!.Value : House;

    /// <summary>True once the deadline that counts has passed.</summary>
    public bool IsOverdue(DateTimeOffset now) => now >= Headline;

    /// <summary>The same, with the house clock counting and set to a moment when the deadline that counts lies before it.</summary>
    public Deadline NotBefore(DateTimeOffset? moment) =>
        moment is { } earliest && earliest > Headline ? this with { House = earliest > House ? earliest : House, Clock = DeadlineClock.House } : this;
}

/// <summary>Computes deadlines. Pure: the clock comes in.</summary>
public static class Deadlines
{
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(15);

    /// <summary>Deadline of a violation.</summary>
    /// <param name="policy">Policy.</param>
    /// <param name="ruleId">Rule that matched; an unknown id takes the policy's date.</param>
    /// <param name="firstSeenAt">First sighting.</param>
    /// <param name="enrolledAt">Enrolment of the device, where known.</param>
    /// <param name="absentAt">Date of an earlier inventory of the device that proves the app was not there; null when none does.</param>
    public static Deadline For(Policy policy, string ruleId, DateTimeOffset firstSeenAt, DateTimeOffset? enrolledAt, DateTimeOffset? absentAt = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var legal = Legal(policy, policy.Rules.FirstOrDefault(rule => rule.Id == ruleId)?.RemoveBy, absentAt);
        var house = firstSeenAt + policy.Grace.FirstSeen;
        if (enrolledAt + policy.Grace.Enrolment is { } afterEnrolment && afterEnrolment > house && enrolledAt <= firstSeenAt)
        {
            house = afterEnrolment;
        }

        return new Deadline(legal, house, legal > firstSeenAt ? DeadlineClock.Legal : DeadlineClock.House);
    }

    /// <summary>
    /// A removal date is for copies that were there. What was proved absent after the ban took effect, and is there now, was allowed until then only.
    /// A rule with a date of its own came later than the policy's effect, which says nothing of it.
    /// </summary>
    private static DateTimeOffset? Legal(Policy policy, DateOnly? ofRule, DateTimeOffset? absentAt)
    {
        DateTimeOffset? legal = (ofRule ?? policy.RemoveBy) is { } day ? EndOfDay(day, policy.TimeZone) : null;
        return ofRule is null && policy.Effective is { } effective && StartOfDay(effective, policy.TimeZone) is var began && absentAt >= began && legal > began ? began : legal;
    }

    /// <summary>0:00 of a day in a zone: the first moment of it that exists there.</summary>
    public static DateTimeOffset StartOfDay(DateOnly day, TimeZoneInfo zone) => EndOfDay(day.AddDays(-1), zone);

    /// <summary>When a policy's validity ends: with its last renewal if it has any, else with the day it names; null when open-ended.</summary>
    public static DateTimeOffset? EndOf(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return LastDayOf(policy) is { } day ? EndOfDay(day, policy.TimeZone) : null;
    }

    /// <summary>The last day of a policy; null when open-ended.</summary>
    public static DateOnly? LastDayOf(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Renewals.IsDefaultOrEmpty ? policy.ValidUntil : policy.Renewals[^1].Until;
    }

    /// <summary>24:00 of a day in a zone: the first moment of the next day that exists there.</summary>
    public static DateTimeOffset EndOfDay(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        var end = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();

        // Some zones change their clocks at midnight, so that it comes twice or not at all: what the clock there shows decides.
        while (IsPast(end - ClockStep))
        {
            end -= ClockStep;
        }

        while (!IsPast(end))
        {
            end += ClockStep;
        }

        return end;

        bool IsPast(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).DateTime >= midnight;
    }
}
