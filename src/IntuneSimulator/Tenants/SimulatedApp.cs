using System.Security.Cryptography;
using System.Text;

namespace IntuneSimulator.Tenants;

/// <summary>
/// One app as Intune lists it: a name, version, publisher and platform, and no bundle id. Two versions of a product are two of these,
/// as they are in Intune.
/// </summary>
public sealed class SimulatedApp
{
    private string? key;

    /// <summary>Creates an app.</summary>
    public SimulatedApp(SimulatedPlatform platform, string name, string? publisher = null, string? version = null, string? product = null)
    {
        Platform = platform;
        Name = name;
        Publisher = publisher;
        Version = version;
        Product = product;
        DetectedAppsPlatform = PlatformSpelling.InDetectedApps(platform);
        ReportPlatform = PlatformSpelling.InReports(platform);
    }

    /// <summary>Platform.</summary>
    public SimulatedPlatform Platform { get; }

    /// <summary>Display name, odd ones included.</summary>
    public string Name { get; }

    /// <summary>Publisher; null where Intune has none.</summary>
    public string? Publisher { get; }

    /// <summary>Version text; null where Intune has none.</summary>
    public string? Version { get; }

    /// <summary>Id of the product that bans speak of (<c>tiktok</c>, <c>tiktok_lite</c>, ...); null for every other app.</summary>
    public string? Product { get; }

    /// <summary>True for apps that need a person's look or are advised against (look-alikes of a banned name); never a violation by themselves.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>Platform text in <c>detectedApps</c>.</summary>
    public string DetectedAppsPlatform { get; init; }

    /// <summary>Platform text in reports.</summary>
    public string ReportPlatform { get; init; }

    /// <summary>Size; Intune often says 0.</summary>
    public long SizeInByte => Key[0] < '8' ? 0 : Convert.ToInt64(Key[1..8], 16);

    /// <summary>Id in <c>detectedApps</c> and <c>ApplicationKey</c> in reports: opaque hexadecimal of 64, 47 or 44 letters, as seen in the wild.</summary>
    public string Key => key ??= MakeKey();

    private string MakeKey()
    {
        var hash = SHA256.HashData(Encoding.Unicode.GetBytes($"{DetectedAppsPlatform}\n{Name}\n{Publisher}\n{Version}"));
        var hex = Convert.ToHexStringLower(hash);
        return (hash[^1] % 3) switch { 0 => hex, 1 => hex[..47], _ => hex[..44] };
    }
}
