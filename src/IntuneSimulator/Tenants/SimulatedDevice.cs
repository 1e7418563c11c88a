namespace IntuneSimulator.Tenants;

/// <summary>Why a device's apps can be seen, or why not: the truth that a scan's coverage is measured against.</summary>
public enum SimulatedCoverage : byte
{
    /// <summary>All its apps are in the inventory.</summary>
    Assessable = 0,

    /// <summary>Personal: only apps that the organisation manages are listed.</summary>
    Personal,

    /// <summary>AOSP: no inventory is supported.</summary>
    Aosp,

    /// <summary>Corporate Android with a work profile: the personal side cannot be seen.</summary>
    WorkProfileOnly,

    /// <summary>Enrolled less than eight days ago and no rows yet.</summary>
    NewlyEnrolled,

    /// <summary>Windows without the Intune Management Extension.</summary>
    AgentMissing,

    /// <summary>Managed by Configuration Manager alone.</summary>
    ConfigurationManagerOnly,

    /// <summary>Co-managed without the client-apps workload: store apps only.</summary>
    StoreAppsOnly,

    /// <summary>No contact for more than thirty days; its rows, if any, are old.</summary>
    Stale,

    /// <summary>Its rows have vanished for some days and will return.</summary>
    RowsHidden,

    /// <summary>An older record of hardware that has enrolled again.</summary>
    Duplicate,

    /// <summary>Linux: no inventory.</summary>
    NoInventoryPlatform,
}

/// <summary>One managed device at one moment.</summary>
public sealed record SimulatedDevice
{
    /// <summary>Intune id.</summary>
    public required string Id { get; init; }

    /// <summary>Device name.</summary>
    public required string Name { get; init; }

    /// <summary>Platform.</summary>
    public SimulatedPlatform Platform { get; init; }

    /// <summary>Text of <c>operatingSystem</c>.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>Version of the operating system.</summary>
    public string OsVersion { get; init; } = "";

    /// <summary><c>company</c>, <c>personal</c> or <c>unknown</c>.</summary>
    public string OwnerType { get; init; } = "company";

    /// <summary>Management agent as Graph spells it.</summary>
    public string ManagementAgent { get; init; } = "mdm";

    /// <summary>Enrolment type as Graph v1.0 spells it.</summary>
    public string EnrollmentType { get; init; } = "userEnrollment";

    /// <summary>Model.</summary>
    public string Model { get; init; } = "";

    /// <summary>Manufacturer.</summary>
    public string Manufacturer { get; init; } = "";

    /// <summary>Serial number.</summary>
    public string SerialNumber { get; init; } = "";

    /// <summary>User's object id; empty for userless devices.</summary>
    public string UserId { get; init; } = "";

    /// <summary>User principal name; empty for userless devices.</summary>
    public string UserPrincipalName { get; init; } = "";

    /// <summary>User's display name.</summary>
    public string UserDisplayName { get; init; } = "";

    /// <summary>Entra device id; all zeros for some.</summary>
    public string EntraDeviceId { get; init; } = "00000000-0000-0000-0000-000000000000";

    /// <summary>Device category.</summary>
    public string Category { get; init; } = "Unknown";

    /// <summary>Compliance state as Graph spells it.</summary>
    public string ComplianceState { get; init; } = "compliant";

    /// <summary>Supervised (iOS).</summary>
    public bool IsSupervised { get; init; }

    /// <summary>Enrolled at; null is written as year 1, as Intune does.</summary>
    public DateTimeOffset? EnrolledAt { get; init; }

    /// <summary>Last contact; null is written as year 1. It does not date the inventory.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>Why its apps can be seen, or not.</summary>
    public SimulatedCoverage Coverage { get; init; }

    /// <summary>Where the device stands in a generated tenant.</summary>
    internal DeviceMoment Moment { get; init; }
}

/// <summary>A banned product that is in the inventory now.</summary>
/// <param name="DeviceId">Intune device id.</param>
/// <param name="DeviceName">Device name.</param>
/// <param name="Product">Product id, as catalogues spell it (<c>tiktok</c>, <c>tiktok_lite</c>, ...).</param>
/// <param name="OwnerType">Owner type.</param>
/// <param name="Platform">Platform.</param>
/// <param name="Coverage">What else can be said of the device.</param>
public sealed record ExpectedFinding(string DeviceId, string DeviceName, string Product, string OwnerType, SimulatedPlatform Platform, SimulatedCoverage Coverage);
