using System.Globalization;

namespace IntuneSimulator.Tenants;

/// <summary>What decides when an app row is refreshed and on whose devices it is listed.</summary>
internal enum AppKind : byte
{
    /// <summary>Windows installer app (daily); on other platforms any ordinary app.</summary>
    Ordinary = 0,

    /// <summary>Windows store app (every seven days).</summary>
    Modern,

    /// <summary>Android system app of the maker: listed even on personal work profiles.</summary>
    System,
}

/// <summary>An app with the versions it goes through.</summary>
internal sealed record ShelfApp(AppKind Kind, bool Managed, SimulatedApp[] Versions, int Weight)
{
    /// <summary>How many versions an app goes through, about one every 45 days.</summary>
    public const int VersionCount = 5;

    private const int MinutesPerVersion = 45 * 24 * 60;

    /// <summary>The version that is installed at a time; versions only go up.</summary>
    public SimulatedApp At(long minute, ulong hash)
    {
        var lead = (long)Chance.Below(Chance.Mix(hash ^ (ulong)Versions[0].Name.Length), MinutesPerVersion * 2);
        return Versions[Math.Clamp(Chance.FloorDiv(minute + lead, MinutesPerVersion), 0, VersionCount - 1)];
    }

    /// <summary>Versions after the first: the last number goes up.</summary>
    public static string? NextVersion(string? version, int step)
    {
        if (string.IsNullOrEmpty(version) || step == 0)
        {
            return string.IsNullOrEmpty(version) ? null : version;
        }

        var end = version.Length;
        while (end > 0 && !char.IsAsciiDigit(version[end - 1]))
        {
            end--;
        }

        var start = end;
        while (start > 0 && end - start < 9 && char.IsAsciiDigit(version[start - 1]))
        {
            start--;
        }

        return start == end
            ? version
            : string.Create(CultureInfo.InvariantCulture, $"{version[..start]}{int.Parse(version.AsSpan(start, end - start), CultureInfo.InvariantCulture) + step}{version[end..]}");
    }
}

/// <summary>Apps of one platform and refresh kind, the popular ones first, drawn as Zipf would.</summary>
internal sealed class AppShelf
{
    /// <summary>Most apps of a shelf: a place is kept in fifteen bits.</summary>
    public const int MaxApps = short.MaxValue;

    private const int SmallGuide = 1 << 16;

    // Fine enough that the last of thirty thousand apps is still drawn.
    private const int LargeGuide = 1 << 21;
    private const int LongTail = 4096;
    private readonly ushort[] guide;

    public AppShelf(IReadOnlyList<ShelfApp> apps)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(apps.Count, MaxApps, nameof(apps));
        Apps = [.. apps];
        guide = new ushort[apps.Count > LongTail ? LargeGuide : SmallGuide];
        FillGuide();
    }

    public ShelfApp[] Apps { get; }

    /// <summary>Draws a place on the shelf.</summary>
    public ushort Draw(ulong hash) => guide[hash & (ulong)(guide.Length - 1)];

    private void FillGuide()
    {
        var weights = new double[Apps.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = 1.0 / Math.Pow(i + 4, 0.95);
        }

        var total = weights.Sum();
        var at = 0;
        var sum = weights.Length == 0 ? 0 : weights[0];
        for (var i = 0; i < guide.Length; i++)
        {
            while (at < weights.Length - 1 && sum / total <= (i + 0.5) / guide.Length)
            {
                sum += weights[++at];
            }

            guide[i] = (ushort)at;
        }
    }
}
