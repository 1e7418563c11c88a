using System.Net;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Messages.Mail;

/// <summary>What the settings of the mail server have to keep to, once one is named or needed.</summary>
internal sealed class SmtpRules(IOptions<TicketOptions> tickets) : IValidateOptions<SmtpOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Host.Length == 0)
        {
            return tickets.Value.Tracker == TrackerKind.Mail
                ? ValidateOptionsResult.Fail("Messages:Smtp:Host is not set, but Tickets:Tracker is Mail. Write the name of the mail server.")
                : ValidateOptionsResult.Skip;
        }

        List<string> faults = [.. Faults(options)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>What is wrong, a sentence each.</summary>
    internal static IEnumerable<string> Faults(SmtpOptions options)
    {
        string?[] faults =
        [
            HostFault(options),
            options.From.Length == 0 ? "Messages:Smtp:From is not set. Write the sender's address." : MailAddresses.Fault("Messages:Smtp:From", options.From, mayHaveName: true),
            options.ReplyTo.Length == 0 ? null : MailAddresses.Fault("Messages:Smtp:ReplyTo", options.ReplyTo, mayHaveName: true),
            options.EnvelopeFrom.Length == 0 ? null : MailAddresses.Fault("Messages:Smtp:EnvelopeFrom", options.EnvelopeFrom),
            SecretFault(options),
        ];
        return faults.OfType<string>();
    }

    private static string? HostFault(SmtpOptions options)
    {
        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
        {
            return $"Messages:Smtp:Host: \"{options.Host}\" is no name of a server. Write it alone, such as smtp.example.org; the port has a setting of its own.";
        }

        if (options.Security == SmtpSecurity.None && !IsLoopback(options.Host))
        {
            return "Messages:Smtp:Security: None is for a server on this machine (127.0.0.1) alone. Write StartTls or Tls.";
        }

        return IPAddress.TryParse(options.Host, out var ip) && OutgoingTargets.IsForbidden(ip) ? $"Messages:Smtp:Host: {options.Host} is a link-local or metadata address; nothing is sent there." : null;
    }

    private static string? SecretFault(SmtpOptions options) => (options.User.Length > 0, options.Password.Length > 0) switch
    {
        (true, false) => "Messages:Smtp:Password is not set, but Messages:Smtp:User is. Write it as env:NAME, file:/path or keyvault:https://NAME.vault.azure.net/secrets/NAME.",
        (false, true) => "Messages:Smtp:User is not set, but Messages:Smtp:Password is. Write the account it belongs to.",
        (true, true) => new SecretReference("Messages:Smtp:Password", options.Password).Fault(),
        _ => null,
    };

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
}
