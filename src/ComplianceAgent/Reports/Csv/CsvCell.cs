using System.Buffers;
using System.Globalization;
using System.Text;

namespace ComplianceAgent.Reports.Csv;

/// <summary>
/// One cell of a CSV file: quoted as RFC 4180 says, and harmless in a spreadsheet. A spreadsheet splits at the separator of its
/// reader's country whatever the file says, quotes or not: what follows a <c>;</c>, a TAB or a line break inside a cell may become a
/// cell of its own, and a formula. So every such piece is guarded like the cell itself.
/// </summary>
internal static class CsvCell
{
    private const char Guard = '\'';

    private static readonly SearchValues<char> Separators = SearchValues.Create(";\t\r\n");

    private static readonly SearchValues<char> CommaToo = SearchValues.Create(",;\t\r\n");

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",;\t\r\n\"");

    /// <summary>ASCII, full-width and small forms: spreadsheets of some languages take them for the same. TAB and line breaks hide what follows.</summary>
    private static readonly SearchValues<char> Signs = SearchValues.Create("\t\r\n=+-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B");

    /// <summary>Foreign text: guarded, then quoted where needed.</summary>
    /// <param name="text">Text.</param>
    /// <param name="commasToo">Whether to guard what follows a comma too: where cells are kept apart by <c>;</c>, a reader of another country splits at commas, whatever the quotes.</param>
    public static string Of(string text, bool commasToo = false) => Quote(Neutralize(PlainText.Of(text), commasToo));

    /// <summary>Puts a <c>'</c> before everything that a spreadsheet might take for a formula.</summary>
    public static string Neutralize(string text, bool commasToo = false)
    {
        if (!text.AsSpan().ContainsAny(Signs))
        {
            return text;
        }

        var separators = commasToo ? CommaToo : Separators;
        var safe = new StringBuilder(text.Length + 4);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOfAny(separators);
            var piece = end < 0 ? rest : rest[..(end + 1)];
            if (StartsFormula(piece) && !IsRestOfLineBreak(piece, safe))
            {
                safe.Append(Guard);
            }

            safe.Append(piece);
            rest = rest[piece.Length..];
        }

        return safe.ToString();
    }

    private static bool IsRestOfLineBreak(ReadOnlySpan<char> piece, StringBuilder before) => piece is "\n" && before.Length > 0 && before[^1] == '\r';

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(NeedsQuotes) || (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
            ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""
            : text;

    /// <summary>Blanks, invisible characters and quotes before a sign do not make it safe: readers drop them.</summary>
    private static bool StartsFormula(ReadOnlySpan<char> piece)
    {
        foreach (var c in piece)
        {
            if (Signs.Contains(c))
            {
                return true;
            }

            if (!char.IsWhiteSpace(c) && c != '"' && char.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                return false;
            }
        }

        return false;
    }
}
