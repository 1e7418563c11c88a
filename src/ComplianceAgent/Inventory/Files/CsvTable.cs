using System.Globalization;
using System.Runtime.CompilerServices;
using ComplianceAgent.Inventory.Files.Csv;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Splits csv into rows as RFC 4180 has it and as Excel bends it. A row with too few or too many columns is set aside; what is at fault is
/// the end of the file, or a row so long that only a missing quote explains it.
/// </summary>
internal sealed class CsvTable(byte delimiter, string name, IRowSink sink) : ITable
{
    /// <summary>Bytes kept of one field.</summary>
    public const int MaxField = 64 * 1024;

    /// <summary>Bytes of the longest row that is read.</summary>
    public const int MaxRow = 4 << 20;

    private const int MaxColumns = 1024;
    private const int LongestValueCompared = 512;

    // Of the stage that prepares.
    private byte[] rest = [];
    private int restLength;

    // Of the stage that takes.
    private readonly byte[] lastValue = new byte[LongestValueCompared];
    private int lastValueLength = -1;
    private string lastColumn = "";
    private int columns;
    private long line = 1;
    private Reason? fault;
    private Reason? swallowed;

    /// <inheritdoc/>
    public long CutFields { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<Reason> Faults => [.. ((Reason?[])[swallowed, fault]).OfType<Reason>()];

    /// <inheritdoc/>
    /// <remarks>A row that does not end in a block is put before the next one, so that every row lies in one piece.</remarks>
    public void Prepare(TextBlock block)
    {
        if (restLength > MaxRow)
        {
            block.Keep(0);
            block.Index.Build(block.TextAndSlack, 0, delimiter, isLast: false);
            return;
        }

        block.Prepend(rest.AsSpan(0, restLength));
        block.Index.Build(block.TextAndSlack, block.Text.Length, delimiter, block.IsLast);
        var open = block.Text[Math.Min(block.Index.Rest, block.Text.Length)..];
        if (rest.Length < open.Length)
        {
            rest = new byte[open.Length * 2];
        }

        open.CopyTo(rest);
        restLength = open.Length;
    }

    /// <inheritdoc/>
    public void Take(TextBlock block)
    {
        var index = block.Index;
        var isOpen = block.IsLast && index.Rows > 0 && index.Ends[index.Starts[index.Rows]] == block.Text.Length;
        TakeRows(block, index.Rows - (isOpen ? 1 : 0));
        if (isOpen && fault is null)
        {
            TakeOpenRow(block, index.Rows - 1);
        }

        line += LinesBefore(index, index.Rows);
        if (fault is null && block.Text.Length - index.Rest > MaxRow)
        {
            fault = Fault("csv-row-too-long", line);
        }
    }

    /// <summary>Hands over rows in runs as long as possible: nearly always all of a block at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeRows(TextBlock block, int end)
    {
        var from = 0;
        for (var row = 0; row < end && fault is null; row++)
        {
            if (!IsPlain(block.Index, row))
            {
                Give(block, from, row);
                from = TakeOdd(block, row) ? row : row + 1;
            }
        }

        if (fault is null)
        {
            Give(block, from, end);
        }
    }

    /// <summary>True for a row that can be taken as it is: all columns, not empty, nothing in it that might have to be cut.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsPlain(CsvIndex index, int row)
    {
        var (start, end) = (index.Starts[row], index.Starts[row + 1]);
        var length = index.Ends[end] - index.Ends[start];
        return end - start == columns && length > (3 * columns) + 1 && length <= MaxField;
    }

    /// <summary>Judges a row that is not plain; true when it can be taken.</summary>
    private bool TakeOdd(TextBlock block, int row)
    {
        var index = block.Index;
        var fields = Fields(block, row);
        if (index.Ends[index.Starts[row + 1]] - index.Ends[index.Starts[row]] > MaxRow)
        {
            fault = Fault("csv-row-too-long", fields.Number);
        }
        else if (IsBlank(fields))
        {
            // A line without a letter is no row: Excel and editors leave such lines at the end.
        }
        else if (columns == 0)
        {
            TakeHeader(fields);
        }
        else if (fields.Count == columns)
        {
            CutLong(fields);
            return true;
        }
        else
        {
            sink.SetAside("row-wrong-columns", fields.Number);
            swallowed ??= LinesBefore(index, row + 1) - LinesBefore(index, row) > 1 ? Fault("csv-quotes-broken", fields.Number) : null;
        }

        return false;
    }

    /// <summary>The row at the end of the file that no line break ends: it may have been cut off.</summary>
    private void TakeOpenRow(TextBlock block, int row)
    {
        var fields = Fields(block, row);
        if (block.Index.EndsInQuotes)
        {
            fault = Fault("csv-ends-in-quotes", fields.Number);
        }
        else if (columns > 0 && fields.Count != columns)
        {
            fault = Fault("csv-last-row-short", fields.Number);
        }
        else if (columns > 0 && !(block.Index.EndsClosed && block.Text[^1] == '"') && !LooksWhole(fields.Raw(columns - 1)))
        {
            fault = Fault("csv-last-row-open", fields.Number);
        }
        else if (IsPlain(block.Index, row) || TakeOdd(block, row))
        {
            Give(block, row, row + 1);
        }
    }

    private void Give(TextBlock block, int from, int to)
    {
        if (from == to)
        {
            return;
        }

        var last = Fields(block, to - 1).Raw(columns - 1);
        last = last is [.., (byte)'\r'] ? last[..^1] : last;
        lastValueLength = Math.Min(last.Length, LongestValueCompared);
        last[..lastValueLength].CopyTo(lastValue);
        sink.Take(new RowBatch(block.Text, block.Index.Ends, block.Index.Starts[from..to], columns, line + from, block.Index.QuotedFeeds));
    }

    private static bool IsBlank(in RowFields fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields.Raw(i) is not ([] or [(byte)'\r'] or [(byte)'"', (byte)'"'] or [(byte)'"', (byte)'"', (byte)'\r']))
            {
                return false;
            }
        }

        return true;
    }

    private void CutLong(in RowFields fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            CutFields += FieldText.Cut(fields.Raw(i), MaxField) ? 1 : 0;
        }
    }

    private void TakeHeader(in RowFields fields)
    {
        if (fields.Count > MaxColumns)
        {
            throw new InventoryException(Reason.Of("csv-too-many-columns", ("file", name), ("most", Text(MaxColumns))));
        }

        CutLong(fields);
        var names = new string[fields.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = ForeignText.Clean(fields[i]);
        }

        sink.Columns(names, mayGrow: false);
        columns = names.Length;
        lastColumn = names[^1];
    }

    private bool LooksWhole(ReadOnlySpan<byte> value) =>
        LastRow.LooksWhole(lastColumn, value) || (lastValueLength >= 0 && value.SequenceEqual(lastValue.AsSpan(0, lastValueLength)));

    private RowFields Fields(TextBlock block, int row)
    {
        var index = block.Index;
        return new RowFields(block.Text, index.Ends[index.Starts[row]..(index.Starts[row + 1] + 1)], line + LinesBefore(index, row));
    }

    private static int LinesBefore(CsvIndex index, int row) => row + RowBatch.Before(index.QuotedFeeds, index.Ends[index.Starts[row]]);

    private Reason Fault(string code, long at) => Reason.Of(code, ("file", name), ("line", Text(at)), ("most", Text(MaxRow)));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
