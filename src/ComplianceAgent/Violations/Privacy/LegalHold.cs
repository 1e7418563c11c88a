using System.Collections.Immutable;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>What a legal hold is on. Stored by number: never reordered.</summary>
public enum LegalHoldKind : byte
{
    /// <summary>One violation.</summary>
    Violation = 0,

    /// <summary>Everything of one device.</summary>
    Device,

    /// <summary>Everything of one person.</summary>
    User,
}

/// <summary>One act of a legal hold, as stored. Rows are only ever added.</summary>
public sealed record LegalHoldAct
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>From 1 without gaps, per tenant; given by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>The hold: the sequence of the act that placed it.</summary>
    public long Number { get; init; }

    /// <summary>True when it ends the hold.</summary>
    public required bool Ends { get; init; }

    /// <summary>What it is on.</summary>
    public required LegalHoldKind Kind { get; init; }

    /// <summary>Id of a violation or device, name or id of a person; empty in the act that ends it.</summary>
    public required string Target { get; init; }

    /// <summary>User ids of the person when the hold was placed: a change of name does not end it.</summary>
    public ImmutableArray<string> UserIds { get; init; } = [];

    /// <summary>Who.</summary>
    public required Author Author { get; init; }

    /// <summary>Why, in the author's words.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A legal hold as it stands: while it does, nothing of what it is on is erased.</summary>
/// <param name="Number">Number.</param>
/// <param name="Kind">What it is on.</param>
/// <param name="Target">Which.</param>
/// <param name="UserIds">User ids of a person when it was placed.</param>
/// <param name="Placed">Who placed it, when and why.</param>
/// <param name="Ended">Who ended it; null while it stands.</param>
public sealed record LegalHold(long Number, LegalHoldKind Kind, string Target, ImmutableArray<string> UserIds, LegalHoldAct Placed, LegalHoldAct? Ended)
{
    /// <summary>True until somebody ends it.</summary>
    public bool IsStanding => Ended is null;
}

/// <summary>The legal holds of a tenant, read from their acts in order. Immutable.</summary>
public sealed class LegalHoldBook
{
    private LegalHoldBook(IReadOnlyList<LegalHoldAct> acts)
    {
        LastSequence = acts.Count == 0 ? 0 : acts[^1].Sequence;
        All = [.. acts.GroupBy(act => act.Number).OrderBy(group => group.Key).Select(group => Read([.. group]))];
        Standing = [.. All.Where(hold => hold.IsStanding)];
    }

    /// <summary>Number of the last act; 0 when there is none.</summary>
    public long LastSequence { get; }

    /// <summary>Every hold.</summary>
    public IReadOnlyList<LegalHold> All { get; }

    /// <summary>Those that nobody has ended.</summary>
    public IReadOnlyList<LegalHold> Standing { get; }

    /// <summary>Makes a book of acts, oldest first.</summary>
    public static LegalHoldBook Of(IReadOnlyList<LegalHoldAct> acts)
    {
        ArgumentNullException.ThrowIfNull(acts);
        return new(acts);
    }

    /// <summary>The hold of a number; null when there is none.</summary>
    public LegalHold? Find(long number) => All.FirstOrDefault(hold => hold.Number == number);

    /// <summary>Which standing holds keep which violations.</summary>
    /// <param name="violations">Every violation of the tenant: a person is looked for in all of them.</param>
    public IReadOnlyDictionary<Guid, LegalHold> Keeping(IReadOnlyCollection<Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        var kept = new Dictionary<Guid, LegalHold>();
        foreach (var hold in Standing)
        {
            foreach (var id in KeptBy(hold, violations))
            {
                kept.TryAdd(id, hold);
            }
        }

        return kept;
    }

    /// <summary>The violations that a hold keeps.</summary>
    public static IEnumerable<Guid> KeptBy(LegalHold hold, IReadOnlyCollection<Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(hold);
        ArgumentNullException.ThrowIfNull(violations);
        return hold.Kind switch
        {
            LegalHoldKind.Violation => Guid.TryParse(hold.Target, out var id) ? [id] : [],
            LegalHoldKind.Device => violations.Where(violation => violation.DeviceId.Equals(hold.Target, StringComparison.OrdinalIgnoreCase)).Select(violation => violation.Id),
            _ => Person.Of(hold.Target, violations, knownIds: hold.UserIds).Records.Select(violation => violation.Id),
        };
    }

    private static LegalHold Read(LegalHoldAct[] acts) => new(acts[0].Number, acts[0].Kind, acts[0].Target, acts[0].UserIds, acts[0], acts.Skip(1).FirstOrDefault(act => act.Ends));
}
