using ComplianceAgent.Inventory;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning;

/// <summary>Every device of the fleet as this scan saw it, made one at a time while the store reads them.</summary>
internal static class DeviceStates
{
    /// <summary>The states.</summary>
    public static IEnumerable<DeviceState> Of(InventoryCollector collector, CoveragePartition partition, ScanInventory inventory)
    {
        foreach (var (id, index) in collector.DeviceIds())
        {
            if (State(collector, partition, inventory, id, index) is { } state)
            {
                yield return state;
            }
        }
    }

    private static DeviceState? State(InventoryCollector collector, CoveragePartition partition, ScanInventory inventory, string id, int index)
    {
        ref readonly var facts = ref collector.Devices[index];
        if (!facts.InFleet)
        {
            return null;
        }

        var (line, reason) = partition.Overall(index);
        return new DeviceState(
            id, facts.Platform, facts.Owner, line, reason.Code, inventory.TellsEveryDevicesApps && facts.Rows > 0 ? facts.Fingerprint : null, facts.Rows);
    }
}
