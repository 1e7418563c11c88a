using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>The kinds of records that people's decisions are kept in.</summary>
public enum DecisionRecord : byte
{
    /// <summary>A decision about an exception.</summary>
    Exception,

    /// <summary>A decision about a suspected match.</summary>
    Review,

    /// <summary>Held closings that were let go.</summary>
    Release,

    /// <summary>An act of a legal hold.</summary>
    Hold,

    /// <summary>A step of an excusing act.</summary>
    Excuse,
}

/// <summary>What of one decision is erased: its words always.</summary>
/// <param name="Record">Kind of record.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Author">Whether who decided is erased.</param>
/// <param name="Target">Whether whom it was about is erased.</param>
public sealed record DecisionErasure(DecisionRecord Record, long Sequence, bool Author, bool Target);

/// <summary>An exception of a register as it was in force, kept for reports of past days.</summary>
/// <param name="Record">Name of the register's version.</param>
/// <param name="Position">Place in it.</param>
/// <param name="Waiver">The exception.</param>
public sealed record KeptRegisterEntry(string Record, int Position, Waiver Waiver);

/// <summary>What is to be erased. What a violation was, when and under which policy stays; who it was is gone.</summary>
public sealed record ErasureSet
{
    /// <summary>Nothing.</summary>
    public static ErasureSet Nothing { get; } = new();

    /// <summary>Violations whose personal columns are blanked, and whose events lose their personal parts.</summary>
    public IReadOnlyCollection<Guid> Violations { get; init; } = [];

    /// <summary>Decisions.</summary>
    public IReadOnlyCollection<DecisionErasure> Decisions { get; init; } = [];

    /// <summary>Exceptions of registers as they were.</summary>
    public IReadOnlyCollection<KeptRegisterEntry> RegisterEntries { get; init; } = [];

    /// <summary>Numbers of other events that lose their personal parts.</summary>
    public IReadOnlyCollection<long> Events { get; init; } = [];
}

/// <summary>How much was erased, or would be.</summary>
/// <param name="Violations">Violations.</param>
/// <param name="Decisions">Decisions of people.</param>
/// <param name="EventParts">Personal parts of events.</param>
/// <param name="Reports">Report files.</param>
public sealed record ErasureCounts(int Violations, int Decisions, int EventParts, int Reports = 0)
{
    /// <summary>Nothing.</summary>
    public static ErasureCounts None { get; } = new(0, 0, 0);

    /// <summary>True when there was nothing to erase.</summary>
    public bool IsNothing => Violations + Decisions + EventParts + Reports == 0;
}
