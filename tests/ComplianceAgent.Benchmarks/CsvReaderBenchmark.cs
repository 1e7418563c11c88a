using BenchmarkDotNet.Attributes;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using IntuneSimulator;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Benchmarks;

/// <summary>The export's csv, from bytes in memory to distinct apps, fingerprints and hits.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class CsvReaderBenchmark
{
    private readonly ExportFileReader reader = new(Options.Create(new ArchiveLimits()));
    private byte[] csv = [];

    /// <summary>About 50,000 rows of a thousand devices.</summary>
    [GlobalSetup]
    public async Task MakeAsync()
    {
        var options = new SimulatorOptions { Devices = 1_000 };
        using var made = new MemoryStream();
        await ReportWriter.WriteAsync(
            made,
            new GeneratedTenant(options.Seed, options.Devices, options.Now, options.AppsPerDevice, options.BannedShare, options.DoubtfulShare),
            options.Now,
            new ReportOptions { Columns = ReportColumns.LeanAppInventory },
            CancellationToken.None);
        csv = made.ToArray();
    }

    /// <summary>Reads it whole.</summary>
    /// <returns>Rows.</returns>
    [Benchmark]
    public async Task<long> ReadAsync()
    {
        var collector = new InventoryCollector(
            app => app.Name.Contains("TikTok", StringComparison.Ordinal),
            _ => false,
            (_, _) => new Observability(CoverageClass.Clean, Reason.Of("assessed")),
            "0123456789abcdef"u8);
        using var content = new MemoryStream(csv, writable: false);
        await reader.ReadAsync(content, "apps.csv", collector, new Progress<InventoryProgress>(), CancellationToken.None);
        return collector.RowCount;
    }
}
