using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ComplianceAgent.Tests.Reports;

/// <summary>One cell as a reader sees it: text, or a number and how it is formatted.</summary>
internal sealed record XlsxCell(string? Text, double? Number, int Format, string CustomFormat, bool IsFormula)
{
    public bool IsDate => Format is >= 14 and <= 22;

    public DateTime Date => DateTime.FromOADate(Number!.Value);
}

/// <summary>One sheet.</summary>
internal sealed record XlsxSheetRead(string Name, IReadOnlyList<IReadOnlyList<XlsxCell>> Rows, int FrozenRows, string Filter)
{
    public string Banner => Rows[0][0].Text!;

    public IReadOnlyList<string> Headings => [.. Rows[1].Select(cell => cell.Text!)];

    public IEnumerable<IReadOnlyList<XlsxCell>> Data => Rows.Skip(2);

    public XlsxCell Cell(IReadOnlyList<XlsxCell> row, string heading) => row[Headings.ToList().IndexOf(heading)];
}

/// <summary>Reads a workbook from its parts, with no library that might be kinder than Excel.</summary>
internal static partial class XlsxFile
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static IReadOnlyDictionary<string, string> Parts(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var reader = new StreamReader(entry.Open(), new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        });
    }

    public static IReadOnlyList<XlsxSheetRead> Read(byte[] file)
    {
        var parts = Parts(file);
        var formats = Formats(XDocument.Parse(parts["xl/styles.xml"]));
        var targets = XDocument.Parse(parts["xl/_rels/workbook.xml.rels"]).Root!.Elements().ToDictionary(link => (string)link.Attribute("Id")!, link => ((string)link.Attribute("Target")!).TrimStart('/'));
        return [.. XDocument.Parse(parts["xl/workbook.xml"]).Descendants(Main + "sheet").Select(sheet =>
        {
            var target = targets[(string)sheet.Attribute(Office + "id")!];
            return Sheet((string)sheet.Attribute("name")!, XDocument.Parse(parts[target.StartsWith("xl/", StringComparison.Ordinal) ? target : "xl/" + target], LoadOptions.PreserveWhitespace), formats);
        })];
    }

    private static XlsxSheetRead Sheet(string name, XDocument sheet, IReadOnlyList<(int, string)> formats) => new(
        name,
        [.. sheet.Descendants(Main + "row").Select(row => (IReadOnlyList<XlsxCell>)[.. row.Elements(Main + "c").Select(cell => Cell(cell, formats))])],
        (int?)sheet.Descendants(Main + "pane").SingleOrDefault()?.Attribute("ySplit") ?? 0,
        (string?)sheet.Descendants(Main + "autoFilter").SingleOrDefault()?.Attribute("ref") ?? "");

    private static XlsxCell Cell(XElement cell, IReadOnlyList<(int Id, string Code)> formats)
    {
        var (id, code) = formats[(int?)cell.Attribute("s") ?? 0];
        var text = cell.Element(Main + "is") is { } inline ? Unescape(string.Concat(inline.Descendants(Main + "t").Select(part => part.Value))) : null;
        double? number = text is null && cell.Element(Main + "v") is { } value ? double.Parse(value.Value, CultureInfo.InvariantCulture) : null;
        return new(text, number, id, code, cell.Element(Main + "f") is not null);
    }

    private static (int, string)[] Formats(XDocument styles)
    {
        var custom = styles.Descendants(Main + "numFmt").ToDictionary(format => (int)format.Attribute("numFmtId")!, format => (string)format.Attribute("formatCode")!);
        return [.. styles.Descendants(Main + "cellXfs").Elements().Select(style => (int?)style.Attribute("numFmtId") ?? 0).Select(id => (id, custom.GetValueOrDefault(id, "")))];
    }

    /// <summary>What ECMA-376 says of text: <c>_x0041_</c> stands for a character.</summary>
    private static string Unescape(string text) => Escaped().Replace(text, match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_", RegexOptions.NonBacktracking)]
    private static partial Regex Escaped();
}
