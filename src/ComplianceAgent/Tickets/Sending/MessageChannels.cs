using ComplianceAgent.Tickets.Messages;
using ComplianceAgent.Tickets.Messages.Mail;
using ComplianceAgent.Tickets.Messages.Teams;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>The ways by which messages leave, as far as they are set up.</summary>
public sealed class MessageChannels
{
    private readonly MailSender mail;
    private readonly TeamsSender teams;
    private readonly int mailSeconds;

    internal MessageChannels(MailSender mail, TeamsSender teams, IOptions<MessageOptions> options, IOptions<SmtpOptions> smtp)
    {
        (this.mail, this.teams, Options, mailSeconds) = (mail, teams, options.Value, smtp.Value.TimeoutSeconds);
    }

    /// <summary>Settings of messages.</summary>
    public MessageOptions Options { get; }

    /// <summary>True when a mail server is set.</summary>
    public bool HasMail => mail.IsSet;

    /// <summary>True when a Teams webhook is set.</summary>
    public bool HasTeams => teams.IsSet;

    /// <summary>Channels that are set up.</summary>
    public IReadOnlyList<string> Set => [.. HasMail ? [ChannelNames.Mail] : Array.Empty<string>(), .. HasTeams ? [ChannelNames.Teams] : Array.Empty<string>()];

    /// <summary>Longest time of one call.</summary>
    public int LongestSeconds => mailSeconds;

    /// <summary>Tests the connections without sending; empty when all is well.</summary>
    public async Task<IReadOnlyList<Reasons.Reason>> CheckAsync(CancellationToken cancellationToken) =>
        [.. HasMail ? await mail.CheckAsync(cancellationToken) : [], .. HasTeams ? await teams.CheckAsync(cancellationToken) : []];

    internal MessageSender SenderFor(ViolationStore store, INoticeWriter texts, TicketOptions tickets, TimeProvider clock) => new(store, mail, teams, texts, tickets, Options, clock);
}
