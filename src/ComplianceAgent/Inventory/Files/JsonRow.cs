namespace ComplianceAgent.Inventory.Files;

/// <summary>The current row of a json file: its columns as met so far and the bytes of its fields.</summary>
internal sealed class JsonRow
{
    private const int MaxColumns = 256;

    private readonly List<string> columns = [];
    private readonly List<byte[]> spellings = [];
    private readonly Range[] places = new Range[MaxColumns];
    private readonly int[] ends = new int[MaxColumns + 1];
    private byte[] bytes = new byte[4096];
    private byte[] laidOut = new byte[4096];
    private int length;
    private int column;
    private bool isArray;

    /// <summary>Columns, in the order met.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>True when a property was met for the first time.</summary>
    public bool HasNewColumns { get; set; }

    /// <summary>False for a list that has more or fewer values than the schema has columns.</summary>
    public bool HasRightCount => !isArray || column + 1 == columns.Count;

    /// <summary>Adds a column that a schema names.</summary>
    public void AddColumn(ReadOnlySpan<byte> name)
    {
        if (columns.Count < MaxColumns)
        {
            columns.Add(ForeignText.Clean(name));
            spellings.Add(name.ToArray());
        }
    }

    /// <summary>Begins a row.</summary>
    public void Begin(bool asArray)
    {
        isArray = asArray;
        length = 0;
        column = -1;
        places.AsSpan(0, columns.Count).Clear();
    }

    /// <summary>The next value belongs to this property; one beyond the bound on columns is passed over.</summary>
    public void Property(ReadOnlySpan<byte> name, bool isEscaped)
    {
        if (isEscaped)
        {
            var plain = new byte[name.Length];
            name = plain.AsSpan(0, JsonText.Unescape(name, plain));
        }

        // Rows repeat each other's order, so the next column is nearly always the right one.
        var next = column + 1;
        column = next < spellings.Count && name.SequenceEqual(spellings[next]) ? next : IndexOf(name);
    }

    /// <summary>A value of the current property, or the next one of a list.</summary>
    public void Value(ReadOnlySpan<byte> token, bool isEscaped)
    {
        column += isArray ? 1 : 0;
        if ((uint)column >= (uint)columns.Count)
        {
            return;
        }

        if (bytes.Length - length < token.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + token.Length));
        }

        var start = length;
        if (isEscaped)
        {
            length += JsonText.Unescape(token, bytes.AsSpan(length));
        }
        else
        {
            token.CopyTo(bytes.AsSpan(length));
            length += token.Length;
        }

        places[column] = start..length;
    }

    /// <summary>
    /// Hands the row over as csv rows lie: column by column, each ending where the next begins. A blank before each text keeps a quote in
    /// it from being taken for the beginning of a quoted one.
    /// </summary>
    public void GiveTo(IRowSink sink, long number)
    {
        if (laidOut.Length < length + (2 * MaxColumns) + TextBlock.Slack)
        {
            laidOut = new byte[bytes.Length + (2 * MaxColumns) + TextBlock.Slack];
        }

        var at = ends[0] = -1;
        for (var i = 0; i < columns.Count; i++)
        {
            laidOut[++at] = (byte)' ';
            var value = bytes.AsSpan(places[i]);
            value.CopyTo(laidOut.AsSpan(++at));
            at += value.Length;
            ends[i + 1] = at;
        }

        sink.Take(new RowBatch(laidOut.AsSpan(0, Math.Max(at, 0)), ends, [0], columns.Count, number));
    }

    private int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < spellings.Count; i++)
        {
            if (name.SequenceEqual(spellings[i]))
            {
                return i;
            }
        }

        if (columns.Count >= MaxColumns)
        {
            return MaxColumns;
        }

        AddColumn(name);
        places[columns.Count - 1] = default;
        HasNewColumns = true;
        return columns.Count - 1;
    }
}
