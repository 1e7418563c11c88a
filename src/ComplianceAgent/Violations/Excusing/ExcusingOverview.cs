using System.Collections.Immutable;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Violations.Excusing;

/// <summary>Acts of one kind that counted of late.</summary>
/// <param name="Kind">How.</param>
/// <param name="Acts">Acts.</param>
/// <param name="Violations">Live violations they freed, as counted when each was proposed.</param>
/// <param name="Alone">Acts among them for which one person was enough.</param>
public sealed record ExcusingCount(ExcusingKind Kind, int Acts, int Violations, int Alone);

/// <summary>What was excused without a removal, counted once for every format. Pure.</summary>
public sealed record ExcusingOverview
{
    /// <summary>Acts that came to count within this time are told.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromDays(90);

    /// <summary>How many people an act takes.</summary>
    public required int Persons { get; init; }

    /// <summary>By kind; kinds without an act are left out.</summary>
    public required ImmutableArray<ExcusingCount> Counted { get; init; }

    /// <summary>The acts behind these figures, the newest first.</summary>
    public required ImmutableArray<ExcusingAct> InForce { get; init; }

    /// <summary>Acts that wait for a second person, the oldest first.</summary>
    public required ImmutableArray<ExcusingAct> Pending { get; init; }

    /// <summary>Acts that were refused and that the files still ask for: their violations are held.</summary>
    public required ImmutableArray<ExcusingAct> Refused { get; init; }

    /// <summary>Exceptions in force of which two people were signed in.</summary>
    public required int ExceptionsEnforced { get; init; }

    /// <summary>Exceptions in force that rest on the word of an account or a file.</summary>
    public required int ExceptionsAsserted { get; init; }

    /// <summary>True when there is nothing to tell but that.</summary>
    public bool IsEmpty => InForce.IsEmpty && Pending.IsEmpty && Refused.IsEmpty;

    /// <summary>Counts.</summary>
    public static ExcusingOverview Of(ExcusingBook book, int persons, IReadOnlyCollection<WaiverStanding> exceptions, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(exceptions);
        ImmutableArray<ExcusingAct> counted =
            [.. book.Acts.Where(act => act.State == ExcusingState.Approved && now - act.DecidedAt <= Recent).OrderByDescending(act => act.DecidedAt).ThenByDescending(act => act.Number)];
        var inForce = exceptions.Where(standing => standing.Status == WaiverStatus.InForce).ToList();
        return new()
        {
            Persons = persons,
            Counted = [.. counted.GroupBy(act => act.Matter.Kind).OrderBy(group => group.Key)
                .Select(group => new ExcusingCount(group.Key, group.Count(), group.Sum(act => act.Matter.Violations), group.Count(act => act.DecidedBy is null)))],
            InForce = counted,
            Pending = [.. book.Acts.Where(act => act.State == ExcusingState.Pending)],
            Refused = [.. book.Acts.Where(act => act is { State: ExcusingState.Refused, IsOver: false, Matter.File: not null })],
            ExceptionsEnforced = inForce.Count(standing => standing.Waiver.IsEnforced),
            ExceptionsAsserted = inForce.Count(standing => !standing.Waiver.IsEnforced),
        };
    }
}
