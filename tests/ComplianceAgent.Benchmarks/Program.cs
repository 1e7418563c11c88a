using System.CommandLine;
using BenchmarkDotNet.Running;
using ComplianceAgent.Benchmarks;
using ComplianceAgent.Benchmarks.Soak;

var devices = new Option<int>("--devices") { Description = "Devices of the fleet.", DefaultValueFactory = _ => 100_000 };
var apps = new Option<int>("--apps") { Description = "Mean number of apps of a device, 1 to 80: it is measured with once and twice as many.", DefaultValueFactory = _ => 60 };
var scanMemory = new Command("scan-memory", "Run the agent on a generated fleet, from a zip and through the simulator, and measure time and peak memory.") { devices, apps };
scanMemory.SetAction((parsed, cancellationToken) => ScanMemory.RunAsync(parsed.GetValue(devices), parsed.GetValue(apps), cancellationToken));

var filter = new Option<string>("--filter") { Description = "Which, by name.", DefaultValueFactory = _ => "*" };
var micro = new Command("micro", "BenchmarkDotNet benchmarks of the csv reader and the matcher.") { filter };
micro.SetAction(parsed =>
{
    BenchmarkSwitcher.FromAssembly(typeof(ScanMemory).Assembly).Run(["--filter", parsed.GetValue(filter)!]);
    return 0;
});

var matcher = new Command("matcher", "What a verdict costs with 20, 200 and 2,000 rules, as ratios of one run.");
matcher.SetAction(_ => MatcherGrowth.Run(apps: 500));

return await new RootCommand("Measures what the README of this folder speaks of.") { scanMemory, micro, matcher, ReaderBenchmark.Command(), ScoreCommand.Create(), ScanBenchmark.Command(), StoreBenchmark.Command(), NeighbourBenchmark.Command(), AuditBenchmark.Command(), PagesBenchmark.Command(), SoakCommand.Create() }.Parse(args).InvokeAsync();
