using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Xlsx;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tests.Reports;

public sealed class XlsxReportTests
{
    internal static ReportModel Full(string foreign = "TikTok", int unjudged = 3, int scans = 4) => ReportModel.Build(ReportCases.Input(foreign) with
    {
        Simulated = true,
        Unjudged = _ => Enumerable.Range(0, unjudged).Select(i => new UnjudgedDevice(
            string.Create(CultureInfo.InvariantCulture, $"device-{i:D7}"), Platform.MacOS, DeviceOwner.Company, CoverageClass.Stale, Reason.Of("not-synced"), ReportCases.Now.AddDays(-40))).ToAsyncEnumerable(),
        Trend = [.. Enumerable.Range(0, scans).Select(i => new TrendPoint(ReportCases.Now.AddDays(i - scans), 20 - i, 9, 50, i != 1))],
    });

    [Fact]
    public async Task Every_sheet_names_the_last_complete_scan_and_that_it_is_simulated_and_keeps_its_filtered_headings_in_sight()
    {
        var sheets = await ReadAsync(Full());

        sheets.Select(sheet => sheet.Name).Should().Equal("Summary", "Violations", "Not judged", "Exceptions", "Trend");
        foreach (var sheet in sheets)
        {
            sheet.Banner.Should().Be("SIMULATED · contoso · Last complete scan: 2026-11-23 02:04 UTC", sheet.Name);
            sheet.FrozenRows.Should().Be(2);
            sheet.Filter.Should().MatchRegex("^A2:[A-Z]+1048576$");
            sheet.Headings.Should().OnlyHaveUniqueItems();
            sheet.Data.Should().NotBeEmpty().And.OnlyContain(row => row.Count == sheet.Headings.Count);
        }
    }

    [Fact]
    public async Task Numbers_are_numbers_and_dates_are_dates()
    {
        var violations = (await ReadAsync(Full()))[1];
        var id = ReportCases.Violation(1, ReportCases.TikTok).Id.ToString();
        var row = violations.Data.Single(cells => violations.Cell(cells, "Violation id").Text == id);

        violations.Data.Should().HaveCount(15);
        violations.Cell(row, "Overdue days").Number.Should().Be(25);
        violations.Cell(row, "Due in days").Should().Match<XlsxCell>(cell => cell.Text == null && cell.Number == null);
        violations.Cell(row, "Legal date").Should().Match<XlsxCell>(cell => cell.IsDate && cell.Date == new DateTime(2023, 3, 31));
        violations.Cell(row, "First seen (UTC)").Should().Match<XlsxCell>(cell => cell.IsDate && cell.Date == ReportCases.Now.AddDays(-30).UtcDateTime);
        violations.Cell(row, "State").Text.Should().Be("Open");
    }

    [Fact]
    public async Task The_figures_are_those_of_the_JSON_report()
    {
        var model = Full();
        var sheets = await ReadAsync(model);
        var json = await Print.JsonAsync(model);
        var summary = sheets[0];
        double? Figure(string part, string name) => summary.Cell(summary.Data.Single(row => summary.Cell(row, "Part").Text == part && summary.Cell(row, "Name").Text == name), "Value").Number;

        Figure("At a glance", "Open violations").Should().Be(json.GetProperty("headline").GetProperty("openViolations").GetInt32());
        Figure("At a glance", "Overdue").Should().Be(json.GetProperty("headline").GetProperty("overdue").GetInt32());
        Figure("At a glance", "Devices that cannot be judged").Should().Be(json.GetProperty("headline").GetProperty("cannotBeJudged").GetInt32());
        foreach (var line in json.GetProperty("coverage").GetProperty("scopes")[0].GetProperty("lines").EnumerateArray())
        {
            Figure("Coverage of the fleet", line.GetProperty("label").GetString()!).Should().Be(line.GetProperty("devices").GetInt32());
        }

        summary.Data.Where(row => summary.Cell(row, "Part").Text == "Coverage of the fleet").Sum(row => summary.Cell(row, "Value").Number).Should().Be(50);
        summary.Data.Select(row => summary.Cell(row, "Share of the fleet")).Where(cell => cell.Number != null).Should().OnlyContain(cell => cell.CustomFormat == "0.0%");
        sheets[4].Data.Select(row => sheets[4].Cell(row, "Open violations").Number).Should().Equal(20, 19, 18, 17);
        sheets[2].Data.Should().HaveCount(json.GetProperty("notJudged").GetArrayLength());
    }

