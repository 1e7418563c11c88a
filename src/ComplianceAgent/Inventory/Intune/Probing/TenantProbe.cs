namespace ComplianceAgent.Inventory.Intune.Probing;

/// <summary>Looks how a tenant answers, and keeps the shape of it.</summary>
internal sealed class TenantProbe(GraphConnection graph, ExportProbe export)
{
    /// <summary>Starts the export job and waits for it.</summary>
    public Task<ExportProbed> ExportAsync(IProgress<InventoryProgress> progress, CancellationToken cancellationToken) => export.RunAsync(progress, cancellationToken);

    /// <summary>Fetches and reads the file of a job.</summary>
    public Task<ExportProbed> ReadExportAsync(ExportProbed job, IProgress<InventoryProgress> progress, CancellationToken cancellationToken) => export.ReadAsync(job, progress, cancellationToken);

    /// <summary>Reads the first pages of managed devices.</summary>
    public Task<ProbedList> ManagedDevicesAsync(CancellationToken cancellationToken)
    {
        var devices = graph.Client.DeviceManagement.ManagedDevices;
        string[] texts = ["operatingSystem", "managedDeviceOwnerType", "managementAgent", "deviceEnrollmentType"];
        return new ListProbe(graph, "managed devices", texts, link => link is null
            ? devices.ToGetRequestInformation(query =>
            {
                query.QueryParameters.Top = graph.Options.PageSize;
                query.QueryParameters.Select = ["id", .. texts];
            })
            : devices.WithUrl(link).ToGetRequestInformation()).ReadAsync(cancellationToken);
    }

    /// <summary>Reads the first pages of detected apps.</summary>
    public Task<ProbedList> DetectedAppsAsync(CancellationToken cancellationToken)
    {
        var apps = graph.Client.DeviceManagement.DetectedApps;
        return new ListProbe(graph, "detected apps", ["platform"], link => link is null
            ? apps.ToGetRequestInformation(query =>
            {
                query.QueryParameters.Top = graph.Options.PageSize;
                query.QueryParameters.Select = ["id", "platform", "deviceCount"];
            })
            : apps.WithUrl(link).ToGetRequestInformation()).ReadAsync(cancellationToken);
    }
}
