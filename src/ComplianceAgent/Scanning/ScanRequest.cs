using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Scanning;

/// <summary>What one scan is asked to do.</summary>
public sealed record ScanRequest
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Where the inventory comes from.</summary>
    public required IInventorySource Source { get; init; }

    /// <summary>Policies in force, with their catalogue.</summary>
    public required PolicySet Policies { get; init; }

    /// <summary>Policies in force that this scan does not look at: their violations stay as they are.</summary>
    public IReadOnlySet<string> UnjudgedPolicies { get; init; } = new HashSet<string>();

    /// <summary>True for a simulated tenant.</summary>
    public bool Simulated { get; init; }

    /// <summary>The registers of exceptions that count for the tenant.</summary>
    public RegistersInForce Registers { get; init; } = RegistersInForce.None;

    /// <summary>True to store nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who takes a fleet that shrank beyond the set share for what it is, once; null when nobody does.</summary>
    public Author? AcceptShrunkFleet { get; init; }

    /// <summary>The moment the scan is made, for a tenant that lives in simulated time; null for the clock.</summary>
    public DateTimeOffset? At { get; init; }
}
