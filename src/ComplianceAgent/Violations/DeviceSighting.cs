using ComplianceAgent.Inventory;

namespace ComplianceAgent.Violations;

/// <summary>What a scan knows of one device that has a known violation.</summary>
/// <param name="Presence">Whether the device is still managed.</param>
/// <param name="RowCount">App rows of the device in this scan.</param>
/// <param name="Fingerprint">Fingerprint of those rows; null when the route gives none.</param>
/// <param name="InventoryAt">When the fingerprint was first seen as it is now (this scan, if it changed).</param>
/// <param name="LastSyncAt">Last contact.</param>
/// <param name="Platform">Platform, for its refresh window.</param>
/// <param name="Observability">What can be seen of it.</param>
public sealed record DeviceSighting(
    DevicePresence Presence, int RowCount, ulong? Fingerprint, DateTimeOffset InventoryAt, DateTimeOffset? LastSyncAt, Platform Platform, Observability Observability)
{
    /// <summary>Owner as told now; null when not told, and the owner at the last sighting counts.</summary>
    public DeviceOwner? Owner { get; init; }
}

/// <summary>Whether a device is still managed.</summary>
public enum DevicePresence : byte
{
    /// <summary>In the device list.</summary>
    InFleet,

    /// <summary>Not in a complete list, and asked for by id: not found.</summary>
    ProvedGone,

    /// <summary>Missing from a complete list, not proved by id yet.</summary>
    Missing,

    /// <summary>The list was incomplete, so nothing can be said.</summary>
    NotTold,
}
