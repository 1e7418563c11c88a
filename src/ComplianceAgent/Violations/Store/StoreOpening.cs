namespace ComplianceAgent.Violations.Store;

/// <summary>How a store is opened.</summary>
public sealed record StoreOpening
{
    /// <summary>
    /// Whether simulated tenants are to be scanned into it: a store that holds the other kind is refused. Null to read whatever is
    /// there; then no scan can begin.
    /// </summary>
    public bool? Simulated { get; init; }

    /// <summary>True to refuse a store that is not there yet, for commands that only read.</summary>
    public bool MustExist { get; init; }

    /// <summary>True to write nothing at all: a store whose schema is of an earlier version is refused, not brought up to date.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>True, with <see cref="ReadOnly"/>, to take a store of an earlier version as it is: who copies it asks for no table, and wants it before it is brought up to date.</summary>
    public bool ForCopy { get; init; }

    /// <summary>Seconds to wait for another program that holds the store.</summary>
    public int BusySeconds { get; init; } = 30;

    /// <summary>Where a checkpoint goes after every stored scan and decision; null for nowhere.</summary>
    public Evidence.CheckpointLog? Checkpoints { get; init; }
}
