using System.Buffers;
using System.Text;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Reports;

/// <summary>
/// Puts rows together from ready-made pieces: neighbouring columns of the app are encoded once for each distinct app, those of the device
/// once for each device, and a row is a few copies.
/// </summary>
internal sealed class RowAssembler
{
    private readonly ReportOptions options;
    private readonly IReadOnlyList<string> columns;
    private readonly List<(bool IsApp, List<(string Name, string Means)> Columns)> runs = [];
    private readonly Dictionary<SimulatedApp, byte[][]> appPieces = [];
    private readonly ArrayBufferWriter<byte> buffer = new(512 * 1024);
    private readonly byte[] separator;
    private readonly byte[] rowStart;
    private readonly byte[] rowEnd;

    public RowAssembler(IReadOnlyList<string> columns, ReportOptions options)
    {
        this.options = options;
        this.columns = columns;
        var csv = options.Format == ReportFormat.Csv;
        separator = csv ? [(byte)options.Delimiter] : ","u8.ToArray();
        rowStart = csv ? [] : options.Format == ReportFormat.Json ? "{"u8.ToArray() : "["u8.ToArray();
        rowEnd = csv ? "\r\n"u8.ToArray() : options.Format == ReportFormat.Json ? "}"u8.ToArray() : "]"u8.ToArray();
        var meanings = options.Meanings ?? columns;
        foreach (var (column, means) in columns.Zip(meanings))
        {
            var isApp = ReportColumns.IsAppColumn(means);
            if (runs.Count == 0 || runs[^1].IsApp != isApp)
            {
                runs.Add((isApp, []));
            }

            runs[^1].Columns.Add((column, means));
        }
    }

    public long Count { get; private set; }

    public int Length => buffer.WrittenCount;

    public void Begin()
    {
        switch (options.Format)
        {
            case ReportFormat.Csv:
                Write(options.Bom ? "\uFEFF" : "");
                buffer.Write(TextBytes.Csv(columns[0]));
                columns.Skip(1).ToList().ForEach(column =>
                {
                    buffer.Write(separator);
                    buffer.Write(TextBytes.Csv(column));
                });
                buffer.Write("\r\n"u8);
                break;
            case ReportFormat.Json:
                Write("{\"values\":[");
                break;
            default:
                Write($"{{\"Schema\":[{string.Join(',', columns.Select(c => $"{{\"Column\":\"{c}\",\"PropertyType\":\"String\"}}"))}],\"Values\":[");
                break;
        }
    }

    public void End() => Write(options.Format == ReportFormat.Csv ? "" : "]}");

    public void Add(SimulatedDevice device) => AddRow(DevicePieces(device), []);

    public void Add(SimulatedDevice device, List<SimulatedApp> apps)
    {
        if (apps.Count == 0)
        {
            return;
        }

        var pieces = DevicePieces(device);
        foreach (var app in apps)
        {
            AddRow(pieces, AppPieces(app));
        }
    }

    public async Task FlushAsync(Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }

    private void AddRow(byte[][] devicePieces, byte[][] pieces)
    {
        if (Count++ > 0 && options.Format != ReportFormat.Csv)
        {
            buffer.Write(","u8);
        }

        buffer.Write(rowStart);
        for (var i = 0; i < runs.Count; i++)
        {
            buffer.Write(runs[i].IsApp ? pieces[i] : devicePieces[i]);
        }

        buffer.Write(rowEnd);
    }

    private byte[][] AppPieces(SimulatedApp app)
    {
        if (!appPieces.TryGetValue(app, out var pieces))
        {
            appPieces.Add(app, pieces = Pieces(wantApp: true, column => ReportColumns.Cell(column, app)));
        }

        return pieces;
    }

    private byte[][] DevicePieces(SimulatedDevice device) => Pieces(wantApp: false, column => ReportColumns.Cell(column, device));

    private byte[][] Pieces(bool wantApp, Func<string, string?> cell)
    {
        var pieces = new byte[runs.Count][];
        for (var i = 0; i < runs.Count; i++)
        {
            pieces[i] = runs[i].IsApp == wantApp ? Piece(runs[i].Columns, first: i == 0, cell) : [];
        }

        return pieces;
    }

    private byte[] Piece(List<(string Name, string Means)> run, bool first, Func<string, string?> cell)
    {
        var piece = new ArrayBufferWriter<byte>(256);
        for (var i = 0; i < run.Count; i++)
        {
            if (!first || i > 0)
            {
                piece.Write(separator);
            }

            if (options.Format == ReportFormat.Json)
            {
                piece.Write(TextBytes.Json(run[i].Name));
                piece.Write(":"u8);
            }

            piece.Write(options.Format == ReportFormat.Csv ? TextBytes.Csv(cell(run[i].Means)) : TextBytes.Json(cell(run[i].Means) ?? ""));
        }

        return piece.WrittenSpan.ToArray();
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, buffer);
}
