using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Scanning;

/// <summary>How a scan is judged; section <c>Scan</c>.</summary>
public sealed class ScanOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Scan";

    /// <summary>
    /// Share of the fleet that may be missing since the last complete scan before the read counts as incomplete, 0 to 1.
    /// A fleet that really shrank that much is accepted once by <c>scan --accept-shrunk-fleet</c>.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "Scan:MaxShrink must be between 0 and 1 (0.3 means thirty per cent).")]
    public double MaxShrink { get; set; } = 0.3;

    /// <summary>Fleets smaller than this are not judged by <see cref="MaxShrink"/>.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Scan:MinFleetForShrink must be between 0 and 1000000.")]
    public int MinFleetForShrink { get; set; } = 20;

    /// <summary>Longest time one scan may take, in minutes; then it is cancelled and counts as failed.</summary>
    [Range(1, 2880, ErrorMessage = "Scan:TimeoutMinutes must be between 1 and 2880.")]
    public int TimeoutMinutes { get; set; } = 480;
}
