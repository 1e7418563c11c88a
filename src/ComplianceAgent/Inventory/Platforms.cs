using System.Text;

namespace ComplianceAgent.Inventory;

/// <summary>Reads every spelling of a platform met in Intune's reports and in Graph, without regard to case.</summary>
public static class Platforms
{
    private static readonly Dictionary<string, Platform> ByText = new(StringComparer.OrdinalIgnoreCase)
    {
        ["windows"] = Platform.Windows,
        ["windowsMobile"] = Platform.Windows,
        ["windowsHolographic"] = Platform.Windows,
        ["macos"] = Platform.MacOS,
        ["mac"] = Platform.MacOS,
        ["osX"] = Platform.MacOS,
        ["macOSX"] = Platform.MacOS,
        ["macMDM"] = Platform.MacOS,
        ["ios"] = Platform.IOS,
        ["ipados"] = Platform.IOS,
        ["iosIpados"] = Platform.IOS,
        ["iphone"] = Platform.IOS,
        ["ipad"] = Platform.IOS,
        ["androidWorkProfile"] = Platform.AndroidWorkProfile,
        ["androidForWork"] = Platform.AndroidWorkProfile,
        ["androidDedicatedAndFullyManaged"] = Platform.AndroidFullyManaged,
        ["androidFullyManagedDedicated"] = Platform.AndroidFullyManaged,
        ["androidFullyManaged"] = Platform.AndroidFullyManaged,
        ["androidDedicated"] = Platform.AndroidFullyManaged,
        ["androidPersonallyOwnedWorkProfile"] = Platform.AndroidWorkProfile,
        ["androidCorporateOwnedWorkProfile"] = Platform.AndroidWorkProfile,
        // Intune says so of corporate phones with a work profile too, of which only that profile is seen: the kind is not told.
        ["androidEnterprise"] = Platform.Android,
        ["androidDeviceAdministrator"] = Platform.AndroidDeviceAdministrator,
        ["androidOSP"] = Platform.AndroidAosp,
        ["androidAOSP"] = Platform.AndroidAosp,
        ["android"] = Platform.Android,
        ["chromeOS"] = Platform.ChromeOS,
        ["linux"] = Platform.Linux,
        ["other"] = Platform.Other,
    };

    /// <summary>Reads a text; unknown and empty texts give <see cref="Platform.Unknown"/>.</summary>
    public static Platform Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Platform.Unknown;
        }

        var compact = string.Concat(text.Where(char.IsAsciiLetterOrDigit));
        return ByText.TryGetValue(compact, out var platform) ? platform
            : compact.StartsWith("windows", StringComparison.OrdinalIgnoreCase) ? Platform.Windows
            : Platform.Unknown;
    }

    /// <summary>Reads a UTF-8 text.</summary>
    public static Platform Parse(ReadOnlySpan<byte> utf8) => utf8.Length is 0 or > 64 ? Platform.Unknown : Parse(Encoding.UTF8.GetString(utf8));

    /// <summary>The family that policies speak of.</summary>
    public static PlatformFamily Family(this Platform platform) => platform switch
    {
        Platform.Windows => PlatformFamily.Windows,
        Platform.MacOS => PlatformFamily.MacOS,
        Platform.IOS => PlatformFamily.IOS,
        Platform.AndroidWorkProfile or Platform.AndroidFullyManaged or Platform.AndroidDeviceAdministrator or Platform.AndroidAosp or Platform.Android => PlatformFamily.Android,
        Platform.Unknown => PlatformFamily.Unknown,
        _ => PlatformFamily.Other,
    };
}
