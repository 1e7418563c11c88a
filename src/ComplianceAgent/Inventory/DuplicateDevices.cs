using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory;

/// <summary>Finds older records of hardware that has enrolled again: Intune keeps the old one until somebody deletes it.</summary>
public static class DuplicateDevices
{
    private static readonly Observability EnrolledAgain = new(CoverageClass.Duplicate, Reason.Of("enrolled-again"));

    /// <summary>Older records, by device index: same telling serial number, last contact before the newest record's enrolment.</summary>
    public static IReadOnlyList<int> Find(InventoryCollector collector)
    {
        ArgumentNullException.ThrowIfNull(collector);
        var (serials, indexes) = WithSerial(collector.Devices);
        Array.Sort(serials, indexes);
        var older = new List<int>();
        for (var from = 0; from < serials.Length;)
        {
            var to = from + 1;
            while (to < serials.Length && serials[to] == serials[from])
            {
                to++;
            }

            if (to - from > 1)
            {
                AddOlder(collector.Devices, indexes.AsSpan(from..to), older);
            }

            from = to;
        }

        older.Sort();
        return older;
    }

    /// <summary>Finds them and gives them their coverage line. Call after the last device.</summary>
    public static int Mark(InventoryCollector collector)
    {
        var older = Find(collector);
        foreach (var device in older)
        {
            collector.SetObservability(device, EnrolledAgain);
        }

        return older.Count;
    }

    private static (ulong[] Serials, int[] Indexes) WithSerial(ReadOnlySpan<DeviceFacts> devices)
    {
        var count = 0;
        foreach (ref readonly var device in devices)
        {
            count += device is { InFleet: true, SerialHash: not 0 } ? 1 : 0;
        }

        var (serials, indexes, at) = (new ulong[count], new int[count], 0);
        for (var i = 0; i < devices.Length; i++)
        {
            if (devices[i] is { InFleet: true, SerialHash: not 0 })
            {
                (serials[at], indexes[at++]) = (devices[i].SerialHash, i);
            }
        }

        return (serials, indexes);
    }

    private static void AddOlder(ReadOnlySpan<DeviceFacts> devices, ReadOnlySpan<int> same, List<int> older)
    {
        var newest = 0;
        foreach (var index in same)
        {
            newest = Math.Max(newest, devices[index].EnrolledMinute);
        }

        foreach (var index in same)
        {
            // A last contact that was not told proves nothing; a record is never older than itself.
            if (devices[index] is { LastSyncMinute: not 0 } device && device.LastSyncMinute < newest && device.EnrolledMinute < newest)
            {
                older.Add(index);
            }
        }
    }
}
