using IntuneSimulator.Faults;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>Two scans of a tenant at once: the later counts, the earlier says that it does not.</summary>
public sealed class FencingTests
{
    [Fact]
    public async Task A_scan_overtaken_by_a_later_one_stores_nothing_and_says_so()
    {
        await using var simulator = await Sandbox.SimulatorAsync(100);
        await using var sandbox = new Sandbox().WithSimulator(simulator).Set("Graph:IdleTimeoutSeconds", "15");
        simulator.Faults.Add(SimulatorFault.DownloadHangs);
        await using var earlier = sandbox.Start(["scan", "--policy", Sandbox.Policy, "--json", "--output", "reports"]);
        await earlier.SaysAsync("export download, bytes");

        var later = await sandbox.ScanAsync();
        var end = await earlier.EndAsync();

        later.Code.Should().Be(0, later.Error);
        end.Code.Should().Be(4, end.Error);
        end.Out.Should().BeEmpty();
        end.Error.Should().Contain("Scan 1 of tenant 'contoso' was not stored: a later scan has begun since").And.NotContain("   at ");
        Directory.Exists(Path.Combine(sandbox.Work, "reports")).Should().BeFalse();
        (await sandbox.AskAsync("SELECT group_concat(number) FROM scans")).Should().Be("2");
        (await sandbox.AskAsync("SELECT count(DISTINCT scan_number) FROM events")).Should().Be(1L);
        await sandbox.StoreIsWholeAsync();
    }
}
