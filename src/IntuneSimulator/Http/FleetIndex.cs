using IntuneSimulator.Tenants;

namespace IntuneSimulator.Http;

/// <summary>
/// Which apps there are and on how many devices, counted in one pass when somebody asks. Which devices have an app is kept only for
/// banned and doubtful ones, and for all in small fleets; for the rest it is found by walking the fleet, page by page.
/// </summary>
internal sealed class FleetIndex
{
    private const long KeepAllBelowRows = 500_000;
    private readonly Dictionary<string, Entry> byKey = new(StringComparer.Ordinal);

    public FleetIndex(ITenantModel tenant, DateTimeOffset now)
    {
        var apps = new List<SimulatedApp>();
        var byApp = new Dictionary<SimulatedApp, Entry>();
        long rows = 0;
        foreach (var device in tenant.Devices(now))
        {
            tenant.VisibleApps(device, now, apps);
            rows += apps.Count;
            foreach (var app in apps)
            {
                if (!byApp.TryGetValue(app, out var entry))
                {
                    byApp.Add(app, entry = new Entry(app));
                }

                entry.Count++;
                Remember(entry, device, rows);
            }
        }

        foreach (var entry in byApp.Values)
        {
            byKey.TryAdd(entry.App.Key, entry);
        }

        Sorted = [.. byKey.Values.OrderBy(e => e.App.Key, StringComparer.Ordinal)];
    }

    /// <summary>All apps in the order of their keys.</summary>
    public Entry[] Sorted { get; }

    public Entry? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>Devices that have an app, after a given one.</summary>
    public static IEnumerable<SimulatedDevice> DevicesOf(Entry entry, ITenantModel tenant, DateTimeOffset now, string? afterId)
    {
        if (entry.DeviceIds is { } ids)
        {
            var from = afterId is null ? 0 : ids.IndexOf(afterId) + 1;
            return ids.Skip(from).Select(id => tenant.Find(id, now)).OfType<SimulatedDevice>();
        }

        return Walk(entry.App, tenant, now, afterId);
    }

    private static void Remember(Entry entry, SimulatedDevice device, long rows)
    {
        if (entry.App.Product is not null || entry.App.IsDoubtful || (rows < KeepAllBelowRows && entry.DeviceIds is not null) || (rows < KeepAllBelowRows && entry.Count == 1))
        {
            (entry.DeviceIds ??= []).Add(device.Id);
        }
        else
        {
            entry.DeviceIds = null;
        }
    }

    private static IEnumerable<SimulatedDevice> Walk(SimulatedApp app, ITenantModel tenant, DateTimeOffset now, string? afterId)
    {
        var apps = new List<SimulatedApp>();
        foreach (var device in tenant.Devices(now, afterId))
        {
            tenant.VisibleApps(device, now, apps);
            if (apps.Contains(app))
            {
                yield return device;
            }
        }
    }

    internal sealed class Entry(SimulatedApp app)
    {
        public SimulatedApp App { get; } = app;

        public int Count { get; set; }

        public List<string>? DeviceIds { get; set; }
    }
}
