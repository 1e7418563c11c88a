using System.Globalization;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>
/// SIGKILL in the middle of a scan, on both engines: the next start is not blocked, the next scan is right, nothing is left on disk. The number
/// of random moments is small here; <c>COMPLIANCE_TESTS_KILLS=100</c> tries as many.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("COMPLIANCE_TESTS_KILLS") ?? "2", CultureInfo.InvariantCulture);

    private readonly Sandbox disturbed = new();
    private SimulatorHost simulator = null!;
    private PostgresServer? server;
    private string database = "";

    public async ValueTask InitializeAsync() => simulator = await Sandbox.SimulatorAsync(600);

    public async ValueTask DisposeAsync()
    {
        await disturbed.DisposeAsync();
        await simulator.DisposeAsync();
        if (database.Length > 0)
        {
            await server!.DropDatabaseAsync(database);
        }
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Killed_at_each_step_of_a_scan_the_next_one_finds_what_an_undisturbed_store_finds(string engine)
    {
        await OnAsync(engine);
        var undisturbed = await UndisturbedAsync();
        disturbed.WithSimulator(simulator);
        // What a server adds to a file is in the steps that write; the others are the same.
        string[] steps = engine == "SQLite" ? ["export download, bytes", "app rows", "devices", "judging what was found", "storing changes", "writing reports"] : ["app rows", "storing changes", "writing reports"];
        foreach (var step in steps)
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
            killed.Error.Should().Contain($": {step}", "a kill at one step must not keep the next start from getting there");
        }

        await IsRightAsync(undisturbed);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Killed_at_moments_nobody_chose_the_next_scan_is_right_all_the_same(string engine)
    {
        await OnAsync(engine);
        var undisturbed = await UndisturbedAsync();
        disturbed.WithSimulator(simulator);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < Kills; i++)
        {
            await using var scan = disturbed.Start(["scan", "--policy", Sandbox.Policy, "--output", "reports"]);
            var late = i % 3 > 0;
            if (late)
            {
                await scan.SaysAsync("app rows");
            }

            await AgentProcess.Pause(random.Next(0, late ? 600 : 2500));
            scan.Kill();
            if (i % 10 == 9)
            {
                await AuditHoldsAsync();
            }
        }

        await IsRightAsync(undisturbed);
    }

    /// <summary>Puts the store of the disturbed agent on an engine.</summary>
    private async Task OnAsync(string engine)
    {
        Sandbox.OnlyOnUnix();
        if (engine == "PostgreSQL")
        {
            server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
            database = await server.CreateDatabaseAsync();
            disturbed.Set("Store:Connection", server.ConnectionTo(database));
        }
    }

    private async Task AuditHoldsAsync()
    {
        var audit = await disturbed.RunAsync("audit", "verify");
        (audit.Code, audit.Error).Should().Match<(int Code, string Error)>(end => end.Code == 0 || end.Error.Contains("no store", StringComparison.OrdinalIgnoreCase), audit.Out + audit.Error);
    }

    private async Task StoreIsWholeAsync()
    {
        if (server is null)
        {
            await disturbed.StoreIsWholeAsync();
            return;
        }

        foreach (var broken in Sandbox.Broken)
        {
            (await server.ScalarAsync(database, broken)).Should().Be(0L, broken);
        }
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
        await StoreIsWholeAsync();
        (await disturbed.RunAsync("audit", "verify")).Code.Should().Be(0);
        Directory.EnumerateFileSystemEntries(disturbed.PrivateFolder).Should().BeEmpty();
        Sandbox.OpenToOthers(disturbed.State).Should().BeEmpty();
        (await disturbed.RunAsync("report", "--output", "reports", "--policy", Sandbox.Policy)).Code.Should().Be(0);
    }
}
