namespace ComplianceAgent.Violations.Exceptions;

/// <summary>The exceptions of a tenant that were asked for and decided in the store: immutable, read from the decisions in order.</summary>
public sealed class WaiverBook
{
    private WaiverBook(IReadOnlyList<WaiverDecision> history)
    {
        History = history;
        Waivers = [.. history.GroupBy(decision => decision.Number).Where(group => group.First().Ask is not null).OrderBy(group => group.Key).Select(Read)];
    }

    /// <summary>Nothing was ever asked for.</summary>
    public static WaiverBook Empty { get; } = new([]);

    /// <summary>Every decision, oldest first.</summary>
    public IReadOnlyList<WaiverDecision> History { get; }

    /// <summary>The exceptions as they stand, in the order they were asked for.</summary>
    public IReadOnlyList<Waiver> Waivers { get; }

    /// <summary>Number of the last decision; 0 when there is none.</summary>
    public long LastSequence => History.Count == 0 ? 0 : History[^1].Sequence;

    /// <summary>Makes a book of decisions, oldest first.</summary>
    public static WaiverBook Of(IReadOnlyList<WaiverDecision> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Count == 0 ? Empty : new(history);
    }

    /// <summary>The exception of a number; null when there is none.</summary>
    public Waiver? Find(long number) => Waivers.FirstOrDefault(waiver => waiver.Number == number);

    /// <summary>The book with a decision added.</summary>
    public WaiverBook With(WaiverDecision added) => new([.. History, added]);

    private static Waiver Read(IGrouping<long, WaiverDecision> decisions)
    {
        var asked = decisions.First();
        var waiver = new Waiver
        {
            Reference = Waiver.OfStore(decisions.Key),
            Ask = asked.Ask!,
            State = WaiverState.Requested,
            Requester = asked.Author,
            RequestedAt = asked.At,
        };
        return decisions.Skip(1).Aggregate(waiver, Apply);
    }

    private static Waiver Apply(Waiver waiver, WaiverDecision decision) => decision.Kind switch
    {
        WaiverDecisionKind.Approved => waiver with
        {
            State = WaiverState.Approved, Approver = decision.Author, ApproverRole = decision.Role, ApprovedAt = decision.At, DecisionReason = decision.Reason,
        },
        WaiverDecisionKind.Rejected => waiver with { State = WaiverState.Rejected, EndedBy = decision.Author, EndedAt = decision.At, DecisionReason = decision.Reason },
        WaiverDecisionKind.Revoked => waiver with { State = WaiverState.Revoked, EndedBy = decision.Author, EndedAt = decision.At, DecisionReason = decision.Reason },
        _ => waiver,
    };
}
