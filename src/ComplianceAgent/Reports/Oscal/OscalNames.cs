using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Reports.Oscal;

/// <summary>Ids, tokens and text as OSCAL takes them.</summary>
internal static class OscalNames
{
    /// <summary>The space of names our ids are made in.</summary>
    private static readonly Guid Space = new("7c6a3b52-52a3-5c0f-9a8e-0d1b0c6a5e11");

    /// <summary>An id made of a name, the same every time (RFC 9562, version 5): OSCAL takes versions 4 and 5 only, and ours are of version 7.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "A name-based id is made with SHA-1 by its definition; nothing is kept secret by it.")]
    public static string Id(string kind, params ReadOnlySpan<string> parts)
    {
        var hash = SHA1.HashData([.. Space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes($"{kind}\n{string.Join('\n', parts)}")]);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    /// <summary>A token: letters, digits, dots and hyphens, a letter first.</summary>
    public static string Token(string prefix, string text) => prefix + "-" + string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '_'));

    /// <summary>A value: one line without blanks around it; null where nothing is left, since a value may not be empty.</summary>
    public static string? Value(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in PlainText.Of(text))
        {
            line.Append(char.IsWhiteSpace(c) || char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }

        // Invisible characters at the ends count as text for OSCAL and as nothing for people; both are content with their absence.
        var trimmed = line.ToString().Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    /// <summary>A line of Markdown that says the text and nothing else: a name such as <c>&lt;img&gt;</c> or <c>[x](y)</c> stays a name.</summary>
    public static string Markdown(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in Value(text) ?? "-")
        {
            if (char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)) && c is not (',' or '.' or ':' or ';' or '\'' or '"' or '(' or ')' or '-' or '/' or '%' or '?'))
            {
                safe.Append('\\');
            }

            safe.Append(c);
        }

        return safe.ToString();
    }

    /// <summary>A moment with its zone.</summary>
    public static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
