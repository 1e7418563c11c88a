using System.Diagnostics;
using System.Globalization;

namespace ComplianceAgent.Benchmarks;

/// <summary>What one thing cost.</summary>
/// <param name="What">What was done.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Rows">App rows it went through.</param>
/// <param name="Bytes">Bytes of csv it went through, unpacked.</param>
/// <param name="Allocated">Managed bytes allocated; null for another process.</param>
/// <param name="PeakMebibytes">Highest resident set of the process that did it; null where the system does not tell.</param>
internal sealed record Measurement(string What, double Seconds, long Rows, long Bytes, long? Allocated, double? PeakMebibytes)
{
    /// <summary>Measures work in this process.</summary>
    public static async Task<Measurement> OfAsync(string what, long rows, long bytes, Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        PeakMemory.Reset();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var began = Stopwatch.GetTimestamp();
        await work();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new Measurement(what, seconds, rows, bytes, GC.GetTotalAllocatedBytes(precise: true) - before, PeakMemory.Read());
    }

    /// <summary>The heading of the table.</summary>
    public static string Heading => $"{"what",-52} {"wall s",8} {"/ inflate",9} {"rows/s",13} {"MB/s",8} {"B alloc/row",12} {"peak MiB",9}";

    /// <summary>One line of it.</summary>
    public string Line(double inflate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{What,-52} {Seconds,8:N2} {Seconds / inflate,9:N2} {Rows / Seconds,13:N0} {Bytes / 1e6 / Seconds,8:N0} {(double?)Allocated / Rows,12:N2} {PeakMebibytes,9:N0}");

    /// <summary>The faster of two runs of the same thing, with the higher peak.</summary>
    public Measurement Best(Measurement other) =>
        (other.Seconds < Seconds ? other : this) with { PeakMebibytes = PeakMebibytes is { } one && other.PeakMebibytes is { } two ? Math.Max(one, two) : null };
}

/// <summary>The highest resident set of this process since the last reset. Linux keeps it; elsewhere nothing is told.</summary>
internal static class PeakMemory
{
    /// <summary>Starts afresh.</summary>
    public static void Reset()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    /// <summary>Mebibytes; null where the system does not tell.</summary>
    public static double? Read() => OperatingSystem.IsLinux()
        ? File.ReadLines("/proc/self/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024.0).FirstOrDefault()
        : null;
}
