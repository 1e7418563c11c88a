using System.Globalization;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Reports;

/// <summary>The columns of the reports, as Microsoft lists them, and what each says.</summary>
public static class ReportColumns
{
    /// <summary>Name of the app inventory report.</summary>
    public const string AppInventory = "AppInvRawData";

    /// <summary>Name of the device report.</summary>
    public const string Devices = "Devices";

    private static readonly Dictionary<string, Func<SimulatedApp, string?>> AppCells = new(StringComparer.Ordinal)
    {
        ["ApplicationKey"] = a => a.Key,
        ["ApplicationName"] = a => a.Name,
        ["ApplicationPublisher"] = a => a.Publisher,
        ["ApplicationShortVersion"] = a => ShortVersion(a.Version),
        ["ApplicationVersion"] = a => a.Version,
        ["Platform"] = a => a.ReportPlatform,
        ["Platform_loc"] = a => a.ReportPlatform,
    };

    private static readonly Dictionary<string, Func<SimulatedDevice, string?>> DeviceCells = new(StringComparer.Ordinal)
    {
        ["DeviceId"] = d => d.Id,
        ["DeviceName"] = d => d.Name,
        ["EmailAddress"] = d => d.UserPrincipalName,
        ["OSDescription"] = d => d.OperatingSystem,
        ["OSVersion"] = d => d.OsVersion,
        ["UserId"] = d => d.UserId,
        ["UserName"] = d => d.UserPrincipalName,
        ["OwnerType"] = d => d.OwnerType switch { "company" => "1", "personal" => "2", _ => "0" },
        ["Ownership"] = d => d.OwnerType switch { "company" => "Corporate", "personal" => "Personal", _ => "Unknown" },
        ["OS"] = DescribeOs,
        ["Model"] = d => d.Model,
        ["Manufacturer"] = d => d.Manufacturer,
        ["SerialNumber"] = d => d.SerialNumber,
        ["UPN"] = d => d.UserPrincipalName,
        ["UserEmail"] = d => d.UserPrincipalName,
        ["PrimaryUser"] = d => d.UserId,
        ["LastContact"] = d => Date(d.LastSyncAt),
        ["CreatedDate"] = d => Date(d.EnrolledAt),
        ["CategoryName"] = d => d.Category,
        ["CompliantState"] = d => d.ComplianceState,
        ["JailBroken"] = _ => "Unknown",
        ["ManagementAgents"] = d => d.ManagementAgent,
        ["ManagementState"] = _ => "managed",
        ["DeviceState"] = _ => "managed",
        ["EnrollmentType"] = d => d.EnrollmentType,
        ["JoinType"] = _ => "azureADJoined",
        ["ReferenceId"] = d => d.EntraDeviceId,
        ["SupervisedStatus"] = d => d.IsSupervised ? "True" : "False",
    };

    /// <summary>All columns of the app inventory.</summary>
    public static readonly IReadOnlyList<string> AllOfAppInventory =
        ["ApplicationKey", "ApplicationName", "ApplicationPublisher", "ApplicationShortVersion", "ApplicationVersion", "DeviceId", "DeviceName", "EmailAddress", "OSDescription", "OSVersion", "Platform", "UserId", "UserName"];

    /// <summary>The fewest columns that a ban scan needs.</summary>
    public static readonly IReadOnlyList<string> LeanAppInventory = ["ApplicationName", "ApplicationPublisher", "ApplicationVersion", "DeviceId", "Platform"];

    /// <summary>All columns of the device report that the simulator knows.</summary>
    public static readonly IReadOnlyList<string> AllOfDevices =
        ["DeviceId", "DeviceName", "OwnerType", "Ownership", "OS", "OSVersion", "Model", "Manufacturer", "SerialNumber", "UPN", "UserId", "UserEmail", "PrimaryUser", "LastContact", "CreatedDate", "CategoryName", "CompliantState", "JailBroken", "ManagementAgents", "ManagementState", "DeviceState", "EnrollmentType", "JoinType", "ReferenceId", "SupervisedStatus"];

    /// <summary>Columns of a report; null for a report that this service does not know.</summary>
    public static IReadOnlyList<string>? Of(string reportName) => reportName switch
    {
        AppInventory => AllOfAppInventory,
        Devices => AllOfDevices,
        _ => null,
    };

    internal static bool IsAppColumn(string column) => AppCells.ContainsKey(column);

    internal static string? Cell(string column, SimulatedApp app) => AppCells[column](app);

    internal static string? Cell(string column, SimulatedDevice device) => DeviceCells.TryGetValue(column, out var cell) ? cell(device) : "";

    private static string DescribeOs(SimulatedDevice device) => device.Platform switch
    {
        SimulatedPlatform.AndroidWorkProfile when device.OwnerType == "personal" => "Android (personally-owned work profile)",
        SimulatedPlatform.AndroidWorkProfile => "Android (corporate-owned work profile)",
        SimulatedPlatform.AndroidFullyManaged when device.UserId.Length == 0 => "Android (dedicated)",
        SimulatedPlatform.AndroidFullyManaged => "Android (fully managed)",
        SimulatedPlatform.AndroidAosp => "Android (AOSP)",
        SimulatedPlatform.AndroidDeviceAdministrator => "Android (device administrator)",
        _ => device.OperatingSystem,
    };

    private static string? ShortVersion(string? version) => version is null ? null : string.Join('.', version.Split('.').Take(2));

    private static string Date(DateTimeOffset? date) => (date ?? DateTimeOffset.MinValue).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
}
