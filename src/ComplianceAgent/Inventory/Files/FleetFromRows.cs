namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// The fleet when there is no device list: the devices that the app rows name. Names and users are kept only of devices that have a
/// wanted app or a known violation, never of everybody.
/// </summary>
internal sealed class FleetFromRows(InventoryCollector collector)
{
    private readonly Dictionary<int, ManagedDevice> kept = [];

    /// <summary>Looks at the device of a row that was just taken.</summary>
    public void Meet(int index, int app, in RowFields row, AppColumnMap columns)
    {
        var isFirst = collector.Devices[index].Rows == 1;
        if (!isFirst && (!collector.IsWanted(app) || kept.ContainsKey(index)))
        {
            return;
        }

        var device = Read(row, columns, collector.Devices[index].Platform);
        if (collector.IsWanted(app) || collector.KeepsDetailsOf(device))
        {
            kept[index] = device;
        }
    }

    /// <summary>Hands every device met to the collector.</summary>
    public void AddAll(CancellationToken cancellationToken)
    {
        foreach (var (id, index) in collector.DeviceIds())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var platform = collector.Devices[index].Platform;
            collector.AddDevice((kept.GetValueOrDefault(index) ?? new ManagedDevice { Id = id }) with { Platform = platform, Owner = OwnerOf(platform) });
        }
    }

    // Intune inventories personal Android devices through the work profile; other platforms do not tell by their rows.
    private static DeviceOwner OwnerOf(Platform platform) => platform == Platform.AndroidWorkProfile ? DeviceOwner.Personal : DeviceOwner.Unknown;

    private static ManagedDevice Read(in RowFields row, AppColumnMap columns, Platform platform) => new()
    {
        Id = DeviceKey.Canonical(row[columns.DeviceId]),
        Name = ForeignText.Clean(row[columns.DeviceName]),
        Platform = platform,
        Owner = OwnerOf(platform),
        OperatingSystem = ForeignText.Clean(row[columns.OperatingSystem]),
        UserId = ForeignText.Clean(row[columns.UserId]),
        UserPrincipalName = ForeignText.Clean(row[columns.UserName]),
        Email = ForeignText.Clean(row[columns.Email]),
    };
}
