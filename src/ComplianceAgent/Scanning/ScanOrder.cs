using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Scanning;

/// <summary>What a caller wants of one scan of one tenant.</summary>
public sealed record ScanOrder
{
    /// <summary>Policies in force.</summary>
    public required PolicySet Policies { get; init; }

    /// <summary>Policies in force by the settings that this scan does not look at: their violations stay as they are.</summary>
    public IReadOnlySet<string> UnjudgedPolicies { get; init; } = new HashSet<string>();

    /// <summary>Files to read instead of Graph.</summary>
    public InventoryFiles? Files { get; init; }

    /// <summary>The registers of exceptions that count for the tenant.</summary>
    public RegistersInForce Registers { get; init; } = RegistersInForce.None;

    /// <summary>True to store nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Who takes a fleet that shrank beyond the set share for what it is, once; null when nobody does.</summary>
    public Author? AcceptShrunkFleet { get; init; }

    /// <summary>Folder for reports after the scan, absolute; null for none.</summary>
    public string? ReportDirectory { get; init; }
}
