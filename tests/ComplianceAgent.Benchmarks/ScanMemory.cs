using System.Globalization;
using IntuneSimulator;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Benchmarks;

/// <summary>
/// Shows that memory does not grow with rows, and by how much with devices: the same fleet with once and twice as many apps, and the
/// same number of rows spread over four times as many devices; from an exported zip, and through Graph from the simulator.
/// </summary>
internal static class ScanMemory
{
    private const int Spread = 4;
    private const double GrowthAllowed = 1.1;

    /// <summary>Measures; 1 when memory grew with the rows.</summary>
    public static async Task<int> RunAsync(int devices, int apps, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("compliance-agent-benchmark-").FullName;
        try
        {
            Say($"{"route",-10} {"devices",9} {"rows",12} {"seconds",9} {"rows/s",12} {"peak MiB",9}");
            var zip = await ShowAsync("zip", ScanZipAsync, folder, devices, apps, cancellationToken);
            var simulator = await ShowAsync("simulator", ScanSimulatorAsync, folder, devices, apps, cancellationToken);
            return zip && simulator ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> ShowAsync(
        string route, Func<SimulatorOptions, string, CancellationToken, Task<(AgentRun, long)>> scan, string folder, int devices, int apps, CancellationToken cancellationToken)
    {
        var once = await OneAsync(devices, apps);
        var twice = await OneAsync(devices, apps * 2);
        var spread = await OneAsync(devices * Spread, Math.Max(1, apps / Spread));
        var growth = twice.PeakMebibytes / once.PeakMebibytes;
        var eachDevice = (spread.PeakMebibytes - once.PeakMebibytes) * 1024 * 1024 / (devices * (Spread - 1));
        Say($"{route}: with twice the rows {growth:P0} of the memory; {eachDevice:N0} bytes for each further device");
        return growth <= GrowthAllowed;

        async Task<AgentRun> OneAsync(int count, int appsEach)
        {
            var here = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{route}-{count}-{appsEach}"))).FullName;
            var (run, rows) = await scan(new SimulatorOptions { Devices = count, AppsPerDevice = appsEach, PollsUntilCompleted = 1 }, here, cancellationToken);
            Say($"{route,-10} {count,9:N0} {rows,12:N0} {run.Seconds,9:N1} {rows / run.Seconds,12:N0} {run.PeakMebibytes,9:N0}");
            Directory.Delete(here, recursive: true);
            return run;
        }
    }

    private static async Task<(AgentRun Run, long Rows)> ScanZipAsync(SimulatorOptions options, string folder, CancellationToken cancellationToken)
    {
        var tenant = TenantOf(options);
        long rows;
        await using (var zip = File.Create(Path.Combine(folder, "apps.zip")))
        {
            rows = await ReportWriter.WriteZipAsync(zip, tenant, options.Now, Lean, "AppInvRawData.csv", cancellationToken);
        }

        await using (var list = File.Create(Path.Combine(folder, "devices.csv")))
        {
            await ReportWriter.WriteAsync(list, tenant, options.Now, new ReportOptions { ReportName = ReportColumns.Devices }, cancellationToken);
        }

        return (await AgentRun.OfAsync(folder, ["scan", "--inventory", "apps.zip", "--device-list", "devices.csv", .. Common], cancellationToken), rows);
    }

    private static async Task<(AgentRun Run, long Rows)> ScanSimulatorAsync(SimulatorOptions options, string folder, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorHost.StartAsync(options, cancellationToken);
        var run = await AgentRun.OfAsync(
            folder,
            [
                "scan", .. Common, "--set", "Tenants:0:Name=contoso", "--set", $"Tenants:0:TenantId={options.TenantId}",
                "--set", $"Tenants:0:SimulatorUrl={simulator.BaseAddress.ToString().TrimEnd('/')}", "--set", "Graph:ExportPollSeconds=2", "--set", "Inventory:Route=export",
            ],
            cancellationToken);
        return (run, await ReportWriter.WriteAsync(Stream.Null, TenantOf(options), options.Now, Lean, cancellationToken));
    }

    private static string[] Common => ["--policy", "be-federal-tiktok"];

    private static ReportOptions Lean => new() { Columns = ReportColumns.LeanAppInventory };

    private static GeneratedTenant TenantOf(SimulatorOptions options) => new(options);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
