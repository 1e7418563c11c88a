using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComplianceAgent.Inventory.Intune.Probing;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>
/// The file that <c>doctor --probe</c> writes: how each tenant answers, for the simulator to answer alike, and what a support case needs besides. It is
/// put together from numbers, fixed words and texts that passed <see cref="ShapeText"/>; nothing else has a way into it. Tenants have numbers.
/// </summary>
internal static class ShapeFile
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes it, private to this account.</summary>
    /// <exception cref="IOException">It is there already, or cannot be written.</exception>
    public static async Task WriteAsync(string path, ShapeContent content, CancellationToken cancellationToken)
    {
        PrivateFile.MakeNew(path);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(Of(content), Layout) + "\n", cancellationToken);
    }

    private static object Of(ShapeContent content) => new
    {
        Shape = IntuneSimulator.Shapes.TenantShape.Form,
        Program = new
        {
            Version = typeof(ShapeFile).Assembly.GetName().Version?.ToString(3),
            Runtime = Environment.Version.ToString(),
            System = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux",
            Architecture = RuntimeInformation.ProcessArchitecture,
            Culture = CultureInfo.CurrentCulture.TwoLetterISOLanguageName,
        },
        Tenants = content.Tenants.Select((tenant, index) => Tenant(tenant, index + 1)),
        Checks = content.Findings.GroupBy(finding => (finding.Check, finding.Level)).Select(group => new { group.Key.Check, group.Key.Level, Count = group.Count() }),
        Store = content.Counts,
        Scans = content.Scans.SelectMany((scans, index) => scans.Select(scan => Scan(scan, index + 1))),
        content.Settings,
    };

    private static object Tenant(TenantProbed tenant, int number) => new
    {
        Tenant = number,
        tenant.Tenant.Cloud,
        Simulated = !string.IsNullOrEmpty(tenant.Tenant.SimulatorUrl),
        Credential = tenant.Tenant.Credential.Kind,
        Permissions = tenant.Permissions is not { } permissions ? null : new
        {
            Granted = permissions.Used.Concat(permissions.Spare).Select(permission => permission.Name),
            Missing = permissions.Missing.Select(permission => permission.Name),
            NotNeeded = permissions.Excess.Count,
        },
        tenant.Shape.Export,
        tenant.Shape.ManagedDevices,
        tenant.Shape.DetectedApps,
    };

    private static object Scan(ScanResult scan, int tenant) => new
    {
        Tenant = tenant,
        scan.Number,
        scan.Complete,
        scan.Route,
        scan.Devices,
        scan.AppRows,
        scan.DistinctApps,
        Seconds = (int)(scan.FinishedAt - scan.StartedAt).TotalSeconds,
        scan.Requests,
        Faults = Codes(scan.Faults),
        Notes = Codes(scan.Notes),
        RouteReasons = Codes(scan.RouteReasons),
        SetAside = scan.SetAside.Keys,
    };

    private static IEnumerable<string> Codes(IEnumerable<Reason> reasons) => reasons.Select(reason => reason.Code);
}

/// <summary>What goes into the file.</summary>
/// <param name="Tenants">Tenants that were probed.</param>
/// <param name="Findings">What doctor found; only which checks came out how is told.</param>
/// <param name="Counts">Rows of each table, over all tenants.</param>
/// <param name="Scans">The last scans of each tenant.</param>
/// <param name="Settings">Settings by <see cref="SettingsDigest"/>.</param>
internal sealed record ShapeContent(
    IReadOnlyList<TenantProbed> Tenants, IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<IReadOnlyList<ScanResult>> Scans,
    IReadOnlyDictionary<string, string> Settings);
