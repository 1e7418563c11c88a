using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Hosting;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Scanning;

/// <summary>Where reports go and what language they speak; section <c>Reports</c>.</summary>
public sealed class ReportOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Reports";

    /// <summary>Folder; empty takes <c>reports</c> in the state directory. <c>--output</c> beats it.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Language of reports for people: en, nl, fr or de. <c>--language</c> beats it.</summary>
    [RegularExpression("^(en|nl|fr|de)$", ErrorMessage = "Reports:Language must be en, nl, fr or de.")]
    public string Language { get; set; } = "en";

    /// <summary>The language in effect.</summary>
    internal Language EffectiveLanguage => Languages.TryParse(Language, out var language) ? language : Reasons.Language.English;

    /// <summary>The folder in effect, absolute.</summary>
    internal string EffectiveDirectory => Path.GetFullPath(Directory.Length > 0 ? Directory : Path.Combine(StateDirectory.Default, "reports"));
}
