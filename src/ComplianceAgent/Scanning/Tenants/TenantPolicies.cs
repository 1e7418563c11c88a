using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning.Tenants;

/// <summary>
/// The policies in force for each tenant: its own, else those of <c>Policies:Use</c>. Tenants with the same ones share them; policies that
/// cannot be used fail the scans of their own tenants and nobody else's.
/// </summary>
public sealed class TenantPolicies(IOptions<PoliciesOptions> options, TimeProvider clock, ILogger<PolicyMonitor> log) : IDisposable
{
    private readonly Dictionary<string, PolicyMonitor> monitors = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>What is wrong with the policy files of anybody, warnings left out.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (gate)
            {
                return [.. monitors.Values.SelectMany(monitor => monitor.LastFaults).Where(fault => !fault.IsWarning).Select(fault => fault.ToString()).Distinct(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The policies of a tenant as they are now.</summary>
    /// <exception cref="PolicyException">They cannot be used, and there is no older state to keep.</exception>
    public PolicySet For(TenantOptions tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return Of(tenant.Policies.Count > 0 ? tenant.Policies : options.Value.Use);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var monitor in monitors.Values)
            {
                monitor.Dispose();
            }

            monitors.Clear();
        }
    }

    private PolicySet Of(IList<string> use)
    {
        var key = string.Join('\n', use);
        lock (gate)
        {
            if (!monitors.TryGetValue(key, out var monitor))
            {
                monitor = PolicyMonitor.Start(new PoliciesOptions { Use = use, Path = options.Value.Path, ReloadEvery = options.Value.ReloadEvery }, clock, log);
                monitors.Add(key, monitor);
            }

            return monitor.Current;
        }
    }
}
