using ComplianceAgent.Benchmarks.Soak;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>A short soak of the real program; an hour of it is a command of the benchmarks. And what the judgement would say of a bad one.</summary>
public sealed class SoakTests
{
    [Fact]
    public async Task With_faults_on_nothing_runs_away_and_every_scan_is_accounted_for()
    {
        Sandbox.OnlyOnUnix();
        var setup = new SoakSetup { Time = TimeSpan.FromSeconds(40), Tenants = 6, Devices = 30, ScanEverySeconds = 6, Samples = 15 };

        var outcome = await new SoakRun(setup, line => TestContext.Current.TestOutputHelper?.WriteLine(line)).RunAsync(TestContext.Current.CancellationToken);

        outcome.Faults.Should().BeEmpty();
        outcome.Count(ScanLineKind.Finished).Should().BeGreaterThan(0);
        outcome.Count(ScanLineKind.Started).Should().BeGreaterThan(setup.Tenants);
    }

    [Theory]
    [InlineData("memory", 300, 0, 0, 0)]
    [InlineData("handles", 0, 90, 0, 0)]
    [InlineData("threads", 0, 0, 60, 0)]
    [InlineData("temporary files", 0, 0, 0, 30)]
    public void What_grows_is_told(string what, double memory, double handles, double threads, double files)
    {
        var flat = Enumerable.Range(0, 30).Select(i => new SoakSample(i * 60, 200 + (i % 7), 120 + (i % 5), 30 + (i % 3), i % 2)).ToList();

        SoakJudgement.Grown(flat).Should().BeEmpty();
        SoakJudgement.Grown([.. flat.Select((sample, i) => new SoakSample(i * 60, sample.MemoryMebibytes + (memory * i / 30), sample.Handles + (handles * i / 20), sample.Threads + (threads * i / 30), sample.TemporaryFiles + (files * i / 30)))])
            .Should().ContainSingle().Which.Should().StartWith(what);
    }

    [Fact]
    public void A_short_one_holds_memory_against_a_limit() =>
        SoakJudgement.Grown([.. Enumerable.Range(0, 30).Select(i => new SoakSample(i, 100 + (20 * i), 100, 30, 0))]).Should().Equal("memory (MiB) came to 680");

    [Theory]
    [InlineData("S1 F1 S2 F2 S3", "1 2", null)]
    [InlineData("S1 F1 S2 X S3 F3", "1 3", null)]
    [InlineData("X S1 F1", "1", null)]
    [InlineData("S1 F1 S3 F3", "1 3", "scan 2 was never begun")]
    [InlineData("S1 F1 S2 S3 F3", "1 3", "1 scans began and came to no end")]
    [InlineData("S1 F1 S2 F2", "1", "scan 2 is told and not stored")]
    [InlineData("S1 F1 S2 X", "1 2", "scan 2 is stored and not told")]
    [InlineData("S1 X S2", "", null)]
    [InlineData("", "", "no scan was begun at all")]
    public void A_scan_that_is_lost_is_told(string lines, string stored, string? told)
    {
        var read = lines.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(line => new ScanLine("a", line.Length > 1 ? line[1] - '0' : 0, line[0] switch { 'S' => ScanLineKind.Started, 'F' => ScanLineKind.Finished, _ => ScanLineKind.Failed })).ToList();
        var numbers = stored.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToHashSet();

        var lost = SoakJudgement.Lost(read, new Dictionary<string, IReadOnlySet<long>> { ["a"] = numbers }).ToList();

        (told is null ? lost.Count == 0 : lost.Exists(line => line.Contains(told))).Should().BeTrue(string.Join("; ", lost));
    }
}
