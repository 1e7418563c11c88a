using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations.Store;
using IntuneSimulator;
using IntuneSimulator.Shapes;

namespace ComplianceAgent.Commands;

/// <summary><c>demo</c>: a simulated tenant, from scan to reports.</summary>
internal static class DemoCommand
{
    /// <summary>Policies in force in the demo unless others are named.</summary>
    public static readonly string[] Packs = ["be-federal-tiktok", "be-federal-deepseek", "us-federal-tiktok"];

    private const string TenantName = "demo";

    private static readonly Option<int> Devices = new("--devices")
    {
        Description = "Devices of the simulated tenant, 10 to 1000000.",
        HelpName = "N",
        DefaultValueFactory = _ => 500,
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "The same seed gives the same tenant.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Once = new("--once") { Description = "Scan once and end; otherwise live through two months, open a dashboard, let simulated days pass and scan again." };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Without --once: port on 127.0.0.1 where the dashboard is; 0 takes a free one.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    private static readonly Option<string?> Shape = new("--shape")
    {
        Description = "Answer as the tenant does whose shape 'doctor --probe FILE' wrote: its columns, spellings, page sizes.",
        HelpName = "FILE",
    };

    private static readonly Option<int> SecondsPerDay = new("--seconds-per-day")
    {
        Description = "Without --once: seconds that a simulated day takes, 1 to 86400.",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment)
    {
        Within(Devices, 10, 1_000_000);
        Within(Port, 0, 65_535);
        Within(SecondsPerDay, 1, 86_400);
        var command = new Command(
            "demo",
            $"""
            Show everything on a simulated tenant: start it in this process, scan it through Graph over loopback HTTP, write reports to ./compliance-reports/.
            Without --once two simulated months go by first, and a dashboard with all of it opens on this machine.
            Nothing of yours is read or changed; the store is a fresh temporary one unless --store names another; everything is marked SIMULATED.
            Policies in force, unless --policy names others: {string.Join(", ", Packs)}.

            Examples:
              compliance-agent demo --once
              compliance-agent demo --devices 20000 --seed 7 --policy us-federal-tiktok
            """)
        {
            Devices, Seed, Once, Port, Shape, SecondsPerDay, shared.Policy, shared.Store, shared.Output,
        };
        return command.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));
    }

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        if (context.Get(shared.Store) is null)
        {
            var temporary = Directory.CreateTempSubdirectory("compliance-agent-demo-").FullName;
            context.Settings.Add(KeyValuePair.Create("Store:Connection", (string?)$"Data Source={Path.Combine(temporary, "demo.db")}"));
        }

        // A demo leaves nothing behind that would miss its store tomorrow.
        context.Settings.Add(KeyValuePair.Create("Audit:CheckpointFile", (string?)Violations.Evidence.AuditOptions.None));

        // Intune takes minutes to make a report; the simulated tenant does not, and nobody watching a demo should wait.
        context.Settings.Add(KeyValuePair.Create("Graph:ExportPollSeconds", (string?)"2"));
        var isOnce = context.Get(Once);
        await using var simulator = await StartAsync(context, isOnce ? TimeSpan.Zero : DemoPast.Length, cancellationToken);
        var tenant = new TenantOptions { Name = TenantName, TenantId = simulator.Options.TenantId, SimulatorUrl = simulator.BaseAddress.ToString().TrimEnd('/') };
        string[] named = [.. context.Get(shared.Policy)!.Select(name => PolicyChoice.ResolveFile(context, name))];
        var web = isOnce ? null : DemoDashboard.Build(context, tenant, named.Length > 0 ? named : Packs, context.Get(Port));
        var order = new ScanOrder
        {
            Policies = PolicyChoice.Load(context, named.Length > 0 ? named : Packs),
            ReportDirectory = context.Environment.Resolve(context.Get(shared.Output) ?? "compliance-reports"),
        };
        context.Error.Line($"SIMULATED tenant of {context.Get(Devices):N0} devices at {simulator.BaseAddress} (seed {context.Get(Seed)})");
        if (web is not null)
        {
            await DemoPast.LiveAsync(context, simulator, tenant, order, cancellationToken);
        }

        var scan = await ScanAsync(context, tenant, order, cancellationToken);
        ScanSummary.Write(context.Out, scan);
        Where(context, scan);
        return web is null ? ScanCommand.ExitCode(scan.Result, failOnViolations: false) : await LiveOnAsync(context, simulator, tenant, order, web, cancellationToken);
    }

    private static async Task<SimulatorHost> StartAsync(VerbContext context, TimeSpan past, CancellationToken cancellationToken)
    {
        var now = context.Environment.Clock.GetUtcNow();
        return await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                Devices = context.Get(Devices),
                Seed = context.Get(Seed),
                PollsUntilCompleted = 1,
                Shape = ReadShape(context),
                // The same tenant all day long, so that a second look shows the same devices.
                Now = new DateTimeOffset(now.Year, now.Month, now.Day, 6, 0, 0, TimeSpan.Zero) - past,
            },
            cancellationToken);
    }

    private static TenantShape? ReadShape(VerbContext context)
    {
        try
        {
            return context.Get(Shape) is { } file ? TenantShape.Read(context.Environment.Resolve(file)) : null;
        }
        catch (Exception unusable) when (unusable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--shape: {unusable.Message}", unusable);
        }
    }

    internal static Task<ScanReport> ScanAsync(VerbContext context, TenantOptions tenant, ScanOrder order, CancellationToken cancellationToken) =>
        context.Error.WithProgressAsync(
            "Scanning the simulated tenant", progress => context.Service<TenantScanner>().ScanAsync(tenant, order, progress, cancellationToken));

    private static void Where(VerbContext context, ScanReport scan)
    {
        context.Out.Line();
        context.Out.Heading("Where everything is (SIMULATED)");
        foreach (var path in scan.ReportFiles)
        {
            context.Out.Line($"  report  {path}");
        }

        context.Out.Line($"  store   {context.Service<StoreSession>().Path}");
        context.Out.Line($"  again   compliance-agent report --store {context.Service<StoreSession>().Path} --output compliance-reports");
    }

    private static async Task<int> LiveOnAsync(
        VerbContext context, SimulatorHost simulator, TenantOptions tenant, ScanOrder order, WebApplication web, CancellationToken cancellationToken)
    {
        await DemoDashboard.OpenAsync(context, web, cancellationToken);
        context.Error.Line();
        context.Error.Line($"Simulated days pass, one every {context.Get(SecondsPerDay)} seconds. Stop with Ctrl+C.");
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(context.Get(SecondsPerDay)), context.Environment.Clock, cancellationToken);
                simulator.Advance(TimeSpan.FromDays(1));
                var scan = await ScanAsync(context, tenant, order, cancellationToken);
                context.Out.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"SIMULATED {simulator.Now:yyyy-MM-dd}: {scan.Result.OpenViolations} open violations on {scan.Result.DevicesInViolation} of {scan.Result.Devices} devices; {ScanSummary.ChangesLine(scan)}"));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how a demo ends.
            return ExitCodes.Done;
        }
    }

    private static void Within(Option<int> option, int least, int most)
    {
        option.Validators.Clear();
        option.Validators.Add(result =>
        {
            // A value that is no number has its own message already; asking for it here would throw.
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && (value < least || value > most))
            {
                result.AddError($"{option.Name} {value}: must be between {least} and {most}.");
            }
        });
    }
}
