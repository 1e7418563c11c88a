using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>Looks at the store and at the last scans in it, and leaves it as it is, schema included.</summary>
internal sealed class StoreChecks(StoreSession session, IReadOnlyList<TenantOptions> tenants)
{
    private const string Name = "store";

    // SQLite's locks do not hold there, so two agents, or one that was cut off, can break the file.
    private static readonly string[] Remote = ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "davfs", "webdav"];

    /// <summary>How many rows each table holds, by tenant; filled by <see cref="CountAsync"/>.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, long>> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>The last scan and the last complete one, by tenant.</summary>
    public Dictionary<string, IReadOnlyList<ScanResult>> Scans { get; } = new(StringComparer.Ordinal);

    /// <summary>The check.</summary>
    public Check Of(bool counts) => new(Name, "", TimeSpan.FromSeconds(counts ? 300 : 60), async cancel =>
    {
        var findings = await LookAsync(cancel);
        if (counts && session.Current is { } store)
        {
            await CountAsync(store, cancel);
        }

        return findings;
    });

    /// <summary>True for a file system on which a SQLite file is not safe. Pure.</summary>
    public static bool IsRemote(string format) => Remote.Contains(format, StringComparer.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        if (!await session.ExistsAsync(cancellationToken))
        {
            return session.MissedHere() is { } missing
                ? [Finding.Fault(Name, "", session.Refusal(missing).Message), .. Place()]
                : [Finding.Ok(Name, "", $"{session.Path} is not there yet; the first scan makes it"), .. Place()];
        }

        var store = await session.OpenToLookAsync(simulated: null, cancellationToken);
        var stored = await store.TenantsAsync(cancellationToken);
        var findings = new List<Finding> { Finding.Ok(Name, "", $"{session.Path}, {stored.Count} {(stored.Count == 1 ? "tenant" : "tenants")}") };
        findings.AddRange(Place());
        if (StandbyWatch.Judge(await store.ClockAheadAsync(cancellationToken)) is { } skewed)
        {
            findings.Add(Finding.Fault("clock", "", skewed));
        }

        foreach (var tenant in tenants.Where(tenant => stored.Any(known => known.Tenant == tenant.Name)))
        {
            findings.AddRange(await OfAsync(store, tenant.Name, cancellationToken));
        }

        return findings;
    }

    private async Task<IEnumerable<Finding>> OfAsync(ViolationStore store, string tenant, CancellationToken cancellationToken)
    {
        var doubt = await session.DoubtAsync(tenant, cancellationToken) is { } reason ? [Finding.Fault(Name, tenant, session.Refusal(reason).Message)] : Array.Empty<Finding>();
        if (await store.ReadAsync(tenant, cancellationToken) is not { LastScan: { } last } state)
        {
            return doubt;
        }

        Scans[tenant] = [last, .. state.LastCompleteScan is { } complete && complete.Number != last.Number ? [complete] : Array.Empty<ScanResult>()];
        return [.. doubt, OfScan(last)];
    }

    /// <summary>How the last scan went. Pure.</summary>
    private static Finding OfScan(ScanResult scan)
    {
        var which = string.Create(
            CultureInfo.InvariantCulture, $"scan {scan.Number} of {scan.FinishedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {Route(scan.Route)}, {scan.Devices:N0} devices");
        return scan.Complete
            ? Finding.Ok("last scan", scan.Tenant, which)
            : Finding.Warning("last scan", scan.Tenant, $"{which}: incomplete, so nothing was closed. {string.Join(" ", scan.Faults.Select(Sentences.Say))}", "See the findings above and scan again.");
    }

    private IEnumerable<Finding> Place()
    {
        if (session.Connection.IsShared)
        {
            return [];
        }

        try
        {
            var format = new DriveInfo(NearestFolder(session.Path)).DriveFormat;
            return IsRemote(format)
                ? [Finding.Fault(Name, "", $"{session.Path} lies on a network file system ({format}), on which locks of a SQLite file do not hold.", "Put the store on a local disk (Store:Connection), or in PostgreSQL.")]
                : [];
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static string NearestFolder(string path)
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is { Length: > 0 } && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is { Length: > 0 } there ? there : Path.GetPathRoot(path)!;
    }

    private async Task CountAsync(ViolationStore store, CancellationToken cancellationToken)
    {
        foreach (var tenant in await store.TenantsAsync(cancellationToken))
        {
            Counts[tenant.Tenant] = await store.CountAsync(tenant.Tenant, cancellationToken);
        }
    }

    private static string Route(Inventory.InventoryRoute route) => route switch
    {
        Inventory.InventoryRoute.Export => "export",
        Inventory.InventoryRoute.DetectedApps => "detected apps",
        _ => "files",
    };
}
