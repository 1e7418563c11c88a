namespace IntuneSimulator.Tenants;

/// <summary>Platforms of the simulated tenant. Intune spells them differently in three places; see <see cref="PlatformSpelling"/>.</summary>
public enum SimulatedPlatform : byte
{
    /// <summary>Windows.</summary>
    Windows = 0,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>iOS and iPadOS.</summary>
    IOS,

    /// <summary>Android Enterprise work profile, personal or corporate.</summary>
    AndroidWorkProfile,

    /// <summary>Android Enterprise fully managed or dedicated.</summary>
    AndroidFullyManaged,

    /// <summary>Android device administrator.</summary>
    AndroidDeviceAdministrator,

    /// <summary>Android Open Source Project.</summary>
    AndroidAosp,

    /// <summary>Linux.</summary>
    Linux,
}

/// <summary>How Intune spells a platform, by place.</summary>
public static class PlatformSpelling
{
    /// <summary>In <c>detectedApps</c>: the enumeration's camelCase.</summary>
    public static string InDetectedApps(SimulatedPlatform platform) => platform switch
    {
        SimulatedPlatform.Windows => "windows",
        SimulatedPlatform.MacOS => "macOS",
        SimulatedPlatform.IOS => "ios",
        SimulatedPlatform.AndroidWorkProfile => "androidWorkProfile",
        SimulatedPlatform.AndroidFullyManaged => "androidDedicatedAndFullyManaged",
        SimulatedPlatform.AndroidDeviceAdministrator => "androidDeviceAdministrator",
        SimulatedPlatform.AndroidAosp => "androidOSP",
        _ => "unknown",
    };

    /// <summary>In the export reports.</summary>
    public static string InReports(SimulatedPlatform platform) => platform switch
    {
        SimulatedPlatform.Windows => "Windows",
        SimulatedPlatform.MacOS => "MacOS",
        SimulatedPlatform.IOS => "IOS",
        SimulatedPlatform.AndroidWorkProfile => "AndroidWorkProfile",
        SimulatedPlatform.AndroidFullyManaged => "AndroidFullyManagedDedicated",
        SimulatedPlatform.AndroidDeviceAdministrator => "AndroidDeviceAdministrator",
        _ => "Other",
    };

    /// <summary>In <c>managedDevices</c>, property <c>operatingSystem</c>.</summary>
    public static string InManagedDevices(SimulatedPlatform platform) => platform switch
    {
        SimulatedPlatform.Windows => "Windows",
        SimulatedPlatform.MacOS => "macOS",
        SimulatedPlatform.IOS => "iOS",
        SimulatedPlatform.AndroidWorkProfile => "AndroidForWork",
        SimulatedPlatform.AndroidFullyManaged => "AndroidEnterprise",
        SimulatedPlatform.AndroidDeviceAdministrator => "Android",
        SimulatedPlatform.AndroidAosp => "AndroidAOSP",
        _ => "Linux",
    };
}
