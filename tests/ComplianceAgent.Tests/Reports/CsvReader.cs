using System.Text;

namespace ComplianceAgent.Tests.Reports;

/// <summary>Reads a separated file as spreadsheets do: quotes matter only at the start of a cell, and what follows them is kept.</summary>
internal static class CsvReader
{
    public static List<IReadOnlyList<string>> Read(string text, char separator)
    {
        var rows = new List<IReadOnlyList<string>>();
        var cells = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            cells.Add(Cell(text, separator, ref at));
            if (at >= text.Length)
            {
                rows.Add(cells);
                return rows;
            }

            if (text[at++] == separator)
            {
                continue;
            }

            at += text[at - 1] == '\r' && at < text.Length && text[at] == '\n' ? 1 : 0;
            rows.Add(cells);
            cells = [];
        }

        return rows;
    }

    private static string Cell(string text, char separator, ref int at)
    {
        var cell = new StringBuilder();
        var isQuoted = at < text.Length && text[at] == '"';
        at += isQuoted ? 1 : 0;
        while (at < text.Length && (isQuoted || (text[at] != separator && text[at] is not ('\r' or '\n'))))
        {
            if (!isQuoted || text[at] != '"')
            {
                cell.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append('"');
                at += 2;
            }
            else
            {
                isQuoted = false;
                at++;
            }
        }

        return cell.ToString();
    }
}
