using ComplianceAgent.Diagnostics;

namespace ComplianceAgent.Commands;

/// <summary>Prints a table as plain columns, two blanks apart. A cell too wide is cut, the last one excepted.</summary>
internal static class PlainTable
{
    private const int MostWidth = 48;

    /// <summary>Writes the table.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [headers, .. rows.Select(row => row.Select(Clean).ToArray())];
        var widths = headers.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => column == line.Count - 1 ? cell : cell.PadRight(widths[column]));
            writer.WriteLine(string.Join("  ", cells).TrimEnd());
        }

        string Clean(string cell, int column) => column == headers.Count - 1 ? LogText.Escape(cell) : LogText.Escape(cell, MostWidth);
    }
}
