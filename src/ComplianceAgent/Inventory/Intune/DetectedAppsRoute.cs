using System.Globalization;
using System.Text;
using ComplianceAgent.Reasons;
using Microsoft.Graph.Models;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// The second route: every detected app once, then the devices of those that a rule fits. Its cost follows hits, not devices, and it
/// says nothing of devices without a hit.
/// </summary>
internal sealed class DetectedAppsRoute(GraphConnection graph)
{
    /// <summary>Below this share of the declared devices an app's list counts as read in part.</summary>
    private const double WholeShare = 0.95;

    /// <summary>After so many apps in a row whose devices could not be read, tries included, the rest is not asked for.</summary>
    private const int FaultsInARow = 3;

    private readonly List<Wanted> wanted = [];
    private readonly List<Reason> faults = [];
    private int stale;
    private int shortApps;
    private int shortRead;
    private int shortDeclared;

    /// <summary>Reads the apps.</summary>
    public async Task<AppsRead> ReadAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        collector.TellsEveryDevicesApps = false;
        var apps = await SweepAppsAsync(collector, progress, cancellationToken);
        if (apps.Fault is { } fault)
        {
            faults.Add(fault.Reason);
        }

        var inARow = 0;
        for (var i = 0; i < wanted.Count && inARow < FaultsInARow; i++)
        {
            inARow = await ReadDevicesAsync(wanted[i], i + 1, collector, cancellationToken) ? 0 : inARow + 1;
            progress.Report(new InventoryProgress("devices of matched apps", i + 1, wanted.Count));
        }

        return Sum(inARow);
    }

    private AppsRead Sum(int faultsInARow)
    {
        if (faultsInARow == FaultsInARow)
        {
            faults.Add(Counted("detected-apps-given-up", FaultsInARow));
        }

        if (shortApps > 0)
        {
            faults.Add(Reason.Of(
                "detected-app-devices-short", ("count", Number(shortApps)), ("read", Number(shortRead)), ("declared", Number(shortDeclared))));
        }

        // One stale row is everyday; most of them gone at once is a list that cannot be believed.
        var vanished = Counted("detected-apps-vanished", stale);
        if (stale > 1 && stale * 2 > wanted.Count)
        {
            faults.Add(vanished);
            return new AppsRead(InventoryRoute.DetectedApps, faults, []);
        }

        return new AppsRead(InventoryRoute.DetectedApps, faults, stale == 0 ? [] : [vanished]);
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static Reason Counted(string code, int count) => Reason.Of(code, ("count", Number(count)));

    private static byte[] Bytes(string? text) => Encoding.UTF8.GetBytes(text ?? "");

    private Task<PageSweep> SweepAppsAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var apps = graph.Client.DeviceManagement.DetectedApps;
        var seen = 0L;
        return graph.SweepAsync<DetectedAppCollectionResponse>(
            "detected apps",
            (link, cancel) => link is null
                ? apps.GetAsync(
                    request =>
                    {
                        request.QueryParameters.Top = graph.Options.PageSize;
                        request.QueryParameters.Select = ["id", "displayName", "publisher", "version", "platform", "deviceCount"];
                    },
                    cancel)
                : apps.WithUrl(link).GetAsync(cancellationToken: cancel),
            page =>
            {
                page.Value?.ForEach(app => Take(app, collector));
                progress.Report(new InventoryProgress("detected apps", seen += page.Value?.Count ?? 0));
                return page.Value?.Count;
            },
            cancellationToken);
    }

    private void Take(DetectedApp app, InventoryCollector collector)
    {
        var index = collector.AddApp(new AppColumns(Bytes(app.Platform?.ToString()), Bytes(app.DisplayName), Bytes(app.Publisher), Bytes(app.Version)));
        if (!collector.IsWanted(index))
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(app.Id))
        {
            // A matched app whose devices cannot be asked for is a hole, not a row to drop.
            faults.Add(Reason.Of("detected-app-without-id"));
            return;
        }

        // A row repeated by paging is asked for once.
        if (!wanted.Exists(w => w.Id == app.Id))
        {
            wanted.Add(new Wanted(app.Id, index, app.DeviceCount ?? 0));
        }
    }

    /// <summary>False when the devices could not be read.</summary>
    private async Task<bool> ReadDevicesAsync(Wanted app, int number, InventoryCollector collector, CancellationToken cancellationToken)
    {
        var devices = graph.Client.DeviceManagement.DetectedApps[app.Id].ManagedDevices;
        var met = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var what = string.Create(CultureInfo.InvariantCulture, $"devices of matched app {number}");
        var sweep = await graph.SweepAsync<ManagedDeviceCollectionResponse>(
            what,
            (link, cancel) => link is null
                ? devices.GetAsync(request => request.QueryParameters.Select = ["id"], cancel)
                : devices.WithUrl(link).GetAsync(cancellationToken: cancel),
            page => Take(page, app, met, collector),
            cancellationToken);
        if (sweep.Fault is { Kind: GraphFaultKind.NotFound } && sweep.Rows == 0)
        {
            // Only the first page says so: an app that had devices a moment ago is there, and its next page is what is missing.
            stale++;
        }
        else if (sweep.Fault is { } fault)
        {
            faults.Add(fault.Reason);
            return false;
        }
        else if (met.Count < app.Declared * WholeShare)
        {
            shortApps++;
            shortRead += met.Count;
            shortDeclared += app.Declared;
        }

        return true;
    }

    private static int? Take(ManagedDeviceCollectionResponse page, Wanted app, HashSet<string> met, InventoryCollector collector)
    {
        foreach (var device in page.Value ?? [])
        {
            if (string.IsNullOrWhiteSpace(device.Id))
            {
                collector.SetRowAside("device-without-id", "detectedApps");
            }
            else if (met.Add(device.Id))
            {
                collector.AddRow(Bytes(device.Id), app.Index);
            }
        }

        return page.Value?.Count;
    }

    private sealed record Wanted(string Id, int Index, int Declared);
}

/// <summary>What reading the apps by a route was like.</summary>
internal sealed record AppsRead(InventoryRoute Route, IReadOnlyList<Reason> Faults, IReadOnlyList<Reason> Notes);
