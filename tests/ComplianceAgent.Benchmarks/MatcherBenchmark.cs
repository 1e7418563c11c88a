using BenchmarkDotNet.Attributes;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;

namespace ComplianceAgent.Benchmarks;

/// <summary>A thousand verdicts: run once per distinct app, some ten thousand times a scan.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class MatcherBenchmark
{
    private const int AppCount = 1_000;
    private readonly DistinctApp[] apps = MatcherWork.Apps(AppCount);
    private PolicyMatcher matcher = null!;

    /// <summary>How many rules there are.</summary>
    [Params(20, 200, 2_000)]
    public int Rules { get; set; }

    /// <summary>Over how many policies they are spread.</summary>
    [Params(1, 20)]
    public int Policies { get; set; }

    /// <summary>Compiles them.</summary>
    [GlobalSetup]
    public void Compile() => matcher = PolicyMatcher.Compile(MatcherWork.Policies(Rules, Policies));

    /// <summary>Judges the apps; figures are for one.</summary>
    /// <returns>How many are wanted.</returns>
    [Benchmark(OperationsPerInvoke = AppCount)]
    public int Judge()
    {
        var wanted = 0;
        foreach (var app in apps)
        {
            wanted += matcher.IsWanted(app) ? 1 : 0;
        }

        return wanted;
    }
}
