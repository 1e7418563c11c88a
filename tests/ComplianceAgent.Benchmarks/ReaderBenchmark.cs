using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using IntuneSimulator;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Benchmarks;

/// <summary>
/// The row path beside what bounds it, in one run: reading the file and nothing else, inflating it and nothing else, finding its rows, and
/// finding its rows and judging its apps. The rounds alternate and the best of each counts, so that a busy machine disturbs ratios little.
/// </summary>
internal static class ReaderBenchmark
{
    private const int Piece = 1 << 20;

    /// <summary>The command.</summary>
    public static Command Command()
    {
        var file = new Option<string?>("--file") { Description = "An export, zip or csv; without one, all four kinds are made and measured." };
        var devices = new Option<int>("--devices") { Description = "Devices of the fleet that is made.", DefaultValueFactory = _ => 200_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 3 };
        var command = new Command("reader", "Compare reading rows and judging apps with reading and inflating the same file.") { file, devices, rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(file), parsed.GetValue(devices), parsed.GetValue(rounds), cancellationToken));
        return command;
    }

    /// <summary>Measures an export, zip or csv; without one, makes one.</summary>
    public static async Task<int> RunAsync(string? path, int devices, int rounds, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            await MeasureAsync(path, rounds, cancellationToken);
            return 0;
        }

        var folder = Directory.CreateTempSubdirectory("compliance-agent-benchmark-").FullName;
        try
        {
            foreach (var (name, columns) in new[] { ("lean", ReportColumns.LeanAppInventory), ("all", ReportColumns.AllOfAppInventory) })
            {
                var zip = Path.Combine(folder, name + ".zip");
                await MakeAsync(zip, columns, devices, cancellationToken);
                await MeasureAsync(zip, rounds, cancellationToken);
                await ZipFile.ExtractToDirectoryAsync(zip, Path.Combine(folder, name), cancellationToken);
                File.Delete(zip);
                await MeasureAsync(Directory.GetFiles(Path.Combine(folder, name))[0], rounds, cancellationToken);
                Directory.Delete(Path.Combine(folder, name), recursive: true);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MakeAsync(string path, IReadOnlyList<string> columns, int devices, CancellationToken cancellationToken)
    {
        var options = new SimulatorOptions { Devices = devices, AppsPerDevice = 71 };
        await using var zip = File.Create(path);
        await ReportWriter.WriteZipAsync(
            zip,
            new GeneratedTenant(options.Seed, options.Devices, options.Now, options.AppsPerDevice, options.BannedShare, options.DoubtfulShare),
            options.Now,
            new ReportOptions { Columns = columns },
            "AppInvRawData.csv",
            cancellationToken);
    }

    private static async Task MeasureAsync(string path, int rounds, CancellationToken cancellationToken)
    {
        var isZip = Path.GetExtension(path) == ".zip";
        var library = PolicyLibrary.Load();
        var matcher = PolicyMatcher.Compile(library.Select(library.ReadyIds));
        var steps = new List<(string Name, Func<Task<string>> Do)> { ("read", () => ReadAsync(path)) };
        if (File.Exists("/bin/cat"))
        {
            steps.Add(("cat", () => CatAsync(path, cancellationToken)));
        }

        if (isZip)
        {
            steps.Add(("inflate", () => InflateAsync(path, cancellationToken)));
        }

        steps.Add(("rows", () => RowsAsync(path, cancellationToken)));
        steps.Add(("rows, apps, verdicts", () => AppsAsync(path, matcher, cancellationToken)));
        var best = steps.ConvertAll(step => new Figure(step.Name, double.MaxValue, double.MaxValue, 0, 0, ""));
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < steps.Count; i++)
            {
                var figure = await MeasureAsync(steps[i].Name, steps[i].Do);
                best[i] = figure.Seconds < best[i].Seconds ? figure : best[i];
            }
        }

        Show(path, best, best.Find(figure => figure.Name == (isZip ? "inflate" : "cat")) ?? best[0]);
    }

    private static void Show(string path, List<Figure> figures, Figure bound)
    {
        Say($"{Path.GetFileName(path)}, {new FileInfo(path).Length / 1e6:N0} MB; times as much as {bound.Name}; best of the rounds");
        Say($"{"",-22} {"seconds",9} {"ratio",7} {"cpu s",7} {"allocated MB",13} {"gen 2",6}");
        foreach (var figure in figures)
        {
            Say($"{figure.Name,-22} {figure.Seconds,9:N3} {figure.Seconds / bound.Seconds,7:N2} {figure.Cpu,7:N2} {figure.Allocated / 1e6,13:N1} {figure.Collections,6:N0}  {figure.Note}");
        }

        Say($"");
    }

    private static async Task<Figure> MeasureAsync(string name, Func<Task<string>> work)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (allocated, collections, cpu, began) = (GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(2), process.TotalProcessorTime, Stopwatch.GetTimestamp());
        var note = await work();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        process.Refresh();
        return new Figure(
            name, seconds, (process.TotalProcessorTime - cpu).TotalSeconds, GC.GetTotalAllocatedBytes(precise: true) - allocated, GC.CollectionCount(2) - collections, note);
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var file = Open(path);
        return Megabytes(Drain(file));
    }

    private static async Task<string> CatAsync(string path, CancellationToken cancellationToken)
    {
        using var cat = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec cat \"$0\" > /dev/null", path]))!;
        await cat.WaitForExitAsync(cancellationToken);
        return "";
    }

    private static async Task<string> InflateAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = Open(path);
        await using var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        await using var entry = await archive.Entries[0].OpenAsync(cancellationToken);
        return Megabytes(Drain(entry));
    }

    private static async Task<string> RowsAsync(string path, CancellationToken cancellationToken)
    {
        var counter = new Counter();
        await using var file = Open(path);
        await new TableReader(new ArchiveLimits()).ReadAsync(file, "rows", counter, () => { }, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{counter.Taken:N0} rows");
    }

    private static async Task<string> AppsAsync(string path, PolicyMatcher matcher, CancellationToken cancellationToken)
    {
        var collector = new InventoryCollector(
            matcher.IsWanted, _ => false, (_, _) => new Observability(CoverageClass.Clean, Reason.Of("assessed")), "0123456789abcdef"u8);
        await using var file = Open(path);
        await new ExportFileReader(Microsoft.Extensions.Options.Options.Create(new ArchiveLimits()))
            .ReadAsync(file, "apps", collector, new Progress<InventoryProgress>(), cancellationToken);
        var sum = 0UL;
        foreach (ref readonly var device in collector.Devices)
        {
            sum = unchecked(sum + (device.Fingerprint * (ulong)device.Rows));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{collector.RowCount:N0} rows, {collector.Devices.Length:N0} devices, {collector.DistinctAppCount:N0} apps, {collector.Hits.Count:N0} hits, sum {sum:x16}");
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });

    private static long Drain(Stream stream)
    {
        var piece = new byte[Piece];
        var length = 0L;
        for (int read; (read = stream.Read(piece)) > 0;)
        {
            length += read;
        }

        return length;
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB");

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Figure(string Name, double Seconds, double Cpu, long Allocated, int Collections, string Note);

    private sealed class Counter : IRowSink
    {
        public long Taken { get; private set; }

        public void Columns(IReadOnlyList<string> names, bool mayGrow)
        {
        }

        public void Take(in RowBatch rows) => Taken += rows.Count;

        public void SetAside(string code, long number)
        {
        }
    }
}
