namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Looks through a device list for its newest last contact, which dates the list, and keeps nothing else. It refuses nothing: the pass
/// that takes the devices says what is wrong with the file.
/// </summary>
/// <param name="latestPlausible">A contact after this is a mistake of some clock.</param>
internal sealed class NewestContactSink(DateTimeOffset latestPlausible) : IRowSink
{
    private DeviceColumnMap columns = new([]);

    /// <inheritdoc/>
    public long Taken { get; private set; }

    /// <summary>The newest; null when the list tells none.</summary>
    public DateTimeOffset? Newest { get; private set; }

    /// <inheritdoc/>
    public void Columns(IReadOnlyList<string> names, bool mayGrow) => columns = new DeviceColumnMap(names);

    /// <inheritdoc/>
    public void Take(in RowBatch rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            Take(rows[i]);
        }
    }

    private void Take(in RowFields row)
    {
        if (row[columns.Id].IsEmpty)
        {
            return;
        }

        Taken++;
        if (ReportDates.Read(ForeignText.Clean(row[columns.LastContact]), out _) is { } contact && contact <= latestPlausible && !(contact <= Newest))
        {
            Newest = contact;
        }
    }

    /// <inheritdoc/>
    public void SetAside(string code, long number)
    {
        // Counted by the pass that takes the devices.
    }
}
