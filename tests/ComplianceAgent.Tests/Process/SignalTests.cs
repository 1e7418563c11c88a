using System.Diagnostics;
using System.Globalization;
using IntuneSimulator;
using IntuneSimulator.Faults;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>SIGINT and SIGTERM: promptly, in order, nothing half-done.</summary>
public sealed class SignalTests : IAsyncLifetime
{
    private readonly Sandbox sandbox = new();
    private SimulatorHost simulator = null!;

    public async ValueTask InitializeAsync()
    {
        simulator = await Sandbox.SimulatorAsync(100);
        sandbox.WithSimulator(simulator);
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("INT", SimulatorFault.DownloadHangs, "export download, bytes")]
    [InlineData("TERM", SimulatorFault.DownloadHangs, "export download, bytes")]
    [InlineData("TERM", SimulatorFault.HangAfterHeaders, "app rows", "/managedDevices")]
    public async Task A_scan_ends_130_at_once_and_keeps_nothing_half_done(string signal, SimulatorFault fault, string at, string? path = null)
    {
        RefuseIfIgnored(signal);
        simulator.Faults.Add(fault, times: 100, path);
        await using var scan = sandbox.Start(["scan", "--json", "--policy", Sandbox.Policy, "--output", "reports"]);
        await scan.SaysAsync(at);
        await AgentProcess.Pause(100);

        var watch = Stopwatch.StartNew();
        await scan.SignalAsync(signal);
        var end = await scan.EndAsync();

        end.Code.Should().Be(130, end.Error);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        end.Out.Should().BeEmpty();
        end.Error.Should().Contain("Cancelled").And.NotContain("   at ");
        Directory.Exists(Path.Combine(sandbox.Work, "reports")).Should().BeFalse();
        await sandbox.StoreIsWholeAsync();
        (await sandbox.AskAsync("SELECT count(*) FROM scans")).Should().Be(0L);
    }

    [Fact]
    public async Task A_demo_that_stays_up_ends_0_on_Ctrl_C()
    {
        RefuseIfIgnored("INT");
        await using var own = new Sandbox();
        await using var demo = own.Start(["demo", "--devices", "20", "--seconds-per-day", "1", "--store", "demo.db", "--output", "reports"]);
        await demo.SaysAsync("Simulated days pass");
        await AgentProcess.Pause(300);

        var watch = Stopwatch.StartNew();
        await demo.SignalAsync("INT");
        var end = await demo.EndAsync();

        end.Code.Should().Be(0, end.Error);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        end.Out.Should().Contain("SIMULATED").And.Contain(Path.Combine(own.Work, "reports"));
    }

    /// <summary>A job that a shell started in the background ignores SIGINT, and so does everything it starts.</summary>
    private static void RefuseIfIgnored(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Whether a signal is ignored is looked up in /proc.");
        var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..].Trim();
        var number = signal == "INT" ? 2 : 15;
        Assert.SkipWhen(
            (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (number - 1))) != 0,
            $"SIG{signal} is ignored here (the tests run as a background job), and processes inherit that.");
    }
}
