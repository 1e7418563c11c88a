using System.Globalization;
using System.Runtime.CompilerServices;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>Hands the rows of an <c>AppInvRawData</c> file to the collector, without allocating for a row.</summary>
internal sealed class AppRowSink(string file, InventoryCollector collector, FleetFromRows? fleet = null) : IRowSink
{
    private AppColumnMap columns = new([]);
    private AppSpellings spellings = new();

    /// <inheritdoc/>
    public long Taken { get; private set; }

    /// <summary>Columns worth having that the file does not have.</summary>
    public IReadOnlyList<string> Lacking => columns.Lacking;

    /// <summary>Why nothing could be taken from the file.</summary>
    public Reason NothingTaken =>
        columns is { IsEmpty: false, Missing.Count: > 0 } ? columns.MissingReason(file) : Reason.Of("no-rows", ("file", file));

    /// <inheritdoc/>
    public void Columns(IReadOnlyList<string> names, bool mayGrow)
    {
        columns = new AppColumnMap(names);
        spellings = new AppSpellings(columns.Name, columns.Publisher, columns.Version, columns.Platform, columns.LocalisedPlatform);
        if (Taken == 0 && columns.OtherReport(file) is { } other)
        {
            throw new InventoryException(other);
        }

        if (!mayGrow && columns.Missing.Count > 0)
        {
            throw new InventoryException(columns.MissingReason(file));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take(in RowBatch rows)
    {
        Span<int> apps = stackalloc int[AppSpellings.BatchSize];
        for (var from = 0; from < rows.Count; from += apps.Length)
        {
            apps = apps[..Math.Min(apps.Length, rows.Count - from)];
            spellings.Find(rows, from, apps);
            for (var i = 0; i < apps.Length; i++)
            {
                var device = columns.DeviceId < 0 ? default : FieldText.Of(rows.Raw(from + i, columns.DeviceId));
                if (device.IsEmpty)
                {
                    SetAside("row-without-device", rows.NumberOf(from + i));
                    continue;
                }

                var app = apps[i] >= 0 ? apps[i] : Learn(rows[from + i], i);
                var index = collector.AddRow(device, app);
                Taken++;
                fleet?.Meet(index, app, rows[from + i], columns);
            }
        }
    }

    private int Learn(in RowFields row, int place)
    {
        var app = collector.AddApp(new AppColumns(PlatformOf(row), row[columns.Name], row[columns.Publisher], row[columns.Version]));
        spellings.Add(place, app);
        return app;
    }

    /// <inheritdoc/>
    public void SetAside(string code, long number) =>
        collector.SetRowAside(code, collector.SetAside.ContainsKey(code) ? "" : $"{file}:{number.ToString(CultureInfo.InvariantCulture)}");

    private ReadOnlySpan<byte> PlatformOf(in RowFields row)
    {
        var platform = row[columns.Platform];
        return platform is [>= (byte)'0' and <= (byte)'9', ..] && columns.LocalisedPlatform >= 0 ? row[columns.LocalisedPlatform] : platform;
    }
}
