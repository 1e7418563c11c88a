using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory;

/// <summary>
/// A place where inventory comes from. It first hands over app rows, then devices, to the collector; it throws only for
/// cancellation and for faults that leave nothing worth keeping (<see cref="InventoryException"/>). A read that broke off after some
/// rows returns normally with faults in its outcome: what was proved present is kept, nothing is closed.
/// </summary>
public interface IInventorySource
{
    /// <summary>Reads the whole fleet once.</summary>
    /// <param name="collector">Takes the rows and devices.</param>
    /// <param name="progress">Told what is going on, for people who wait.</param>
    /// <param name="cancellationToken">Ends the read promptly; private files are removed first.</param>
    Task<InventoryOutcome> ReadAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken);

    /// <summary>Asks for one device by its id: true when it is managed, false when the source says it does not exist, null when it cannot tell.</summary>
    Task<bool?> IsManagedAsync(string deviceId, CancellationToken cancellationToken);

    /// <summary>The people in an Entra group; a source that knows no groups says so.</summary>
    Task<GroupRead> ReadGroupAsync(string groupId, CancellationToken cancellationToken) => Task.FromResult(GroupRead.Failed(Reason.Of("group-not-in-files")));
}

/// <summary>A line of progress.</summary>
/// <param name="Phase">What is being read, in plain English (<c>export job</c>, <c>app rows</c>, <c>devices</c>).</param>
/// <param name="Done">How many so far.</param>
/// <param name="Total">How many in all, where known.</param>
public readonly record struct InventoryProgress(string Phase, long Done, long? Total = null);

/// <summary>The route by which a scan read the apps.</summary>
public enum InventoryRoute
{
    /// <summary>Export job of the report <c>AppInvRawData</c>.</summary>
    Export,

    /// <summary>Sweep of <c>detectedApps</c>, then devices of the matched ones.</summary>
    DetectedApps,

    /// <summary>Files exported from Intune by hand.</summary>
    Files,
}

/// <summary>What a read was like: whether it was whole, by which route, at what cost, and what went wrong.</summary>
public sealed record InventoryOutcome
{
    /// <summary>Route that gave the app rows.</summary>
    public required InventoryRoute Route { get; init; }

    /// <summary>Why this route (fall-backs included), in order.</summary>
    public IReadOnlyList<Reason> RouteReasons { get; init; } = [];

    /// <summary>What makes the read incomplete. Empty means complete.</summary>
    public IReadOnlyList<Reason> Faults { get; init; } = [];

    /// <summary>Worth telling, but not making the read incomplete (columns missing that are not needed, rows set aside, unknown texts).</summary>
    public IReadOnlyList<Reason> Notes { get; init; } = [];

    /// <summary>False when the route lists only matched devices, so that a device without rows cannot be told from a clean one.</summary>
    public bool TellsEveryDevicesApps { get; init; } = true;

    /// <summary>False when there was no device list and the fleet is the devices named in the app rows.</summary>
    public bool HasDeviceList { get; init; } = true;

    /// <summary>The day the inventory speaks of, when it is not now (files).</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What time it was at the start by the source's own clock; null for files, and when it did not tell.</summary>
    public DateTimeOffset? ServerTime { get; init; }

    /// <summary>HTTP requests made, throttled replies among them, and total time waited because of throttling.</summary>
    public RequestCounts Requests { get; init; }

    /// <summary>True when every page, row and byte announced was read.</summary>
    public bool IsComplete => Faults.Count == 0;
}

/// <summary>Requests of one read.</summary>
/// <param name="Total">All requests, retries included.</param>
/// <param name="Throttled">Those answered 429.</param>
/// <param name="Retried">Those that were tries after the first.</param>
public readonly record struct RequestCounts(int Total, int Throttled, int Retried);

/// <summary>A fault that leaves no inventory at all: refused credential, unreadable file. The message is for people and holds no secret.</summary>
public sealed class InventoryException : Exception
{
    /// <summary>Creates one from a reason.</summary>
    public InventoryException(Reason reason, Exception? inner = null)
        : base(Sentences.Say(reason), inner) => Reason = reason;

    /// <summary>Why.</summary>
    public Reason Reason { get; }
}
