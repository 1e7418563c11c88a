namespace ComplianceAgent.Inventory;

/// <summary>
/// The platform of an app record or device, as fine as Intune tells it. Intune spells platforms differently in
/// <c>detectedApps</c>, in export reports and in <c>managedDevices</c>; <see cref="Platforms"/> reads them all.
/// </summary>
public enum Platform : byte
{
    /// <summary>A text this program does not know, or none. Never a reason to drop a row.</summary>
    Unknown = 0,

    /// <summary>Windows desktop, Holographic and mobile.</summary>
    Windows,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>iOS and iPadOS.</summary>
    IOS,

    /// <summary>Android Enterprise work profile, personal or corporate.</summary>
    AndroidWorkProfile,

    /// <summary>Android Enterprise dedicated or fully managed.</summary>
    AndroidFullyManaged,

    /// <summary>Android device administrator (legacy).</summary>
    AndroidDeviceAdministrator,

    /// <summary>Android Open Source Project devices: Intune takes no app inventory of them.</summary>
    AndroidAosp,

    /// <summary>Android of a kind that was not told.</summary>
    Android,

    /// <summary>ChromeOS.</summary>
    ChromeOS,

    /// <summary>Linux: managed, without app inventory.</summary>
    Linux,

    /// <summary>Anything else that Intune named.</summary>
    Other,
}

/// <summary>The platforms that policies speak of.</summary>
public enum PlatformFamily : byte
{
    /// <summary>Not known: rules for every platform apply, rules for one platform do not.</summary>
    Unknown = 0,

    /// <summary>Windows.</summary>
    Windows,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>iOS and iPadOS.</summary>
    IOS,

    /// <summary>Any Android.</summary>
    Android,

    /// <summary>ChromeOS, Linux and what else there is.</summary>
    Other,
}
