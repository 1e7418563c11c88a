using System.Globalization;
using SpreadCheetah;
using SpreadCheetah.Worksheets;

namespace ComplianceAgent.Reports.Xlsx;

/// <summary>One column: its heading in English, its width in characters, and its cell.</summary>
internal sealed record XlsxColumn<T>(string Heading, double Width, Func<XlsxCells, T, Cell> Cell);

/// <summary>
/// Writes a table as a sheet of its own: a line that says whose figures these are, headings that stay in sight and filter, and the rows as they come. What Excel
/// has no room for on one sheet goes on on the next.
/// </summary>
/// <param name="workbook">Workbook.</param>
/// <param name="cells">Makes cells.</param>
/// <param name="banner">First line of every sheet.</param>
/// <param name="maxRows">Rows a sheet holds, its two upper lines among them.</param>
internal sealed class XlsxSheet(Spreadsheet workbook, XlsxCells cells, string banner, int maxRows)
{
    /// <summary>Rows Excel has.</summary>
    public const int ExcelRows = 1_048_576;

    private const int UpperRows = 2;

    /// <summary>Writes the rows of a list.</summary>
    public Task WriteAsync<T>(string name, XlsxColumn<T>[] columns, IEnumerable<T> rows, CancellationToken cancellationToken) =>
        WriteAsync(name, columns, rows.ToAsyncEnumerable(), cancellationToken);

    /// <summary>Writes rows as they are read.</summary>
    /// <param name="name">Name of the sheet, in the language.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task WriteAsync<T>(string name, XlsxColumn<T>[] columns, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var sheets = 1;
        await StartAsync(name, columns, cancellationToken);
        var (row, used) = (new Cell[columns.Length], UpperRows);
        await foreach (var item in rows.WithCancellation(cancellationToken))
        {
            if (used++ == maxRows)
            {
                sheets++;
                await StartAsync(string.Create(CultureInfo.InvariantCulture, $"{name} {sheets}"), columns, cancellationToken);
                used = UpperRows + 1;
            }

            for (var i = 0; i < columns.Length; i++)
            {
                row[i] = columns[i].Cell(cells, item);
            }

            await workbook.AddRowAsync(row, cancellationToken);
        }
    }

    private async Task StartAsync<T>(string name, XlsxColumn<T>[] columns, CancellationToken cancellationToken)
    {
        var last = SpreadsheetUtility.GetColumnName(columns.Length);
        var options = new WorksheetOptions { FrozenRows = UpperRows, AutoFilter = new AutoFilterOptions(string.Create(CultureInfo.InvariantCulture, $"A{UpperRows}:{last}{ExcelRows}")) };
        for (var i = 0; i < columns.Length; i++)
        {
            options.Column(i + 1).Width = columns[i].Width;
        }

        await workbook.StartWorksheetAsync(name, options, cancellationToken);
        await workbook.AddRowAsync([new Cell(XlsxText.Of(banner), cells.Banner)], cancellationToken);
        await workbook.AddRowAsync([.. columns.Select(column => new Cell(XlsxText.Of(cells.Words[column.Heading]), cells.Heading))], cancellationToken);
    }
}
