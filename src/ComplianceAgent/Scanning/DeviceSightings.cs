using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Scanning;

/// <summary>What this scan knows of each device that has a known violation, and the findings' devices: fingerprint, presence, date of inventory.</summary>
internal sealed class DeviceSightings
{
    private const int LookupsAtOnce = 8;
    private readonly InventoryCollector collector;
    private readonly ScanInventory inventory;
    private readonly IReadOnlyDictionary<string, DevicePresence> absent;

    private DeviceSightings(InventoryCollector collector, ScanInventory inventory, IReadOnlyDictionary<string, DevicePresence> absent)
    {
        this.collector = collector;
        this.inventory = inventory;
        this.absent = absent;
    }

    /// <summary>Devices that a complete list does not have, although asking for them by id says they are managed: the list was not whole.</summary>
    public int MissedByList { get; private init; }

    /// <summary>Asks for the devices that a complete list no longer has, one by one: only a "not found" proves that a device is gone.</summary>
    public static async Task<DeviceSightings> TakeAsync(
        InventoryCollector collector, IInventorySource source, ScanInventory inventory, IReadOnlyList<Violation> known, CancellationToken cancellationToken)
    {
        var missing = known.Where(violation => violation.IsLive).Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(id => !IsInFleet(collector, id)).ToArray();
        var absent = new Dictionary<string, DevicePresence>(StringComparer.OrdinalIgnoreCase);
        var missed = 0;
        foreach (var chunk in missing.Chunk(LookupsAtOnce))
        {
            var answers = inventory.Complete && inventory.HasDeviceList
                ? await Task.WhenAll(chunk.Select(id => source.IsManagedAsync(id, cancellationToken)))
                : new bool?[chunk.Length];
            for (var i = 0; i < chunk.Length; i++)
            {
                absent[chunk[i]] = Presence(inventory, answers[i]);
                missed += answers[i] == true ? 1 : 0;
            }
        }

        return new DeviceSightings(collector, inventory, absent) { MissedByList = missed };
    }

    /// <summary>What is known of every device with a known violation or a finding, by id.</summary>
    public IReadOnlyDictionary<string, DeviceSighting> ByDevice(IReadOnlyList<Violation> known, IReadOnlyList<Finding> findings)
    {
        var dated = known.ToLookup(violation => violation.DeviceId, StringComparer.OrdinalIgnoreCase);
        return known.Select(violation => violation.DeviceId).Concat(findings.Select(finding => finding.Device.Id))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(id => id, id => Of(id, dated[id]), StringComparer.OrdinalIgnoreCase);
    }

    private DeviceSighting Of(string deviceId, IEnumerable<Violation> known)
    {
        var index = collector.Find(deviceId);
        if (index < 0 || !collector.Devices[index].InFleet)
        {
            return new DeviceSighting(
                absent.GetValueOrDefault(deviceId, Presence(inventory, isManaged: null)), 0, null, inventory.SeenAt, null, Platform.Unknown,
                new Observability(CoverageClass.NoInventory, Reason.Of("not-in-fleet")));
        }

        var facts = collector.Devices[index];
        ulong? fingerprint = inventory.TellsEveryDevicesApps && facts.Rows > 0 ? facts.Fingerprint : null;
        return new DeviceSighting(
            // The hardware has enrolled again under another id: this record is proved to be over.
            facts.Observable == CoverageClass.Duplicate ? DevicePresence.ProvedGone : DevicePresence.InFleet,
            facts.Rows,
            fingerprint,
            InventoryAt(fingerprint, known),
            InventoryCollector.Moment(facts.LastSyncMinute),
            facts.Platform,
            new Observability(facts.Observable, collector.ReasonOf(facts.ObservableReason)))
        {
            Owner = inventory.HasDeviceList ? facts.Owner : null,
        };
    }

    /// <summary>The date of an inventory is the scan that first saw it as it is now.</summary>
    private DateTimeOffset InventoryAt(ulong? fingerprint, IEnumerable<Violation> known) => known
        .Where(violation => fingerprint is not null && violation.Fingerprint == fingerprint)
        .Select(violation => violation.InventoryAt)
        .DefaultIfEmpty(inventory.SeenAt)
        .Min();

    private static bool IsInFleet(InventoryCollector collector, string id) => collector.Find(id) is >= 0 and var index && collector.Devices[index].InFleet;

    private static DevicePresence Presence(ScanInventory inventory, bool? isManaged) => (inventory.Complete && inventory.HasDeviceList, isManaged) switch
    {
        (true, false) => DevicePresence.ProvedGone,
        (true, null) => DevicePresence.Missing,
        _ => DevicePresence.NotTold,
    };
}
