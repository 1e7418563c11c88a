using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Json;
using ComplianceAgent.Reports.Pseudonymous;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>report</c>: reports from what is stored, without a scan.</summary>
internal static class ReportCommand
{
    private static readonly Option<string?> Format = new("--format")
    {
        Description = "Formats to write, separated by commas: html, csv, json, xlsx, oscal, ocsf. Without it those of Reports:Formats.",
        HelpName = "html,csv,json,xlsx,oscal,ocsf",
    };

    private static readonly Option<string?> Csv = new("--csv")
    {
        Description = "How CSV files are written: plain, for machines, or excel, with a byte order mark and the separator, dates and decimals of the language. Without it as Reports:Csv says.",
        HelpName = "plain|excel",
    };

    private static readonly Option<bool> Pseudonymous = new("--pseudonymous")
    {
        Description = "Put codes in place of the names, addresses, serial numbers and ids of people, devices, exceptions and files; the key is that of Reports:PseudonymKey.",
    };

    private static readonly Option<bool> Mail = new("--mail")
    {
        Description = "Send the report to the addresses of Reports:Mail:To now, as it is sent after scheduled scans, and write no files.",
    };

    private static readonly Option<bool> Schema = new("--schema")
    {
        Description = "Print the JSON Schema of the JSON report, and do nothing else.",
    };

    private static readonly Option<string?> AsOf = new("--as-of")
    {
        Description = "A past day (2026-11-20: what its last scan reported) or moment (2026-11-20T09:00Z), made again from the audit trail.",
        HelpName = "DATE",
    };

    private static readonly Option<string?> Speech = new("--language")
    {
        Description = "Language of the report: en, nl, fr or de; plain CSV and JSON keep codes and English. Without it that of Reports:Language.",
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
              compliance-agent report --format csv --csv excel --language nl --output for-excel
              compliance-agent report --pseudonymous --output for-the-auditor
              compliance-agent report --as-of 2026-11-20
            """)
        {
            Format, Speech, Csv, Pseudonymous, Mail, Schema, AsOf, shared.Tenant, shared.Policy, shared.Store, shared.Output,
        };
        return command.Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));
    }

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        if (context.Get(Schema))
        {
            context.Out.Writer.Write(JsonReportSchema.Text);
            return ExitCodes.Done;
        }

        var choices = await ChoicesAsync(context, cancellationToken);
        var (opened, stored) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var tenant = stored.Tenant;
        var directory = context.Environment.Resolve(context.Get(shared.Output) ?? context.Service<IOptions<ReportOptions>>().Value.EffectiveDirectory);
        if (context.Get(AsOf) is { } asOf)
        {
            if (context.Get(Mail))
            {
                throw new CommandException(ExitCodes.BadUsage, "--mail does not go with --as-of: mails carry the report of now.");
            }

            var moment = Moment(asOf).Before(stored.Simulated ? DateTimeOffset.MaxValue : context.Environment.Clock.GetUtcNow())
                ?? throw new CommandException(ExitCodes.BadUsage, $"--as-of {asOf}: lies in the future.");
            Print(context, await PastAsync(context, shared, tenant, moment, directory, choices, cancellationToken));
            return ExitCodes.Done;
        }

        var policies = PolicyChoice.LoadForStored(context, shared, (await opened.ReadAsync(tenant, cancellationToken))?.LastScan);
        if (context.Get(Mail))
        {
            return await SendAsync(context, tenant, policies, cancellationToken);
        }

        Print(context, await context.Service<ReportPublisher>().PublishAsync(tenant, policies, TenantChoice.RegistersOf(context, tenant), directory, choices, at: null, cancellationToken));
        return ExitCodes.Done;
    }

    private static async Task<ReportChoices> ChoicesAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var options = context.Service<IOptions<ReportOptions>>().Value;
        if (!ReportFormats.TryParse(context.Get(Format) ?? options.Formats, out var formats, out var fault))
        {
            throw new CommandException(ExitCodes.BadUsage, fault);
        }

        var form = options.Csv;
        if (context.Get(Csv) is { } csv && !(Enum.TryParse(csv, ignoreCase: true, out form) && Enum.IsDefined(form)))
        {
            throw new CommandException(ExitCodes.BadUsage, $"--csv {csv}: unknown. Write plain or excel.");
        }

        return new ReportChoices(formats) { Language = context.Get(Speech) is { } speech ? Spoken(speech) : options.EffectiveLanguage, Csv = form, Pseudonyms = context.Get(Pseudonymous) ? await PseudonymsAsync(context, cancellationToken) : null };
    }

    private static async Task<Pseudonyms> PseudonymsAsync(VerbContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Service<ReportKey>().ReadAsync(cancellationToken);
        }
        catch (ReportKeyException missing)
        {
            throw new CommandException(ExitCodes.BadUsage, "--pseudonymous: " + missing.Message, missing);
        }
    }

    private static async Task<int> SendAsync(VerbContext context, string tenant, Policies.PolicySet? policies, CancellationToken cancellationToken)
    {
        var delivery = context.Service<ReportDelivery>();
        if (!delivery.IsSet)
        {
            throw new CommandException(ExitCodes.BadUsage, "--mail: Reports:Mail:To is not set. Write the addresses that reports go to, and the mail server under Messages:Smtp.");
        }

        try
        {
            var delivered = await delivery.SendAsync(tenant, policies, TenantChoice.RegistersOf(context, tenant), at: null, cancellationToken);
            foreach (var one in delivered)
            {
                context.Out.Line(one.Fault is { } fault ? $"{one.To}: not sent. {Sentences.Say(fault)}" : $"{one.To}: handed to the mail server.");
            }

            return delivered.All(one => one.Fault is null) ? ExitCodes.Done : ExitCodes.NotInOrder;
        }
        catch (ReportKeyException missing)
        {
            throw new CommandException(ExitCodes.BadUsage, "--mail: " + missing.Message, missing);
        }
    }

    private static Language Spoken(string text) => Languages.TryParse(text, out var language)
        ? language
        : throw new CommandException(ExitCodes.BadUsage, $"--language {LogText.Escape(text, 50)}: reports speak en, nl, fr or de.");

    private static void Print(VerbContext context, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            context.Out.Line(path);
        }
    }

    private static async Task<IReadOnlyList<string>> PastAsync(
        VerbContext context, SharedOptions shared, string tenant, PastMoment moment, string directory, ReportChoices choices, CancellationToken cancellationToken)
    {
        if (context.Get(shared.Policy) is { Length: > 0 })
        {
            throw new CommandException(ExitCodes.BadUsage, "--policy does not go with --as-of: a past report is made with the policies as they were in force then.");
        }

        try
        {
            return await context.Service<ReportPublisher>().PublishPastAsync(tenant, moment, directory, choices, cancellationToken);
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
