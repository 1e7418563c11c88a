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

    /// <summary>
    /// Share of the distinct apps, 0 to 1, that one rule may hit; beyond it the rule waits for two people. The rarest letter stands in three
    /// of a hundred app names, so the default catches every pattern of one letter; 1 switches it off.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "Scan:MaxRuleShareOfApps must be between 0 and 1 (0.02 means two per cent).")]
    public double MaxRuleShareOfApps { get; set; } = 0.02;

    /// <summary>Share of the devices in scope, 0 to 1, that one rule made of patterns may hit; beyond it the rule waits for two people.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Scan:MaxRuleShareOfDevices must be between 0 and 1 (0.5 means half of them).")]
    public double MaxRuleShareOfDevices { get; set; } = 0.5;

    /// <summary>A rule made of patterns that hits fewer distinct apps than this is not judged by <see cref="MaxRuleShareOfApps"/>.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Scan:MinAppsForRuleShare must be between 1 and 1000000.")]
    public int MinAppsForRuleShare { get; set; } = 20;

    /// <summary>A rule that hits fewer devices than this is not judged by <see cref="MaxRuleShareOfDevices"/>.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Scan:MinDevicesForRuleShare must be between 1 and 1000000.")]
    public int MinDevicesForRuleShare { get; set; } = 20;

    /// <summary>Violations of one policy that one scan may close by itself; more are held until they are released or a later scan confirms them.</summary>
    [Range(0, 10_000_000, ErrorMessage = "Scan:MaxClosings must be between 0 and 10000000.")]
    public int MaxClosings { get; set; } = 500;

    /// <summary>Share of a policy's live violations, 0 to 1, that one scan may close by itself; 1 switches it off.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Scan:MaxShareOfClosings must be between 0 and 1 (0.5 means half of them).")]
    public double MaxShareOfClosings { get; set; } = 0.5;

    /// <summary>Fewer closings than this are not judged by <see cref="MaxShareOfClosings"/>.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Scan:MinClosingsForShare must be between 1 and 1000000.")]
    public int MinClosingsForShare { get; set; } = 20;

    /// <summary>Longest time one scan may take, in minutes; then it is cancelled and counts as failed.</summary>
    [Range(1, 2880, ErrorMessage = "Scan:TimeoutMinutes must be between 1 and 2880.")]
    public int TimeoutMinutes { get; set; } = 480;
}
