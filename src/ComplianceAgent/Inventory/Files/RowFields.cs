namespace ComplianceAgent.Inventory.Files;

/// <summary>One row as raw UTF-8; valid only during the call.</summary>
/// <param name="bytes">The fields' bytes.</param>
/// <param name="places">Where in them each field lies, by column.</param>
/// <param name="number">Line (csv) or row (json), from 1.</param>
internal readonly ref struct RowFields(ReadOnlySpan<byte> bytes, ReadOnlySpan<Range> places, long number)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private readonly ReadOnlySpan<Range> places = places;

    /// <summary>Line (csv) or row (json), from 1.</summary>
    public long Number { get; } = number;

    /// <summary>A field without outer blanks; empty when the row or the file has no such column.</summary>
    public ReadOnlySpan<byte> this[int column] => (uint)column < (uint)places.Length ? Trim(bytes[places[column]]) : default;

    // Only the rare field that begins or ends in a blank pays for the trimming.
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) =>
        field.IsEmpty || (field[0] > ' ' && field[^1] > ' ') ? field : field.Trim(" \t\r\n"u8);
}

/// <summary>Takes the rows of one file. There are two: app rows and devices.</summary>
internal interface IRowSink
{
    /// <summary>Rows taken so far.</summary>
    long Taken { get; }

    /// <summary>
    /// Told the columns before the first row. A json file names its columns row by row, so it may be told again, with more of them.
    /// </summary>
    /// <exception cref="InventoryException">This is another report, or columns are missing.</exception>
    void Columns(IReadOnlyList<string> names, bool mayGrow);

    /// <summary>Takes a row.</summary>
    void Take(in RowFields row);

    /// <summary>A row that cannot be used.</summary>
    void SetAside(string code, long number);
}
