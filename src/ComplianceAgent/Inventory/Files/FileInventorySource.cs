using System.Globalization;
using ComplianceAgent.Reasons;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Inventory.Files;

/// <summary>The files of one scan.</summary>
/// <param name="InventoryPath">The exported <c>AppInvRawData</c>: .zip, .csv or .json.</param>
/// <param name="DeviceListPath">The exported <c>Devices</c> report beside it; null when there is none.</param>
/// <param name="AsOf">The day the inventory speaks of; null to take the newest last contact of the device list.</param>
public sealed record InventoryFiles(string InventoryPath, string? DeviceListPath = null, DateTimeOffset? AsOf = null);

/// <summary>
/// Inventory from files that somebody exported from Intune: for closed networks, auditors, and whoever wants to try before granting a
/// permission. Touches neither network nor Graph.
/// </summary>
public sealed class FileInventorySource(InventoryFiles files, IOptions<ArchiveLimits> limits, TimeProvider clock) : IInventorySource
{
    /// <inheritdoc/>
    public async Task<InventoryOutcome> ReadAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collector);
        ArgumentNullException.ThrowIfNull(progress);
        return files.DeviceListPath is { } devices
            ? await ReadBothAsync(devices, collector, progress, cancellationToken)
            : await ReadAppsAloneAsync(collector, progress, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A file cannot be asked again.</remarks>
    public Task<bool?> IsManagedAsync(string deviceId, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);

    private async Task<InventoryOutcome> ReadAppsAloneAsync(InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var fleet = new FleetFromRows(collector);
        var apps = await ReadAppsAsync(collector, fleet, progress, cancellationToken);
        fleet.AddAll(cancellationToken);
        return new InventoryOutcome
        {
            Route = InventoryRoute.Files,
            Faults = apps.Faults,
            Notes = [.. apps.Notes, Reason.Of("no-device-list", ("file", Name(files.InventoryPath))), .. AsOfNote(files.AsOf)],
            HasDeviceList = false,
            AsOf = files.AsOf,
        };
    }

    private async Task<InventoryOutcome> ReadBothAsync(
        string deviceList, InventoryCollector collector, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        var apps = await ReadAppsAsync(collector, fleet: null, progress, cancellationToken);
        // What was silent or new is judged as of the files' own day, so that day has to be known before the first device.
        var asOf = files.AsOf ?? await NewestContactAsync(deviceList, cancellationToken);
        collector.AsOf = asOf;
        var sink = new DeviceRowSink(Name(deviceList), collector);
        var devices = await ReadDevicesAsync(deviceList, sink, progress, cancellationToken);
        return new InventoryOutcome
        {
            Route = InventoryRoute.Files,
            Faults = [.. apps.Faults, .. devices.Faults],
            Notes = [.. apps.Notes, .. devices.Notes, .. sink.Notes, .. FleetNotes(collector), .. AsOfNote(asOf)],
            AsOf = asOf,
        };
    }

    private async Task<ExportReadOutcome> ReadAppsAsync(
        InventoryCollector collector, FleetFromRows? fleet, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        await using var content = Open(files.InventoryPath);
        return await GuardAsync(
            files.InventoryPath,
            () => new ExportFileReader(limits).ReadWithFleetAsync(content, Name(files.InventoryPath), collector, fleet, progress, cancellationToken));
    }

    private async Task<DateTimeOffset?> NewestContactAsync(string path, CancellationToken cancellationToken)
    {
        await using var content = Open(path);
        var contacts = new NewestContactSink(clock.GetUtcNow().AddDays(1));
        await GuardAsync(path, () => new TableReader(limits.Value).ReadAsync(content, Name(path), contacts, () => { }, cancellationToken));
        return contacts.Newest;
    }

    private async Task<TableOutcome> ReadDevicesAsync(string path, DeviceRowSink sink, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        await using var content = Open(path);
        var outcome = await GuardAsync(
            path,
            () => new TableReader(limits.Value).ReadAsync(content, Name(path), sink, () => progress.Report(new InventoryProgress("devices", sink.Taken)), cancellationToken));
        return sink.Taken > 0 ? outcome : throw new InventoryException(outcome.FirstFault ?? sink.NothingTaken);
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0 });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InventoryException(Reason.Of("file-not-found", ("file", path)), missing);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InventoryException(Reason.Of("file-unreadable", ("file", path)), refused);
        }
    }

    // A disk that fails in the middle leaves nothing to trust: where it stopped is not known.
    private static async Task<T> GuardAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (IOException failed)
        {
            throw new InventoryException(Reason.Of("file-unreadable", ("file", path)), failed);
        }
    }

    private static IEnumerable<Reason> FleetNotes(InventoryCollector collector)
    {
        if (collector.RepeatedDevices > 0)
        {
            yield return Reason.Of("devices-repeated", ("count", Text(collector.RepeatedDevices)));
        }

        var strangers = 0;
        foreach (ref readonly var device in collector.Devices)
        {
            strangers += device.InFleet ? 0 : 1;
        }

        if (strangers > 0)
        {
            yield return Reason.Of("devices-not-in-list", ("devices", Text(strangers)));
        }
    }

    private static IEnumerable<Reason> AsOfNote(DateTimeOffset? asOf) => asOf is null ? [Reason.Of("no-inventory-date")] : [];

    private static string Name(string path) => ForeignText.Clean(Path.GetFileName(path));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
