namespace ComplianceAgent.Benchmarks.Soak;

/// <summary>What the agent's process held at one moment.</summary>
/// <param name="Seconds">Since the start.</param>
/// <param name="MemoryMebibytes">Resident set.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="TemporaryFiles">Files in its temporary and private folders.</param>
internal sealed record SoakSample(double Seconds, double MemoryMebibytes, double Handles, double Threads, double TemporaryFiles);

/// <summary>A line of the agent's log that tells of a scan.</summary>
/// <param name="Tenant">Tenant.</param>
/// <param name="Number">Number of the scan; 0 for a failure, which has none.</param>
/// <param name="Kind">Started, finished, failed.</param>
internal sealed record ScanLine(string Tenant, long Number, ScanLineKind Kind);

/// <summary>What a line tells.</summary>
internal enum ScanLineKind
{
    Started,
    Finished,
    Failed,
}

/// <summary>Judges a soak. Pure.</summary>
internal static class SoakJudgement
{
    // A program that has just started still compiles itself, and fills its pools: in so short a time what it holds is held against a limit.
    private const double ShortSeconds = 300;

    // What a collector, a pool and a busy moment may hold more at the end than in the middle; and what is too much at any time.
    private static readonly Measure[] Measures =
    [
        new("memory (MiB)", sample => sample.MemoryMebibytes, Least: 30, Share: 0.2, Most: 500),
        new("handles", sample => sample.Handles, Least: 40, Share: 0.1, Most: 1500),
        new("threads", sample => sample.Threads, Least: 12, Share: 0, Most: 120),
        new("temporary files", sample => sample.TemporaryFiles, Least: 4, Share: 0, Most: 20),
    ];

    /// <summary>What grew: the median of the last third is compared with that of the third before; the first third warms up.</summary>
    public static IEnumerable<string> Grown(IReadOnlyList<SoakSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count < 6)
        {
            yield return $"only {samples.Count} samples were taken: nothing can be said of growth";
            yield break;
        }

        var isShort = samples[^1].Seconds < ShortSeconds;
        foreach (var measure in Measures)
        {
            if ((isShort ? Beyond(samples, measure) : Growth(samples, measure)) is { } fault)
            {
                yield return fault;
            }
        }
    }

    private static string? Beyond(IReadOnlyList<SoakSample> samples, Measure measure) =>
        samples.Max(measure.Of) is var most && most > measure.Most ? FormattableString.Invariant($"{measure.Name} came to {most:N0}") : null;

    private static string? Growth(IReadOnlyList<SoakSample> samples, Measure measure)
    {
        var third = samples.Count / 3;
        var (middle, end) = (Median(samples.Skip(third).Take(third).Select(measure.Of)), Median(samples.Skip(2 * third).Select(measure.Of)));
        return end > middle + Math.Max(measure.Least, middle * measure.Share) ? FormattableString.Invariant($"{measure.Name} grew from {middle:N0} to {end:N0}") : null;
    }

    /// <summary>
    /// What became of every scan that began: each is finished and stored, or told as failed, or was at work when the agent was stopped (one a tenant at
    /// most); numbers run without gaps; and nothing is stored that was not told.
    /// </summary>
    /// <param name="lines">What the log says, in order.</param>
    /// <param name="stored">Numbers of the scans in the store, by tenant.</param>
    public static IEnumerable<string> Lost(IReadOnlyList<ScanLine> lines, IReadOnlyDictionary<string, IReadOnlySet<long>> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.Keys.Order(StringComparer.Ordinal).SelectMany(tenant => OfTenant(tenant, [.. lines.Where(line => line.Tenant == tenant)], stored[tenant]));
    }

    private static IEnumerable<string> OfTenant(string tenant, List<ScanLine> lines, IReadOnlySet<long> stored)
    {
        var (begun, finished) = (Numbers(lines, ScanLineKind.Started), Numbers(lines, ScanLineKind.Finished));
        if (lines.Count == 0)
        {
            yield return $"{tenant}: no scan was begun at all";
        }

        foreach (var number in Enumerable.Range(1, begun.Count).Select(number => (long)number).Except(begun))
        {
            yield return $"{tenant}: scan {number} was never begun";
        }

        foreach (var number in finished.Except(stored).Concat(stored.Except(finished)))
        {
            yield return $"{tenant}: scan {number} is {(stored.Contains(number) ? "stored and not told" : "told and not stored")}";
        }

        var open = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            // The scans of a tenant come one after another: what follows a start is its end.
            if (lines[i].Kind == ScanLineKind.Started && !finished.Contains(lines[i].Number) && (i + 1 >= lines.Count || lines[i + 1].Kind != ScanLineKind.Failed))
            {
                open++;
            }
        }

        if (open > 1 || (open == 1 && lines[^1].Kind != ScanLineKind.Started))
        {
            yield return $"{tenant}: {open} scans began and came to no end";
        }
    }

    private static HashSet<long> Numbers(IEnumerable<ScanLine> lines, ScanLineKind kind) => [.. lines.Where(line => line.Kind == kind).Select(line => line.Number)];

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private sealed record Measure(string Name, Func<SoakSample, double> Of, double Least, double Share, double Most);
}
