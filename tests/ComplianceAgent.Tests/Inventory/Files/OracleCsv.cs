using System.Text;
using Microsoft.VisualBasic.FileIO;

namespace ComplianceAgent.Tests.Inventory.Files;

/// <summary>Csv read by somebody else's parser and written by the plainest of writers.</summary>
internal static class OracleCsv
{
    public static string[] Fields(string line)
    {
        using var parser = new TextFieldParser(new StringReader(line)) { Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        return parser.ReadFields()!;
    }

    public static string Write(IEnumerable<IEnumerable<string>> table, char separator, string newLine)
    {
        var text = new StringBuilder();
        foreach (var row in table)
        {
            text.AppendJoin(separator, row.Select(field => Quote(field, separator))).Append(newLine);
        }

        return text.ToString();
    }

    private static string Quote(string field, char separator) =>
        field.AsSpan().ContainsAny(separator, '"', '\n') || field.Contains('\r') ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
