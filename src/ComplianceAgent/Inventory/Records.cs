namespace ComplianceAgent.Inventory;

/// <summary>
/// One app as inventoried, without the device it is on. Millions of app rows hold only tens of thousands of these, so everything
/// costly is done once for each.
/// </summary>
/// <param name="Platform">Platform of the row.</param>
/// <param name="Name">Display name, cleaned (<see cref="ForeignText"/>), never null; may be empty.</param>
/// <param name="Publisher">Publisher, cleaned; empty when not told.</param>
/// <param name="Version">Version text, cleaned; empty when not told.</param>
/// <param name="Identifier">Bundle id, package name or package family where the source has one; Intune's inventory has none.</param>
public sealed record DistinctApp(Platform Platform, string Name, string Publisher = "", string Version = "", string Identifier = "");

/// <summary>Who owns a device, as Intune says (<c>managedDeviceOwnerType</c>).</summary>
public enum DeviceOwner : byte
{
    /// <summary>Not told.</summary>
    Unknown = 0,

    /// <summary>The organisation.</summary>
    Company,

    /// <summary>The user (bring your own device).</summary>
    Personal,
}

/// <summary>One managed device. Only devices that match, or that are known to be in violation, are ever kept with these details.</summary>
public sealed record ManagedDevice
{
    /// <summary>Intune device id, usually a GUID.</summary>
    public required string Id { get; init; }

    /// <summary>Device name, cleaned foreign text.</summary>
    public string Name { get; init; } = "";

    /// <summary>Platform, from operating system, enrolment and management agent.</summary>
    public Platform Platform { get; init; }

    /// <summary>Operating system as Intune spells it.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>Owner type.</summary>
    public DeviceOwner Owner { get; init; }

    /// <summary>Entra object id of the primary user; empty for userless devices.</summary>
    public string UserId { get; init; } = "";

    /// <summary>User principal name of the primary user; empty for userless devices.</summary>
    public string UserPrincipalName { get; init; } = "";

    /// <summary>Display name of the primary user.</summary>
    public string UserDisplayName { get; init; } = "";

    /// <summary>Mail address of the primary user.</summary>
    public string Email { get; init; } = "";

    /// <summary>Serial number; kept only for devices in violation, to link a re-enrolment.</summary>
    public string SerialNumber { get; init; } = "";

    /// <summary>Device category, by which some customers tell units apart.</summary>
    public string Category { get; init; } = "";

    /// <summary>Model.</summary>
    public string Model { get; init; } = "";

    /// <summary>Management agent as Intune spells it (<c>mdm</c>, <c>configurationManagerClientMdm</c>, …).</summary>
    public string ManagementAgent { get; init; } = "";

    /// <summary>Enrolment type as Intune spells it.</summary>
    public string EnrollmentType { get; init; } = "";

    /// <summary>Enrolled at; null when not told (Intune writes year 1 or 9999 for that).</summary>
    public DateTimeOffset? EnrolledAt { get; init; }

    /// <summary>Last contact with Intune; null when not told. It does not date the app inventory.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }
}
