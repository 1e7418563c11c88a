using System.Text.RegularExpressions;

namespace ComplianceAgent.Reports.Xlsx;

/// <summary>Text of a cell: what a workbook cannot hold is taken out, what means something to it is escaped, and what is too long is cut.</summary>
internal static partial class XlsxText
{
    /// <summary>The longest text Excel takes in a cell, in UTF-16 units; a workbook with a longer one is "repaired".</summary>
    public const int Longest = 32_767;

    /// <summary>The text as the cell shows it, escaped for the file.</summary>
    public static string Of(string text)
    {
        var clean = PlainText.Of(text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return Escape().Replace(Cut(clean), "_x005F$0");
    }

    /// <summary>The text that a file's escapes stand for.</summary>
    public static string Read(string escaped) => escaped.Replace("_x005F_", "_", StringComparison.OrdinalIgnoreCase);

    private static string Cut(string text)
    {
        if (text.Length <= Longest)
        {
            return text;
        }

        var end = Longest - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    /// <summary>Readers take <c>_x0041_</c> for the letter A; the underscore before it is written as such an escape itself.</summary>
    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
