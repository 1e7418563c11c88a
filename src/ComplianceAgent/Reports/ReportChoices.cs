using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Reports.Pseudonymous;

namespace ComplianceAgent.Reports;

/// <summary>How a report is to be written. What it says does not depend on it.</summary>
/// <param name="Formats">Some of <see cref="ReportFormats.All"/>.</param>
public sealed record ReportChoices(IReadOnlyList<string> Formats)
{
    /// <summary>Language; null for the one the report has already.</summary>
    public Language? Language { get; init; }

    /// <summary>How CSV files are written.</summary>
    public CsvForm Csv { get; init; }

    /// <summary>Codes in place of names; null for names.</summary>
    public Pseudonyms? Pseudonyms { get; init; }

    /// <summary>The report as it is to be written.</summary>
    public ReportModel Of(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var written = model with { Language = Language ?? model.Language, Csv = Csv };
        return Pseudonyms is null ? written : PseudonymousReport.Of(written, Pseudonyms);
    }
}
