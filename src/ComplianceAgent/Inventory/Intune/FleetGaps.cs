using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// Looks for devices that the app rows name and the device list lacks. A sweep can skip rows without a word when devices are renamed
/// meanwhile: a device with a wanted app is then asked for by its id, so that what was proved present is kept with its name.
/// </summary>
internal sealed class FleetGaps(GraphConnection graph)
{
    /// <summary>Most devices asked for one by one.</summary>
    private const int MostAsked = 200;

    /// <summary>A snapshot of the apps may be older than the fleet: so many devices, or this share, may be missing.</summary>
    private const int Tolerated = 5;
    private const double ToleratedShare = 0.05;

    /// <summary>Fills gaps in the collector and says what was found.</summary>
    public async Task<GapsFound> FillAsync(InventoryCollector collector, GraphFault? sweepFault, CancellationToken cancellationToken)
    {
        // Where Graph did not answer the list, it will not answer two hundred more questions.
        if (sweepFault is { Kind: not (GraphFaultKind.Link or GraphFaultKind.Reply or GraphFaultKind.NotFound) })
        {
            return new GapsFound([], []);
        }

        var (skipped, gone) = (0, 0);
        foreach (var id in Missing(collector).Take(MostAsked).ToList())
        {
            var answer = await graph.AskAsync(
                "one managed device",
                cancel => graph.Client.DeviceManagement.ManagedDevices[id].GetAsync(request => request.QueryParameters.Select = DeviceMapping.Select, cancel),
                cancellationToken);
            if (answer.Value is { } found && DeviceMapping.Map(found) is { } device && collector.Find(device.Id) == collector.Find(id))
            {
                collector.AddDevice(device);
                skipped++;
            }
            else if (answer.Fault is { Kind: GraphFaultKind.NotFound })
            {
                gone++;
            }
            else
            {
                break;
            }
        }

        return Judge(collector, sweepFault is null, skipped, gone);
    }

    private static IEnumerable<string> Missing(InventoryCollector collector)
    {
        var missing = collector.Hits.Select(hit => hit.Device).Distinct().Where(device => !collector.Devices[device].InFleet).ToHashSet();
        return missing.Count == 0 ? [] : collector.DeviceIds().Where(pair => missing.Contains(pair.Value)).Select(pair => pair.Key);
    }

    private static GapsFound Judge(InventoryCollector collector, bool isSweepWhole, int skipped, int gone)
    {
        var unlisted = Unlisted(collector);
        List<Reason> faults = [];
        List<Reason> notes = [];
        if (skipped > 0)
        {
            // The list was not whole although it said so.
            (isSweepWhole ? faults : notes).Add(Counted("device-list-skipped", skipped));
        }

        if (gone > 0)
        {
            notes.Add(Counted("devices-gone-since", gone));
        }

        if (isSweepWhole && unlisted > gone)
        {
            (unlisted > Math.Max(Tolerated, collector.FleetCount * ToleratedShare) ? faults : notes).Add(Counted("devices-only-in-rows", unlisted));
        }

        return new GapsFound(faults, notes);
    }

    private static int Unlisted(InventoryCollector collector)
    {
        var unlisted = 0;
        foreach (ref readonly var device in collector.Devices)
        {
            unlisted += device is { Rows: > 0, InFleet: false } ? 1 : 0;
        }

        return unlisted;
    }

    private static Reason Counted(string code, int count) => Reason.Of(code, ("count", count.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>What looking for gaps found.</summary>
internal sealed record GapsFound(IReadOnlyList<Reason> Faults, IReadOnlyList<Reason> Notes);
