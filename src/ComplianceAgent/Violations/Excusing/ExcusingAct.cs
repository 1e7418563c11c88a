using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Excusing;

/// <summary>How violations are made to vanish without a removal and without an exception. Stored by number: never reordered.</summary>
public enum ExcusingKind : byte
{
    /// <summary>A suspected match was dismissed.</summary>
    CaseDismissed = 0,

    /// <summary>A violation became advice, or goes back to review, by the policy or the catalogue.</summary>
    Downgraded,

    /// <summary>The policy's scope leaves the device out.</summary>
    ScopeNarrowed,

    /// <summary>The rule, or the catalogue's product behind it, no longer fits the app.</summary>
    RuleNarrowed,

    /// <summary>The rule was taken out of the policy.</summary>
    RuleRemoved,

    /// <summary>A never-flag entry spares the app.</summary>
    NeverFlagged,

    /// <summary>The policy was taken out of use.</summary>
    PolicyRemoved,

    /// <summary>The policy ends earlier than it had said.</summary>
    ValidityShortened,
}

/// <summary>One step in the life of an act. Stored by number: never reordered.</summary>
public enum ExcusingStep : byte
{
    /// <summary>Somebody, or a changed file, would excuse violations.</summary>
    Proposed = 0,

    /// <summary>A second person agreed.</summary>
    Approved,

    /// <summary>A person said no.</summary>
    Refused,

    /// <summary>The file says something else now, the decision was taken back, or nothing is left to excuse.</summary>
    Superseded,

    /// <summary>It counts without a second person, because <c>Excusing:Persons</c> is 1.</summary>
    Alone,
}

/// <summary>How an act stands.</summary>
public enum ExcusingState : byte
{
    /// <summary>Waits for a second person.</summary>
    Pending = 0,

    /// <summary>Agreed to, by a second person or by the setting.</summary>
    Approved,

    /// <summary>Refused.</summary>
    Refused,

    /// <summary>Overtaken before anybody decided.</summary>
    Superseded,
}

/// <summary>A file that was changed: the first "person" of the acts it brings.</summary>
/// <param name="Name">The file, a pack, the catalogue, or the setting.</param>
/// <param name="Before">Its SHA-256 before, as far as known.</param>
/// <param name="After">Its SHA-256 now; empty when it is no longer used.</param>
public sealed record FileChange(string Name, string Before, string After);

/// <summary>What would be excused, by what, and how much of it there was when it was proposed.</summary>
public sealed record ExcusingMatter
{
    /// <summary>How.</summary>
    public required ExcusingKind Kind { get; init; }

    /// <summary>Policy; empty for a dismissal, which holds for every policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Rule or case; empty when the act is of a whole policy.</summary>
    public string What { get; init; } = "";

    /// <summary>For people: the app of a case. Foreign text.</summary>
    public string About { get; init; } = "";

    /// <summary>The file behind it; null for a dismissal.</summary>
    public FileChange? File { get; init; }

    /// <summary>State of the files that an approval is of: other files are another act. Empty for a dismissal and for a policy out of use.</summary>
    public string Basis { get; init; } = "";

    /// <summary>Live violations it would free when proposed.</summary>
    public required int Violations { get; init; }

    /// <summary>Devices among them.</summary>
    public required int Devices { get; init; }

    /// <summary>True for the same act, however many violations it is about by now.</summary>
    public bool IsSameAs(ExcusingMatter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind == other.Kind && PolicyId == other.PolicyId && What == other.What && Basis == other.Basis;
    }
}

/// <summary>One step, as stored. Rows are only ever added.</summary>
public sealed record ExcusingDecision
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>From 1 without gaps, per tenant.</summary>
    public required long Sequence { get; init; }

    /// <summary>Number of the act: the sequence of its first step.</summary>
    public required long Number { get; init; }

    /// <summary>Step.</summary>
    public required ExcusingStep Step { get; init; }

    /// <summary>The act.</summary>
    public required ExcusingMatter Matter { get; init; }

    /// <summary>Who: an account, or the file.</summary>
    public required Author Author { get; init; }

    /// <summary>Why, in the person's words; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the scan that took the step; 0 for a person.</summary>
    public long ScanNumber { get; init; }
}

/// <summary>An act as it stands.</summary>
public sealed record ExcusingAct
{
    /// <summary>Number, by which people name it.</summary>
    public required long Number { get; init; }

    /// <summary>What it is.</summary>
    public required ExcusingMatter Matter { get; init; }

    /// <summary>The first person: an account, or the file.</summary>
    public required Author By { get; init; }

    /// <summary>Why, in the first person's words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it was proposed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How it stands.</summary>
    public ExcusingState State { get; init; }

    /// <summary>True for one that was approved and no longer speaks of the files or decisions there are: it excuses nothing new.</summary>
    public bool IsOver { get; init; }

    /// <summary>Who approved or refused it; null while pending, and when one person was enough.</summary>
    public Author? DecidedBy { get; init; }

    /// <summary>Why, in that person's words.</summary>
    public string DecisionReason { get; init; } = "";

    /// <summary>When it came to its state; null while pending.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>True when it counts or waits by what there is now.</summary>
    public bool IsCurrent => !IsOver && State != ExcusingState.Superseded;
}

/// <summary>An act whose violations a scan left as they are.</summary>
/// <param name="Number">Number of the act; 0 in a dry run, which stores none.</param>
/// <param name="Kind">How.</param>
/// <param name="PolicyId">Policy.</param>
/// <param name="What">Rule; empty when it is of the whole policy.</param>
/// <param name="State">Pending or refused.</param>
/// <param name="Violations">Live violations it would free.</param>
/// <param name="Devices">Devices among them.</param>
public sealed record HeldAct(long Number, ExcusingKind Kind, string PolicyId, string What, ExcusingState State, int Violations, int Devices);
