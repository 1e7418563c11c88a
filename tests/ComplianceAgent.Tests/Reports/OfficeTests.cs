using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Reports.Xlsx;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Reports;

/// <summary>What a real spreadsheet program makes of our files.</summary>
public sealed class OfficeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("office-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_workbook_opens_and_its_figures_and_dates_are_those_of_the_JSON_report()
    {
        var model = XlsxReportTests.Full();
        var json = await Print.JsonAsync(model);
        var sheets = await Office.OpenAsync(await WriteAsync("report.xlsx", new XlsxReportWriter(), model));

        sheets.Keys.Should().Equal("Summary", "Violations", "Not judged", "Exceptions", "Trend");
        sheets.Values.SelectMany(rows => rows).SelectMany(row => row).Should().NotContain(cell => cell.IsFormula);
        sheets.Values.Should().OnlyContain(rows => rows[0][0].Text == "SIMULATED · contoso · Last complete scan: 2026-11-23 02:04 UTC");
        var summary = sheets["Summary"].ToLookup(row => $"{row[0].Text}/{row[1].Text}", row => row[2]);
        summary["At a glance/Open violations"].Single().Number.Should().Be(json.GetProperty("headline").GetProperty("openViolations").GetInt32());
        summary["Report/Last complete scan (UTC)"].Single().Date.Should().Be(new DateTime(2026, 11, 23, 2, 4, 0));
        foreach (var line in json.GetProperty("coverage").GetProperty("scopes")[0].GetProperty("lines").EnumerateArray())
        {
            summary["Coverage of the fleet/" + line.GetProperty("label").GetString()].Single().Number.Should().Be(line.GetProperty("devices").GetInt32());
        }

        var violations = sheets["Violations"];
        int At(string heading) => violations[1].Select(cell => cell.Text).ToList().IndexOf(heading);
        violations.Skip(2).Should().HaveCount(15);
        foreach (var expected in json.GetProperty("violations").EnumerateArray())
        {
            var row = violations.Single(cells => cells.Count > At("Violation id") && cells[At("Violation id")].Text == expected.GetProperty("id").GetString());
            row[At("First seen (UTC)")].Date.Should().Be(expected.GetProperty("firstSeen").GetDateTime().ToUniversalTime());
            row[At("Legal date")].Date.Should().Be(DateTime.Parse(expected.GetProperty("deadline").GetProperty("legalDate").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            row[At("Overdue days")].Number.Should().Be(expected.GetProperty("deadline").GetProperty("overdueDays") is { ValueKind: System.Text.Json.JsonValueKind.Number } days ? days.GetInt32() : null);
        }
    }

    [Fact]
    public async Task A_workbook_of_hostile_names_opens_whole_and_calculates_nothing()
    {
        var violations = ReportCases.HostileNames.SelectMany((name, i) => ReportCases.Violations(name).Select(v => v with { Id = new Guid(i, 1, 1, v.Id.ToByteArray()[8..]) })).ToList();
        var sheets = await Office.OpenAsync(await WriteAsync("hostile.xlsx", new XlsxReportWriter(), ReportModel.Build(ReportCases.Input() with { Violations = violations })));

        sheets["Violations"].Skip(2).Should().HaveCount(violations.Count);
        sheets.Values.SelectMany(rows => rows).SelectMany(row => row).Should().NotContain(cell => cell.IsFormula);
        sheets["Violations"].SelectMany(row => row).Should().Contain(cell => cell.Text == "=1+1" && cell.Type == "string");
    }

    [Fact]
    public async Task The_Excel_form_of_CSV_opens_in_Belgium_with_its_columns_dates_and_decimals_and_calculates_nothing()
    {
        var hostile = ReportCases.HostileNames.SelectMany((name, i) => ReportCases.Violations(name).Select(v => v with { Id = new Guid(i + 1000, 1, 1, v.Id.ToByteArray()[8..]) }));
        var model = new ReportChoices([]) { Csv = CsvForm.Excel, Language = Language.Dutch }.Of(ReportCases.Input() with { Violations = [.. ReportCases.Violations(), .. hostile] });
        var rows = (await Office.OpenAsync(await WriteAsync("violations.csv", new CsvViolationsWriter(), model), Office.BelgianCsv)).Values.Single();
        int At(string heading) => rows[0].Select(cell => cell.Text).ToList().IndexOf(heading);
        var row = rows.Single(cells => cells[0].Text == ReportCases.Violation(1, ReportCases.TikTok).Id.ToString());

        rows[0].Should().HaveCountGreaterThan(40);
        row[At("legalDate")].Date.Should().Be(new DateTime(2023, 3, 31));
        row[At("firstSeen")].Date.Should().Be(ReportCases.Now.AddDays(-30).UtcDateTime);
        row[At("overdueDays")].Number.Should().Be(25);
        rows.SelectMany(cells => cells).Should().NotContain(cell => cell.IsFormula);
        var coverage = (await Office.OpenAsync(await WriteAsync("coverage.csv", new CsvCoverageWriter(), model), Office.BelgianCsv)).Values.Single();
        coverage.Single(cells => cells[0].Text == "fleet" && cells[3].Text == "violating")[6].Number.Should().Be(0.12);
    }

    private async Task<string> WriteAsync(string name, IReportWriter writer, ReportModel model)
    {
        var path = Path.Combine(folder, name);
        await using var stream = File.Create(path);
        await writer.WriteAsync(model, stream, TestContext.Current.CancellationToken);
        return path;
    }
}
