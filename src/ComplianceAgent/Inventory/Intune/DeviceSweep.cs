using Microsoft.Graph.Models;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>Reads every managed device: the denominator of everything that is reported.</summary>
internal sealed class DeviceSweep(GraphConnection graph)
{
    /// <summary>Hands all devices to the collector.</summary>
    public Task<PageSweep> ReadAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var devices = graph.Client.DeviceManagement.ManagedDevices;
        return graph.SweepAsync<ManagedDeviceCollectionResponse>(
            "managed devices",
            (link, cancel) => link is null
                ? devices.GetAsync(
                    request =>
                    {
                        request.QueryParameters.Top = graph.Options.PageSize;
                        request.QueryParameters.Select = DeviceMapping.Select;
                    },
                    cancel)
                : devices.WithUrl(link).GetAsync(cancellationToken: cancel),
            page => Take(page, collector, progress),
            cancellationToken);
    }

    /// <summary>True when Intune has the device, false when it says that there is none, null when it cannot be told.</summary>
    public async Task<bool?> IsManagedAsync(string deviceId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(deviceId))
        {
            return null;
        }

        var answer = await graph.AskAsync(
            "one managed device",
            cancel => graph.Client.DeviceManagement.ManagedDevices[deviceId].GetAsync(request => request.QueryParameters.Select = ["id"], cancel),
            cancellationToken);
        return answer switch
        {
            { Fault.Kind: GraphFaultKind.NotFound } => false,
            { Value.Id: { } id } when string.Equals(id, deviceId, StringComparison.OrdinalIgnoreCase) => true,
            _ => null,
        };
    }

    private static int? Take(ManagedDeviceCollectionResponse page, InventoryCollector collector, IProgress<InventoryProgress> progress)
    {
        if (page.Value is not { } devices)
        {
            return null;
        }

        foreach (var device in devices)
        {
            if (DeviceMapping.Map(device) is { } mapped)
            {
                collector.AddDevice(mapped);
            }
            else
            {
                collector.SetRowAside("device-without-id", "managedDevices");
            }
        }

        progress.Report(new InventoryProgress("devices", collector.FleetCount, page.OdataCount is > 0 ? Math.Max(page.OdataCount.Value, collector.FleetCount) : null));
        return devices.Count;
    }
}
