using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Reports.Pseudonymous;

namespace ComplianceAgent.Reports;

/// <summary>How a report is to be written. What it says does not depend on it.</summary>
/// <param name="Formats">Some of <see cref="ReportFormats.All"/>.</param>
public sealed record ReportChoices(IReadOnlyList<string> Formats)
{
    /// <summary>Language.</summary>
    public Language Language { get; init; }

    /// <summary>How CSV files are written.</summary>
    public CsvForm Csv { get; init; }

    /// <summary>Codes in place of names; null for names.</summary>
    public Pseudonyms? Pseudonyms { get; init; }

    /// <summary>The report as it is to be written.</summary>
    public ReportModel Of(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var written = ReportModel.Build(input with { Language = Language }) with { Csv = Csv };
        return Pseudonyms is null ? written : PseudonymousReport.Of(written, Pseudonyms);
    }
}
