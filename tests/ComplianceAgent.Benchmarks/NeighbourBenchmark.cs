using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ComplianceAgent.Violations.Store;
using IntuneSimulator;
using IntuneSimulator.Faults;

namespace ComplianceAgent.Benchmarks;

/// <summary>
/// What one tenant's scan costs while another one hangs, throttles, or sends very many rows, beside what it costs alone: all served by one agent
/// (<c>run</c>) with one store.
/// </summary>
internal static class NeighbourBenchmark
{
    private const string Measured = "measured";
    private const double Allowed = 1.2;

    private static readonly Option<int> Devices = new("--devices") { Description = "Devices of the tenant that is measured.", DefaultValueFactory = _ => 2_000 };
    private static readonly Option<int> NoisyDevices = new("--noisy-devices") { Description = "Devices of the neighbour that sends many rows, sixty each.", DefaultValueFactory = _ => 167_000 };
    private static readonly Option<int> Scans = new("--scans") { Description = "Scans of the measured tenant in each case; the median counts.", DefaultValueFactory = _ => 7 };

    /// <summary>Builds the command.</summary>
    public static Command Command()
    {
        var command = new Command("neighbour", "What a tenant's scan costs while another hangs, throttles, or sends ten million rows.") { Devices, NoisyDevices, Scans };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Devices), parsed.GetValue(NoisyDevices), parsed.GetValue(Scans), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int devices, int noisyDevices, int scans, CancellationToken cancellationToken)
    {
        Say($"{"neighbour",-12} {"median s",9} {"worst s",9} {"of alone",9}");
        await using var measured = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = devices, PollsUntilCompleted = 1 }, cancellationToken);
        var alone = Median(await CaseAsync("none", measured, neighbour: null, scans, cancellationToken));
        var isGood = true;
        foreach (var (name, fault) in new (string, SimulatorFault?)[] { ("hangs", SimulatorFault.HangBeforeHeaders), ("throttles", SimulatorFault.TooManyRequestsInteger), ("many rows", null) })
        {
            await using var neighbour = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = fault is null ? noisyDevices : devices, Seed = 2, PollsUntilCompleted = 1 }, cancellationToken);
            if (fault is { } strikes)
            {
                neighbour.Faults.Add(new FaultRule { Fault = strikes, Path = "/deviceManagement/", Times = int.MaxValue, RetryAfterSeconds = 1 });
            }

            isGood &= Median(await CaseAsync(name, measured, neighbour, scans, cancellationToken), alone) <= alone * Allowed;
        }

        return isGood ? 0 : 1;
    }

    private static double Median(IReadOnlyList<double> seconds, double? alone = null)
    {
        var median = seconds.Order().ElementAt(seconds.Count / 2);
        Say($"{"",-12} {median,9:N2} {seconds.Max(),9:N2} {median / (alone ?? median),9:N2}");
        return median;
    }

    /// <summary>How long each scan of the measured tenant took, the first left out: it compiles the program.</summary>
    private static async Task<IReadOnlyList<double>> CaseAsync(string name, SimulatorHost measured, SimulatorHost? neighbour, int scans, CancellationToken cancellationToken)
    {
        Say($"{name}");
        var folder = Directory.CreateTempSubdirectory("compliance-agent-benchmark-").FullName;
        try
        {
            var store = Path.Combine(folder, "compliance.db");
            using var agent = Start(folder, [.. Tenant(0, Measured, measured), .. neighbour is null ? [] : Tenant(1, "neighbour", neighbour), "--set", "Store:Connection=" + store]);
            try
            {
                return await SecondsAsync(store, scans, agent, cancellationToken);
            }
            finally
            {
                agent.Kill();
                await agent.WaitForExitAsync(CancellationToken.None);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<double>> SecondsAsync(string store, int scans, Process agent, CancellationToken cancellationToken)
    {
        while (!agent.HasExited)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            if (await ViolationStore.ExistsAsync(new StoreConnection(store), 30, cancellationToken) && await LastAsync(store, cancellationToken) is { Count: > 0 } seconds && seconds.Count > scans)
            {
                return [.. seconds.Skip(1).Take(scans)];
            }
        }

        throw new InvalidOperationException($"The agent ended with {agent.ExitCode}.");
    }

    private static async Task<IReadOnlyList<double>?> LastAsync(string store, CancellationToken cancellationToken)
    {
        try
        {
            await using var opened = await ViolationStore.OpenAsync(new StoreConnection(store), new StoreOpening { MustExist = true, ReadOnly = true }, cancellationToken: cancellationToken);
            return (await opened.ReadAsync(Measured, cancellationToken))?.RecentScans.Select(scan => (scan.FinishedAt - scan.StartedAt).TotalSeconds).ToList();
        }
        catch (StoreException)
        {
            // It is being made.
            return null;
        }
    }

    private static string[] Tenant(int index, string name, SimulatorHost simulator)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"Tenants:{index}:");
        return
        [
            "--set", $"{at}Name={name}", "--set", $"{at}TenantId={simulator.Options.TenantId}", "--set", $"{at}SimulatorUrl={simulator.BaseAddress.ToString().TrimEnd('/')}",
            "--set", $"{at}Schedule:Cron=0/2 * * * * ?", "--set", $"{at}Schedule:JitterMinutes=0",
        ];
    }

    private static Process Start(string folder, string[] settings)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "compliance-agent.exe" : "compliance-agent"),
            [
                "run", "--simulated", "--policy", "be-federal-tiktok", .. settings, "--set", "Service:Url=http://127.0.0.1:0", "--set", "Graph:ExportPollSeconds=2", "--set", "Inventory:Route=Export",
                "--set", "Reports:Directory=" + Path.Combine(folder, "reports"), "--set", "Log:Directory=" + Path.Combine(folder, "logs"),
            ])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_STATE_HOME"] = folder;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