    [Fact]
    public async Task Foreign_text_is_text_whatever_it_is_and_reads_as_it_was()
    {
        foreach (var name in ReportCases.HostileNames.Append("_x0041_").Append(" padded "))
        {
            var sheets = await ReadAsync(Full(name));

            sheets.SelectMany(sheet => sheet.Rows).SelectMany(row => row).Should().OnlyContain(cell => !cell.IsFormula);
            var apps = sheets[1].Data.Select(row => sheets[1].Cell(row, "App").Text).Distinct();
            apps.Should().ContainSingle().Which.Should().Be(name.Any(char.IsControl) || name.Any(char.IsSurrogate) || name.Contains('\uFFFE') ? CleanOf(name) : name);
        }
    }

    [Fact]
    public async Task Text_longer_than_Excel_takes_is_cut_with_a_mark_and_never_within_a_character()
    {
        var whole = new string('x', 32_767);
        (await AppAsync(whole)).Should().Be(whole);
        (await AppAsync(whole + "y")).Should().Be(whole[..^1] + "…");
        (await AppAsync(new string('x', 32_765) + "🎵🎵")).Should().Be(new string('x', 32_765) + "…");

        static async Task<string> AppAsync(string name)
        {
            var sheet = (await ReadAsync(Full(name)))[1];
            return sheet.Cell(sheet.Data.First(), "App").Text!;
        }
    }

    [Fact]
    public async Task What_one_sheet_cannot_hold_goes_on_on_the_next_and_no_device_is_lost()
    {
        var sheets = (await ReadAsync(Full(unjudged: 40), new XlsxReportWriter(maxRows: 18))).Where(sheet => sheet.Name.StartsWith("Not judged", StringComparison.Ordinal)).ToList();

        sheets.Select(sheet => sheet.Name).Should().Equal("Not judged", "Not judged 2", "Not judged 3");
        sheets.Select(sheet => sheet.Data.Count()).Should().Equal(16, 16, 8);
        sheets.SelectMany(sheet => sheet.Data.Select(row => sheet.Cell(row, "Device id").Text)).Should().OnlyHaveUniqueItems().And.HaveCount(40);
        sheets.Should().OnlyContain(sheet => sheet.Banner.StartsWith("SIMULATED"));
    }

    [Fact]
    public async Task More_devices_than_Excel_has_rows_are_written_as_they_are_read()
    {
        const int Many = XlsxSheet.ExcelRows + 1000;
        var path = Path.GetTempFileName();
        var written = 0L;
        var model = ReportCases.Model() with
        {
            Unjudged = _ => Enumerable.Range(0, Many).Select(i =>
            {
                written = i == 1_000_000 ? new FileInfo(path).Length : written;

                return new UnjudgedDevice(i.ToString(CultureInfo.InvariantCulture), Platform.MacOS, DeviceOwner.Company, CoverageClass.Stale, Reason.Of("not-synced"), ReportCases.Now);
            }).ToAsyncEnumerable(),
        };
        try
        {
            await using (var file = File.Create(path))
            {
                await new XlsxReportWriter().WriteAsync(model, file, TestContext.Current.CancellationToken);
            }

            written.Should().BeGreaterThan(new FileInfo(path).Length / 2, "most of the file is on the disk before the last device is asked for");
            using var zip = System.IO.Compression.ZipFile.OpenRead(path);
            zip.Entries.Count(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Should().Be(6);
            using var second = new StreamReader(zip.GetEntry("xl/worksheets/sheet4.xml")!.Open());
            (await second.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("<row").Should().HaveCount(1 + 2 + 1002);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task The_document_properties_name_nobody()
    {
        var parts = XlsxFile.Parts(await FileAsync(Full("ann@contoso.example"), new XlsxReportWriter()));

        var properties = string.Concat(parts.Where(part => part.Key.StartsWith("docProps/", StringComparison.Ordinal)).Select(part => part.Value));
        properties.Should().Contain("Compliance Agent").And.Contain("2026-11-23 02:04 UTC").And.NotContain("ann@").And.NotContainEquivalentOf(Environment.UserName + "<");
    }

    internal static async Task<byte[]> FileAsync(ReportModel model, XlsxReportWriter writer)
    {
        using var stream = new MemoryStream();
        await writer.WriteAsync(model, stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private static async Task<IReadOnlyList<XlsxSheetRead>> ReadAsync(ReportModel model, XlsxReportWriter? writer = null) => XlsxFile.Read(await FileAsync(model, writer ?? new XlsxReportWriter()));

    /// <summary>What a workbook cannot hold, as U+FFFD; line ends as one.</summary>
    private static string CleanOf(string name) => string.Concat(name.ReplaceLineEndings("\n").EnumerateRunes().Select(rune =>
        (rune.Value < 0x20 && rune.Value is not ('\t' or '\n')) || rune.Value is (>= 0x7F and <= 0x9F) or 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));
}
