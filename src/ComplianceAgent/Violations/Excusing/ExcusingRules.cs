using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Excusing;

/// <summary>Whether an act counts, and why.</summary>
/// <param name="Counts">True when what it excuses may go.</param>
/// <param name="Reason">Why, or why not.</param>
public sealed record ExcusingVerdict(bool Counts, Reason Reason);

/// <summary>The one rule by which excusing acts count, whatever their kind. Pure.</summary>
public static class ExcusingRules
{
    /// <summary>
    /// An act that frees nothing needs nobody. Any other counts when a second person approved it, or when the setting says that one person
    /// is enough and nobody has refused it.
    /// </summary>
    /// <param name="violations">Live violations it would free.</param>
    /// <param name="state">How the act stands; a new one is pending.</param>
    /// <param name="persons">How many people it takes: 1 or 2.</param>
    public static ExcusingVerdict Judge(int violations, ExcusingState state, int persons) => state switch
    {
        _ when violations == 0 => new(true, Reason.Of("excuse-frees-nothing")),
        ExcusingState.Approved => new(true, Reason.Of("excuse-approved")),
        ExcusingState.Refused => new(false, Reason.Of("excuse-refused")),
        ExcusingState.Superseded => new(false, Reason.Of("excuse-superseded")),
        _ when persons < 2 => new(true, Reason.Of("excuse-one-is-enough")),
        _ => new(false, Reason.Of("excuse-waits")),
    };

    /// <summary>Why somebody may not decide about an act; null when they may. To refuse one's own is to take it back.</summary>
    /// <param name="act">The act; null when there is none of the number.</param>
    /// <param name="number">The number that was named.</param>
    /// <param name="step">Approved or refused.</param>
    /// <param name="by">Who decides.</param>
    public static Reason? FaultOf(ExcusingAct? act, long number, ExcusingStep step, Author by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return act switch
        {
            null => Reason.Of("excuse-unknown", ("act", Number(number))),
            { State: not ExcusingState.Pending } => Reason.Of(
                "excuse-decided-already", ("act", Number(number)), ("state", act.State.ToString().ToLowerInvariant()),
                ("person", act.DecidedBy?.Name ?? (act.State == ExcusingState.Approved ? "the setting Excusing:Persons" : "a scan")), ("date", Day(act.DecidedAt))),
            _ when step == ExcusingStep.Approved && by.IsSamePersonAs(act.By) => Reason.Of("excuse-own", ("act", Number(number)), ("person", by.Person)),
            _ => null,
        };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
