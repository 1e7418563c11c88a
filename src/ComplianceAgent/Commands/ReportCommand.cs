using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
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

    private static readonly Option<string?> AsOf = new("--as-of")
    {
        Description = "A past day (2026-11-20: what its last scan reported) or moment (2026-11-20T09:00Z), made again from the audit trail.",
        HelpName = "DATE",
    };

    private static readonly Option<string?> Speech = new("--language")
    {
        Description = "Language of the HTML report: en, nl, fr or de. Without it that of Reports:Language.",
        HelpName = "en|nl|fr|de",
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
              compliance-agent report --language fr --output reports
              compliance-agent report --as-of 2026-11-20
            """)
        {
            Format, AsOf, Speech, shared.Tenant, shared.Policy, shared.Store, shared.Output,
        };
        return command.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));
    }

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        if (!ReportFormats.TryParse(context.Get(Format), out var formats, out var fault))
        {
            throw new CommandException(ExitCodes.BadUsage, fault);
        }

        var language = Spoken(context.Get(Speech));
        var (opened, stored) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var tenant = stored.Tenant;
        var directory = context.Environment.Resolve(context.Get(shared.Output) ?? context.Service<IOptions<ReportOptions>>().Value.EffectiveDirectory);
        if (context.Get(AsOf) is { } asOf)
        {
            var moment = Moment(asOf).Before(stored.Simulated ? DateTimeOffset.MaxValue : context.Environment.Clock.GetUtcNow())
                ?? throw new CommandException(ExitCodes.BadUsage, $"--as-of {asOf}: lies in the future.");
            Print(context, await PastAsync(context, shared, tenant, moment, directory, formats, language, cancellationToken));
            return ExitCodes.Done;
        }

        var policies = PolicyChoice.LoadForStored(context, shared, (await opened.ReadAsync(tenant, cancellationToken))?.LastScan);
        Print(context, await context.Service<ReportPublisher>().PublishAsync(tenant, policies, TenantChoice.RegistersOf(context, tenant), directory, formats, at: null, language, cancellationToken));
        return ExitCodes.Done;
    }

    private static Language? Spoken(string? text) =>
        text is null ? null
        : Languages.TryParse(text, out var language) ? language
        : throw new CommandException(ExitCodes.BadUsage, $"--language {LogText.Escape(text, 50)}: reports speak en, nl, fr or de.");

    private static void Print(VerbContext context, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            context.Out.Line(path);
        }
    }

    private static async Task<IReadOnlyList<string>> PastAsync(
        VerbContext context, SharedOptions shared, string tenant, PastMoment moment, string directory, IReadOnlyList<string> formats, Language? language, CancellationToken cancellationToken)
    {
        if (context.Get(shared.Policy) is { Length: > 0 })
        {
            throw new CommandException(ExitCodes.BadUsage, "--policy does not go with --as-of: a past report is made with the policies as they were in force then.");
        }

        try
        {
            return await context.Service<ReportPublisher>().PublishPastAsync(tenant, moment, directory, formats, language, cancellationToken);
        }
        catch (PastUnknownException unknown)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--as-of: {unknown.Message}", unknown);
        }
    }

    private static PastMoment Moment(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? PastMoment.Of(day)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? new PastMoment(moment)
        : throw new CommandException(ExitCodes.BadUsage, $"--as-of {text}: is neither a day (2026-11-20) nor a moment (2026-11-20T09:00Z).");
}
