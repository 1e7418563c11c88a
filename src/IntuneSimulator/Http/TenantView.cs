using IntuneSimulator.Faults;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Http;

/// <summary>The tenant at the simulated moment, with the data faults in force.</summary>
internal sealed class TenantView(ITenantModel tenant, SimulatorClock clock, FaultSet faults) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private (DateTimeOffset Now, int Revision, bool Poison, bool Strange, FleetIndex Index)? kept;

    public DateTimeOffset Now => clock.GetUtcNow();

    public ITenantModel Model => faults.IsOn(SimulatorFault.PoisonNames) || faults.IsOn(SimulatorFault.UnknownTexts)
        ? new PoisonedTenant(tenant, faults.IsOn(SimulatorFault.PoisonNames), faults.IsOn(SimulatorFault.UnknownTexts))
        : tenant;

    /// <summary>Counted once for a moment and kept until time, tenant or faults change.</summary>
    public async Task<FleetIndex> IndexAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var (now, revision, poison, strange) = (Now, tenant.Revision, faults.IsOn(SimulatorFault.PoisonNames), faults.IsOn(SimulatorFault.UnknownTexts));
            if (kept is { } k && (k.Now, k.Revision, k.Poison, k.Strange) == (now, revision, poison, strange))
            {
                return k.Index;
            }

            var index = await Task.Run(() => new FleetIndex(Model, now), cancellationToken);
            kept = (now, revision, poison, strange, index);
            return index;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
