using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Hosting;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Csv;

namespace ComplianceAgent.Scanning;

/// <summary>Where reports go and how they are written; section <c>Reports</c>.</summary>
public sealed class ReportOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Reports";

    /// <summary>Folder; empty takes <c>reports</c> in the state directory. <c>--output</c> beats it.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Language of reports for people: en, nl, fr or de. <c>--language</c> beats it.</summary>
    [RegularExpression("^(en|nl|fr|de)$", ErrorMessage = "Reports:Language must be en, nl, fr or de.")]
    public string Language { get; set; } = "en";

    /// <summary>Formats that scans write, and <c>report</c> where <c>--format</c> is not given; separated by commas.</summary>
    public string Formats { get; set; } = "html,csv,json,xlsx";

    /// <summary>How CSV files are written: for machines, or for Excel in the report's language.</summary>
    public CsvForm Csv { get; set; }

    /// <summary>Key of the codes that stand in place of names in <c>report --pseudonymous</c>: <c>env:NAME</c>, <c>file:/path</c> or a vault's address. Never in the store.</summary>
    public string PseudonymKey { get; set; } = "";

    /// <summary>Reports by mail after each scheduled scan.</summary>
    public ReportMailOptions Mail { get; set; } = new();

    /// <summary>The language in effect.</summary>
    internal Language EffectiveLanguage => Languages.TryParse(Language, out var language) ? language : Reasons.Language.English;

    /// <summary>The folder in effect, absolute.</summary>
    internal string EffectiveDirectory => Path.GetFullPath(Directory.Length > 0 ? Directory : Path.Combine(StateDirectory.Default, "reports"));
}

/// <summary>Reports by mail, through the server of <c>Messages:Smtp</c>.</summary>
public sealed class ReportMailOptions
{
    /// <summary>Addresses; empty for no mail.</summary>
    public IList<string> To { get; set; } = [];

    /// <summary>Formats that are attached, separated by commas.</summary>
    public string Formats { get; set; } = "html,xlsx";

    /// <summary>Language: en, nl, fr or de.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Whether codes stand in place of names; needs <see cref="ReportOptions.PseudonymKey"/>.</summary>
    public bool Pseudonymous { get; set; }

    /// <summary>Days of the week (UTC) on which a scan's report is sent, such as Monday; empty for every scan.</summary>
    public IList<string> Days { get; set; } = [];

    /// <summary>Attachments that are together larger than this are left out, and the mail says so.</summary>
    [Range(1, 100, ErrorMessage = "Reports:Mail:MaxMegabytes must be between 1 and 100.")]
    public int MaxMegabytes { get; set; } = 15;
}
