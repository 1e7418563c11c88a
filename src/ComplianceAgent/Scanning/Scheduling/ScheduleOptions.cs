using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Scanning.Scheduling;

/// <summary>How <c>run</c> does its share of the scans; section <c>Schedule</c>. When a tenant is scanned is a setting of the tenant.</summary>
public sealed class ScheduleOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Schedule";

    /// <summary>Name of this agent among several, as <c>status</c> and health show it; empty takes the machine's. What makes it unique is added.</summary>
    [RegularExpression("^[A-Za-z0-9._-]{0,80}$", ErrorMessage = "Schedule:Node may hold letters, digits, '.', '_' and '-', at most 80 of them.")]
    public string Node { get; set; } = "";

    /// <summary>Most scans this agent runs at once; what is due beyond them waits or is taken by another agent.</summary>
    [Range(1, 64, ErrorMessage = "Schedule:ScansAtOnce must be between 1 and 64.")]
    public int ScansAtOnce { get; set; } = 4;

    /// <summary>A name no other agent has, not even this one before it was started again.</summary>
    public string NewNodeName() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(Node.Length > 0 ? Node : Environment.MachineName)}-{Environment.ProcessId}-{Random.Shared.Next(0x1_0000):x4}");
}
