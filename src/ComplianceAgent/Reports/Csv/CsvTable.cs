using System.Text;

namespace ComplianceAgent.Reports.Csv;

/// <summary>One column: its header and what it holds.</summary>
internal sealed record CsvColumn<T>(string Header, Func<T, CsvValue> Value);

/// <summary>Writes a plain rectangular table: UTF-8, CRLF, one header.</summary>
internal static class CsvTable
{
    /// <summary>
    /// Every row begins and ends in columns of the agent's own making: a reader that splits elsewhere then never finds foreign text
    /// at the start of a line or beside its end. The last ones say what the file is of, so that a row cut out of it still tells.
    /// </summary>
    public static Task WriteAsync<T>(ReportModel model, Stream output, IReadOnlyList<CsvColumn<T>> columns, IEnumerable<T> rows, CancellationToken cancellationToken) =>
        WriteAsync(model, output, columns, rows.ToAsyncEnumerable(), cancellationToken);

    /// <summary>The same for rows that are read as they are written.</summary>
    public static async Task WriteAsync<T>(ReportModel model, Stream output, IReadOnlyList<CsvColumn<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var style = CsvStyle.Of(model.Csv, model.Language);
        string[] last =
        [
            style.Cell(model.Tenant),
            style.Cell(CsvValue.Moment(model.LastCompleteScan?.FinishedAt)),
            style.Cell(CsvValue.Moment(model.Now)),
            model.Simulated ? "SIMULATED" : "real",
        ];
        await using var writer = new StreamWriter(output, new UTF8Encoding(style.HasMark), bufferSize: 32 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(style.Separator, columns.Select(column => column.Header).Concat(["tenant", "lastCompleteScan", "generatedAt", "data"])));
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writer.WriteLineAsync(string.Join(style.Separator, columns.Select(column => style.Cell(column.Value(row))).Concat(last)));
        }
    }
}
