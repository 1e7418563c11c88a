namespace ComplianceAgent.Inventory.Files;

/// <summary>What a file is, told by its first bytes and never by its name.</summary>
internal enum FileKind
{
    /// <summary>Rows of text; whether they are the right ones is for the header to tell.</summary>
    Csv,

    /// <summary>Begins with an object or an array.</summary>
    Json,

    /// <summary>A zip archive.</summary>
    Zip,

    /// <summary>Another kind of archive.</summary>
    OtherArchive,

    /// <summary>A workbook or document.</summary>
    Document,

    /// <summary>A web page or XML.</summary>
    Markup,

    /// <summary>Nothing in it.</summary>
    Empty,
}

/// <summary>Tells kinds of files.</summary>
internal static class FileKinds
{
    /// <summary>Kind of raw content.</summary>
    public static FileKind OfRaw(ReadOnlySpan<byte> head) => head switch
    {
        [] => FileKind.Empty,
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] or [(byte)'P', (byte)'K', 7, 8, ..] => FileKind.Zip,
        [0x1F, 0x8B, ..] or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => FileKind.OtherArchive,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] or [0xFD, (byte)'7', (byte)'z', (byte)'X', ..] or [0x28, 0xB5, 0x2F, 0xFD, ..] => FileKind.OtherArchive,
        [0xD0, 0xCF, 0x11, 0xE0, ..] or [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => FileKind.Document,
        _ => FileKind.Csv,
    };

    /// <summary>Kind of a text, once it is UTF-8 without a byte order mark.</summary>
    public static FileKind OfText(ReadOnlySpan<byte> head)
    {
        var text = head.TrimStart(" \t\r\n"u8);
        return text switch
        {
            [] => FileKind.Empty,
            [(byte)'{' or (byte)'[', ..] => FileKind.Json,
            [(byte)'<', ..] => FileKind.Markup,
            _ => FileKind.Csv,
        };
    }
}
