using System.IO.Compression;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Reports;

/// <summary>Shape of a report file.</summary>
public enum ReportFormat
{
    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary><c>{"values":[{...}]}</c>.</summary>
    Json,

    /// <summary><c>{"Schema":[...],"Values":[[...]]}</c>.</summary>
    JsonArrays,
}

/// <summary>How a report is written.</summary>
public sealed record ReportOptions
{
    /// <summary><c>AppInvRawData</c> or <c>Devices</c>.</summary>
    public string ReportName { get; init; } = ReportColumns.AppInventory;

    /// <summary>Columns in order; null writes all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Columns by their own names, one for each of <see cref="Columns"/>, where those are named otherwise; an unknown one stays empty.</summary>
    public IReadOnlyList<string>? Meanings { get; init; }

    /// <summary>Shape.</summary>
    public ReportFormat Format { get; init; }

    /// <summary>What separates CSV cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Starts a CSV with the UTF-8 byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>How hard a zip is packed.</summary>
    public CompressionLevel Compression { get; init; } = CompressionLevel.Fastest;
}

/// <summary>
/// Writes the reports that Intune exports, row by row: the same tenant through the file route as through Graph. Memory holds one buffer
/// and the distinct apps, never the fleet.
/// </summary>
public static class ReportWriter
{
    private const int FlushAt = 256 * 1024;

    /// <summary>Writes one report file; gives the number of rows.</summary>
    public static async Task<long> WriteAsync(Stream output, ITenantModel tenant, DateTimeOffset now, ReportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(options);
        var columns = options.Columns ?? ReportColumns.Of(options.ReportName) ?? throw new ArgumentException($"no report is called {options.ReportName}", nameof(options));
        var rows = new RowAssembler(columns, options);
        var apps = new List<SimulatedApp>();
        var withApps = options.ReportName == ReportColumns.AppInventory;
        rows.Begin();
        foreach (var device in tenant.Devices(now))
        {
            if (withApps)
            {
                tenant.VisibleApps(device, now, apps);
                rows.Add(device, apps);
            }
            else
            {
                rows.Add(device);
            }

            if (rows.Length >= FlushAt)
            {
                await rows.FlushAsync(output, cancellationToken);
            }
        }

        rows.End();
        await rows.FlushAsync(output, cancellationToken);
        return rows.Count;
    }

    /// <summary>Writes one report to a file: plain, or packed when its name ends in <c>.zip</c> or <c>.gz</c>; gives the number of rows.</summary>
    public static async Task<long> WriteFileAsync(string path, ITenantModel tenant, DateTimeOffset now, ReportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            var kind = options.Format == ReportFormat.Csv ? "csv" : "json";
            return await WriteZipAsync(file, tenant, now, options, $"{options.ReportName}_{Guid.Empty}.{kind}", cancellationToken);
        }

        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            await using var packed = new GZipStream(file, options.Compression);
            return await WriteAsync(packed, tenant, now, options, cancellationToken);
        }

        return await WriteAsync(file, tenant, now, options, cancellationToken);
    }

    /// <summary>Writes one report file inside a zip, as the service delivers it; gives the number of rows.</summary>
    public static async Task<long> WriteZipAsync(Stream output, ITenantModel tenant, DateTimeOffset now, ReportOptions options, string entryName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        await using (zip)
        {
            var entry = zip.CreateEntry(entryName, options.Compression);
            entry.LastWriteTime = now;
            await using var stream = await entry.OpenAsync(cancellationToken);
            return await WriteAsync(stream, tenant, now, options, cancellationToken);
        }
    }
}
