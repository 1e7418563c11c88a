using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntuneSimulator;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;
using Npgsql;

namespace ComplianceAgent.Benchmarks;

/// <summary>
/// What a scan costs the store: the first of a fleet, one without any change, and one a day later. The rows that were read and matched are the
/// same each time, so the differences are the store's.
/// </summary>
internal static class StoreBenchmark
{
    private static readonly Option<int> Devices = new("--devices") { Description = "Devices of the fleet.", DefaultValueFactory = _ => 100_000 };
    private static readonly Option<int> Apps = new("--apps") { Description = "Mean number of apps of a device, 1 to 80.", DefaultValueFactory = _ => 20 };
    private static readonly Option<string?> Postgres = new("--postgres") { Description = "Connection string of an empty PostgreSQL database, to measure too." };

    public static Command Command()
    {
        var command = new Command("store", "Rows written, seconds, memory and size of the store for a first scan, one without change, and one a day later.") { Devices, Apps, Postgres };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Devices), parsed.GetValue(Apps), parsed.GetValue(Postgres), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int devices, int apps, string? postgres, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("compliance-agent-benchmark-").FullName;
        try
        {
            var tenant = new GeneratedTenant(new SimulatorOptions { Devices = devices, AppsPerDevice = apps });
            var today = new SimulatorOptions().Now;
            await WriteAsync(tenant, today, folder, "today", cancellationToken);
            await WriteAsync(tenant, today.AddDays(1), folder, "tomorrow", cancellationToken);
            Say($"{"engine",-11} {"scan",-16} {"devices",10} {"seconds",9} {"peak MiB",9} {"violations",11} {"events",9} {"devices",10} {"store MB",9}");
            await ShowAsync("SQLite", "compliance.db", devices, folder, () => SizeOfFile(folder), cancellationToken);
            if (postgres is not null)
            {
                await ShowAsync("PostgreSQL", postgres, devices, folder, () => SizeOfDatabase(postgres), cancellationToken);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ShowAsync(string engine, string store, int devices, string folder, Func<double> size, CancellationToken cancellationToken)
    {
        foreach (var (scan, day) in new[] { ("first", "today"), ("no change", "today"), ("a day later", "tomorrow") })
        {
            var run = await AgentRun.OfAsync(
                folder,
                ["scan", "--json", "--inventory", $"{day}.zip", "--device-list", $"{day}.csv", "--policy", "be-federal-tiktok", "--store", store, "--set", "Reports:Directory=" + Path.Combine(folder, "reports")],
                cancellationToken);
            var written = JsonDocument.Parse(run.Output).RootElement.GetProperty("scan").GetProperty("rowsWritten");
            Say($"{engine,-11} {scan,-16} {devices,10:N0} {run.Seconds,9:N1} {run.PeakMebibytes,9:N0} {Rows(written, "violations"),11:N0} {Rows(written, "events"),9:N0} {Rows(written, "devices"),10:N0} {size(),9:N0}");
        }
    }

    private static async Task WriteAsync(GeneratedTenant tenant, DateTimeOffset at, string folder, string day, CancellationToken cancellationToken)
    {
        await using var zip = File.Create(Path.Combine(folder, day + ".zip"));
        await ReportWriter.WriteZipAsync(zip, tenant, at, new ReportOptions { Columns = ReportColumns.LeanAppInventory }, "AppInvRawData.csv", cancellationToken);
        await using var list = File.Create(Path.Combine(folder, day + ".csv"));
        await ReportWriter.WriteAsync(list, tenant, at, new ReportOptions { ReportName = ReportColumns.Devices }, cancellationToken);
    }

    private static int Rows(JsonElement written, string table) => written.TryGetProperty(table, out var rows) ? rows.GetInt32() : 0;

    private static double SizeOfFile(string folder) => Directory.EnumerateFiles(folder, "compliance.db*").Sum(file => new FileInfo(file).Length) / 1e6;

    private static double SizeOfDatabase(string connection)
    {
        using var database = new NpgsqlConnection(connection);
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT pg_database_size(current_database())";
        return (long)command.ExecuteScalar()! / 1e6;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
