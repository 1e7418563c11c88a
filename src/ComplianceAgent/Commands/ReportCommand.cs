using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reports;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>report</c>: reports from what is stored, without a scan.</summary>
internal static class ReportCommand
{
    private static readonly Option<string> Format = new("--format")
    {
        Description = "Formats to write, separated by commas: html, csv, json.",
        HelpName = "html,csv,json",
        DefaultValueFactory = _ => "html,csv,json",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment)
    {
        var command = new Command(
            "report",
            """
            Write reports of what is stored; nothing is scanned.

            Examples:
              compliance-agent report --output reports
              compliance-agent report --tenant contoso --format html,json --output /srv/reports
            """)
        {
            Format, shared.Tenant, shared.Policy, shared.Store, shared.Output,
        };
        return command.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));
    }

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        if (!ReportFormats.TryParse(context.Get(Format), out var formats, out var fault))
        {
            throw new CommandException(ExitCodes.BadUsage, fault);
        }

        var (opened, stored) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var tenant = stored.Tenant;
        var policies = PolicyChoice.LoadForStored(context, shared, (await opened.ReadAsync(tenant, cancellationToken))?.LastScan);
        var directory = context.Environment.Resolve(context.Get(shared.Output) ?? context.Service<IOptions<ReportOptions>>().Value.EffectiveDirectory);
        foreach (var path in await context.Service<ReportPublisher>().PublishAsync(tenant, policies, TenantChoice.RegistersOf(context, tenant), directory, formats, at: null, cancellationToken))
        {
            context.Out.Line(path);
        }

        return ExitCodes.Done;
    }
}
