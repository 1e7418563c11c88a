using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace IntuneSimulator;

/// <summary><c>export</c>: the generator of test and benchmark data.</summary>
internal static class ExportCommand
{
    private static readonly Option<FileInfo> Output = new("--out") { Description = "File to write: .zip, .csv, .json, or .csv.gz.", Required = true };
    private static readonly Option<FileInfo?> DeviceList = new("--device-list") { Description = "Write the Devices report of the same tenant as well, to this .csv, .json, .zip or .csv.gz." };
    private static readonly Option<string> Report = new("--report") { Description = "AppInvRawData or Devices.", DefaultValueFactory = _ => ReportColumns.AppInventory };
    private static readonly Option<bool> AllColumns = new("--all-columns") { Description = "Write all columns of AppInvRawData instead of the five that a ban scan needs." };
    private static readonly Option<bool> Arrays = new("--json-arrays") { Description = "Write JSON as a schema with arrays of values." };
    private static readonly Option<bool> Json = new("--json") { Description = "Put JSON, not CSV, into a .zip." };
    private static readonly Option<bool> Bom = new("--bom") { Description = "Start a CSV with the UTF-8 byte order mark." };
    private static readonly Option<string> Delimiter = new("--delimiter") { Description = "What separates CSV cells: comma, semicolon or tab.", DefaultValueFactory = _ => "comma" };
    private static readonly Option<string> Level = new("--level") { Description = "How hard to pack a .zip or .gz: optimal, as most services do, or fastest.", DefaultValueFactory = _ => "optimal" };

    static ExportCommand()
    {
        Report.AcceptOnlyFromAmong(ReportColumns.AppInventory, ReportColumns.Devices);
        Delimiter.AcceptOnlyFromAmong("comma", "semicolon", "tab");
        Level.AcceptOnlyFromAmong("optimal", "fastest");
    }

    /// <summary>Builds the command.</summary>
    /// <param name="fleet">Options that say what the fleet is like.</param>
    /// <param name="read">Reads them.</param>
    public static Command Create(IEnumerable<Option> fleet, Func<ParseResult, SimulatorOptions> read)
    {
        var command = new Command("export", "Write a report of the tenant to a file, row by row and grouped by device: the generator of test and benchmark data.")
        {
            Output, DeviceList, Report, AllColumns, Arrays, Json, Bom, Delimiter, Level,
        };
        foreach (var option in fleet)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, read(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, SimulatorOptions simulator, CancellationToken cancellationToken)
    {
        var tenant = new GeneratedTenant(simulator);
        var devices = tenant.Devices(simulator.Now).LongCount();
        await WriteOneAsync(parsed, tenant, simulator.Now, devices, parsed.GetRequiredValue(Output), parsed.GetRequiredValue(Report), cancellationToken);
        if (parsed.GetValue(DeviceList) is { } list)
        {
            await WriteOneAsync(parsed, tenant, simulator.Now, devices, list, ReportColumns.Devices, cancellationToken);
        }

        return 0;
    }

    private static async Task WriteOneAsync(
        ParseResult parsed, GeneratedTenant tenant, DateTimeOffset now, long devices, FileInfo file, string report, CancellationToken cancellationToken)
    {
        var options = Options(parsed, file, report);
        var rows = await ReportWriter.WriteFileAsync(file.FullName, tenant, now, options, cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{rows} rows of {report} ({(double)rows / devices:F2} a device) in {file.FullName}, {new FileInfo(file.FullName).Length} bytes"));
    }

    private static ReportOptions Options(ParseResult parsed, FileInfo file, string report)
    {
        var arrays = parsed.GetValue(Arrays);
        var asJson = arrays || parsed.GetValue(Json) || file.Extension == ".json";
        return new ReportOptions
        {
            ReportName = report,
            Columns = parsed.GetValue(AllColumns) || report == ReportColumns.Devices ? null : ReportColumns.LeanAppInventory,
            Format = arrays ? ReportFormat.JsonArrays : asJson ? ReportFormat.Json : ReportFormat.Csv,
            Bom = parsed.GetValue(Bom),
            Delimiter = parsed.GetValue(Delimiter) switch { "semicolon" => ';', "tab" => '\t', _ => ',' },
            Compression = parsed.GetValue(Level) == "fastest" ? CompressionLevel.Fastest : CompressionLevel.Optimal,
        };
    }
}
