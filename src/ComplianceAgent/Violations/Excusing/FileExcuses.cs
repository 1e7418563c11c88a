using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Excusing;

/// <summary>
/// Tells a change of ours from one of the app or the device: what would today's policies and catalogue say of the violation <em>as it was
/// stored</em>? If they still said the same, whatever became of it is the device's doing; if they say less, it is theirs. Pure.
/// </summary>
internal static class FileExcuses
{
    /// <summary>The act behind a withdrawal; null when it is none: the policy's own end, the device's change, or a rename.</summary>
    public static Excuse? OfWithdrawal(LifeCycleInput input, Violation violation, PolicyStanding? standing)
    {
        if (RankOf(violation.State, violation.Severity) == Rank.Advised || LivesOnElsewhere(input, violation))
        {
            return null;
        }

        if (standing is null)
        {
            return new(ExcusingKind.PolicyRemoved);
        }

        if (standing.EndedAt is not null)
        {
            return input.NamedEnds.TryGetValue(violation.PolicyId, out var named) && named > input.Scan.Now ? new(ExcusingKind.ValidityShortened) : null;
        }

        return standing.OutOfScope(input, violation) is null ? OfRule(input, violation, standing.Policy) : OfScope(violation, standing);
    }

    /// <summary>The act behind a sighting that makes a violation count for less; null when it is none.</summary>
    /// <param name="input">What is known.</param>
    /// <param name="before">The violation as stored.</param>
    /// <param name="after">The violation as the sighting would make it.</param>
    /// <param name="reviews">Thresholds and decisions.</param>
    public static Excuse? OfSighting(LifeCycleInput input, Violation before, Violation after, ReviewRules reviews)
    {
        var (rank, now) = (RankOf(before.State, before.Severity), RankOf(after.State, after.Severity));
        if (now >= rank || (now == Rank.Waits && WasTakenBack(before, reviews.Book)))
        {
            return null;
        }

        if (input.ByTodaysFiles(before) is not { } files)
        {
            return new(ExcusingKind.RuleNarrowed, before.RuleId);
        }

        var verdict = reviews.Judge(before.PolicyId, before.Subject, before.App, files.Confidence, files.Severity);
        return verdict.Triage != Triage.Dismissed && RankOf(Presence.StateOf(verdict), verdict.Severity) < rank ? new(ExcusingKind.Downgraded) : null;
    }

    private static Excuse? OfScope(Violation violation, PolicyStanding standing) =>
        standing.OutOfScope(violation.Device.Owner, violation.Device.Platform.Family()) is not { } byFile ? null
        : byFile == LifeCycleReasons.AdviceOnlyCounted ? new(ExcusingKind.Downgraded)
        : new(ExcusingKind.ScopeNarrowed);

    private static Excuse? OfRule(LifeCycleInput input, Violation violation, Policy policy) =>
        input.StillMatches(violation) ? null
        : new(policy.Rules.Any(rule => rule.Id == violation.RuleId) ? ExcusingKind.RuleNarrowed : ExcusingKind.RuleRemoved, violation.RuleId);

    /// <summary>A violation that goes on under what its policy or product is called now is not lost with its old name.</summary>
    private static bool LivesOnElsewhere(LifeCycleInput input, Violation violation)
    {
        var former = FormerIds.Of(input.Policies);
        if (former.IsEmpty)
        {
            return false;
        }

        var today = new ViolationKey(violation.DeviceId, former.Policy(violation.PolicyId), former.Subject(violation.PolicyId, violation.Subject));
        return today != ViolationKey.Of(violation) && input.Known.Any(known => known.IsLive && ViolationKey.Of(known) == today && RankOf(known.State, known.Severity) >= RankOf(violation.State, violation.Severity));
    }

    /// <summary>Whoever takes a yes back sends the match to review again: that is a person's doing, and no file's.</summary>
    private static bool WasTakenBack(Violation violation, ReviewBook book)
    {
        var app = AppKey.Of(violation.App);
        return Ended(CaseKey.OfDoubt(violation.Subject, app)) || Ended(CaseKey.OfPolicy(violation.PolicyId, violation.Subject, app));

        bool Ended(CaseKey key) => book.NewestOf(key) is { Kind: ReviewDecisionKind.Undone };
    }

    private static Rank RankOf(ViolationState state, Severity severity) => severity switch
    {
        Severity.Advice or Severity.Out => Rank.Advised,
        Severity.Review => Rank.Waits,
        _ => state == ViolationState.Review ? Rank.Waits : Rank.Counts,
    };

    /// <summary>How much a violation counts for.</summary>
    private enum Rank
    {
        Advised,
        Waits,
        Counts,
    }
}
