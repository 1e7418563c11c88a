using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using ComplianceAgent.Commands;
using IntuneSimulator;

namespace ComplianceAgent.Benchmarks;

/// <summary>
/// The whole scan, from the command line to the reports, beside inflating the same zip and beside others asked the same question: every line
/// of one table from one run, best of so many rounds, so that the ratios hold on a machine that is not quiet.
/// </summary>
internal static class ScanBenchmark
{
    private const string Pack = "be-federal-tiktok";
    private const int InflateBuffer = 1 << 20;
    private const long NaiveRows = 2_000_000;

    private static readonly Option<int> Devices = new("--devices") { Description = "Devices of the fleet; 200000 for twelve million rows.", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<int> Apps = new("--apps") { Description = "Mean number of app rows of a device.", DefaultValueFactory = _ => 60 };
    private static readonly Option<double> Banned = new("--banned") { Description = "Share of devices with a banned app; 0.1 makes about 0.13 % of the rows match.", DefaultValueFactory = _ => 0.1 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often each is measured; the fastest counts.", DefaultValueFactory = _ => 3 };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder to keep the data in, or to take it from; else a temporary one." };
    private static readonly Option<bool> NoPeers = new("--no-peers") { Description = "Leave DuckDB and CsvHelper out." };

    /// <summary>The command.</summary>
    public static Command Command()
    {
        var command = new Command("scan", "Measure the whole scan from a zip and from csv, beside inflating, DuckDB and CsvHelper.") { Devices, Apps, Banned, Rounds, Data, NoPeers };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var temporary = Directory.CreateTempSubdirectory("compliance-agent-benchmark-").FullName;
        try
        {
            var fleet = new SimulatorOptions
            {
                Devices = parsed.GetValue(Devices), AppsPerDevice = parsed.GetValue(Apps), BannedShare = parsed.GetValue(Banned), DistinctApps = 30_000,
            };
            var data = await BenchmarkData.MakeAsync(
                parsed.GetValue(Data) is { } kept ? Path.GetFullPath(kept) : Path.Combine(temporary, "data"), fleet, !parsed.GetValue(NoPeers), cancellationToken);
            var small = await BenchmarkData.MakeAsync(Path.Combine(temporary, "small"), fleet with { Devices = 300, BannedShare = 0.3 }, !parsed.GetValue(NoPeers), cancellationToken);
            var bench = new ScanBenchmarkRun(data, Path.Combine(temporary, "work"));
            await bench.WarmUpAsync(small, !parsed.GetValue(NoPeers), cancellationToken);
            Print(await bench.MeasureAsync(parsed.GetValue(Rounds), !parsed.GetValue(NoPeers), cancellationToken), data, fleet);
            return 0;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static void Print(IReadOnlyList<Measurement> lines, BenchmarkData data, SimulatorOptions fleet)
    {
        var inflate = lines[0].Seconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fleet.Devices:N0} devices, {data.Rows:N0} rows, {Environment.ProcessorCount} cores"));
        Console.WriteLine(Measurement.Heading);
        foreach (var line in lines)
        {
            Console.WriteLine(line.Line(inflate));
        }
    }

    /// <summary>What is measured, in the order of the table.</summary>
    private sealed class ScanBenchmarkRun(BenchmarkData data, string work)
    {
        private readonly Dictionary<string, Measurement> best = new(StringComparer.Ordinal);
        private readonly List<string> order = [];

        /// <summary>Everything once on little data, so that compiling is not counted.</summary>
        public async Task WarmUpAsync(BenchmarkData small, bool withPeers, CancellationToken cancellationToken)
        {
            // Often enough for the hot methods to reach the compiler's last tier.
            for (var i = 0; i < 8; i++)
            {
                await ScanAsync(small, small.FullZip, Pack, null, cancellationToken);
                await ScanAsync(small, small.LeanZip, small.Policy(20), small.DeviceList, cancellationToken);
                await ScanAsync(small, small.FullCsv, Pack, null, cancellationToken);
                await InflateAsync(small.FullZip, cancellationToken);
            }

            if (withPeers)
            {
                await Peers.DuckDbAsync(small.FullGz, cancellationToken);
                await Peers.CsvHelperAsync(small.FullCsv, NaiveRows, cancellationToken);
            }
        }

        public async Task<IReadOnlyList<Measurement>> MeasureAsync(int rounds, bool withPeers, CancellationToken cancellationToken)
        {
            for (var round = 0; round < rounds; round++)
            {
                await RoundAsync(cancellationToken);
                if (withPeers && round == 0)
                {
                    await PeersAsync(cancellationToken);
                }
            }

            return [.. order.Select(what => best[what])];
        }

        private async Task RoundAsync(CancellationToken cancellationToken)
        {
            var (full, lean) = (data.FullBytes, data.LeanBytes);
            await HereAsync("inflate zip, 13 columns", full, () => InflateAsync(data.FullZip, cancellationToken));
            await HereAsync("scan zip, 13 columns, no device list", full, () => ScanAsync(data, data.FullZip, Pack, null, cancellationToken));
            await HereAsync("scan zip, 13 columns, device list, first scan", full, () => ScanAsync(data, data.FullZip, Pack, data.DeviceList, cancellationToken));
            await HereAsync("the same again: nothing changed", full, () => ScanAsync(data, data.FullZip, Pack, data.DeviceList, cancellationToken, again: true));
            await HereAsync("inflate zip, lean columns", lean, () => InflateAsync(data.LeanZip, cancellationToken));
            await HereAsync("scan zip, lean columns, no device list", lean, () => ScanAsync(data, data.LeanZip, Pack, null, cancellationToken));
            await HereAsync("scan csv, 13 columns, no device list", full, () => ScanAsync(data, data.FullCsv, Pack, null, cancellationToken));
            await HereAsync("scan zip, 13 columns, 20 rules", full, () => ScanAsync(data, data.FullZip, data.Policy(20), null, cancellationToken));
            await HereAsync("scan zip, 13 columns, 2,000 rules", full, () => ScanAsync(data, data.FullZip, data.Policy(2_000), null, cancellationToken));
            await ProcessAsync("process: scan zip, 13 columns, no device list", full, data.FullZip, null, cancellationToken);
            await ProcessAsync("process: scan zip, 13 columns, device list", full, data.FullZip, data.DeviceList, cancellationToken);
            await ProcessAsync("process: scan zip, lean columns, device list", lean, data.LeanZip, data.DeviceList, cancellationToken);
        }

        private async Task PeersAsync(CancellationToken cancellationToken)
        {
            await HereAsync("DuckDB, csv, 2 threads", data.FullBytes, () => Peers.DuckDbAsync(data.FullCsv, cancellationToken));
            await HereAsync("DuckDB, csv.gz, 2 threads", data.FullBytes, () => Peers.DuckDbAsync(data.FullGz, cancellationToken));
            var rows = Math.Min(NaiveRows, data.Rows);
            var naive = await Measurement.OfAsync("CsvHelper, every rule on every row (scaled up)", rows, data.FullBytes * rows / data.Rows, () => Peers.CsvHelperAsync(data.FullCsv, rows, cancellationToken));
            var scale = (double)data.Rows / rows;
            Keep(naive with { Seconds = naive.Seconds * scale, Rows = data.Rows, Bytes = data.FullBytes, Allocated = (long?)(naive.Allocated * scale) });
        }

        private async Task HereAsync(string what, long bytes, Func<Task> action) => Keep(await Measurement.OfAsync(what, data.Rows, bytes, action));

        private async Task ProcessAsync(string what, long bytes, string inventory, string? deviceList, CancellationToken cancellationToken)
        {
            Clear();
            var run = await AgentRun.OfAsync(work, Arguments(inventory, Pack, deviceList), cancellationToken);
            Keep(new Measurement(what, run.Seconds, data.Rows, bytes, null, run.PeakMebibytes));
        }

        private void Keep(Measurement measured)
        {
            if (best.TryGetValue(measured.What, out var known))
            {
                best[measured.What] = known.Best(measured);
                return;
            }

            best.Add(measured.What, measured);
            order.Add(measured.What);
        }

        private void Clear()
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }

            Directory.CreateDirectory(Path.Combine(work, "program"));
        }

        /// <summary>Through the front door: the command line, in this process; store and reports included.</summary>
        private async Task ScanAsync(BenchmarkData of, string inventory, string policy, string? deviceList, CancellationToken cancellationToken, bool again = false)
        {
            if (!again)
            {
                Clear();
            }

            using var output = new StringWriter();
            using var errors = new StringWriter();
            var world = new CommandEnvironment { Out = output, Error = errors, WorkingDirectory = of.Folder, ProgramFolder = Path.Combine(work, "program") };
            var code = await ComplianceAgent.Commands.CommandLine.RunAsync(Arguments(inventory, policy, deviceList), world, cancellationToken);
            if (code != ExitCodes.Done)
            {
                throw new InvalidOperationException($"The scan ended with {code}: {errors}");
            }
        }

        private string[] Arguments(string inventory, string policy, string? deviceList) =>
        [
            "scan", "--inventory", inventory, .. deviceList is null ? Array.Empty<string>() : ["--device-list", deviceList], "--policy", policy,
            "--store", Path.Combine(work, "store", "compliance.db"), "--output", Path.Combine(work, "reports"), "--set", "Log:Directory=" + Path.Combine(work, "logs"), "--set", "Audit:CheckpointFile=" + Path.Combine(work, "checkpoints.jsonl"),
        ];
    }

    /// <summary>Inflating alone: what no reader of the zip can beat.</summary>
    private static async Task<long> InflateAsync(string path, CancellationToken cancellationToken)
    {
        await using var zip = await ZipFile.OpenReadAsync(path, cancellationToken);
        await using var content = await zip.Entries[0].OpenAsync(cancellationToken);
        var buffer = new byte[InflateBuffer];
        var total = 0L;
        // Synchronously, as fast as it goes: the clock runs.
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            total += read;
        }

        return total;
    }
}
