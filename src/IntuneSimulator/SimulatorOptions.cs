using IntuneSimulator.Shapes;
using IntuneSimulator.Tenants;

namespace IntuneSimulator;

/// <summary>What a simulator is like.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Devices on the first day.</summary>
    public int Devices { get; init; } = 500;

    /// <summary>The same seed gives the same tenant.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Port of the Graph listener on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The tenant's time at the start.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);

    /// <summary>The day a generated tenant counts from; null is <see cref="Now"/>.</summary>
    public DateTimeOffset? FirstDay { get; init; }

    /// <summary>Mean number of app rows of a device, over the whole fleet: those that show no apps are made up for by the others.</summary>
    public int AppsPerDevice { get; init; } = 60;

    /// <summary>Most that <see cref="DistinctApps"/> can be.</summary>
    public const int MostDistinctApps = 40_000;

    /// <summary>
    /// About how many distinct apps a large fleet shows, a long tail of made-up names included; 0 takes the real names alone, some
    /// five thousand.
    /// </summary>
    public int DistinctApps { get; init; }

    /// <summary>Share of devices that carry a banned product at some time; the first four always do.</summary>
    public double BannedShare { get; init; } = 0.008;

    /// <summary>Share of devices with an app whose name needs a person's look.</summary>
    public double DoubtfulShare { get; init; } = 0.002;

    /// <summary>A tenant of one's own instead of a generated one, for instance a <see cref="ScriptedTenant"/>.</summary>
    public ITenantModel? Tenant { get; init; }

    /// <summary>Most rows of a page, whatever <c>$top</c> asks; Graph gives 1000.</summary>
    public int MaxPageSize { get; init; } = 1000;

    /// <summary>Answers as another tenant does, whose shape was probed; null answers as Microsoft documents.</summary>
    public TenantShape? Shape { get; init; }

    /// <summary>True when nothing listens where downloads lie, as behind a firewall that does not let storage through.</summary>
    public bool BlobIsBlocked { get; init; }

    /// <summary>How many times a job is asked for before it is completed.</summary>
    public int PollsUntilCompleted { get; init; } = 2;

    /// <summary>Application roles that tokens carry.</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["DeviceManagementManagedDevices.Read.All"];

    /// <summary>Tenant id that tokens carry.</summary>
    public string TenantId { get; init; } = "8f1f6c52-5d6a-4c0e-9a53-0d51a11e0001";

    /// <summary>The only client secret that is accepted; null accepts every one.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Serves https with a certificate made at the start.</summary>
    public bool Https { get; init; }

    /// <summary>Host of Graph in links when <see cref="NamesCloud"/> is set.</summary>
    public const string CloudGraphHost = "graph.microsoft.com";

    /// <summary>Host of downloads in links when <see cref="NamesCloud"/> is set.</summary>
    public const string CloudBlobHost = "simulated.blob.core.windows.net";

    /// <summary>Links name Microsoft's own hosts: for a client without any simulated address, behind a proxy that leads those names here.</summary>
    public bool NamesCloud { get; init; }

    /// <summary>Writes reports as careless producers do: with a byte order mark.</summary>
    public bool BomInReports { get; init; } = true;

    /// <summary>Exports <c>json</c> as arrays with a schema instead of objects.</summary>
    public bool JsonAsArrays { get; init; }

    /// <summary>Most rows of a page of a type.</summary>
    internal int MostRows(string typeName) => (typeName switch
    {
        "managedDevice" => Shape?.ManagedDevices.PageSize,
        "detectedApp" => Shape?.DetectedApps.PageSize,
        _ => null,
    }) ?? MaxPageSize;
}
