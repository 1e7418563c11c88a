using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Diagnostics;

/// <summary>Where logs go; section <c>Log</c>. Levels stand in section <c>Serilog</c>.</summary>
public sealed class LogOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Log";

    /// <summary><c>text</c> for people, <c>json</c> for collectors (compact JSON, one event a line).</summary>
    [RegularExpression("^(text|json)$", ErrorMessage = "Log:Format must be text or json.")]
    public string Format { get; set; } = "text";

    /// <summary>Folder of the rolling file; empty takes <c>logs</c> in the state directory.</summary>
    public string Directory { get; set; } = "";

    /// <summary>False writes no file at all (containers).</summary>
    public bool File { get; set; } = true;

    /// <summary>Days a log file is kept.</summary>
    [Range(1, 3650, ErrorMessage = "Log:RetainedDays must be between 1 and 3650.")]
    public int RetainedDays { get; set; } = 31;
}
