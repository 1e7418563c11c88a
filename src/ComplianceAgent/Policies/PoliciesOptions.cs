using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Policies;

/// <summary>Settings of the section <c>Policies</c>.</summary>
public sealed class PoliciesOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Policies";

    /// <summary>Policies in force: ids, or paths of files. None is in force until named here.</summary>
    public IList<string> Use { get; set; } = [];

    /// <summary>Folder with own policies and catalogue files (<c>*.yaml</c>, <c>*.yml</c>); empty for none.</summary>
    public string Path { get; set; } = "";

    /// <summary>How often the files are looked at for changes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Policies:ReloadEvery must be between 00:00:01 and 1.00:00:00 (a day).")]
    public TimeSpan ReloadEvery { get; set; } = TimeSpan.FromSeconds(10);
}
