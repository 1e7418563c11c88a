using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Tickets.Trackers;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ComplianceAgent.Tickets.Messages.Mail;

/// <summary>
/// Hands mails to the mail server, a connection each. What it gives back says that the server took it, never that somebody was told.
/// </summary>
internal sealed class MailSender(IOptions<SmtpOptions> options, SecretReader secrets, OutgoingConnector connector, TimeProvider clock)
{
    /// <summary>True when a mail server is set.</summary>
    public bool IsSet => Options.Host.Length > 0;

    private SmtpOptions Options => options.Value;

    /// <summary>Hands a mail over.</summary>
    /// <returns>What the server said on taking it, cleaned: it often names the mail in its log.</returns>
    /// <exception cref="TrackerException">It was not taken; with <see cref="TrackerFault.Uncertain"/> when it may have been all the same.</exception>
    public async Task<string> SendAsync(MailLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var recipient = MailAddresses.Read(letter.To) ?? throw new TrackerException(TrackerFault.Refused, Reason.Of("mail-address-unusable"));
        return await WithSessionAsync(
            async (session, token) =>
            {
                var from = Sender();
                var message = MailMessages.Make(letter, recipient, from, Options.ReplyTo.Length > 0 ? MailAddresses.Read(Options.ReplyTo, mayHaveName: true) : null, clock.GetUtcNow());
                return ForeignText.Clean(await session.SendAsync(Format(session, recipient), message, EnvelopeSender(from), [recipient], token));
            },
            cancellationToken);
    }

    /// <summary>Tests the connection without sending: connects, secures, signs in, and asks whether the sender is taken. Empty when all is well.</summary>
    public async Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WithSessionAsync(
                async (session, token) =>
                {
                    await session.TrySenderAsync(EnvelopeSender(Sender()), token);
                    return "";
                },
                cancellationToken);
            return [];
        }
        catch (TrackerException failed)
        {
            return [failed.Reason];
        }
    }

    private async Task<string> WithSessionAsync(Func<SmtpSession, CancellationToken, Task<string>> act, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(Options.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        SmtpSession? session = null;
        try
        {
            using var opened = session = new SmtpSession(Options, Authorities());
            await OpenAsync(session, either.Token);
            var reply = await act(session, either.Token);
            await LeaveAsync(session, either.Token);
            return reply;
        }
        catch (Exception failed) when (failed is not TrackerException && !cancellationToken.IsCancellationRequested)
        {
            throw SmtpFaults.Of(failed, Options.Host, session?.MayHaveBeenSent == true);
        }
    }

    private async Task OpenAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        var password = Options.User.Length > 0 ? await secrets.ReadAsync(new SecretReference("Messages:Smtp:Password", Options.Password), cancellationToken) : "";
        var stream = await connector.ConnectAsync(Options.Host, Options.Port, cancellationToken);
        try
        {
            await session.ConnectAsync(stream, Options.Host, Options.Port, Options.Security switch { SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect, SmtpSecurity.None => SecureSocketOptions.None, _ => SecureSocketOptions.StartTls }, cancellationToken);
        }
        catch (NotSupportedException missing)
        {
            throw new StartTlsMissingException(missing);
        }
        finally
        {
            if (!session.IsConnected)
            {
                await stream.DisposeAsync();
            }
        }

        if (Options.User.Length > 0)
        {
            await SignInAsync(session, password, cancellationToken);
        }
    }

    private async Task SignInAsync(SmtpSession session, string password, CancellationToken cancellationToken)
    {
        try
        {
            await session.AuthenticateAsync(Options.User, password, cancellationToken);
        }
        catch (NotSupportedException missing)
        {
            throw new SignInMissingException(missing);
        }
    }

    /// <summary>The mail was taken; how the farewell goes changes nothing.</summary>
    private static async Task LeaveAsync(SmtpSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SmtpProtocolException or SmtpCommandException)
        {
            // Gone already.
        }
    }

    private static FormatOptions Format(SmtpSession session, MailboxAddress recipient)
    {
        if (!recipient.IsInternational || recipient.LocalPart.All(char.IsAscii))
        {
            return FormatOptions.Default;
        }

        var international = FormatOptions.Default.Clone();
        international.International = session.Capabilities.HasFlag(SmtpCapabilities.UTF8) ? true : throw new MailSettingException(Reason.Of("mail-address-not-ascii"));
        return international;
    }

    private MailboxAddress Sender() => MailAddresses.Read(Options.From, mayHaveName: true) ?? throw new MailSettingException(Reason.Of("mail-sender-unusable"));

    private MailboxAddress EnvelopeSender(MailboxAddress from) =>
        Options.EnvelopeFrom.Length == 0 ? new MailboxAddress("", from.Address) : MailAddresses.Read(Options.EnvelopeFrom) ?? throw new MailSettingException(Reason.Of("mail-sender-unusable"));

    private X509Certificate2Collection Authorities()
    {
        var authorities = new X509Certificate2Collection();
        if (Options.CaFile.Length == 0)
        {
            return authorities;
        }

        try
        {
            authorities.ImportFromPemFile(Options.CaFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new MailSettingException(Reason.Of("mail-authority-unusable", ("path", Options.CaFile)));
        }

        return authorities.Count > 0 ? authorities : throw new MailSettingException(Reason.Of("mail-authority-unusable", ("path", Options.CaFile)));
    }
}
