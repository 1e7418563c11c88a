using System.Globalization;
using System.Text;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>
/// Text for wikis that let numeric entities through to the browser (Jira's, Textile): a character that means something there is written as its
/// number. No escape sign of theirs can then be undone by a character before it, and what scans the result for links finds none.
/// </summary>
internal static class EntityText
{
    /// <summary>Writes a text.</summary>
    /// <param name="text">Text of a span.</param>
    /// <param name="startsLine">True when it stands at the start of a line, where a first word such as <c>h1.</c> opens a block.</param>
    public static string Of(string text, bool startsLine)
    {
        var written = new StringBuilder(text.Length + 16);
        var inFirstWord = startsLine;
        for (var i = 0; i < text.Length; i++)
        {
            inFirstWord &= !char.IsWhiteSpace(text[i]);
            if (MustBeNumber(text, i, inFirstWord))
            {
                written.Append("&#").Append(((int)text[i]).ToString(CultureInfo.InvariantCulture)).Append(';');
            }
            else
            {
                written.Append(text[i]);
            }
        }

        return written.ToString();
    }

    private static bool MustBeNumber(string text, int at, bool inFirstWord)
    {
        var c = text[at];
        var before = at > 0 ? text[at - 1] : ' ';
        var after = at + 1 < text.Length ? text[at + 1] : ' ';
        return c switch
        {
            // PHONE-12 could be an issue's key; inside other words a hyphen means nothing.
            '-' => !char.IsLetterOrDigit(before) || !char.IsLetter(after),
            '.' => inFirstWord || before == '.' || after == '.',
            ':' => !char.IsWhiteSpace(after) || char.IsWhiteSpace(before),
            ',' or ';' or '\'' => false,
            '/' => !char.IsLetterOrDigit(before) || !char.IsLetterOrDigit(after),

            // Redmine reads r12 as a revision.
            'r' or 'R' => !char.IsLetterOrDigit(before) && char.IsDigit(after),
            _ => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)),
        };
    }
}
