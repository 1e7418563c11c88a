using BenchmarkDotNet.Attributes;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Benchmarks;

/// <summary>One verdict over every shipped policy: run once per distinct app, some ten thousand times a scan.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class MatcherBenchmark
{
    private static readonly DistinctApp[] Apps =
    [
        new(Platform.Windows, "Microsoft Visual C++ 2015-2022 Redistributable (x64) - 14.38.33135", "Microsoft Corporation", "14.38.33135.0", ""),
        new(Platform.Android, "TikTok Lite", "TikTok Pte. Ltd.", "36.1.2", "com.zhiliaoapp.musically.go"),
        new(Platform.Windows, "BytedancePte.Ltd.TikTok", "CN=BytedancePte", "1.0.5.0", ""),
        new(Platform.IOS, "T1kTоk", "", "1.0", ""),
        new(Platform.Windows, "Eclipse Temurin JDK with Hotspot 21.0.2+13 (x64)", "Eclipse Adoptium", "21.0.2.13", ""),
    ];

    private PolicyMatcher matcher = null!;

    /// <summary>Index of the app.</summary>
    [Params(0, 1, 2, 3, 4)]
    public int App { get; set; }

    /// <summary>Compiles every policy there is.</summary>
    [GlobalSetup]
    public void Compile()
    {
        var library = PolicyLibrary.Load();
        matcher = PolicyMatcher.Compile(library.Select(library.Ids));
    }

    /// <summary>Judges one app.</summary>
    /// <returns>Whether it is wanted.</returns>
    [Benchmark]
    public bool Judge() => matcher.IsWanted(Apps[App]);
}
