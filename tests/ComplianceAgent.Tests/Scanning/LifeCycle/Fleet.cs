using global::IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>A scripted tenant whose devices are known by their ids.</summary>
internal sealed class Fleet
{
    private readonly Dictionary<string, ScriptedDevice> devices = [];

    public ScriptedTenant Tenant { get; } = new();

    public ScriptedDevice this[string id] => devices[id];

    public ScriptedDevice Add(ScriptedDevice device) => devices[device.Id] = Tenant.Add(device);

    public void AddClean(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Add(World.Phone($"clean-{i}"));
        }
    }

    public void Remove(string id) => Tenant.Remove(id);

    /// <summary>The hardware enrols again: the old record goes, the new one has the same serial number.</summary>
    public ScriptedDevice EnrolAgain(string oldId, string newId)
    {
        Remove(oldId);
        var device = World.Phone(newId, devices[oldId].Record.SerialNumber);
        device.Record = device.Record with { EnrolledAt = Tenant.Clock!.GetUtcNow() };
        return Add(device);
    }
}
