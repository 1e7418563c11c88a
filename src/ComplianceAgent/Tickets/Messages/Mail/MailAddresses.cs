using MimeKit;

namespace ComplianceAgent.Tickets.Messages.Mail;

/// <summary>Reads addresses strictly: exactly one mailbox, no group, list, comment or line break. One bad address never reaches another person.</summary>
internal static class MailAddresses
{
    private const int Longest = 254;

    /// <summary>A mailbox; null when the text is not exactly one.</summary>
    /// <param name="text">Text.</param>
    /// <param name="mayHaveName">Whether <c>Name &lt;address&gt;</c> is taken too.</param>
    public static MailboxAddress? Read(string text, bool mayHaveName = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > 2 * Longest || text.Any(c => char.IsControl(c) || char.IsSurrogate(c)) || !MailboxAddress.TryParse(text, out var mailbox))
        {
            return null;
        }

        var address = mailbox.Address;
        var isPlain = address == text || (mayHaveName && text.EndsWith($"<{address}>", StringComparison.Ordinal));
        return isPlain && mailbox.Route.Count == 0 && IsWhole(address) ? mailbox : null;
    }

    /// <summary>What is wrong with an address in a setting; null when nothing.</summary>
    public static string? Fault(string setting, string text, bool mayHaveName = false) => Read(text, mayHaveName) is not null
        ? null
        : $"{setting}: \"{text}\" is not one mail address. Write it {(mayHaveName ? "as name@example.org or Name <name@example.org>" : "as name@example.org")}.";

    private static bool IsWhole(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && at < address.Length - 1 && address.Length <= Longest && !address.Any(char.IsWhiteSpace) && Uri.CheckHostName(address[(at + 1)..].Trim('[', ']')) != UriHostNameType.Unknown;
    }
}
