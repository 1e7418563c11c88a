using ComplianceAgent.Reasons;
using SpreadCheetah;
using SpreadCheetah.Metadata;

namespace ComplianceAgent.Reports.Xlsx;

/// <summary>
/// The XLSX format: one workbook, a sheet a table, written row by row so that a fleet of a million devices needs no more memory than one of ten. Its document properties
/// name the product and nobody.
/// </summary>
internal sealed class XlsxReportWriter(int maxRows) : IReportWriter
{
    /// <summary>With as many rows a sheet as Excel has.</summary>
    public XlsxReportWriter()
        : this(XlsxSheet.ExcelRows)
    {
    }

    public string Format => ReportFormats.Xlsx;

    public string FileEnding => ".xlsx";

    public async Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken)
    {
        var words = Wording.Of(model.Language);
        var options = new SpreadCheetahOptions
        {
            PreserveStringWhitespace = true,
            DocumentProperties = new DocumentProperties { Title = XlsxText.Of(Banner(model, words)), Author = "Compliance Agent" },
        };
        await using var workbook = await Spreadsheet.CreateNewAsync(output, options, cancellationToken);
        var sheet = new XlsxSheet(workbook, new XlsxCells(workbook, model), Banner(model, words), maxRows);
        await sheet.WriteAsync(words["Summary"], XlsxSummary.Columns, XlsxSummary.Rows(model, words), cancellationToken);
        await sheet.WriteAsync(words["Violations"], XlsxTables.Violations, model.Violations.Concat(model.Resolved).Concat(model.Withdrawn).Concat(model.NoLongerManaged), cancellationToken);
        await sheet.WriteAsync(words["Not judged"], XlsxTables.Unjudged, model.Unjudged(cancellationToken), cancellationToken);
        await sheet.WriteAsync(words["Exceptions"], XlsxTables.Exceptions, model.Exceptions, cancellationToken);
        await sheet.WriteAsync(words["Trend"], XlsxTables.Trend, model.Trend, cancellationToken);
        await workbook.FinishAsync(cancellationToken);
    }

    private static string Banner(ReportModel model, Wording words) =>
        $"{(model.Simulated ? "SIMULATED · " : "")}{model.Tenant} · {words["Last complete scan"]}: {(model.LastCompleteScan is { } scan ? ReportWords.Minute(scan.FinishedAt) : words["none yet"])}";
}
