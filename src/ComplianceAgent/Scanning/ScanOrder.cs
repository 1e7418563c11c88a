using ComplianceAgent.Policies;

namespace ComplianceAgent.Scanning;

/// <summary>What a caller wants of one scan of one tenant.</summary>
public sealed record ScanOrder
{
    /// <summary>Policies in force.</summary>
    public required PolicySet Policies { get; init; }

    /// <summary>Files to read instead of Graph.</summary>
    public InventoryFiles? Files { get; init; }

    /// <summary>True to store nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>True to accept a shrunk fleet once.</summary>
    public bool AcceptShrunkFleet { get; init; }

    /// <summary>Folder for reports after the scan, absolute; null for none.</summary>
    public string? ReportDirectory { get; init; }
}

/// <summary>Exported files to read instead of asking Graph.</summary>
/// <param name="Inventory">AppInvRawData, absolute path.</param>
/// <param name="DeviceList">Devices report, absolute path; null when there is none.</param>
/// <param name="AsOf">The day the files speak of; null to take the newest last contact.</param>
public sealed record InventoryFiles(string Inventory, string? DeviceList, DateTimeOffset? AsOf);
