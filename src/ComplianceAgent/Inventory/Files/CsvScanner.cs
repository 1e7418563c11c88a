using System.Globalization;
using System.Text;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Splits csv into rows, byte by byte as RFC 4180 has it and as Excel bends it, from blocks of any size. Memory is bounded by columns ×
/// <see cref="MaxField"/>, whatever a field holds: the rest of a longer one is skipped. A row with too few or too many columns is set
/// aside; only the end of the file can be at fault.
/// </summary>
internal sealed class CsvScanner(byte delimiter, string name, IRowSink sink)
{
    /// <summary>Bytes kept of one field.</summary>
    public const int MaxField = 64 * 1024;

    private const int MaxColumns = 1024;
    private const int LongestValueCompared = 512;

    private byte[] row = new byte[4096];
    private readonly Range[] places = new Range[MaxColumns];
    private readonly byte[] lastValue = new byte[LongestValueCompared];
    private int lastValueLength = -1;
    private string lastColumn = "";
    private State state = State.FieldStart;
    private bool afterCarriageReturn;
    private int columns;
    private int length;
    private int fieldStart;
    private int fields;
    private long line = 1;
    private long rowLine = 1;

    private enum State
    {
        FieldStart,
        Plain,
        Quoted,
        QuoteInQuoted,
    }

    /// <summary>Fields of which the end was skipped.</summary>
    public long CutFields { get; private set; }

    /// <summary>A quote that was never closed swallowed whole rows; null when none did.</summary>
    public Reason? Swallowed { get; private set; }

    private bool AtRowStart => state == State.FieldStart && fields == 0;

    /// <summary>Takes the next block.</summary>
    public void Feed(ReadOnlySpan<byte> block)
    {
        while (!block.IsEmpty)
        {
            block = state switch
            {
                State.FieldStart => BeginField(block),
                State.Plain => TakePlain(block),
                State.Quoted => TakeQuoted(block),
                _ => AfterQuote(block),
            };
        }
    }

    /// <summary>Ends the file; a fault when its last row is not whole.</summary>
    public Reason? End()
    {
        if (AtRowStart)
        {
            return null;
        }

        if (state == State.Quoted)
        {
            return Fault("csv-ends-in-quotes");
        }

        var closed = state == State.QuoteInQuoted;
        EndField();
        if (columns > 0 && fields != columns)
        {
            return Fault("csv-last-row-short");
        }

        if (columns > 0 && !closed && !LastValueLooksWhole())
        {
            return Fault("csv-last-row-open");
        }

        EndRow();
        return null;
    }

    private bool LastValueLooksWhole()
    {
        var value = row.AsSpan(places[columns - 1]);
        return LastRow.LooksWhole(lastColumn, value) || (lastValueLength >= 0 && value.SequenceEqual(lastValue.AsSpan(0, lastValueLength)));
    }

    private Reason Fault(string code) => Reason.Of(code, ("file", name), ("line", rowLine.ToString(CultureInfo.InvariantCulture)));

    private ReadOnlySpan<byte> BeginField(ReadOnlySpan<byte> block)
    {
        if (afterCarriageReturn)
        {
            afterCarriageReturn = false;
            if (block[0] == '\n')
            {
                return block[1..];
            }
        }

        if (block[0] == '"')
        {
            state = State.Quoted;
            return block[1..];
        }

        state = State.Plain;
        return block;
    }

    private ReadOnlySpan<byte> TakePlain(ReadOnlySpan<byte> block)
    {
        var end = block.IndexOfAny(delimiter, (byte)'\r', (byte)'\n');
        if (end < 0)
        {
            Append(block);
            return default;
        }

        Append(block[..end]);
        EndField();
        state = State.FieldStart;
        if (block[end] != delimiter)
        {
            line++;
            EndRow();
            afterCarriageReturn = block[end] == '\r';
        }

        return block[(end + 1)..];
    }

    private ReadOnlySpan<byte> TakeQuoted(ReadOnlySpan<byte> block)
    {
        var end = block.IndexOf((byte)'"');
        var text = end < 0 ? block : block[..end];
        line += text.Count((byte)'\n');
        Append(text);
        if (end < 0)
        {
            return default;
        }

        state = State.QuoteInQuoted;
        return block[(end + 1)..];
    }

    private ReadOnlySpan<byte> AfterQuote(ReadOnlySpan<byte> block)
    {
        if (block[0] != '"')
        {
            // Separator or line break; letters after a closing quote are against the rules and taken as they stand.
            state = State.Plain;
            return block;
        }

        Append(block[..1]);
        state = State.Quoted;
        return block[1..];
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        // Fields beyond the header's are counted, not kept: such a row is set aside anyway.
        var room = columns > 0 && fields >= columns ? 0 : MaxField - (length - fieldStart);
        if (text.Length > room)
        {
            text = text[..Math.Max(0, room)];
            CutFields += room > 0 ? 1 : 0;
        }

        if (row.Length - length < text.Length)
        {
            Array.Resize(ref row, Math.Max(row.Length * 2, length + text.Length));
        }

        text.CopyTo(row.AsSpan(length));
        length += text.Length;
    }

    private void EndField()
    {
        if (fields < places.Length)
        {
            places[fields] = fieldStart..length;
        }
        else if (columns == 0)
        {
            throw new InventoryException(Reason.Of("csv-too-many-columns", ("file", name), ("most", MaxColumns.ToString(CultureInfo.InvariantCulture))));
        }

        fields++;
        fieldStart = length;
    }

    private void EndRow()
    {
        // A line without a letter is no row: Excel and editors leave such lines at the end.
        if (length > 0)
        {
            GiveRow();
        }

        fields = length = fieldStart = 0;
        state = State.FieldStart;
        rowLine = line;
    }

    private void GiveRow()
    {
        if (columns == 0)
        {
            TakeHeader();
        }
        else if (fields != columns)
        {
            sink.SetAside("row-wrong-columns", rowLine);
            Swallowed ??= line - rowLine > 1 ? Fault("csv-quotes-broken") : null;
        }
        else
        {
            var last = row.AsSpan(places[columns - 1]);
            lastValueLength = Math.Min(last.Length, LongestValueCompared);
            last[..lastValueLength].CopyTo(lastValue);
            sink.Take(new RowFields(row.AsSpan(0, length), places.AsSpan(0, columns), rowLine));
        }
    }

    private void TakeHeader()
    {
        var names = new string[fields];
        for (var i = 0; i < fields; i++)
        {
            names[i] = ForeignText.Clean(Encoding.UTF8.GetString(row.AsSpan(places[i])));
        }

        sink.Columns(names, mayGrow: false);
        columns = fields;
        lastColumn = names[^1];
    }
}
