using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// A kind of table. Both steps meet every block in order, but may be at work at the same time, on different blocks: they share no state
/// but the block.
/// </summary>
internal interface ITable
{
    /// <summary>Fields of which the end was dropped.</summary>
    long CutFields { get; }

    /// <summary>What was wrong, once all was taken.</summary>
    IReadOnlyList<Reason> Faults { get; }

    /// <summary>Finds the rows of a block.</summary>
    void Prepare(TextBlock block);

    /// <summary>Hands the rows of a block to the sink. After a fault the rest is not looked at.</summary>
    void Take(TextBlock block);
}
