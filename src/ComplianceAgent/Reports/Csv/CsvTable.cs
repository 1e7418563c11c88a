using System.Text;

namespace ComplianceAgent.Reports.Csv;

/// <summary>One column: its header and what it holds.</summary>
internal sealed record CsvColumn<T>(string Header, Func<T, string> Value);

/// <summary>Writes a plain rectangular table: UTF-8 without BOM, comma, CRLF, one header.</summary>
internal static class CsvTable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Every row begins and ends in columns of the agent's own making: a reader that splits elsewhere then never finds foreign text
    /// at the start of a line or beside its end. The last ones say what the file is of, so that a row cut out of it still tells.
    /// </summary>
    public static Task WriteAsync<T>(ReportModel model, Stream output, IReadOnlyList<CsvColumn<T>> columns, IEnumerable<T> rows, CancellationToken cancellationToken) =>
        WriteAsync(model, output, columns, rows.ToAsyncEnumerable(), cancellationToken);

    /// <summary>The same for rows that are read as they are written.</summary>
    public static async Task WriteAsync<T>(ReportModel model, Stream output, IReadOnlyList<CsvColumn<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        string[] last =
        [
            CsvCell.Of(model.Tenant),
            model.LastCompleteScan is { } scan ? ReportWords.Machine(scan.FinishedAt) : "",
            ReportWords.Machine(model.Now),
            model.Simulated ? "SIMULATED" : "real",
        ];
        await using var writer = new StreamWriter(output, Utf8, bufferSize: 32 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', columns.Select(column => column.Header).Concat(["tenant", "lastCompleteScan", "generatedAt", "data"])));
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writer.WriteLineAsync(string.Join(',', columns.Select(column => CsvCell.Of(column.Value(row))).Concat(last)));
        }
    }
}
