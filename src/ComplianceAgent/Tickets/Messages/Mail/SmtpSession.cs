using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MimeKit;

namespace ComplianceAgent.Tickets.Messages.Mail;

/// <summary>One connection to the mail server. It knows how far a mail has come: once a recipient was taken, a lost reply may hide a delivery.</summary>
internal sealed class SmtpSession : SmtpClient
{
    private readonly X509Certificate2Collection _authorities;

    /// <summary>A connection that also trusts these authorities.</summary>
    public SmtpSession(SmtpOptions options, X509Certificate2Collection authorities)
    {
        ArgumentNullException.ThrowIfNull(options);
        _authorities = authorities;
        Timeout = options.TimeoutSeconds * 1000;
        CheckCertificateRevocation = options.CheckRevocation;
        ServerCertificateValidationCallback = IsTrusted;
    }

    /// <summary>True once the server took a recipient: the text goes out from then on.</summary>
    public bool MayHaveBeenSent { get; private set; }

    /// <summary>Asks the server to take a sender, and takes it back: nothing is sent.</summary>
    public async Task TrySenderAsync(MailboxAddress sender, CancellationToken cancellationToken)
    {
        var reply = await SendCommandAsync($"MAIL FROM:<{sender.GetAddress(idnEncode: true)}>", cancellationToken);
        if ((int)reply.StatusCode is < 200 or > 299)
        {
            throw new SmtpCommandException(SmtpErrorCode.SenderNotAccepted, reply.StatusCode, sender, reply.Response);
        }

        await SendCommandAsync("RSET", cancellationToken);
    }

    /// <inheritdoc/>
    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        MayHaveBeenSent = true;
        base.OnRecipientAccepted(message, mailbox, response);
    }

    /// <summary>The system's own judgement; where only the authority was not known to it, the one of the settings is asked.</summary>
    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || _authorities.Count == 0 || certificate is not X509Certificate2 leaf)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        own.ChainPolicy.RevocationMode = CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(leaf);
    }
}
