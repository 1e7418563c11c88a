using System.Text.Encodings.Web;
using System.Text.Unicode;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;
using MimeKit;
using MimeKit.Text;

namespace ComplianceAgent.Tickets.Messages.Mail;

/// <summary>One mail to one address.</summary>
internal sealed record MailLetter
{
    /// <summary>Stable: the same mail sent again has the same, so that a receiver can drop a double. Letters, digits, hyphens and dots.</summary>
    public required string Id { get; init; }

    /// <summary>The one recipient.</summary>
    public required string To { get; init; }

    /// <summary>Title and body.</summary>
    public required NoticeText Text { get; init; }

    /// <summary>Ids of ours that this one follows, oldest first.</summary>
    public IReadOnlyList<string> Follows { get; init; } = [];

    /// <summary>Files that go with it.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>Language, for readers aloud; empty when it is in two.</summary>
    public string Language { get; init; } = "";

    /// <summary>Whether headers say that no person wrote it, which keeps automatic replies away. Some mail-in trackers drop such mail.</summary>
    public bool SaysAutomatic { get; init; } = true;
}

/// <summary>A file that goes with a mail.</summary>
/// <param name="Name">File name.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record MailAttachment(string Name, byte[] Content);

/// <summary>Makes a MIME message of a letter.</summary>
internal static class MailMessages
{
    private const int LongestSubject = 200;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The message.</summary>
    public static MimeMessage Make(MailLetter letter, MailboxAddress recipient, MailboxAddress from, MailboxAddress? replyTo, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentNullException.ThrowIfNull(from);
        var message = new MimeMessage { Subject = Subject(letter.Text.Title), Date = now.ToUniversalTime(), MessageId = Name(letter.Id, from) };
        message.From.Add(from);
        message.To.Add(recipient);
        if (replyTo is not null)
        {
            message.ReplyTo.Add(replyTo);
        }

        if (letter.Follows.Count > 0)
        {
            message.InReplyTo = Name(letter.Follows[^1], from);
            message.References.AddRange(letter.Follows.Select(id => Name(id, from)));
        }

        if (letter.SaysAutomatic)
        {
            // RFC 3834 for everybody, and Exchange's own. "Precedence: bulk" is older, and spam filters hold it against a mail.
            message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
            message.Headers.Add("X-Auto-Response-Suppress", "All");
        }

        message.Body = letter.Attachments.Count == 0 ? Body(letter) : new Multipart("mixed", [Body(letter), .. letter.Attachments.Select(Attachment)]) { Boundary = "=-" + Boundary(letter) + "=_whole" };
        return message;
    }

    /// <summary>A Message-ID, the same for ever.</summary>
    public static string Name(string id, MailboxAddress from) => $"{string.Concat(id.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))}@{MailboxAddress.EncodeAddrspec("x@" + from.Domain)[2..]}";

    private static MultipartAlternative Body(MailLetter letter)
    {
        var html = $"<!DOCTYPE html>\n<html{(letter.Language.Length == 2 ? $" lang=\"{Html.Encode(letter.Language)}\"" : "")}>\n<head><meta charset=\"utf-8\"/><title>{Html.Encode(Subject(letter.Text.Title))}</title></head>\n"
            + $"<body>\n{HtmlMarkup.Write(letter.Text.Body)}\n</body>\n</html>\n";
        return new MultipartAlternative(Part(TextFormat.Plain, PlainMarkup.Write(letter.Text.Body) + "\n"), Part(TextFormat.Html, html)) { Boundary = "=-" + Boundary(letter) + "=_part" };
    }

    private static string Boundary(MailLetter letter) => string.Concat(letter.Id.Where(char.IsAsciiLetterOrDigit).Take(40));

    private static MimePart Attachment(MailAttachment attachment) => new(MimeTypes.GetMimeType(attachment.Name))
    {
        Content = new MimeContent(new MemoryStream(attachment.Content)),
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
        ContentTransferEncoding = ContentEncoding.Base64,
        FileName = attachment.Name,
    };

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(System.Text.Encoding.UTF8, text.ReplaceLineEndings("\r\n"));
        return part;
    }

    private static string Subject(string title)
    {
        var line = SpanText.OneLine(title).Trim();
        return line.Length <= LongestSubject ? line : line[..(char.IsHighSurrogate(line[LongestSubject - 2]) ? LongestSubject - 2 : LongestSubject - 1)] + "…";
    }
}
