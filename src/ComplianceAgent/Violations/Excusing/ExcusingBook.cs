namespace ComplianceAgent.Violations.Excusing;

/// <summary>The excusing acts of a tenant: immutable, read from their steps in order.</summary>
public sealed class ExcusingBook
{
    private ExcusingBook(IReadOnlyList<ExcusingDecision> history)
    {
        History = history;
        Acts = [.. history.GroupBy(step => step.Number).OrderBy(group => group.Key).Select(Read)];
    }

    /// <summary>Nothing was ever excused.</summary>
    public static ExcusingBook Empty { get; } = new([]);

    /// <summary>Every step, oldest first.</summary>
    public IReadOnlyList<ExcusingDecision> History { get; }

    /// <summary>The acts as they stand, in the order they were proposed.</summary>
    public IReadOnlyList<ExcusingAct> Acts { get; }

    /// <summary>Number of the last step; 0 when there is none.</summary>
    public long LastSequence => History.Count == 0 ? 0 : History[^1].Sequence;

    /// <summary>Makes a book of steps, oldest first.</summary>
    public static ExcusingBook Of(IReadOnlyList<ExcusingDecision> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Count == 0 ? Empty : new(history);
    }

    /// <summary>The act of a number; null when there is none.</summary>
    public ExcusingAct? Find(long number) => Acts.FirstOrDefault(act => act.Number == number);

    /// <summary>The current act of a matter; null when there is none.</summary>
    public ExcusingAct? CurrentOf(ExcusingMatter matter) => Acts.LastOrDefault(act => act.IsCurrent && act.Matter.IsSameAs(matter));

    /// <summary>The current dismissal of a case; null when there is none.</summary>
    public ExcusingAct? DismissalOf(string caseId) =>
        Acts.LastOrDefault(act => act.IsCurrent && act.Matter.Kind == ExcusingKind.CaseDismissed && string.Equals(act.Matter.What, caseId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The book with steps added.</summary>
    public ExcusingBook With(IReadOnlyCollection<ExcusingDecision> added)
    {
        ArgumentNullException.ThrowIfNull(added);
        return added.Count == 0 ? this : new([.. History, .. added]);
    }

    private static ExcusingAct Read(IGrouping<long, ExcusingDecision> steps)
    {
        var first = steps.First();
        var act = new ExcusingAct { Number = first.Number, Matter = first.Matter, By = first.Author, Reason = first.Reason, At = first.At };
        return steps.Aggregate(act, After);
    }

    private static ExcusingAct After(ExcusingAct act, ExcusingDecision step) => step.Step switch
    {
        ExcusingStep.Approved => act with { State = ExcusingState.Approved, DecidedBy = step.Author, DecisionReason = step.Reason, DecidedAt = step.At },
        ExcusingStep.Alone => act with { State = ExcusingState.Approved, DecidedAt = step.At },
        ExcusingStep.Refused => act with { State = ExcusingState.Refused, DecidedBy = step.Author, DecisionReason = step.Reason, DecidedAt = step.At },
        ExcusingStep.Superseded when act.State == ExcusingState.Pending => act with { State = ExcusingState.Superseded, DecidedAt = step.At },
        ExcusingStep.Superseded => act with { IsOver = true },
        _ => act,
    };
}
