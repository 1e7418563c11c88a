using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Scanning;

/// <summary>What a read can prove, after the source's own word and the look at the whole fleet.</summary>
/// <param name="Complete">Everything announced was read, and it can be the whole fleet.</param>
/// <param name="Faults">What makes it incomplete.</param>
/// <param name="TellsEveryDevicesApps">False when a device without rows cannot be told from a clean one.</param>
/// <param name="HasDeviceList">False when the fleet is the devices named in the rows.</param>
/// <param name="SeenAt">The moment the inventory speaks of.</param>
/// <param name="OlderThanKnown">Older than an inventory already recorded: nothing may change.</param>
internal sealed record ScanInventory(
    bool Complete, IReadOnlyList<Reason> Faults, bool TellsEveryDevicesApps, bool HasDeviceList, DateTimeOffset SeenAt, bool OlderThanKnown)
{
    /// <summary>Judges an outcome.</summary>
    public static ScanInventory Judge(
        InventoryOutcome outcome, IEnumerable<Reason> fleetFaults, DateTimeOffset startedAt, DateTimeOffset? knownInventoryAt)
    {
        // Graph vouches for the clock now, so a scan that was dated later was dated wrong: it must not stop every scan until that day comes.
        var isVouchedFor = outcome.AsOf is null && outcome.ServerTime is not null;
        Reason[] faults = [.. outcome.Faults, .. fleetFaults];
        var seenAt = outcome.AsOf is { } asOf && asOf < startedAt ? asOf : startedAt;
        return new ScanInventory(faults.Length == 0, faults, outcome.TellsEveryDevicesApps, outcome.HasDeviceList, seenAt, seenAt < knownInventoryAt && !isVouchedFor);
    }

    /// <summary>The same, incomplete when devices that exist are not in the list.</summary>
    public ScanInventory WithDeviceListMissing(int devices) => devices == 0
        ? this
        : this with { Complete = false, Faults = [.. Faults, Reason.Of("device-list-missed", ("count", devices.ToString(System.Globalization.CultureInfo.InvariantCulture)))] };
}
