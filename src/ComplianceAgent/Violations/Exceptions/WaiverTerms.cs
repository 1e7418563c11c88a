using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>What a policy says of an exception from it. Pure.</summary>
public static class WaiverTerms
{
    /// <summary>Longest exception of any policy, in days: ten years, past which it is a typing error.</summary>
    public const int MostDays = 3650;

    /// <summary>Earliest day an exception may begin.</summary>
    public static DateOnly Earliest { get; } = new(2000, 1, 1);

    /// <summary>Latest day an exception may begin.</summary>
    public static DateOnly Latest { get; } = new(2200, 1, 1);

    /// <summary>What is wrong with an exception under a policy; empty when nothing is.</summary>
    public static IReadOnlyList<Reason> FaultsOf(WaiverAsk ask, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Exceptions is { } terms
            ? [.. PeriodFaults(ask, terms, policy), .. ReasonFaults(ask, terms, policy), .. BlanketFaults(ask, terms, policy)]
            : [.. PeriodFaults(ask, null, policy), Reason.Of("exception-none-allowed", ("policy", policy.Id))];
    }

    /// <summary>Days from the first to the last, both counted.</summary>
    public static int Days(WaiverAsk ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return ask.Until.DayNumber - ask.From.DayNumber + 1;
    }

    private static IEnumerable<Reason> PeriodFaults(WaiverAsk ask, PolicyExceptionTerms? terms, Policy policy)
    {
        var days = Days(ask);
        if (days < 1)
        {
            yield return Reason.Of("exception-ends-before-it-begins", ("from", WaiverReasons.Day(ask.From)), ("until", WaiverReasons.Day(ask.Until)));
        }
        else if (days > MostDays || ask.From < Earliest || ask.From > Latest)
        {
            yield return Reason.Of("exception-period-odd", ("days", Number(MostDays)));
        }
        else if (days > terms?.MaximumDays)
        {
            yield return Reason.Of("exception-too-long", ("policy", policy.Id), ("days", Number(days)), ("most", Number(terms.MaximumDays.Value)));
        }
    }

    private static IEnumerable<Reason> ReasonFaults(WaiverAsk ask, PolicyExceptionTerms terms, Policy policy) =>
        terms.Reasons.IsDefaultOrEmpty || terms.Reasons.Contains(ask.ReasonCode, StringComparer.Ordinal)
            ? []
            : [Reason.Of("exception-reason-not-allowed", ("policy", policy.Id), ("given", ask.ReasonCode), ("allowed", string.Join(", ", terms.Reasons)))];

    private static IEnumerable<Reason> BlanketFaults(WaiverAsk ask, PolicyExceptionTerms terms, Policy policy) =>
        ask.Target.IsBlanket && !terms.Blanket ? [Reason.Of("exception-blanket", ("policy", policy.Id))] : [];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
