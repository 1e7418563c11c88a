namespace IntuneSimulator.Tenants;

/// <summary>
/// A tenant that a test writes down device by device and changes between scans. It serves the same endpoints as a generated one. What the
/// inventory shows is what a device had at its last refresh, so an app removed on Tuesday stays listed until the device's refresh day.
/// </summary>
public sealed class ScriptedTenant : ITenantModel
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, ScriptedDevice> devices = new(StringComparer.Ordinal);
    private readonly Dictionary<(SimulatedPlatform, string, string?, string?), SimulatedApp> apps = [];
    private int revision;

    /// <inheritdoc/>
    public int Revision => Volatile.Read(ref revision);

    /// <summary>The clock that changes are dated by; the host sets it. Before that, changes count as old as time.</summary>
    public TimeProvider? Clock { get; internal set; }

    /// <summary>Adds a device.</summary>
    public ScriptedDevice Add(ScriptedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        Change(() => devices.Add(device.Id, device));
        device.Tenant = this;
        return device;
    }

    /// <summary>Takes a device away: its id answers 404 from now on.</summary>
    public void Remove(string deviceId) => Change(() => devices.Remove(deviceId));

    /// <inheritdoc/>
    public IEnumerable<SimulatedDevice> Devices(DateTimeOffset now, string? afterId = null)
    {
        lock (gate)
        {
            return [.. devices.Values.Where(d => afterId is null || string.CompareOrdinal(d.Id, afterId) > 0).Select(d => d.At(now))];
        }
    }

    /// <inheritdoc/>
    public SimulatedDevice? Find(string id, DateTimeOffset now)
    {
        lock (gate)
        {
            return devices.GetValueOrDefault(id)?.At(now);
        }
    }

    /// <inheritdoc/>
    public void VisibleApps(SimulatedDevice device, DateTimeOffset now, List<SimulatedApp> into)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        lock (gate)
        {
            if (devices.TryGetValue(device.Id, out var scripted))
            {
                into.AddRange(scripted.VisibleAt(now).Select(Shared));
            }
        }
    }

    internal void Change(Action change)
    {
        lock (gate)
        {
            change();
            Interlocked.Increment(ref revision);
        }
    }

    /// <summary>The same app on two devices is one app with one key.</summary>
    private SimulatedApp Shared(SimulatedApp app)
    {
        var key = (app.Platform, app.Name, app.Publisher, app.Version);
        return apps.TryGetValue(key, out var known) ? known : apps[key] = app;
    }
}

/// <summary>A device of a <see cref="ScriptedTenant"/>. Set what matters; the rest has plain values.</summary>
public sealed class ScriptedDevice
{
    private readonly List<(DateTimeOffset At, bool Installed, SimulatedApp App)> changes = [];

    /// <summary>Creates a device.</summary>
    public ScriptedDevice(string id, string name, SimulatedPlatform platform)
    {
        Record = new SimulatedDevice
        {
            Id = id,
            Name = name,
            Platform = platform,
            OperatingSystem = PlatformSpelling.InManagedDevices(platform),
            OsVersion = "1.0",
            UserId = "b7b1f0aa-0000-4000-8000-000000000001",
            UserPrincipalName = "ana@contoso.example",
            UserDisplayName = "Ana Peeters",
            SerialNumber = "SN-" + name,
            EnrolledAt = new DateTimeOffset(2026, 2, 10, 1, 37, 29, TimeSpan.Zero),
        };
    }

    /// <summary>Everything Graph says of it; replace it with <c>with</c>. <see cref="SimulatedDevice.LastSyncAt"/> is set from the fields below.</summary>
    public SimulatedDevice Record { get; set; }

    /// <summary>Intune id.</summary>
    public string Id => Record.Id;

    /// <summary>The day of the week on which Intune refreshes the inventory; null refreshes at every look.</summary>
    public DayOfWeek? RefreshDay { get; set; }

    /// <summary>The time of that day.</summary>
    public TimeSpan RefreshTime { get; set; } = TimeSpan.FromHours(3);

    /// <summary>How long before now the device last synced.</summary>
    public TimeSpan SyncedAgo { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Set, the device has been silent since: neither sync nor refresh comes after it.</summary>
    public DateTimeOffset? SilentSince { get; set; }

    /// <summary>True hides every row, as Intune sometimes does for days.</summary>
    public bool RowsHidden { get; set; }

    internal ScriptedTenant? Tenant { get; set; }

    /// <summary>Installs an app on the device; the inventory shows it from the next refresh on.</summary>
    public ScriptedDevice Install(SimulatedApp app, DateTimeOffset? at = null) => Note(installed: true, app, at);

    /// <summary>Installs an app of the device's platform by name.</summary>
    public ScriptedDevice Install(string name, string? publisher = null, string? version = "1.0", string? product = null) =>
        Install(new SimulatedApp(Record.Platform, name, publisher, version, product));

    /// <summary>Removes every app of that name; the inventory shows it until the next refresh.</summary>
    public ScriptedDevice Uninstall(string name, DateTimeOffset? at = null) => Note(installed: false, new SimulatedApp(Record.Platform, name), at);

    /// <summary>Changes fields while scans may be running, and lets caches know.</summary>
    public ScriptedDevice Change(Action<ScriptedDevice> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Act(() => change(this));
        return this;
    }

    internal SimulatedDevice At(DateTimeOffset now) => Record with { LastSyncAt = SilentSince ?? now - SyncedAgo };

    internal List<SimulatedApp> VisibleAt(DateTimeOffset now)
    {
        var visible = new List<SimulatedApp>();
        if (RowsHidden)
        {
            return visible;
        }

        var refresh = LastRefresh(SilentSince is { } silent && silent < now ? silent : now);
        foreach (var (at, installed, app) in changes)
        {
            if (at > refresh)
            {
                break;
            }

            if (installed)
            {
                visible.Add(app);
            }
            else
            {
                visible.RemoveAll(a => a.Name == app.Name);
            }
        }

        return visible;
    }

    private DateTimeOffset LastRefresh(DateTimeOffset now)
    {
        if (RefreshDay is not { } day)
        {
            return now;
        }

        var at = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + RefreshTime;
        at = at.AddDays(-(((int)at.DayOfWeek - (int)day + 7) % 7));
        return at <= now ? at : at.AddDays(-7);
    }

    private ScriptedDevice Note(bool installed, SimulatedApp app, DateTimeOffset? at)
    {
        var when = at ?? Tenant?.Clock?.GetUtcNow() ?? DateTimeOffset.MinValue;
        Act(() => changes.Insert(changes.FindLastIndex(c => c.At <= when) + 1, (when, installed, app)));
        return this;
    }

    private void Act(Action action)
    {
        if (Tenant is { } tenant)
        {
            tenant.Change(action);
        }
        else
        {
            action();
        }
    }
}
