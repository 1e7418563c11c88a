using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reports;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>privacy</c>: what is kept of people, for how long, and how it is got out or erased.</summary>
internal static partial class PrivacyCommand
{
    private const int MostReason = 500;

    private static readonly Option<string> User = new("--user") { Description = "Whose: user principal name, mail address or Entra user id.", HelpName = "UPN", Required = true };

    private static readonly Option<string[]> Accounts = new("--account")
    {
        Description = "An account of the system that is theirs too, as the audit names it without its machine. May be repeated.", HelpName = "NAME", AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [],
    };

    private static readonly Option<string> Why = new("--reason") { Description = "Why, for whoever asks later. Kept with the hold.", HelpName = "TEXT", Required = true };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Tell what would be done; write nothing." };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("privacy", "Personal data: what is past retention, legal holds, what is kept of a person.")
    {
        new Command(
            "tidy",
            """
            Erase what is past retention now: the personal data of cases that ended Privacy:RetainMonths ago, and dated report files older than Privacy:RetainReportMonths. Each
            stored scan does so by itself. Without --tenant, of every tenant in the store.

            Examples:
              compliance-agent privacy tidy --dry-run
            """) { DryRun, shared.Tenant, shared.Store, shared.Output }
            .Does(shared, environment, (context, cancellationToken) => TidyAsync(context, shared, cancellationToken)),
        Hold(shared, environment),
        new Command(
            "export",
            """
            Write everything the store holds of a person as one JSON object, and where else there may be something. Names of other people who decided are left out.

            Examples:
              compliance-agent privacy export --user ann@contoso.example --out ann.json
            """) { User, Accounts, To, shared.Tenant, shared.Store, shared.Output }
            .Does(shared, environment, (context, cancellationToken) => ExportAsync(context, shared, cancellationToken)),
        new Command(
            "erase",
            """
            Erase a person: name, mail address, user id, and name and serial number of their devices, wherever the store holds them. What was found, when, under which policy and on
            which device id stays. Refused while a violation of theirs is open, under review or excepted, an exception is for them, or a legal hold stands. What they decided about
            others stays until retention takes it.

            Examples:
              compliance-agent privacy erase --user ann@contoso.example --dry-run
              compliance-agent privacy erase --user ann@contoso.example --reports
            """) { User, Accounts, DryRun, WithReports, shared.Tenant, shared.Store, shared.Output }
            .Does(shared, environment, (context, cancellationToken) => EraseAsync(context, shared, cancellationToken)),
    };

    private static async Task<int> TidyAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var session = context.Service<StoreSession>();
        context.Error.Line($"Store: {session.Path}");
        if (!await session.ExistsAsync(cancellationToken))
        {
            throw new CommandException(ExitCodes.BadUsage, $"There is no store at {session.Path} yet: scan first, or name another with --store.");
        }

        var store = await session.OpenAsync(simulated: null, cancellationToken);
        var tenants = await store.TenantsAsync(cancellationToken);
        if (context.Get(shared.Tenant) is { } name)
        {
            tenants = tenants.FirstOrDefault(tenant => tenant.Tenant == name) is { } one
                ? [one]
                : throw new CommandException(ExitCodes.BadUsage, $"--tenant {name}: the store holds no such tenant. Known: {string.Join(", ", tenants.Select(tenant => tenant.Tenant))}.");
        }

        foreach (var tenant in tenants)
        {
            var outcome = await context.Service<DataRetention>().TidyAsync(
                tenant.Tenant, Folder(context, shared), context.Environment.Account, context.Environment.Clock.GetUtcNow(), context.Get(DryRun), cancellationToken);
            context.Out.Line($"Tenant {tenant.Tenant}:");
            PrivacyText.Retained(context.Out, outcome, context.Get(DryRun));
        }

        return ExitCodes.Done;
    }

    private static string Folder(VerbContext context, SharedOptions shared) =>
        context.Environment.Resolve(context.Get(shared.Output) ?? context.Service<IOptions<ReportOptions>>().Value.EffectiveDirectory);

    private static string WhyOf(VerbContext context)
    {
        var why = ForeignText.Clean(context.Get(Why)).Trim();
        return why.Length is > 0 and <= MostReason
            ? why
            : throw new CommandException(ExitCodes.BadUsage, string.Create(CultureInfo.InvariantCulture, $"--reason: say why, in 1 to {MostReason} characters."));
    }

    private static string Asked(VerbContext context)
    {
        var user = ForeignText.Clean(context.Get(User)).Trim();
        return user.Length > 0 ? user : throw new CommandException(ExitCodes.BadUsage, "--user: name a person, by user principal name, mail address or Entra user id.");
    }
}
