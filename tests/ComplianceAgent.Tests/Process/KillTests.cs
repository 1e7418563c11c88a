using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;
using IntuneSimulator.Faults;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>SIGKILL in the middle of a scan: the next start is not blocked, the next scan is right, nothing is left on disk.</summary>
public sealed class KillTests : IAsyncLifetime
{
    private readonly Sandbox disturbed = new();
    private SimulatorHost simulator = null!;

    public async ValueTask InitializeAsync() => simulator = await Sandbox.SimulatorAsync(600);

    public async ValueTask DisposeAsync()
    {
        await disturbed.DisposeAsync();
        await simulator.DisposeAsync();
    }

    [Fact]
    public async Task Killed_at_each_step_of_a_scan_the_next_one_finds_what_an_undisturbed_store_finds()
    {
        Sandbox.OnlyOnUnix();
        var undisturbed = await UndisturbedAsync();
        disturbed.WithSimulator(simulator);
        foreach (var step in new[] { "export download, bytes", "app rows", "devices", "judging what was found", "storing changes", "writing reports" })
        {
            var killed = await disturbed.Start(
                ["scan", "--policy", Sandbox.Policy, "--output", "reports"],
                (process, line) =>
                {
                    if (line.EndsWith($": {step}", StringComparison.Ordinal))
                    {
                        process.Kill();
                    }
                }).EndAsync();
            killed.Code.Should().Be(137, $"it was to be killed at '{step}', and said: {killed.Error}");
            killed.Error.Should().EndWith($": {step}", "a kill at one step must not keep the next start from getting there");
        }

        await IsRightAsync(undisturbed);
    }

    [Fact]
    public async Task Killed_at_moments_nobody_chose_the_next_scan_is_right_all_the_same()
    {
        Sandbox.OnlyOnUnix();
        var undisturbed = await UndisturbedAsync();
        disturbed.WithSimulator(simulator);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 5; i++)
        {
            await using var scan = disturbed.Start(["scan", "--policy", Sandbox.Policy, "--output", "reports"]);
            if (i > 1)
            {
                await scan.SaysAsync("app rows");
            }

            await AgentProcess.Pause(random.Next(0, i > 1 ? 600 : 2500));
            scan.Kill();
        }

        await IsRightAsync(undisturbed);
    }

    [Fact]
    public async Task The_downloaded_inventory_is_unlinked_while_it_is_open_and_gone_with_a_killed_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are looked up in /proc.");
        disturbed.WithSimulator(simulator);
        simulator.Faults.Add(SimulatorFault.DownloadHangs);
        await using (var scan = disturbed.Start(["scan", "--policy", Sandbox.Policy]))
        {
            await scan.SaysAsync("export download, bytes");
            var open = await OpenPrivateFileAsync(scan.Id);
            Sandbox.ModeOf(open).Should().Be(0b110_000_000);
            Sandbox.ModeOf(disturbed.PrivateFolder).Should().Be(0b111_000_000);
            Directory.EnumerateFileSystemEntries(disturbed.PrivateFolder).Should().BeEmpty();
            scan.Kill();
        }

        Directory.EnumerateFileSystemEntries(disturbed.PrivateFolder).Should().BeEmpty();
        // What a system that cannot unlink open files would have left.
        var leftover = Path.Combine(disturbed.PrivateFolder, "0123456789abcdef.private");
        await File.WriteAllTextAsync(leftover, "inventory", TestContext.Current.CancellationToken);
        (await disturbed.ScanAsync()).Code.Should().Be(0);
        Directory.EnumerateFileSystemEntries(disturbed.PrivateFolder).Should().BeEmpty();
    }

    /// <summary>The handle of the unlinked file, once something is in it.</summary>
    private static async Task<string> OpenPrivateFileAsync(int process)
    {
        for (var i = 0; i < 500; i++)
        {
            foreach (var handle in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd"))
            {
                if (File.ResolveLinkTarget(handle, returnFinalTarget: false)?.FullName is { } target && target.EndsWith(".private (deleted)", StringComparison.Ordinal))
                {
                    return handle;
                }
            }

            await AgentProcess.Pause(10);
        }

        throw new InvalidOperationException("There was no open, unlinked private file.");
    }

    private async Task<ScanOutcome> UndisturbedAsync()
    {
        await using var sandbox = new Sandbox().WithSimulator(simulator);
        var scan = await sandbox.ScanAsync();
        scan.Code.Should().Be(0, scan.Error);
        scan.Open.Should().NotBeEmpty();
        return scan;
    }

    private async Task IsRightAsync(ScanOutcome undisturbed)
    {
        var scan = await disturbed.ScanAsync("--output", "reports");
        scan.Code.Should().Be(0, scan.Error);
        scan.Open.Should().Equal(undisturbed.Open);
        scan.Coverage.Should().Equal(undisturbed.Coverage);
        await disturbed.StoreIsWholeAsync();
        Directory.EnumerateFileSystemEntries(disturbed.PrivateFolder).Should().BeEmpty();
        Sandbox.OpenToOthers(disturbed.State).Should().BeEmpty();
        (await disturbed.RunAsync("report", "--output", "reports", "--policy", Sandbox.Policy)).Code.Should().Be(0);
    }
}
