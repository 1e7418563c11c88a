using System.CommandLine;
using System.Globalization;
using IntuneSimulator.Http;
using IntuneSimulator.Shapes;

namespace IntuneSimulator;

/// <summary>The command line: serve a tenant, or write its reports to files.</summary>
internal static class Commands
{
    private static readonly Option<int> Devices = new("--devices") { Description = "Devices on the first day, 1 to 8,000,000.", DefaultValueFactory = _ => 500 };
    private static readonly Option<long> Seed = new("--seed") { Description = "The same seed gives the same tenant.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Apps = new("--apps") { Description = "Mean number of app rows of a device over the whole fleet, 1 to 160.", DefaultValueFactory = _ => 60 };
    private static readonly Option<int> DistinctApps = new("--distinct-apps") { Description = "About how many distinct apps a large fleet shows, drawn as Zipf would; 0 takes the real names alone, some five thousand.", DefaultValueFactory = _ => 0 };
    private static readonly Option<double> Banned = new("--banned") { Description = "Share of devices that carry a banned product at some time.", DefaultValueFactory = _ => 0.008 };
    private static readonly Option<int> Day = new("--day") { Description = "Days after the tenant's first day, 2 November 2026.", DefaultValueFactory = _ => 0 };

    static Commands()
    {
        Between(Devices, 1, 8_000_000);
        Between(Apps, 1, 160);
        Between(DistinctApps, 0, SimulatorOptions.MostDistinctApps);
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
        root.Subcommands.Add(ExportCommand.Create([Devices, Seed, Apps, DistinctApps, Banned, Day], Options));
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
        var shape = new Option<FileInfo?>("--shape") { Description = "Answer as the tenant does whose shape 'compliance-agent doctor --probe FILE' wrote.", HelpName = "FILE" };
        Between(port, 0, 65535);
        var root = new RootCommand("A simulated Intune tenant that speaks the part of Microsoft Graph v1.0 that inventory agents use. Listens on 127.0.0.1 only.") { Devices, Seed, Apps, DistinctApps, Banned, Day, port, https, shape };
        root.SetAction(async (parsed, cancellationToken) =>
        {
            var options = Options(parsed) with { Port = parsed.GetValue(port), Https = parsed.GetValue(https) };
            try
            {
                options = options with { Shape = parsed.GetValue(shape) is { } file ? TenantShape.Read(file.FullName) : null };
            }
            catch (Exception unusable) when (unusable is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(unusable.Message);
                return 2;
            }

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

    private static SimulatorOptions Options(ParseResult parsed)
    {
        var options = new SimulatorOptions();
        return options with
        {
            Devices = parsed.GetValue(Devices),
            Seed = parsed.GetValue(Seed),
            AppsPerDevice = parsed.GetValue(Apps),
            DistinctApps = parsed.GetValue(DistinctApps),
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
