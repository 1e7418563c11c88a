using System.Collections.Concurrent;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>A tenant's scan came further, began or ended.</summary>
/// <param name="tenant">Tenant key.</param>
public sealed class ScanChangedEventArgs(string tenant) : EventArgs
{
    /// <summary>Tenant key.</summary>
    public string Tenant { get; } = tenant;
}

/// <summary>What the scans running in this process are at: the latest of each tenant, for whoever watches.</summary>
public sealed class ScanProgressHub(TimeProvider clock)
{
    // A scan reports thousands of times a second; people read a few of them.
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, InventoryProgress> running = new(StringComparer.Ordinal);

    /// <summary>Raised when the scan of a tenant came further, began or ended.</summary>
    public event EventHandler<ScanChangedEventArgs>? Changed;

    /// <summary>What a tenant's scan is at; null when none runs here.</summary>
    public InventoryProgress? Of(string tenant) => running.TryGetValue(tenant, out var progress) ? progress : null;

    /// <summary>A scan begins; what it reports is told here.</summary>
    public IProgress<InventoryProgress> Begin(string tenant)
    {
        running[tenant] = new InventoryProgress("starting", 0);
        Tell(tenant);
        return new Watched(this, tenant, clock);
    }

    /// <summary>It ended.</summary>
    public void End(string tenant)
    {
        if (running.TryRemove(tenant, out _))
        {
            Tell(tenant);
        }
    }

    private void Tell(string tenant) => Changed?.Invoke(this, new ScanChangedEventArgs(tenant));

    private sealed class Watched(ScanProgressHub hub, string tenant, TimeProvider clock) : IProgress<InventoryProgress>
    {
        private long toldAt;
        private string phase = "";

        public void Report(InventoryProgress value)
        {
            if (!hub.running.ContainsKey(tenant))
            {
                return;
            }

            hub.running[tenant] = value;
            var now = clock.GetTimestamp();
            if (value.Phase != phase || clock.GetElapsedTime(toldAt, now) >= TellEvery)
            {
                (phase, toldAt) = (value.Phase, now);
                hub.Tell(tenant);
            }
        }
    }
}
