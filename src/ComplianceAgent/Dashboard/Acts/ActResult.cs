using ComplianceAgent.Reasons;

namespace ComplianceAgent.Dashboard.Acts;

/// <summary>What became of an act.</summary>
public enum ActOutcome : byte
{
    /// <summary>It counts.</summary>
    Done = 0,

    /// <summary>It is written down, and waits for a second person.</summary>
    Pending,

    /// <summary>It was refused; nothing changed.</summary>
    Refused,

    /// <summary>There is no such thing, or the visitor may not see it: nobody learns which.</summary>
    NotFound,
}

/// <summary>What became of an act, and why.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Why">Why it was refused; null otherwise.</param>
public sealed record ActResult(ActOutcome Outcome, Reason? Why = null)
{
    /// <summary>Number of what was made, where it has one.</summary>
    public long? Number { get; init; }

    /// <summary>Every fault, where there are several.</summary>
    public IReadOnlyList<Reason> Faults { get; init; } = [];

    /// <summary>It counts.</summary>
    public static ActResult Done { get; } = new(ActOutcome.Done);

    /// <summary>It waits for a second person.</summary>
    public static ActResult Pending { get; } = new(ActOutcome.Pending);

    /// <summary>It is not there.</summary>
    public static ActResult NotFound { get; } = new(ActOutcome.NotFound);

    /// <summary>Refused.</summary>
    public static ActResult Refused(params IReadOnlyList<Reason> faults) => new(ActOutcome.Refused, faults[0]) { Faults = faults };

    /// <summary>Refused, by the code of a reason that has no parameters.</summary>
    public static ActResult Refused(string code) => Refused(Reason.Of(code));
}
