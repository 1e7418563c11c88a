using System.Collections.Immutable;
using ComplianceAgent.Violations.Audit;

namespace ComplianceAgent.Violations.Evidence;

/// <summary>What the lines of a checkpoint file prove of one record. Pure.</summary>
public sealed record CheckpointEvidence
{
    /// <summary>What a store can be held to: of lines that a key signed, or of all when there is no key.</summary>
    public required ImmutableArray<AuditAnchor> Anchors { get; init; }

    /// <summary>Lines of the record.</summary>
    public required int Lines { get; init; }

    /// <summary>Of these, signed by a key that was given.</summary>
    public required int Good { get; init; }

    /// <summary>Signed by none of the keys, or changed after it was signed.</summary>
    public required int Forged { get; init; }

    /// <summary>Unsigned from before the first signed line: as old as they say, or put in.</summary>
    public required int UnsignedBefore { get; init; }

    /// <summary>Unsigned although a line before it is signed.</summary>
    public required int UnsignedAfter { get; init; }

    /// <summary>Lines of the same tenant in another store.</summary>
    public required int OfOthers { get; init; }

    /// <summary>When people took the store for what it was although more was known.</summary>
    public required ImmutableArray<Checkpoint> Acceptances { get; init; }

    /// <summary>Reads the lines of one tenant, in order.</summary>
    public static CheckpointEvidence Of(IEnumerable<CheckpointLine> lines, string record)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var anchors = new List<AuditAnchor>();
        var acceptances = new List<Checkpoint>();
        var (own, good, forged, before, after, others) = (0, 0, 0, 0, 0, 0);
        foreach (var (line, seal) in lines)
        {
            if (line.Record != record)
            {
                others++;
                continue;
            }

            own++;
            good += seal == CheckpointSeal.Good ? 1 : 0;
            forged += seal == CheckpointSeal.Forged ? 1 : 0;
            before += seal == CheckpointSeal.Missing && good == 0 ? 1 : 0;
            after += seal == CheckpointSeal.Missing && good > 0 ? 1 : 0;
            if (seal is not (CheckpointSeal.Good or CheckpointSeal.Unchecked))
            {
                continue;
            }

            if (line.Kind == CheckpointKind.Accepted)
            {
                acceptances.Add(line);
                anchors.RemoveAll(anchor => IsGivenUp(anchor, line));
            }

            anchors.AddRange(new[] { line.Scans, line.Events }.OfType<AuditAnchor>());
        }

        return new CheckpointEvidence
        {
            Anchors = [.. anchors.Distinct()],
            Lines = own,
            Good = good,
            Forged = forged,
            UnsignedBefore = before,
            UnsignedAfter = after,
            OfOthers = others,
            Acceptances = [.. acceptances],
        };
    }

    /// <summary>What lay beyond an accepted store is lost; of two copies that went on apart, nothing of before can be told from the other's.</summary>
    private static bool IsGivenUp(AuditAnchor anchor, Checkpoint accepted) => accepted.Doubt == "store-differs"
        || (anchor.Chain == AuditChain.Scans ? anchor.Number > accepted.Scan : anchor.Number >= accepted.Event);
}
