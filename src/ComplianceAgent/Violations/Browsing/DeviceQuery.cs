using ComplianceAgent.Inventory;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Browsing;

/// <summary>Which devices of the fleet are asked for; ordered by id, from one id on, so that a late page costs no more than the first.</summary>
public sealed record DeviceQuery
{
    /// <summary>Line of the partition; null for all.</summary>
    public CoverageClass? Coverage { get; init; }

    /// <summary>Beginning of the id; empty for all.</summary>
    public string IdStart { get; init; } = "";

    /// <summary>Devices with greater ids only; empty for the first page.</summary>
    public string After { get; init; } = "";

    /// <summary>Most of them to read.</summary>
    public int Take { get; init; } = 50;
}

/// <summary>Which events are asked for, the newest first.</summary>
public sealed record EventQuery
{
    /// <summary>Kinds; empty for all.</summary>
    public IReadOnlyCollection<ViolationEventKind> Kinds { get; init; } = [];

    /// <summary>Those of one violation; null for all.</summary>
    public Guid? Violation { get; init; }

    /// <summary>Those of one scan; null for all.</summary>
    public long? Scan { get; init; }

    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Events with a smaller number only; null for the first page.</summary>
    public long? Before { get; init; }

    /// <summary>Most of them to read.</summary>
    public int Take { get; init; } = 50;
}

/// <summary>An event and who was behind it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Person">Who; null for scans, and when the name was erased.</param>
/// <param name="Words">Why, in their words; empty when they gave none.</param>
public sealed record TracedEvent(Store.StoredEvent Event, Author? Person, string Words);

/// <summary>Where a tenant's scans stand.</summary>
/// <param name="Last">The newest that changed state; null before the first.</param>
/// <param name="LastComplete">The newest complete one; null when there is none.</param>
public sealed record LastScans(ScanResult? Last, ScanResult? LastComplete);

/// <summary>What the release gate holds and what is released, for each policy and channel.</summary>
/// <param name="Holds">What waits.</param>
/// <param name="Open">The releases that stand: the last word of each policy and channel, where it opens.</param>
public sealed record ChannelGate(IReadOnlyList<Outbox.ChannelHold> Holds, IReadOnlyList<Outbox.ChannelRelease> Open)
{
    /// <summary>Nothing held, nothing released.</summary>
    public static ChannelGate Empty { get; } = new([], []);
}
