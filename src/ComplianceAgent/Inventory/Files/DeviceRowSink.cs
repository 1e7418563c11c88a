using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>Turns the rows of a <c>Devices</c> report into devices and hands them to the collector.</summary>
internal sealed class DeviceRowSink(string file, InventoryCollector collector) : IRowSink
{
    private readonly SortedDictionary<string, (long Count, string First)> unclear = new(StringComparer.Ordinal);
    private DeviceColumnMap columns = new([]);

    /// <inheritdoc/>
    public long Taken { get; private set; }

    /// <summary>Why nothing could be taken from the file.</summary>
    public Reason NothingTaken => columns is { IsEmpty: false, Id: < 0 } ? columns.MissingReason(file) : Reason.Of("no-rows", ("file", file));

    /// <summary>What was not understood, column by column.</summary>
    public IEnumerable<Reason> Notes =>
        unclear.Select(pair => Reason.Of(
            "values-unclear", ("file", file), ("column", pair.Key), ("rows", pair.Value.Count.ToString(CultureInfo.InvariantCulture)), ("first", pair.Value.First)))
        .Concat(columns.Lacking.Count == 0 ? [] : [Reason.Of("columns-lacking", ("file", file), ("columns", string.Join(", ", columns.Lacking)))]);

    /// <inheritdoc/>
    public void Columns(IReadOnlyList<string> names, bool mayGrow)
    {
        columns = new DeviceColumnMap(names);
        if (Taken == 0 && columns.OtherReport(file) is { } other)
        {
            throw new InventoryException(other);
        }

        if (!mayGrow && columns.Id < 0)
        {
            throw new InventoryException(columns.MissingReason(file));
        }
    }

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
            SetAside("device-without-id", row.Number);
            return;
        }

        collector.AddDevice(Read(row));
        Taken++;
    }

    /// <inheritdoc/>
    public void SetAside(string code, long number) =>
        collector.SetRowAside(code, collector.SetAside.ContainsKey(code) ? "" : $"{file}:{number.ToString(CultureInfo.InvariantCulture)}");

    private ManagedDevice Read(in RowFields row)
    {
        var system = ForeignText.Clean(row[columns.OperatingSystem]);
        var enrolment = ForeignText.Clean(row[columns.EnrollmentType]);
        var agent = ForeignText.Clean(row[columns.Agent]);
        return new ManagedDevice
        {
            Id = DeviceKey.Canonical(row[columns.Id]),
            Name = ForeignText.Clean(row[columns.Name]),
            OperatingSystem = system,
            EnrollmentType = enrolment,
            ManagementAgent = agent,
            Platform = DevicePlatforms.Of(system, enrolment, agent),
            Owner = OwnerOf(row),
            UserId = ForeignText.Clean(row[columns.UserId]),
            UserPrincipalName = ForeignText.Clean(row[columns.UserPrincipalName]),
            UserDisplayName = ForeignText.Clean(row[columns.UserName]),
            Email = ForeignText.Clean(row[columns.Email]),
            SerialNumber = ForeignText.Clean(row[columns.Serial]),
            Category = ForeignText.Clean(row[columns.Category]),
            Model = ForeignText.Clean(row[columns.Model]),
            LastSyncAt = Date(row, columns.LastContact, "LastContact"),
            EnrolledAt = Date(row, columns.Enrolled, "EnrolledDate"),
        };
    }

    private DeviceOwner OwnerOf(in RowFields row)
    {
        var (byType, isType) = Owners.Read(row[columns.OwnerType]);
        var (byWord, isWord) = Owners.Read(row[columns.Ownership]);
        if (!isType || !isWord)
        {
            Unclear("OwnerType", row.Number);
        }

        return byType != DeviceOwner.Unknown ? byType : byWord;
    }

    private DateTimeOffset? Date(in RowFields row, int column, string name)
    {
        var date = ReportDates.Read(ForeignText.Clean(row[column]), out var isUnclear);
        if (isUnclear)
        {
            Unclear(name, row.Number);
        }

        return date;
    }

    private void Unclear(string column, long number) =>
        unclear[column] = unclear.TryGetValue(column, out var so)
            ? so with { Count = so.Count + 1 }
            : (1, $"{file}:{number.ToString(CultureInfo.InvariantCulture)}");
}
