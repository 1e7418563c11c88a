using System.Collections.Concurrent;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Shapes;

/// <summary>A tenant with the words of another one.</summary>
internal sealed class ShapedTenant(ITenantModel inner, TenantShape shape) : ITenantModel
{
    private readonly ShapedTexts reportPlatforms = ShapedTexts.OfPlatforms(shape.Export?.Platforms ?? []);
    private readonly ShapedTexts appPlatforms = ShapedTexts.OfPlatforms(shape.DetectedApps.Of("platform"));
    private readonly ShapedTexts systems = ShapedTexts.OfPlatforms(shape.ManagedDevices.Of("operatingSystem"));
    private readonly ShapedTexts owners = ShapedTexts.OfMembers(shape.ManagedDevices.Of("managedDeviceOwnerType"), ["company", "personal", "unknown"]);
    private readonly ShapedTexts agents = ShapedTexts.OfMembers(shape.ManagedDevices.Of("managementAgent"), KindFacts.All.Select(kind => kind.Agent));
    private readonly ShapedTexts enrolments = ShapedTexts.OfMembers(shape.ManagedDevices.Of("deviceEnrollmentType"), KindFacts.All.Select(kind => kind.Enrolment));

    // The same app on two devices is one app, told by its instance.
    private readonly ConcurrentDictionary<SimulatedApp, SimulatedApp> apps = [];

    /// <inheritdoc/>
    public int Revision => inner.Revision;

    /// <inheritdoc/>
    public IEnumerable<SimulatedDevice> Devices(DateTimeOffset now, string? afterId = null) => inner.Devices(now, afterId).Select(Change);

    /// <inheritdoc/>
    public SimulatedDevice? Find(string id, DateTimeOffset now) => inner.Find(id, now) is { } found ? Change(found) : null;

    /// <inheritdoc/>
    public void VisibleApps(SimulatedDevice device, DateTimeOffset now, List<SimulatedApp> into)
    {
        inner.VisibleApps(device, now, into);
        for (var i = 0; i < into.Count; i++)
        {
            into[i] = apps.GetOrAdd(into[i], Change);
        }
    }

    private SimulatedApp Change(SimulatedApp app)
    {
        var hash = Hash($"{app.Name}\n{app.Publisher}\n{app.Version}");
        return new SimulatedApp(app.Platform, app.Name, app.Publisher, app.Version, app.Product)
        {
            IsDoubtful = app.IsDoubtful,
            DetectedAppsPlatform = appPlatforms.Of(app.Platform, app.DetectedAppsPlatform, hash),
            ReportPlatform = reportPlatforms.Of(app.Platform, app.ReportPlatform, hash),
        };
    }

    private SimulatedDevice Change(SimulatedDevice device)
    {
        var hash = Hash(device.Id);
        return device with
        {
            OperatingSystem = systems.Of(device.Platform, device.OperatingSystem, Chance.Of(hash, 1)),
            OwnerType = owners.Of(device.OwnerType, Chance.Of(hash, 2)),
            ManagementAgent = agents.Of(device.ManagementAgent, Chance.Of(hash, 3)),
            EnrollmentType = enrolments.Of(device.EnrollmentType, Chance.Of(hash, 4)),
        };
    }

    private static ulong Hash(string text) => text.Aggregate(0x5AFEUL, (hash, letter) => Chance.Of(hash, letter));
}
