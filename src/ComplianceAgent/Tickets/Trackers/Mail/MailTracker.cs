using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Messages.Mail;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;
using ComplianceAgent.Tickets.Text.Templates;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.Mail;

/// <summary>
/// Tickets by mail. The key stands in every subject, and every later mail answers the first, whose id is made of the key: whichever of the two
/// the receiving system goes by, it finds its ticket. Nothing can be read back; the ticket's id is the key, with the queue behind it where that
/// queue has an address of its own, so that later mails go there too.
/// </summary>
internal sealed class MailTracker(IOptions<MailTrackerOptions> options, IOptions<TicketOptions> tickets, MailSender mail) : ITracker
{
    private const char QueueMark = '/';

    /// <inheritdoc/>
    public TrackerTraits Traits { get; } = new("mail", IsReadable: false, Settles: TimeSpan.Zero);

    private MailTrackerOptions Options => options.Value;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken) => mail.CheckAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RemoteTicket>> FindAsync(string key, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RemoteTicket>>([]);

    /// <inheritdoc/>
    public Task<RemoteTicket?> ReadAsync(string id, CancellationToken cancellationToken) => Task.FromResult<RemoteTicket?>(Ticket(KeyOf(id), QueueOf(id)));

    /// <inheritdoc/>
    public async IAsyncEnumerable<RemoteTicket> ChangedSinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var key = TrackerText.Checked(draft.Key);
        await mail.SendAsync(
            new MailLetter { Id = key, To = Options.AddressOf(draft.Queue), Text = new NoticeText(Subject(key, "", draft.Title), draft.Body), SaysAutomatic = Options.SaysAutomatic, Language = tickets.Value.Language },
            cancellationToken);
        return Ticket(key, draft.Queue);
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> ApplyAsync(string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var (key, queue) = (KeyOf(id), QueueOf(id));
        var body = Body(edit);
        if (body.Blocks.Length > 0)
        {
            await mail.SendAsync(
                new MailLetter
                {
                    Id = $"{key}.{MarkOf(edit)}",
                    To = Options.OwnAddressOf(queue) ?? (Options.UpdateTo.Length > 0 ? Options.UpdateTo : Options.To),
                    Text = new NoticeText(Subject(key, MoveWord(edit.Move, "subject-"), edit.Draft?.Title ?? ""), body),
                    Follows = [key],
                    SaysAutomatic = Options.SaysAutomatic,
                    Language = tickets.Value.Language,
                },
                cancellationToken);
        }

        return Ticket(key, queue) with { IsClosed = edit.Move is TicketMove.Close or TicketMove.CloseAsDouble };
    }

    private static string KeyOf(string id) => TrackerText.Checked(id.Split(QueueMark, 2)[0]);

    private static string QueueOf(string id) => id.Split(QueueMark, 2) is [_, var queue] ? queue : "";

    private RemoteTicket Ticket(string key, string queue) => new() { Id = Options.OwnAddressOf(queue) is null ? key : $"{key}{QueueMark}{queue}", Key = key, Queue = queue };

    /// <summary>The move in words first, then what changed, then the ticket as it is to be.</summary>
    private TextDocument Body(TicketEdit edit)
    {
        var blocks = new List<TextBlock>();
        if (MoveWord(edit.Move, "move-") is { Length: > 0 } move)
        {
            blocks.Add(new ParagraphBlock([new TextSpan(move, Bold: true), .. edit.DoubleOf.Length > 0 ? [new TextSpan($" ({KeyOrText(edit.DoubleOf)})")] : Array.Empty<TextSpan>()]));
        }

        blocks.AddRange(edit.Comment is { } comment ? TrackerText.WithMark(comment, edit.CommentMark).Blocks : []);
        if (edit.Draft is { } draft)
        {
            blocks.AddRange(blocks.Count > 0 ? [new RuleBlock(), .. draft.Body.Blocks] : draft.Body.Blocks);
        }

        return new TextDocument([.. blocks]);
    }

    private static string KeyOrText(string id) => id.Split(QueueMark, 2)[0];

    private string MoveWord(TicketMove move, string prefix)
    {
        var name = move switch { TicketMove.Close => "closed", TicketMove.Reopen => "open-again", TicketMove.CloseAsDouble => "double", _ => "" };
        return name.Length == 0 ? "" : string.Join(" / ", tickets.Value.Language.Split('+').Distinct(StringComparer.Ordinal).Select(language => NoticeWords.Of(language)[prefix + name]));
    }

    private static string Subject(string key, string move, string title)
    {
        var mark = $"[{key}]";
        var rest = title.Replace(mark, "", StringComparison.Ordinal).Trim();
        return string.Join(' ', new[] { mark, move.Length > 0 && rest.Length > 0 ? move + ":" : move, rest }.Where(part => part.Length > 0));
    }

    /// <summary>What tells one change from another: its comment's mark, or else what it says. The same change sent again is the same mail.</summary>
    private static string MarkOf(TicketEdit edit) => edit.CommentMark.Length > 0
        ? TrackerText.Checked(edit.CommentMark)
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{edit.Move}\n{edit.DoubleOf}\n{edit.Draft?.Title}\n{edit.Draft?.Priority}\n{edit.Draft?.DueAt:O}\n{(edit.Draft is { } draft ? PlainMarkup.Write(draft.Body) : "")}")))[..16];
}
