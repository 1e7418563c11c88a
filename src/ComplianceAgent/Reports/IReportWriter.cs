namespace ComplianceAgent.Reports;

/// <summary>
/// Prints a report in one file format. A format may be several files (CSV: one plain table each): then one writer a file, all of the
/// same <see cref="Format"/>. A writer counts nothing, and escapes foreign text for its own format.
/// </summary>
public interface IReportWriter
{
    /// <summary>What <c>--format</c> calls it, lower case: <c>html</c>.</summary>
    string Format { get; }

    /// <summary>End of the file name, with the extension: <c>.html</c>, <c>-coverage.csv</c>.</summary>
    string FileEnding { get; }

    /// <summary>Writes the whole file. The stream stays open.</summary>
    Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken);
}
