namespace ComplianceAgent.Inventory.Files;

/// <summary>How a csv file separates its fields.</summary>
/// <param name="Delimiter">Comma, semicolon or tab.</param>
/// <param name="Skip">Bytes before the header: Excel's <c>sep=;</c> line.</param>
internal readonly record struct CsvDialect(byte Delimiter, int Skip)
{
    /// <summary>Reads it off the first line: Excel's own word for it, else the separator met most often outside quotes.</summary>
    public static CsvDialect Detect(ReadOnlySpan<byte> head)
    {
        var line = FirstLine(head);
        var word = line.Trim("\" "u8);
        if (word.Length == 5 && word[..4].SequenceEqual("sep="u8) && word[4] is (byte)',' or (byte)';' or (byte)'\t')
        {
            return new CsvDialect(word[4], SkipLine(head, line.Length));
        }

        var counts = Count(line);
        return new CsvDialect(counts.Tabs > counts.Commas && counts.Tabs > counts.Semicolons ? (byte)'\t' : counts.Semicolons > counts.Commas ? (byte)';' : (byte)',', 0);
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head) => head.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? head[..end] : head;

    private static int SkipLine(ReadOnlySpan<byte> head, int length) =>
        head[length..] switch { [(byte)'\r', (byte)'\n', ..] => length + 2, [] => length, _ => length + 1 };

    private static (int Commas, int Semicolons, int Tabs) Count(ReadOnlySpan<byte> line)
    {
        var (commas, semicolons, tabs, quoted) = (0, 0, 0, false);
        foreach (var letter in line)
        {
            quoted ^= letter == '"';
            commas += letter == ',' && !quoted ? 1 : 0;
            semicolons += letter == ';' && !quoted ? 1 : 0;
            tabs += letter == '\t' && !quoted ? 1 : 0;
        }

        return (commas, semicolons, tabs);
    }
}
