using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Diagnostics.Telemetry;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning;
using ComplianceAgent.Scanning.Sending;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>scan</c>: one scan now.</summary>
internal static class ScanCommand
{
    private static readonly Option<string?> Inventory = new("--inventory")
    {
        Description = "Scan this exported AppInvRawData report (.zip, .csv or .json) instead of asking Graph.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> DeviceList = new("--device-list")
    {
        Description = "With --inventory: the exported Devices report, for owners, users and the devices without apps.",
        HelpName = "FILE",
    };

    private static readonly Option<DateTimeOffset?> AsOf = new("--as-of")
    {
        Description = "With --inventory: the day the files speak of; otherwise the newest last contact in the device list.",
        HelpName = "DATE",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Store nothing; say what the policies would open, withdraw and keep. A --policy FILE may then take the place of a policy with its id." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the result as one JSON object on standard output; all else goes to standard error." };
    private static readonly Option<bool> FailOnViolations = new("--fail-on-violations") { Description = "End with 1 when violations are open after the scan." };

    private static readonly Option<bool> AcceptShrunkFleet = new("--accept-shrunk-fleet")
    {
        Description = "Take a fleet that shrank beyond Scan:MaxShrink for what it is, this once.",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment)
    {
        var command = new Command(
            "scan",
            """
            Scan one tenant now: read the inventory, match it against the policies in force, record what became of each violation.

            Examples:
              compliance-agent scan --tenant contoso
              compliance-agent scan --tenant contoso --dry-run --policy changed-ban.yaml
              compliance-agent scan --inventory AppInvRawData.zip --device-list Devices.csv --policy us-federal-tiktok --output reports
              compliance-agent scan --json --fail-on-violations > result.json
            """)
        {
            shared.Tenant, Inventory, DeviceList, AsOf, shared.Policy, DryRun, Json, FailOnViolations, AcceptShrunkFleet, shared.Store, shared.Output,
        };
        return command.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));
    }

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        RefuseLoneOptions(context);
        var tenants = TenantChoice.Configured(context);
        PolicyChoice.PreferOwn(context, tenants.Where(tenant => tenants.Count == 1 || tenant.Name == context.Get(shared.Tenant)));
        var policies = context.Get(DryRun) ? PolicyChoice.LoadToTry(context, shared) : PolicyChoice.Load(context, shared);
        var tenant = TenantChoice.ForScan(tenants, context.Get(shared.Tenant), fromFiles: context.Get(Inventory) is not null);
        var order = new ScanOrder
        {
            Policies = policies,
            UnjudgedPolicies = PolicyChoice.NotLookedAt(context, policies),
            Registers = context.Service<TenantRegisters>().For(tenant),
            DryRun = context.Get(DryRun),
            AcceptShrunkFleet = context.Get(AcceptShrunkFleet) ? context.Environment.Account : null,
            Files = Files(context),
            ReportDirectory = context.Get(shared.Output) is { } output ? context.Environment.Resolve(output) : null,
        };
        if (!order.DryRun && order.ReportDirectory is { } reports)
        {
            // A scan whose report cannot be written is stored all the same: better to be told before.
            WritePlace.RefuseFolder("--output", reports);
        }

        context.Error.Line($"Store: {context.Service<StoreSession>().Path}");
        // Made first, so that it goes last: what is sent at the end asks its gauges.
        var scanner = context.Service<TenantScanner>();
        context.Service<TelemetrySession>().Begin();
        var scan = await context.Error.WithProgressAsync(
            $"Scanning {tenant.Name}", progress => scanner.ScanAsync(tenant, order, progress, cancellationToken));
        Print(context, scan, policies);
        var code = ExitCode(scan.Result, context.Get(FailOnViolations));
        return order.DryRun ? code : Worse(code, await SendAsync(context, tenant, order, cancellationToken));
    }

    /// <summary>Whoever scans without a service running still has tickets sent and read back.</summary>
    private static async Task<int> SendAsync(VerbContext context, TenantOptions tenant, ScanOrder order, CancellationToken cancellationToken)
    {
        var sending = context.Service<TenantSending>();
        if (sending.IsIdle)
        {
            return ExitCodes.Done;
        }

        var send = await sending.ContextAsync(tenant, order.Policies, order.Registers, cancellationToken);
        await sending.SyncAsync(send, acceptMany: false, cancellationToken);
        return await TicketsSending.SendAsync(context, send, context.Get(Json) ? context.Error : context.Out, cancellationToken);
    }

    /// <summary>What the scan itself says beats what sending says.</summary>
    private static int Worse(int ofScan, int ofSending) => ofScan != ExitCodes.Done ? ofScan : ofSending;

    /// <summary>What a scan's end means for the exit code. An incomplete read beats everything else.</summary>
    internal static int ExitCode(ScanResult result, bool failOnViolations) => result switch
    {
        { Complete: false } => ExitCodes.Incomplete,
        { HeldClosings.Count: > 0 } or { HeldActs.Count: > 0 } or { HeldChannels.Count: > 0 } => ExitCodes.Held,
        { OlderThanKnown: true } => ExitCodes.NotInOrder,
        { OpenViolations: > 0 } when failOnViolations => ExitCodes.NotInOrder,
        _ => ExitCodes.Done,
    };

    private static void RefuseLoneOptions(VerbContext context)
    {
        if (context.Get(Inventory) is null && (context.Get(DeviceList) is not null || context.Get(AsOf) is not null))
        {
            throw new CommandException(ExitCodes.BadUsage, "--device-list and --as-of go with --inventory.");
        }
    }

    private static InventoryFiles? Files(VerbContext context)
    {
        if (context.Get(Inventory) is not { } inventory)
        {
            return null;
        }

        return new InventoryFiles(
            Existing(context, "--inventory", inventory), context.Get(DeviceList) is { } list ? Existing(context, "--device-list", list) : null, context.Get(AsOf));
    }

    /// <summary>The whole path of a file that has to be there.</summary>
    internal static string Existing(VerbContext context, string option, string path)
    {
        var full = context.Environment.Resolve(path);
        return File.Exists(full) ? full : throw new CommandException(ExitCodes.BadUsage, $"{option} {path}: there is no such file ({full}).");
    }

    private static void Print(VerbContext context, ScanReport scan, PolicySet policies)
    {
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(ScanJson.Of(scan, policies));
            ScanSummary.Write(context.Error, scan);
        }
        else
        {
            ScanSummary.Write(context.Out, scan);
        }

        foreach (var path in scan.ReportFiles)
        {
            (context.Get(Json) ? context.Error : context.Out).Line($"Report: {path}");
        }
    }
}
