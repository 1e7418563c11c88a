using System.Buffers.Binary;

namespace ComplianceAgent.Inventory;

/// <summary>Lays the columns of an app side by side, so that two apps are the same when their bytes are.</summary>
internal sealed class AppPacker
{
    // One byte more than can ever be kept of a text, so that cleaning still sees that it was longer.
    private const int LongestColumn = (ForeignText.MaxLength * 4) + 1;

    private byte[] scratch = new byte[1024];

    /// <summary>Packs an app; valid until the next call.</summary>
    public ReadOnlySpan<byte> Pack(in AppColumns full)
    {
        // A name of a megabyte, sent in ten thousand versions, must not fill the memory.
        var app = new AppColumns(Clip(full.Platform), Clip(full.Name), Clip(full.Publisher), Clip(full.Version), Clip(full.Identifier));
        var length = 20 + app.Platform.Length + app.Name.Length + app.Publisher.Length + app.Version.Length + app.Identifier.Length;
        if (scratch.Length < length)
        {
            scratch = new byte[length * 2];
        }

        // Lengths first, so that no two different rows pack alike.
        var at = Append(0, app.Platform);
        at = Append(at, app.Name);
        at = Append(at, app.Publisher);
        at = Append(at, app.Version);
        return scratch.AsSpan(0, Append(at, app.Identifier));
    }

    private int Append(int at, ReadOnlySpan<byte> column)
    {
        BinaryPrimitives.WriteInt32LittleEndian(scratch.AsSpan(at), column.Length);
        column.CopyTo(scratch.AsSpan(at + 4));
        return at + 4 + column.Length;
    }

    private static ReadOnlySpan<byte> Clip(ReadOnlySpan<byte> column)
    {
        if (column.Length < LongestColumn)
        {
            return column;
        }

        // Blanks in front would push the name itself out of what is kept.
        column = ForeignText.TrimStart(column);
        return column.Length < LongestColumn ? column : column[..LongestColumn];
    }
}

/// <summary>Compares packed apps, whole and never by hash alone.</summary>
internal sealed class PackedComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }
}
