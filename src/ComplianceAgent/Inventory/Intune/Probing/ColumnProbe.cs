using System.Text;
using ComplianceAgent.Inventory.Files;

namespace ComplianceAgent.Inventory.Intune.Probing;

/// <summary>Takes the rows of an exported file and keeps of them how many there are, which columns they have, and how platforms are spelled.</summary>
internal sealed class ColumnProbe : IRowSink
{
    private readonly TextCounts platforms = new();
    private readonly byte[] last = new byte[64];
    private IReadOnlyList<string> names = [];
    private AppColumnMap map = new([]);
    private long[] empty = [];
    private int lastLength = -1;
    private long lastCount;
    private string lastText = "";

    /// <inheritdoc/>
    public long Taken { get; private set; }

    /// <summary>Rows that could not be read.</summary>
    public long Aside { get; private set; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ProbedColumn> Shaped => [.. names.Select((name, column) => new ProbedColumn(ShapeText.Admit(name), ShapeText.IsKnown(name), MeaningOf(column), empty[column]))];

    /// <summary>The spellings of the platform.</summary>
    public IReadOnlyList<ShapedText> Platforms
    {
        get
        {
            Settle();
            return platforms.Shaped(ofPlatforms: true);
        }
    }

    /// <inheritdoc/>
    public void Columns(IReadOnlyList<string> names, bool mayGrow)
    {
        ArgumentNullException.ThrowIfNull(names);
        this.names = [.. names.Select(name => name.TrimStart('\uFEFF'))];
        map = new AppColumnMap(names);
        Array.Resize(ref empty, names.Count);
    }

    /// <inheritdoc/>
    public void Take(in RowBatch rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            Take(rows[row]);
        }

        Taken += rows.Count;
    }

    /// <inheritdoc/>
    public void SetAside(string code, long number) => Aside++;

    private void Take(in RowFields row)
    {
        for (var column = 0; column < empty.Length; column++)
        {
            empty[column] += row[column].IsEmpty ? 1 : 0;
        }

        if (map.Platform >= 0)
        {
            Count(row[map.Platform]);
        }
    }

    // Rows of a device stand together, so the platform is nearly always that of the row before.
    private void Count(ReadOnlySpan<byte> text)
    {
        var short64 = text[..Math.Min(text.Length, last.Length)];
        if (short64.Length != lastLength || !short64.SequenceEqual(last.AsSpan(0, lastLength)))
        {
            Settle();
            short64.CopyTo(last);
            lastLength = short64.Length;
            lastText = Encoding.UTF8.GetString(short64);
        }

        lastCount++;
    }

    private void Settle()
    {
        if (lastCount > 0)
        {
            platforms.Add(lastText, lastCount);
            lastCount = 0;
        }
    }

    private string? MeaningOf(int column) =>
        column == map.Name ? "ApplicationName"
        : column == map.Publisher ? "ApplicationPublisher"
        : column == map.Version ? "ApplicationVersion"
        : column == map.DeviceId ? "DeviceId"
        : column == map.Platform ? "Platform"
        : column == map.LocalisedPlatform ? "Platform_loc"
        : column == map.DeviceName ? "DeviceName"
        : column == map.UserId ? "UserId"
        : column == map.UserName ? "UserName"
        : column == map.Email ? "EmailAddress"
        : column == map.OperatingSystem ? "OSDescription"
        : null;
}
