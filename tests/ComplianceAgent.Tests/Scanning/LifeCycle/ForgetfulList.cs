using global::IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>A tenant whose device list leaves one device out from a moment on, although the device is there when asked for by id.</summary>
internal sealed class ForgetfulList(ScriptedTenant tenant, string forgotten, DateTimeOffset from) : ITenantModel
{
    public int Revision => tenant.Revision;

    public IEnumerable<SimulatedDevice> Devices(DateTimeOffset now, string? afterId = null) =>
        tenant.Devices(now, afterId).Where(device => device.Id != forgotten || now < from);

    public SimulatedDevice? Find(string id, DateTimeOffset now) => tenant.Find(id, now);

    public void VisibleApps(SimulatedDevice device, DateTimeOffset now, List<SimulatedApp> into) => tenant.VisibleApps(device, now, into);
}
