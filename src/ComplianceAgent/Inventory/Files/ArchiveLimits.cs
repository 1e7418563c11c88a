using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Inventory.Files;

/// <summary>How much an archive may unpack to. The defaults let an export of 60 million app rows through and stop a bomb.</summary>
public sealed class ArchiveLimits
{
    /// <summary>Settings section.</summary>
    public const string Section = "Inventory:Archive";

    /// <summary>A ratio is only judged once this many bytes come out: short texts may repeat themselves as they like.</summary>
    public const long RatioFloor = 16L << 20;

    /// <summary>Most entries a zip's directory may list. Only one of them may be a file; this bounds what is read before that is known.</summary>
    [Range(1, 10_000, ErrorMessage = "Inventory:Archive:MaxEntries must lie between 1 and 10000.")]
    public int MaxEntries { get; set; } = 64;

    /// <summary>Most bytes that one packed byte may become, judged from 16 MiB on.</summary>
    [Range(2, 1_100, ErrorMessage = "Inventory:Archive:MaxRatio must lie between 2 and 1100.")]
    public int MaxRatio { get; set; } = 250;

    /// <summary>Most bytes that may come out of an archive.</summary>
    [Range(1L << 20, 1L << 40, ErrorMessage = "Inventory:Archive:MaxBytes must lie between 1048576 (1 MiB) and 1099511627776 (1 TiB).")]
    public long MaxBytes { get; set; } = 32L << 30;
}
