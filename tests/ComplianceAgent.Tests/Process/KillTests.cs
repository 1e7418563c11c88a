using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;

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
        for (var i = 0; i < 4; i++)
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
