using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Yaml;
using ComplianceAgent.Violations.Exceptions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning.Tenants;

/// <summary>
/// The registers of exceptions that count for each tenant: that of all (<c>Exceptions:Register</c>), and its own. One that cannot be used leaves
/// the tenant with its last good one; where there is none to keep it fails the scans of that tenant and nobody else's.
/// </summary>
public sealed class TenantRegisters(RegisterMonitor shared, IOptions<PoliciesOptions> policies, IOptions<ExceptionOptions> options, TimeProvider clock, ILogger<RegisterMonitor> log) : IDisposable
{
    private readonly Dictionary<string, Slot> slots = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>The registers of a tenant as they are now.</summary>
    /// <param name="tenant">The tenant; null for one that is set up nowhere, which has no register of its own.</param>
    /// <exception cref="PolicyException">Its own cannot be used, and there is no older one to keep.</exception>
    public RegistersInForce For(TenantOptions? tenant)
    {
        if (tenant is null || Look(tenant) is not { } slot)
        {
            return new RegistersInForce(shared.Current, Own: null);
        }

        return slot.Monitor is { } monitor ? new RegistersInForce(shared.Current, monitor.Current) : throw new PolicyException(slot.Refused);
    }

    /// <summary>What is wrong with the tenant's own register as it is now; empty when nothing is.</summary>
    public IReadOnlyList<string> FaultsOf(TenantOptions tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        IReadOnlyList<PolicyFault> faults = Look(tenant) switch
        {
            null => [],
            { Refused.Count: > 0 } refused => refused.Refused,
            { Monitor: var monitor } => monitor!.LastFaults,
        };
        return [.. faults.Select(fault => $"Tenant {tenant.Name}: {fault}")];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var slot in slots.Values)
            {
                slot.Monitor?.Dispose();
            }

            slots.Clear();
        }
    }

    private Slot? Look(TenantOptions tenant)
    {
        lock (gate)
        {
            var known = slots.GetValueOrDefault(tenant.Name);
            if (tenant.Exceptions.Length == 0)
            {
                // Taken out of the settings, as with the register of all, it ends.
                known?.Monitor?.Dispose();
                slots.Remove(tenant.Name);
                return null;
            }

            if (known is { Refused.Count: 0 } && known.Path == tenant.Exceptions)
            {
                return known;
            }

            return slots[tenant.Name] = Begin(tenant.Exceptions, known);
        }
    }

    /// <summary>Another path takes the place of the last one only when there is something good at it.</summary>
    private Slot Begin(string path, Slot? known)
    {
        try
        {
            var kind = new RegisterKind(OfTenant: true, options.Value.ReadGroups);
            var begun = new Slot(path, RegisterMonitor.Start(path, kind, clock, policies.Value.ReloadEvery, log), []);
            known?.Monitor?.Dispose();
            return begun;
        }
        catch (PolicyException unusable)
        {
            return new Slot(path, known?.Monitor, unusable.Faults);
        }
    }

    private sealed record Slot(string Path, RegisterMonitor? Monitor, IReadOnlyList<PolicyFault> Refused);
}
