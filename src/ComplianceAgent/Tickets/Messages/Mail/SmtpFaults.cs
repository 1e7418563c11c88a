using System.Globalization;
using System.Net.Sockets;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Tickets.Trackers;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace ComplianceAgent.Tickets.Messages.Mail;

/// <summary>Tells a failure of mail by what may have happened.</summary>
internal static class SmtpFaults
{
    private const int MaxText = 300;

    /// <summary>The failure in the words every channel shares.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="host">Server.</param>
    /// <param name="mayHaveBeenSent">Whether the text may have gone out before.</param>
    public static TrackerException Of(Exception failure, string host, bool mayHaveBeenSent) => failure switch
    {
        OutgoingRefusedException refused => new(TrackerFault.Refused, refused.Reason, inner: failure),
        SecretException secret => new(secret.MayPass ? TrackerFault.Unreachable : TrackerFault.Unauthorized, secret.Reason, inner: failure),
        SmtpCommandException command => OfReply(command, host),
        SaslException or AuthenticationException => OfSignIn(failure, host),
        ServiceNotAuthenticatedException => new(TrackerFault.Unauthorized, Said("mail-refuses-credential", host, 530, Text(failure.Message)), inner: failure),
        SslHandshakeException => NotReached(TrackerFault.Unreachable, host, "TLS", failure),
        MailSettingException setting => new(TrackerFault.Refused, setting.Reason, inner: failure),
        StartTlsMissingException => new(TrackerFault.Unreachable, Reason.Of("mail-without-starttls", ("host", host)), inner: failure),
        SignInMissingException => new(TrackerFault.Unauthorized, Reason.Of("mail-without-sign-in", ("host", host)), inner: failure),
        _ when mayHaveBeenSent => new(TrackerFault.Uncertain, Reason.Of("mail-reply-lost", ("host", host)), inner: failure),
        _ => NotReached(TrackerFault.Unreachable, host, failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } ? "DNS" : "TCP", failure),
    };

    private static TrackerException OfReply(SmtpCommandException command, string host)
    {
        var status = (int)command.StatusCode;
        var isRecipient = command.ErrorCode == SmtpErrorCode.RecipientNotAccepted;
        var text = Text(command.Message);

        // A text that the server refused was not taken, so even now nothing is in doubt.
        return status switch
        {
            421 => new(TrackerFault.Unreachable, Said("mail-asks-to-wait", host, status, text), inner: command),
            >= 400 and < 500 => new(TrackerFault.Throttled, Said("mail-asks-to-wait", host, status, text), inner: command),
            530 or 534 or 535 or 538 => new(TrackerFault.Unauthorized, Said("mail-refuses-credential", host, status, text), inner: command),
            _ when isRecipient => new(TrackerFault.Refused, Said("mail-refuses-recipient", host, status, text), inner: command),
            _ => new(TrackerFault.Refused, Said("mail-refuses", host, status, text), inner: command),
        };
    }

    private static TrackerException OfSignIn(Exception failure, string host) => failure.InnerException is SmtpCommandException { StatusCode: var status } command && (int)status is >= 400 and < 500
        ? new(TrackerFault.Throttled, Said("mail-asks-to-wait", host, (int)status, Text(command.Message)), inner: failure)
        : new(TrackerFault.Unauthorized, Said("mail-refuses-credential", host, failure.InnerException is SmtpCommandException said ? (int)said.StatusCode : 535, Text(failure.Message)), inner: failure);

    private static TrackerException NotReached(TrackerFault fault, string host, string layer, Exception failure) =>
        new(fault, Reason.Of("mail-not-reached", ("host", host), ("layer", layer), ("why", Text(failure.GetBaseException().Message))), inner: failure);

    private static Reason Said(string code, string host, int status, string text) =>
        Reason.Of(code, ("host", host), ("status", status.ToString(CultureInfo.InvariantCulture)), ("text", text));

    private static string Text(string text)
    {
        var clean = ForeignText.Clean(text.ReplaceLineEndings(" "));
        return clean.Length <= MaxText ? clean : clean[..(char.IsHighSurrogate(clean[MaxText - 2]) ? MaxText - 2 : MaxText - 1)] + ForeignText.CutMark;
    }
}

/// <summary>A setting, or an address, that no mail can go out with.</summary>
internal sealed class MailSettingException(Reason reason) : Exception(Sentences.Say(reason))
{
    /// <summary>Why.</summary>
    public Reason Reason { get; } = reason;
}

/// <summary>The server does not turn to TLS.</summary>
internal sealed class StartTlsMissingException(Exception inner) : Exception(inner.Message, inner);

/// <summary>The server does not let anybody sign in.</summary>
internal sealed class SignInMissingException(Exception inner) : Exception(inner.Message, inner);
