using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Tickets.Messages.Mail;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Violations.Exceptions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>One address of a delivery, and how it went.</summary>
/// <param name="To">Address.</param>
/// <param name="Fault">Why the mail server did not take it; null when it did.</param>
public sealed record ReportDelivered(string To, Reason? Fault);

/// <summary>
/// Sends a report by mail to the addresses of the settings. That the server took it is all that is known afterwards. The id of the mail is made of tenant and scan, so that a receiver can drop a double.
/// </summary>
internal sealed partial class ReportDelivery(ReportPublisher publisher, ReportFiles files, ReportKey key, MailSender sender, IOptions<ReportOptions> options, TimeProvider clock, ILogger<ReportDelivery> logger)
{
    private ReportMailOptions Mail => options.Value.Mail;

    /// <summary>True when there is somebody to send to.</summary>
    public bool IsSet => Mail.To.Count > 0;

    /// <summary>After a scheduled scan: on the days of the settings, and without ever failing the scan.</summary>
    public async Task AfterScanAsync(string tenant, PolicySet policies, RegistersInForce registers, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (!IsSet || (Mail.Days.Count > 0 && !Mail.Days.Any(day => day.Equals(at.UtcDateTime.DayOfWeek.ToString(), StringComparison.OrdinalIgnoreCase))))
        {
            return;
        }

        try
        {
            foreach (var delivered in await SendAsync(tenant, policies, registers, at, cancellationToken))
            {
                Tell(tenant, delivered);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.Failed(logger, tenant, failure is ReportKeyException or ReportException ? failure.Message : failure.ToString());
        }
    }

    /// <summary>Sends the report of what is stored now.</summary>
    /// <exception cref="ReportKeyException">Codes are asked for, and there is no key.</exception>
    public async Task<IReadOnlyList<ReportDelivered>> SendAsync(string tenant, PolicySet? policies, RegistersInForce registers, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var model = await publisher.ModelAsync(tenant, policies, registers, await ChoicesAsync(cancellationToken), at, cancellationToken);
        var letter = await LetterAsync(model, cancellationToken);
        var delivered = new List<ReportDelivered>();
        foreach (var address in Mail.To)
        {
            delivered.Add(new(address, await SendAsync(letter with { To = address }, cancellationToken)));
        }

        return delivered;
    }

    private async Task<ReportChoices> ChoicesAsync(CancellationToken cancellationToken)
    {
        _ = ReportFormats.TryParse(Mail.Formats, out var formats, out _);
        _ = Languages.TryParse(Mail.Language, out var language);
        return new ReportChoices(formats) { Language = language, Csv = options.Value.Csv, Pseudonyms = Mail.Pseudonymous ? await key.ReadAsync(cancellationToken) : null };
    }

    private async Task<Reason?> SendAsync(MailLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(letter, cancellationToken);
            return null;
        }
        catch (TrackerException refused)
        {
            return refused.Reason;
        }
    }

    private async Task<MailLetter> LetterAsync(ReportModel model, CancellationToken cancellationToken)
    {
        _ = ReportFormats.TryParse(Mail.Formats, out var formats, out _);
        var printed = await files.PrintAsync(model, formats, Mail.MaxMegabytes * 1024L * 1024, cancellationToken);
        List<MailAttachment> attachments = [.. printed.Select(file => new MailAttachment(file.Name, file.Content))];
        var isTooLarge = attachments.Count == 0;
        return new MailLetter
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"report-{ReportFiles.NameOf(model.Tenant, "")}{model.LastScan?.Number ?? 0}-{clock.GetUtcNow().ToUnixTimeSeconds() / 3600}"),
            To = "",
            Text = new NoticeText(ReportMailText.Title(model), ReportMailText.Body(model, isTooLarge ? Mail.MaxMegabytes : null)),
            Language = model.Language.Code(),
            Attachments = attachments,
        };
    }

    private void Tell(string tenant, ReportDelivered delivered)
    {
        if (delivered.Fault is { } fault)
        {
            Log.NotTaken(logger, tenant, Sentences.Say(fault));
        }
        else
        {
            Log.Taken(logger, tenant);
        }
    }

    // Addresses are people's and stay out of the log.
    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The report of tenant {Tenant} was handed to the mail server.")]
        public static partial void Taken(ILogger logger, string tenant);

        [LoggerMessage(LogLevel.Error, "The report of tenant {Tenant} was not taken by the mail server: {Why} The next scheduled scan sends its own; 'compliance-agent report --mail' sends it now.")]
        public static partial void NotTaken(ILogger logger, string tenant, string why);

        [LoggerMessage(LogLevel.Error, "The report of tenant {Tenant} could not be made for sending: {Why}")]
        public static partial void Failed(ILogger logger, string tenant, string why);
    }
}
