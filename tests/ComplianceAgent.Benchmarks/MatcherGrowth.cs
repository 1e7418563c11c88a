using System.Diagnostics;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;

namespace ComplianceAgent.Benchmarks;

/// <summary>What a verdict costs with 20, 200 and 2,000 rules, and with 20 policies, in one run: rounds take turns, so that a busy machine troubles all alike.</summary>
internal static class MatcherGrowth
{
    private const int Rounds = 200;

    /// <summary>Measures and prints; the best round of each counts.</summary>
    public static int Run(int apps)
    {
        var work = MatcherWork.Apps(apps);
        (string What, PolicyMatcher Matcher)[] cases =
        [
            ("20 rules", Of(20)), ("200 rules", Of(200)), ("2,000 rules", Of(2_000)), ("2,000 rules in 20 policies", Of(2_000, 20)),
        ];
        var best = new double[cases.Length];
        Array.Fill(best, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < cases.Length; i++)
            {
                best[i] = Math.Min(best[i], Measure(cases[i].Matcher, work));
            }
        }

        for (var i = 0; i < cases.Length; i++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{cases[i].What,-28} {best[i],8:0} ns an app  {Allocated(cases[i].Matcher, work),6} bytes  {best[i] / best[0]:0.00} x");
            Console.WriteLine(line);
        }

        return 0;
    }

    private static PolicyMatcher Of(int rules, int policies = 1) => PolicyMatcher.Compile(MatcherWork.Policies(rules, policies));

    private static double Measure(PolicyMatcher matcher, DistinctApp[] apps)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var app in apps)
        {
            matcher.IsWanted(app);
        }

        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / apps.Length;
    }

    private static long Allocated(PolicyMatcher matcher, DistinctApp[] apps)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Measure(matcher, apps);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / apps.Length;
    }
}
