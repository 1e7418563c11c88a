namespace ComplianceAgent.Inventory.Files;

/// <summary>One row as raw UTF-8; valid only during the call.</summary>
/// <param name="text">The text it lies in.</param>
/// <param name="ends">Where each field ends, after the place right before the first.</param>
/// <param name="number">Line (csv) or row (json), from 1.</param>
internal readonly ref struct RowFields(Span<byte> text, ReadOnlySpan<int> ends, long number)
{
    private readonly Span<byte> text = text;
    private readonly ReadOnlySpan<int> ends = ends;

    /// <summary>Line (csv) or row (json), from 1.</summary>
    public long Number { get; } = number;

    /// <summary>How many fields.</summary>
    public int Count => ends.Length - 1;

    /// <summary>A field without quotes and outer blanks; empty when the row or the file has no such column.</summary>
    public ReadOnlySpan<byte> this[int column] => (uint)column < (uint)(ends.Length - 1) ? FieldText.Of(Raw(column)) : default;

    /// <summary>A field as it stands in the text.</summary>
    public Span<byte> Raw(int column) => text[(ends[column] + 1)..ends[column + 1]];
}

/// <summary>Rows of one text that follow each other, all of them with a field for every column; valid only during the call.</summary>
/// <param name="text">The text they lie in; <see cref="TextBlock.Slack"/> bytes behind it may be read.</param>
/// <param name="ends">Where fields end.</param>
/// <param name="starts">For each row the entry before its first field.</param>
/// <param name="columns">Fields of each row.</param>
/// <param name="number">Line or row number of the first, were there no line break within a field before it.</param>
/// <param name="quotedFeeds">Line breaks within fields.</param>
internal readonly ref struct RowBatch(
    Span<byte> text, ReadOnlySpan<int> ends, ReadOnlySpan<int> starts, int columns, long number, ReadOnlySpan<int> quotedFeeds = default)
{
    private readonly ReadOnlySpan<int> quotedFeeds = quotedFeeds;

    /// <summary>How many rows.</summary>
    public int Count => Starts.Length;

    /// <summary>The text.</summary>
    public Span<byte> Text { get; } = text;

    /// <summary>Where fields end.</summary>
    public ReadOnlySpan<int> Ends { get; } = ends;

    /// <summary>For each row the entry before its first field.</summary>
    public ReadOnlySpan<int> Starts { get; } = starts;

    /// <summary>A row.</summary>
    public RowFields this[int row] => new(Text, Ends.Slice(Starts[row], columns + 1), NumberOf(row));

    /// <summary>A field of a row as it stands in the text; the column must be there.</summary>
    public Span<byte> Raw(int row, int column)
    {
        var at = Starts[row] + column;
        return Text[(Ends[at] + 1)..Ends[at + 1]];
    }

    /// <summary>Line (csv) or row (json) of a row, from 1.</summary>
    public long NumberOf(int row) => number + row + (quotedFeeds.IsEmpty ? 0 : Before(quotedFeeds, Ends[Starts[row]]));

    /// <summary>How many of some rising places lie before another.</summary>
    public static int Before(ReadOnlySpan<int> places, int place) => places.BinarySearch(place) is < 0 and var next ? ~next : 0;
}

/// <summary>Takes the rows of one file.</summary>
internal interface IRowSink
{
    /// <summary>Rows taken so far.</summary>
    long Taken { get; }

    /// <summary>
    /// Told the columns before the first row. A json file names its columns row by row, so it may be told again, with more of them.
    /// </summary>
    /// <exception cref="InventoryException">This is another report, or columns are missing.</exception>
    void Columns(IReadOnlyList<string> names, bool mayGrow);

    /// <summary>Takes rows, in their order.</summary>
    void Take(in RowBatch rows);

    /// <summary>A row that cannot be used; those before it were taken, those after it were not.</summary>
    void SetAside(string code, long number);
}
