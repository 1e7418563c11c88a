using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Scanning.Scheduling;

namespace ComplianceAgent.Dashboard.Acts;

/// <summary>What a running scan is at.</summary>
/// <param name="Phase">What is being read, in plain English.</param>
/// <param name="Done">How many so far.</param>
/// <param name="Total">How many in all, where known.</param>
public sealed record ScanProgress(string Phase, long Done, long? Total)
{
    /// <inheritdoc/>
    public override string ToString() => Total is { } total
        ? string.Create(CultureInfo.InvariantCulture, $"{Phase} ({Done:N0} of {total:N0})")
        : Done > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Phase} ({Done:N0})") : Phase;
}

/// <summary>The latest of each scan that runs in this process; whoever shows it asks first whether the visitor sees the tenant.</summary>
public sealed class ScanProgressFeed : IDisposable
{
    private readonly ScanProgressHub hub;

    /// <summary>Listens.</summary>
    public ScanProgressFeed(ScanProgressHub hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        this.hub = hub;
        hub.Changed += OnChanged;
    }

    /// <summary>Raised when the scan of a tenant came further, began or ended.</summary>
    public event EventHandler<ScanChangedEventArgs>? Changed;

    /// <summary>What a tenant's scan is at; null when none runs here.</summary>
    public ScanProgress? Of(string tenant) => hub.Of(tenant) is { } progress ? new ScanProgress(progress.Phase, progress.Done, progress.Total) : null;

    /// <inheritdoc/>
    public void Dispose() => hub.Changed -= OnChanged;

    private void OnChanged(object? sender, ScanChangedEventArgs change) => Changed?.Invoke(this, change);
}
