using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning;

/// <summary>
/// Every device of the fleet as this scan saw it, in the order in which the store keeps them, made one at a time while the store reads
/// them: twenty bytes a device are held, and no text.
/// </summary>
internal static class DeviceStates
{
    /// <summary>The states.</summary>
    public static IEnumerable<DeviceState> Of(InventoryCollector collector, CoveragePartition partition, ScanInventory inventory)
    {
        var (ids, indexes, others) = Fleet(collector);
        Array.Sort(ids, indexes);
        others.Sort((left, right) => DeviceOrder.Compare(left.Id, right.Id));
        var other = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            // As text a GUID sorts as it does by value.
            var id = ids[i].ToString();
            for (; other < others.Count && DeviceOrder.Compare(others[other].Id, id) < 0; other++)
            {
                yield return State(collector, partition, inventory, others[other].Id, others[other].Index);
            }

            yield return State(collector, partition, inventory, id, indexes[i]);
        }

        for (; other < others.Count; other++)
        {
            yield return State(collector, partition, inventory, others[other].Id, others[other].Index);
        }
    }

    /// <summary>Those that could not be judged, by line, reason and id, as reports list them.</summary>
    public static IEnumerable<UnjudgedDevice> Unjudged(InventoryCollector collector, CoveragePartition partition, ScanInventory inventory) =>
        Of(collector, partition, inventory).Where(device => CoverageLines.Blind.Contains(device.Coverage))
            .Select(device => new UnjudgedDevice(device.DeviceId, device.Platform, device.Owner, device.Coverage, Reason.Of(device.ReasonCode), Since: null))
            .OrderBy(device => device.Coverage).ThenBy(device => device.Reason.Code, StringComparer.Ordinal).ThenBy(device => device.DeviceId, StringComparer.Ordinal);

    private static (Guid[] Ids, int[] Indexes, List<(string Id, int Index)> Others) Fleet(InventoryCollector collector)
    {
        var (ids, indexes, others, count) = (new Guid[collector.FleetCount], new int[collector.FleetCount], new List<(string, int)>(), 0);
        foreach (var (id, index) in collector.DeviceIds())
        {
            if (!collector.Devices[index].InFleet)
            {
                continue;
            }

            if (Guid.TryParseExact(id, "D", out var guid))
            {
                (ids[count], indexes[count++]) = (guid, index);
            }
            else
            {
                others.Add((id, index));
            }
        }

        Array.Resize(ref ids, count);
        Array.Resize(ref indexes, count);
        return (ids, indexes, others);
    }

    private static DeviceState State(InventoryCollector collector, CoveragePartition partition, ScanInventory inventory, string id, int index)
    {
        ref readonly var facts = ref collector.Devices[index];
        var (line, reason) = partition.Overall(index);
        return new DeviceState(
            id, facts.Platform, facts.Owner, line, reason.Code, inventory.TellsEveryDevicesApps && facts.Rows > 0 ? facts.Fingerprint : null, facts.Rows);
    }
}
