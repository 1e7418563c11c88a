using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
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
        var formats = context.Get(Format)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var publisher = context.Service<ReportPublisher>();
        publisher.RefuseUnknown(formats);
        var store = context.Service<StoreSession>();
        context.Error.Line($"Store: {store.Path}");
        if (!store.Exists)
        {
            throw new CommandException(ExitCodes.BadUsage, $"There is no store at {store.Path} yet: scan first, or name another with --store.");
        }

        await store.OpenAsync(simulated: null, cancellationToken);
        var stored = await store.TenantsAsync(cancellationToken);
        var tenant = Choose(stored, context.Get(shared.Tenant));
        var directory = context.Environment.Resolve(context.Get(shared.Output) ?? context.Service<IOptions<ReportOptions>>().Value.EffectiveDirectory);
        foreach (var path in await publisher.PublishAsync(tenant, Policies(context, shared), directory, formats, at: null, cancellationToken))
        {
            context.Out.Line(path);
        }

        return ExitCodes.Done;
    }

    private static string Choose(IReadOnlyList<string> stored, string? name)
    {
        if (stored.Count == 0)
        {
            throw new CommandException(ExitCodes.BadUsage, "The store holds no scan yet: scan first.");
        }

        if (name is null)
        {
            return stored.Count == 1
                ? stored[0]
                : throw new CommandException(ExitCodes.BadUsage, $"The store holds {stored.Count} tenants; say which with --tenant: {string.Join(", ", stored)}.");
        }

        return stored.Contains(name, StringComparer.Ordinal)
            ? name
            : throw new CommandException(ExitCodes.BadUsage, $"--tenant {name}: the store holds no such tenant. Known: {string.Join(", ", stored)}.");
    }

    /// <summary>Deadlines need the policies' dates. Without any, the report is written all the same, and says that it cannot know them.</summary>
    private static PolicySet? Policies(VerbContext context, SharedOptions shared)
    {
        var use = context.Service<IOptions<PoliciesOptions>>().Value.Use;
        if (context.Get(shared.Policy)!.Length == 0 && use.Count == 0)
        {
            context.Error.Line("warning: no policy is in force (Policies:Use is empty), so the report can print no deadlines. Name policies with --policy.");
            return null;
        }

        return PolicyChoice.Load(context, shared);
    }
}
