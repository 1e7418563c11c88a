using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>A cell as a spreadsheet program understood it.</summary>
internal sealed record OfficeCell(string Type, string Text, double? Number, DateTime? Date, bool IsFormula);

/// <summary>LibreOffice, as the reader of what we write.</summary>
internal static class Office
{
    private const string Program = "/usr/bin/soffice";

    /// <summary>How LibreOffice is told that the Windows language of the reader is Dutch of Belgium, that cells are kept apart by semicolons, and that dates are to be known as such.</summary>
    public const string BelgianCsv = "CSV:59,34,76,1,,2067,false,true,false,false,false";

    private static readonly XNamespace Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace Value = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static readonly XNamespace Words = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    /// <summary>Opens a file and gives its sheets by name; skips the test where LibreOffice is not installed.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<OfficeCell>>>> OpenAsync(string path, string? filter = null)
    {
        Assert.SkipUnless(File.Exists(Program), "libreoffice-calc is not installed (tests/run.sh --install)");
        var folder = Path.GetDirectoryName(path)!;
        List<string> arguments = ["-env:UserInstallation=" + new Uri(Path.Combine(folder, "profile")).AbsoluteUri, "--headless", "--norestore", "--convert-to", "fods", "--outdir", Path.Combine(folder, "opened"), path];
        if (filter is not null)
        {
            arguments.Insert(3, "--infilter=" + filter);
        }

        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var opened = Path.Combine(folder, "opened", Path.GetFileNameWithoutExtension(path) + ".fods");
        File.Exists(opened).Should().BeTrue("LibreOffice said: {0}", await said);
        return XDocument.Load(opened).Descendants(Table + "table").ToDictionary(table => (string)table.Attribute(Table + "name")!, Rows);
    }

    private static IReadOnlyList<IReadOnlyList<OfficeCell>> Rows(XElement table) =>
        [.. table.Descendants(Table + "table-row").Where(row => row.Descendants(Words + "p").Any()).Select(row => (IReadOnlyList<OfficeCell>)[.. row.Elements(Table + "table-cell").SelectMany(Cells)])];

    private static IEnumerable<OfficeCell> Cells(XElement cell)
    {
        var repeated = Math.Min(100, (int?)cell.Attribute(Table + "number-columns-repeated") ?? 1);
        return Enumerable.Repeat(new OfficeCell(
            (string?)cell.Attribute(Value + "value-type") ?? "",
            string.Join('\n', cell.Elements(Words + "p").Select(line => line.Value)),
            (double?)cell.Attribute(Value + "value"),
            (string?)cell.Attribute(Value + "date-value") is { } date ? DateTime.Parse(date, CultureInfo.InvariantCulture) : null,
            cell.Attribute(Table + "formula") is not null), repeated);
    }
}
