using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Tickets.Messages.Mail;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>What is wrong with the settings of reports.</summary>
internal sealed class ReportRules(IOptions<SmtpOptions> smtp) : IValidateOptions<ReportOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. Faults(options), .. FaultsOf(options.Mail)];
        if (options.Mail.To.Count > 0 && smtp.Value.Host.Length == 0)
        {
            faults.Add("Reports:Mail:To is set, but Messages:Smtp:Host is not. Write the name of the mail server.");
        }

        if (options.Mail is { To.Count: > 0, Pseudonymous: true } && options.PseudonymKey.Length == 0)
        {
            faults.Add("Reports:Mail:Pseudonymous is true, but Reports:PseudonymKey is not set. Write file: and the whole path of a key file.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ReportOptions options)
    {
        if (!ReportFormats.TryParse(options.Formats, out _, out var unknown))
        {
            yield return "Reports:Formats: " + unknown;
        }

        if (new SecretReference("Reports:PseudonymKey", options.PseudonymKey).Fault() is { } fault)
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOf(ReportMailOptions mail)
    {
        foreach (var fault in mail.To.Select((address, i) => MailAddresses.Fault(string.Create(CultureInfo.InvariantCulture, $"Reports:Mail:To:{i}"), address)).OfType<string>())
        {
            yield return fault;
        }

        if (!ReportFormats.TryParse(mail.Formats, out _, out var unknown))
        {
            yield return "Reports:Mail:Formats: " + unknown;
        }

        if (!Languages.TryParse(mail.Language, out _))
        {
            yield return $"Reports:Mail:Language: \"{mail.Language}\" is no language that reports speak. Write en, nl, fr or de.";
        }

        foreach (var day in mail.Days.Where(day => !Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var read) || !Enum.IsDefined(read)))
        {
            yield return $"Reports:Mail:Days: \"{day}\" is no day of the week. Write one such as Monday.";
        }
    }
}
