using Microsoft.Graph.Models;
using GraphDevice = Microsoft.Graph.Models.ManagedDevice;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>Turns Graph's <c>managedDevice</c> into ours: foreign text cleaned, filler dates dropped, the platform worked out.</summary>
internal static class DeviceMapping
{
    /// <summary>The fields asked for, and no more: what is not asked for cannot leak.</summary>
    public static readonly string[] Select =
    [
        "id", "deviceName", "managedDeviceOwnerType", "operatingSystem", "userId", "userPrincipalName", "userDisplayName", "emailAddress",
        "serialNumber", "deviceCategoryDisplayName", "model", "managementAgent", "deviceEnrollmentType", "enrolledDateTime", "lastSyncDateTime",
    ];

    private static readonly DateTimeOffset Earliest = new(2005, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The device; null when it has no id, so that nothing could be joined to it.</summary>
    public static Inventory.ManagedDevice? Map(GraphDevice device)
    {
        var id = ForeignText.Clean(device.Id);
        if (id.Length == 0)
        {
            return null;
        }

        var owner = Owner(device.ManagedDeviceOwnerType);
        return new Inventory.ManagedDevice
        {
            Id = id,
            Name = ForeignText.Clean(device.DeviceName),
            OperatingSystem = ForeignText.Clean(device.OperatingSystem),
            Owner = owner,
            Platform = PlatformOf(ForeignText.Clean(device.OperatingSystem), device.ManagementAgent, owner),
            UserId = ForeignText.Clean(device.UserId),
            UserPrincipalName = ForeignText.Clean(device.UserPrincipalName),
            UserDisplayName = ForeignText.Clean(device.UserDisplayName),
            Email = ForeignText.Clean(device.EmailAddress),
            SerialNumber = ForeignText.Clean(device.SerialNumber),
            Category = Category(ForeignText.Clean(device.DeviceCategoryDisplayName)),
            Model = ForeignText.Clean(device.Model),
            ManagementAgent = Spell(device.ManagementAgent?.ToString()),
            EnrollmentType = Spell(device.DeviceEnrollmentType?.ToString()),
            EnrolledAt = Moment(device.EnrolledDateTime),
            LastSyncAt = Moment(device.LastSyncDateTime),
        };
    }

    /// <summary>Null for the dates that Intune writes where it has none (year 1, year 9999).</summary>
    public static DateTimeOffset? Moment(DateTimeOffset? moment) => moment is { } at && at >= Earliest && at < Latest ? at.ToUniversalTime() : null;

    /// <summary>
    /// The platform. Android needs more than the operating system, and v1.0 does not tell a fully managed device from a corporate work
    /// profile: where no text says "fully managed" or "dedicated" it is plain Android, whose kind the app rows tell; without rows it is
    /// taken for the kind of which less can be seen.
    /// </summary>
    public static Platform PlatformOf(string operatingSystem, ManagementAgentType? agent, DeviceOwner owner)
    {
        if (Holds(operatingSystem, "aosp") || Holds(operatingSystem, "androidosp"))
        {
            return Platform.AndroidAosp;
        }

        if (Holds(operatingSystem, "fully managed") || Holds(operatingSystem, "fullymanaged") || Holds(operatingSystem, "dedicated"))
        {
            return Platform.AndroidFullyManaged;
        }

        return Platforms.Parse(operatingSystem) switch
        {
            Platform.Android => PlainAndroid(agent, owner),
            Platform.AndroidFullyManaged => Platform.AndroidWorkProfile,
            Platform.Unknown => ByPart(operatingSystem, agent, owner),
            var known => known,
        };
    }

    private static Platform PlainAndroid(ManagementAgentType? agent, DeviceOwner owner) => agent switch
    {
        // Google's agent manages company phones of every kind; on a personal one it manages a work profile.
        ManagementAgentType.GoogleCloudDevicePolicyController => owner == DeviceOwner.Personal ? Platform.AndroidWorkProfile : Platform.Android,
        ManagementAgentType.Mdm or ManagementAgentType.EasMdm when owner == DeviceOwner.Company => Platform.AndroidDeviceAdministrator,
        _ => Platform.Android,
    };

    // Texts with a kind in brackets or a version behind: "Android (personally-owned work profile)", "Windows 10 Holographic".
    private static Platform ByPart(string text, ManagementAgentType? agent, DeviceOwner owner)
    {
        if (Holds(text, "android"))
        {
            return Holds(text, "work profile") || Holds(text, "enterprise") ? Platform.AndroidWorkProfile
                : Holds(text, "administrator") ? Platform.AndroidDeviceAdministrator
                : PlainAndroid(agent, owner);
        }

        return Holds(text, "windows") ? Platform.Windows
            : Holds(text, "ipad") || text.StartsWith("ios", StringComparison.OrdinalIgnoreCase) ? Platform.IOS
            : Holds(text, "mac") ? Platform.MacOS
            : Holds(text, "chrome") ? Platform.ChromeOS
            : Holds(text, "linux") || Holds(text, "ubuntu") ? Platform.Linux
            : Platform.Unknown;
    }

    private static bool Holds(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static DeviceOwner Owner(ManagedDeviceOwnerType? owner) => owner switch
    {
        ManagedDeviceOwnerType.Company => DeviceOwner.Company,
        ManagedDeviceOwnerType.Personal => DeviceOwner.Personal,
        _ => DeviceOwner.Unknown,
    };

    private static string Category(string category) => category.Equals("Unknown", StringComparison.OrdinalIgnoreCase) ? "" : category;

    // As Graph spells it: googleCloudDevicePolicyController.
    private static string Spell(string? member) => string.IsNullOrEmpty(member) ? "" : char.ToLowerInvariant(member[0]) + member[1..];
}
