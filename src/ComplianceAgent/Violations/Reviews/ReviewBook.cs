using System.Collections.Frozen;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>Everything people decided of a tenant's suspected matches: immutable, the newest decision of a case on top.</summary>
public sealed class ReviewBook
{
    private readonly FrozenDictionary<CaseKey, ReviewDecision> newest;

    private ReviewBook(IReadOnlyList<ReviewDecision> history, FormerIds? former = null)
    {
        History = history;
        newest = history.GroupBy(decision => CaseKey.Of(decision).Under(former)).ToFrozenDictionary(group => group.Key, group => group.Last());
    }

    /// <summary>Nothing was decided.</summary>
    public static ReviewBook Empty { get; } = new([]);

    /// <summary>Every decision, oldest first.</summary>
    public IReadOnlyList<ReviewDecision> History { get; }

    /// <summary>The newest decision of every case, taken back or not.</summary>
    public IEnumerable<KeyValuePair<CaseKey, ReviewDecision>> Newest => newest;

    /// <summary>Number of the last decision; 0 when there is none.</summary>
    public long LastSequence => History.Count == 0 ? 0 : History[^1].Sequence;

    /// <summary>True when nothing was ever decided.</summary>
    public bool IsEmpty => History.Count == 0;

    /// <summary>Makes a book of decisions, oldest first.</summary>
    public static ReviewBook Of(IReadOnlyList<ReviewDecision> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Count == 0 ? Empty : new(history);
    }

    /// <summary>The newest decision of a case, also when it only took one back; null when there is none.</summary>
    public ReviewDecision? NewestOf(CaseKey key) => newest.GetValueOrDefault(key);

    /// <summary>The decision of a case that stands; null when there is none or it was taken back.</summary>
    public ReviewDecision? StandingOf(CaseKey key) =>
        NewestOf(key) is { Kind: ReviewDecisionKind.Confirmed or ReviewDecisionKind.Dismissed } decision ? decision : null;

    /// <summary>The book with its cases under what their policies and products are called now.</summary>
    public ReviewBook Under(FormerIds former)
    {
        ArgumentNullException.ThrowIfNull(former);
        return IsEmpty || former.IsEmpty ? this : new(History, former);
    }

    /// <summary>The book with decisions added.</summary>
    public ReviewBook With(IReadOnlyCollection<ReviewDecision> added)
    {
        ArgumentNullException.ThrowIfNull(added);
        return added.Count == 0 ? this : new([.. History, .. added]);
    }

    /// <summary>
    /// Dismissals that no longer stand, because a match of their case is surer now than what was dismissed: the catalogue has learned
    /// what the app is. Each comes with the confidence that ended it.
    /// </summary>
    public IReadOnlyList<(ReviewDecision Dismissal, Confidence Now)> EndedBy(IEnumerable<(DistinctApp App, string Subject, Confidence Confidence)> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        if (IsEmpty)
        {
            return [];
        }

        var ended = new Dictionary<CaseKey, (ReviewDecision, Confidence Now)>();
        foreach (var (app, subject, confidence) in matches)
        {
            var key = CaseKey.OfDoubt(subject, AppKey.Of(app));
            if (StandingOf(key) is { Kind: ReviewDecisionKind.Dismissed } dismissal && confidence > dismissal.Confidence
                && (!ended.TryGetValue(key, out var known) || confidence > known.Now))
            {
                ended[key] = (dismissal, confidence);
            }
        }

        return [.. ended.Values.OrderBy(pair => pair.Item1.Sequence)];
    }
}
