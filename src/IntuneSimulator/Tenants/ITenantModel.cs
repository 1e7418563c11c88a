namespace IntuneSimulator.Tenants;

/// <summary>
/// A tenant as the endpoints see it: generated from a seed, or scripted by a test. Nothing here remembers who asked; the moment comes in.
/// </summary>
public interface ITenantModel
{
    /// <summary>Changes whenever a question may have another answer at the same moment.</summary>
    int Revision { get; }

    /// <summary>Devices that Intune lists at a moment, in a fixed order, after a given one; what is not listed any more still says where to go on.</summary>
    IEnumerable<SimulatedDevice> Devices(DateTimeOffset now, string? afterId = null);

    /// <summary>One device; null when it is gone.</summary>
    SimulatedDevice? Find(string id, DateTimeOffset now);

    /// <summary>Puts the app rows that the inventory shows of a device into the list, which is emptied first.</summary>
    void VisibleApps(SimulatedDevice device, DateTimeOffset now, List<SimulatedApp> into);
}

/// <summary>What can be asked of every tenant.</summary>
public static class TenantTruth
{
    /// <summary>Which devices have which banned product in the inventory at a moment: each pair once, whatever versions there are.</summary>
    public static IEnumerable<ExpectedFinding> Findings(this ITenantModel tenant, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var apps = new List<SimulatedApp>();
        foreach (var device in tenant.Devices(now))
        {
            tenant.VisibleApps(device, now, apps);
            foreach (var product in apps.Select(a => a.Product).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                yield return new ExpectedFinding(device.Id, device.Name, product, device.OwnerType, device.Platform, device.Coverage);
            }
        }
    }
}
