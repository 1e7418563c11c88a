using ComplianceAgent.Hosting;

namespace ComplianceAgent.Scanning;

/// <summary>Where reports go; section <c>Reports</c>.</summary>
public sealed class ReportOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Reports";

    /// <summary>Folder; empty takes <c>reports</c> in the state directory. <c>--output</c> beats it.</summary>
    public string Directory { get; set; } = "";

    /// <summary>The folder in effect, absolute.</summary>
    internal string EffectiveDirectory => Path.GetFullPath(Directory.Length > 0 ? Directory : Path.Combine(StateDirectory.Default, "reports"));
}
