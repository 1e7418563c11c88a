using System.CommandLine;
using System.Globalization;
using IntuneSimulator.Http;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace IntuneSimulator;

/// <summary>The command line: serve a tenant, or write its reports to files.</summary>
internal static class Commands
{
    private static readonly Option<int> Devices = new("--devices") { Description = "Devices on the first day, 1 to 8,000,000.", DefaultValueFactory = _ => 500 };
    private static readonly Option<long> Seed = new("--seed") { Description = "The same seed gives the same tenant.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Apps = new("--apps") { Description = "Mean number of apps of a device, 1 to 160.", DefaultValueFactory = _ => 60 };
    private static readonly Option<double> Banned = new("--banned") { Description = "Share of devices that carry a banned product at some time.", DefaultValueFactory = _ => 0.008 };
    private static readonly Option<int> Day = new("--day") { Description = "Days after the tenant's first day, 2 November 2026.", DefaultValueFactory = _ => 0 };

    static Commands()
    {
        Between(Devices, 1, 8_000_000);
        Between(Apps, 1, 160);
        Between(Day, 0, 3660);
        Banned.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1))
            {
                result.AddError("--banned must be between 0 and 1");
            }
        });
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var root = Serve();
        root.Subcommands.Add(Export());
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return 2;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Serve()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 5199 };
        var https = new Option<bool>("--https") { Description = "Serve https with a certificate made now; its PEM is written beside the address." };
        Between(port, 0, 65535);
        var root = new RootCommand("A simulated Intune tenant that speaks the part of Microsoft Graph v1.0 that inventory agents use. Listens on 127.0.0.1 only.") { Devices, Seed, Apps, Banned, Day, port, https };
        root.SetAction(async (parsed, cancellationToken) =>
        {
            var options = Options(parsed) with { Port = parsed.GetValue(port), Https = parsed.GetValue(https) };
            await using var host = await SimulatorHost.StartAsync(options, cancellationToken);
            await Console.Out.WriteLineAsync(Guide.Text(host.BaseAddress.GetLeftPart(UriPartial.Authority)));
            await Console.Out.WriteLineAsync($"{options.Devices} devices, seed {options.Seed}, {host.Now:u}. Downloads: {host.BlobAddress} Canary: {host.CanaryAddress} Stop with Ctrl+C.");
            if (host.Certificate is { } certificate)
            {
                await Console.Out.WriteLineAsync("Trust this certificate (curl --cacert FILE):\n" + certificate.ExportCertificatePem());
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        });
        return root;
    }

    private static Command Export()
    {
        var output = new Option<FileInfo>("--out") { Description = "File to write: .zip, .csv or .json.", Required = true };
        var report = new Option<string>("--report") { Description = "AppInvRawData or Devices.", DefaultValueFactory = _ => ReportColumns.AppInventory };
        var all = new Option<bool>("--all-columns") { Description = "Write all columns of AppInvRawData instead of the five that a ban scan needs." };
        var arrays = new Option<bool>("--json-arrays") { Description = "Write JSON as a schema with arrays of values." };
        var json = new Option<bool>("--json") { Description = "Put JSON, not CSV, into a .zip." };
        var bom = new Option<bool>("--bom") { Description = "Start a CSV with the UTF-8 byte order mark." };
        var delimiter = new Option<string>("--delimiter") { Description = "What separates CSV cells: comma, semicolon or tab.", DefaultValueFactory = _ => "comma" };
        report.AcceptOnlyFromAmong(ReportColumns.AppInventory, ReportColumns.Devices);
        delimiter.AcceptOnlyFromAmong("comma", "semicolon", "tab");
        var command = new Command("export", "Write a report of the tenant to a file, row by row: the generator of test and benchmark data.") { Devices, Seed, Apps, Banned, Day, output, report, all, arrays, json, bom, delimiter };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = parsed.GetRequiredValue(output);
            var name = parsed.GetRequiredValue(report);
            var asJson = file.Extension == ".json" || parsed.GetValue(json) || parsed.GetValue(arrays);
            var options = new ReportOptions
            {
                ReportName = name,
                Columns = parsed.GetValue(all) || name == ReportColumns.Devices ? null : ReportColumns.LeanAppInventory,
                Format = parsed.GetValue(arrays) ? ReportFormat.JsonArrays : asJson ? ReportFormat.Json : ReportFormat.Csv,
                Bom = parsed.GetValue(bom),
                Delimiter = parsed.GetValue(delimiter) switch { "semicolon" => ';', "tab" => '\t', _ => ',' },
            };
            var rows = await WriteAsync(file, Options(parsed), options, asJson, cancellationToken);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows} rows of {name} in {file.FullName}"));
            return 0;
        });
        return command;
    }

    private static async Task<long> WriteAsync(FileInfo file, SimulatorOptions simulator, ReportOptions options, bool asJson, CancellationToken cancellationToken)
    {
        var tenant = new GeneratedTenant(simulator.Seed, simulator.Devices, simulator.FirstDay ?? simulator.Now, simulator.AppsPerDevice, simulator.BannedShare, simulator.DoubtfulShare);
        await using var stream = file.Create();
        return file.Extension == ".zip"
            ? await ReportWriter.WriteZipAsync(stream, tenant, simulator.Now, options, $"{options.ReportName}_{Guid.Empty}.{(asJson ? "json" : "csv")}", cancellationToken)
            : await ReportWriter.WriteAsync(stream, tenant, simulator.Now, options, cancellationToken);
    }

    private static SimulatorOptions Options(ParseResult parsed)
    {
        var options = new SimulatorOptions();
        return options with
        {
            Devices = parsed.GetValue(Devices),
            Seed = parsed.GetValue(Seed),
            AppsPerDevice = parsed.GetValue(Apps),
            BannedShare = parsed.GetValue(Banned),
            FirstDay = options.Now,
            Now = options.Now.AddDays(parsed.GetValue(Day)),
        };
    }

    private static void Between(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most))
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be between {least} and {most}"));
        }
    });
}
