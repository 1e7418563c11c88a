using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace IntuneSimulator.Tenants;

/// <summary>
/// All app names, read once from the embedded data and kept per platform: a few thousand, whatever the size of the fleet. A larger stock
/// has a long tail of made-up names after them, as real fleets have.
/// </summary>
internal sealed class AppStock
{
    private static readonly Lazy<AppStock> Loaded = new(() => new AppStock(tail: 0));
    private static readonly ConcurrentDictionary<int, Lazy<AppStock>> Larger = [];

    private readonly Dictionary<(SimulatedPlatform, bool Modern), AppShelf> shelves = [];
    private readonly Dictionary<SimulatedPlatform, ShelfApp[]> managed = [];
    private readonly Dictionary<SimulatedPlatform, ShelfApp[]> banned = [];
    private readonly Dictionary<SimulatedPlatform, ShelfApp[]> doubtful = [];

    private readonly Dictionary<(SimulatedPlatform, string, string?, string?), SimulatedApp> made = [];
    private readonly int tail;

    private AppStock(int tail)
    {
        this.tail = tail;
        var plain = Read("data/apps.csv").Select(f => new Line(f[0], f[1], "", "", 1, f[2].Length > 0, f[3], f[4], f[5])).ToList();
        var marked = Read("data/marked-apps.csv").Select(f => new Line(f[0], f[1], f[2], f[3], int.Parse(f[4], CultureInfo.InvariantCulture), false, f[5], f[6], f[7])).ToList();
        foreach (var platform in Enum.GetValues<SimulatedPlatform>())
        {
            Stock(platform, plain, marked);
        }
    }

    public static AppStock Shared => Loaded.Value;

    /// <summary>
    /// The stock of which a large fleet shows about so many distinct apps (name, publisher, version and platform) on its first day; never
    /// fewer than <see cref="Shared"/> has.
    /// </summary>
    public static AppStock Of(int distinctApps)
    {
        var tail = distinctApps - Shared.DistinctAtStart;
        return tail <= 0 ? Shared : Larger.GetOrAdd(tail, static apps => new(() => new AppStock(apps))).Value;
    }

    /// <summary>Distinct apps to be seen on the first day, when each app is in its first two versions.</summary>
    private int DistinctAtStart => shelves.Values.SelectMany(shelf => shelf.Apps).SelectMany(app => app.Versions.Take(2)).Distinct().Count();

    /// <summary>The shelf that ordinary apps are drawn from.</summary>
    public AppShelf Shelf(SimulatedPlatform platform, bool modern) => shelves[(platform, modern && platform == SimulatedPlatform.Windows)];

    /// <summary>Apps that the organisation manages, and the maker's system apps of Android.</summary>
    public ShelfApp[] Managed(SimulatedPlatform platform) => managed[platform];

    /// <summary>Banned products; what it is called on the device varies.</summary>
    public ShelfApp[] Banned(SimulatedPlatform platform) => banned[platform];

    /// <summary>Apps whose name looks like a banned one.</summary>
    public ShelfApp[] Doubtful(SimulatedPlatform platform) => doubtful[platform];

    private static string Group(SimulatedPlatform platform) => platform switch
    {
        SimulatedPlatform.Windows => "windows",
        SimulatedPlatform.MacOS => "macos",
        SimulatedPlatform.IOS => "ios",
        SimulatedPlatform.Linux => "linux",
        _ => "android",
    };

    private ShelfApp Make(SimulatedPlatform platform, Line line)
    {
        var kind = line.Kind switch { "modern" => AppKind.Modern, "system" => AppKind.System, _ => AppKind.Ordinary };
        var versions = new SimulatedApp[ShelfApp.VersionCount];
        for (var i = 0; i < versions.Length; i++)
        {
            versions[i] = MakeVersion(platform, line, ShelfApp.NextVersion(line.Version, i));
        }

        return new ShelfApp(kind, line.Managed, versions, line.Weight);
    }

    /// <summary>One object for one name, version and publisher: two would share a key and be counted apart.</summary>
    private SimulatedApp MakeVersion(SimulatedPlatform platform, Line line, string? version)
    {
        var publisher = line.Publisher.Length > 0 ? line.Publisher : null;
        if (!made.TryGetValue((platform, line.Name, publisher, version), out var app))
        {
            app = new SimulatedApp(platform, line.Name, publisher, version, line.Mark == "banned" ? line.Product : null) { IsDoubtful = line.Mark is "suspected" or "advice" };
            made.Add((platform, line.Name, publisher, version), app);
        }

        return app;
    }

    private static IEnumerable<string[]> Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not embedded");
        using var reader = new StreamReader(stream);
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return SplitLine(line);
        }
    }

    private static string[] SplitLine(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }

    private void Stock(SimulatedPlatform platform, List<Line> plain, List<Line> marked)
    {
        var group = Group(platform);
        var ordinary = plain.Where(l => l.Platform == group).Select(l => Make(platform, l)).ToList();
        // Look-alikes that must not match and dirty names stand among the ordinary apps, neither first nor last.
        var noise = marked.Where(l => l.Platform == group && l.Mark is "lookalike" or "dirty").Select(l => Make(platform, l)).ToList();
        for (var i = 0; i < noise.Count; i++)
        {
            ordinary.Insert(Math.Min(ordinary.Count, 25 + (i * 13)), noise[i]);
        }

        shelves[(platform, false)] = new AppShelf([.. ordinary.Where(a => platform != SimulatedPlatform.Windows || a.Kind != AppKind.Modern), .. Tail(platform)]);
        shelves[(platform, true)] = new AppShelf([.. ordinary.Where(a => a.Kind == AppKind.Modern)]);
        managed[platform] = [.. ordinary.Where(a => a.Managed || a.Kind == AppKind.System)];
        banned[platform] = [.. marked.Where(l => l.Platform == group && l.Mark == "banned").Select(l => Make(platform, l))];
        doubtful[platform] = [.. marked.Where(l => l.Platform == group && l.Mark is "suspected" or "advice").Select(l => Make(platform, l))];
    }

    /// <summary>Made-up apps of one version each, shared out among the platforms by how many devices draw from their shelf.</summary>
    private IEnumerable<ShelfApp> Tail(SimulatedPlatform platform)
    {
        var count = (int)((long)tail * KindFacts.WeightOfInventoried(platform) / KindFacts.WeightOfInventoried(null));
        for (var i = 0; i < count; i++)
        {
            var (name, publisher, version) = MadeUpApps.At(i);
            var app = new SimulatedApp(platform, name, publisher, version);
            yield return new ShelfApp(AppKind.Ordinary, Managed: false, [.. Enumerable.Repeat(app, ShelfApp.VersionCount)], Weight: 1);
        }
    }

    private sealed record Line(string Platform, string Kind, string Mark, string Product, int Weight, bool Managed, string Name, string Publisher, string Version);
}
