namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// The platform of a device from three columns of the device list: the operating system names the family, enrolment and agent tell
/// Android's kind.
/// </summary>
internal static class DevicePlatforms
{
    /// <summary>Platform of a device.</summary>
    public static Platform Of(string operatingSystem, string enrollmentType, string managementAgent)
    {
        var platform = Platforms.Parse(operatingSystem);
        if (platform != Platform.Android)
        {
            return platform;
        }

        return Says(enrollmentType, "AOSP") || Says(managementAgent, "AOSP") ? Platform.AndroidAosp
            : Says(enrollmentType, "WorkProfile") ? Platform.AndroidWorkProfile
            : Says(enrollmentType, "FullyManaged") || Says(enrollmentType, "Dedicated") ? Platform.AndroidFullyManaged
            : Platform.Android;
    }

    private static bool Says(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
