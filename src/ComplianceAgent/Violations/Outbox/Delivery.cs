using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Outbox;

/// <summary>Where a ticket's newest state, or a message, is on its way out. Stored by number: never reordered.</summary>
public enum DeliveryState : byte
{
    /// <summary>Nothing is to be sent.</summary>
    Done = 0,

    /// <summary>To be sent.</summary>
    Waiting,

    /// <summary>It was tried and may have been done: to be looked for before it is tried again.</summary>
    InDoubt,

    /// <summary>Set aside after too many tries, or because it will never be taken as it is; a person has to look.</summary>
    Dead,

    /// <summary>Not to be sent any more: what it spoke of is over.</summary>
    Dropped,
}

/// <summary>How sending goes.</summary>
public sealed record Delivery
{
    /// <summary>Where it is.</summary>
    public DeliveryState State { get; init; } = DeliveryState.Waiting;

    /// <summary>Tries that failed since it last went well.</summary>
    public int Attempts { get; init; }

    /// <summary>Not to be tried before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>When the try was made that may have been done; null when none is in doubt.</summary>
    public DateTimeOffset? DoubtSince { get; init; }

    /// <summary>Since when there is something to send; null when there is nothing.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Why the last try failed, or why it is not sent; null when neither.</summary>
    public Reason? Why { get; init; }
}
