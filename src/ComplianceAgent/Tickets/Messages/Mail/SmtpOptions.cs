using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Tickets.Messages.Mail;

/// <summary>How the connection to the mail server is kept from others' eyes.</summary>
public enum SmtpSecurity
{
    /// <summary>Begins in the open and must turn to TLS; a server that does not offer it gets nothing.</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,

    /// <summary>None; only on this machine.</summary>
    None,
}

/// <summary>The mail server; section <c>Messages:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Messages:Smtp";

    /// <summary>Name of the server; empty sends no mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>Port.</summary>
    [Range(1, 65535, ErrorMessage = "Messages:Smtp:Port must be between 1 and 65535.")]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is secured.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>Account; empty signs nobody in.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password, or where it stands.</summary>
    public string Password { get; set; } = "";

    /// <summary>Sender, an address or <c>Name &lt;address&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Where answers go; empty takes the sender.</summary>
    public string ReplyTo { get; set; } = "";

    /// <summary>Where bounces go (the sender on the envelope); empty takes the sender.</summary>
    public string EnvelopeFrom { get; set; } = "";

    /// <summary>Longest time for one mail.</summary>
    [Range(1, 600, ErrorMessage = "Messages:Smtp:TimeoutSeconds must be between 1 and 600.")]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>Asks whether the server's certificate was revoked; needs a way to its authority's lists.</summary>
    public bool CheckRevocation { get; set; }

    /// <summary>File (PEM) with one more authority whose certificates are trusted, for this server alone; empty for none.</summary>
    public string CaFile { get; set; } = "";
}
