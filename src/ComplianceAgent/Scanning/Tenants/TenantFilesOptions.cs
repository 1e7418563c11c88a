using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Scanning.Tenants;

/// <summary>Tenants in files of their own; section <c>TenantFiles</c>.</summary>
public sealed class TenantFilesOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "TenantFiles";

    /// <summary>Folder with a file per tenant (<c>tenants.d</c>: <c>NAME.yaml</c>, and <c>_defaults.yaml</c> for what they share); empty for none.</summary>
    public string Path { get; set; } = "";

    /// <summary>How often the files are looked at for changes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "TenantFiles:ReloadEvery must be between 00:00:01 and 1.00:00:00 (a day).")]
    public TimeSpan ReloadEvery { get; set; } = TimeSpan.FromSeconds(10);
}
