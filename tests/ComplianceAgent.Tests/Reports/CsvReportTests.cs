using System.Globalization;
using System.Text;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Reports;

public sealed class CsvReportTests
{
    private const string Signs = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫";

    [Theory]
    [InlineData("TikTok", "TikTok")]
    [InlineData("", "")]
    [InlineData("a-b=c", "a-b=c")]
    [InlineData("=1", "'=1")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\r", "'\r")]
    [InlineData("x;=1", "x;'=1")]
    [InlineData("x; \"=1", "x;' \"=1")]
    [InlineData("x\r\n@y", "x\r\n'@y")]
    [InlineData("\u200B+1", "'\u200B+1")]
    [InlineData("x;＝1", "x;'＝1")]
    [InlineData(";;-1", ";;'-1")]
    public void A_guard_stands_before_whatever_a_spreadsheet_might_calculate(string text, string safe) => CsvCell.Neutralize(text).Should().Be(safe);

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Read_with_any_separator_no_cell_begins_with_a_formula_sign(char separator)
    {
        // Each hostile name beside each other one in a row, so that the end of one cell and the start of the next also meet.
        var violations = ReportCases.HostileNames.SelectMany((name, i) => ReportCases.HostileNames.Select((other, j) =>
            ReportCases.Violation((i * 1000) + j, ReportCases.TikTok, foreign: name) with { SubjectName = other, App = new(ComplianceAgent.Inventory.Platform.IOS, name, other, name, other) })).ToList();
        var model = ReportModel.Build(ReportCases.Input() with { Tenant = "x;=1", Violations = violations });

        foreach (var writer in FormatTests.Writers().Where(writer => writer.Format == ReportFormats.Csv))
        {
            var cells = CsvReader.Read(await Print.TextAsync(writer, model), separator).SelectMany(row => row).ToList();
            cells.Where(IsLive).Should().BeEmpty("{0} read with {1}", writer.FileEnding, (int)separator);
        }
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Nor_does_one_of_the_Excel_form_even_where_a_reader_forgets_quotes_in_the_middle(char separator)
    {
        var violations = ReportCases.HostileNames.Append("x,=1").SelectMany((name, i) => ReportCases.Violations(name).Select(v => v with { Id = new Guid(i, 1, 1, v.Id.ToByteArray()[8..]) })).ToList();
        var model = ReportModel.Build(ReportCases.Input() with { Tenant = "x,=1", Violations = violations }) with { Csv = CsvForm.Excel, Language = Language.Dutch };

        foreach (var writer in FormatTests.Writers().Where(writer => writer.Format == ReportFormats.Csv))
        {
            CsvReader.Read(await Print.TextAsync(writer, model), separator).SelectMany(row => row).Where(IsLive).Should().BeEmpty("{0} read with {1}", writer.FileEnding, (int)separator);
        }
    }

    [Theory]
    [InlineData(Language.Dutch, ';', "31/03/2023", "24/10/2026 06:30:00", "0,12")]
    [InlineData(Language.French, ';', "31/03/2023", "24/10/2026 06:30:00", "0,12")]
    [InlineData(Language.German, ';', "31.03.2023", "24.10.2026 06:30:00", "0,12")]
    [InlineData(Language.English, ',', "31/03/2023", "24/10/2026 06:30:00", "0.12")]
    public async Task The_Excel_form_has_a_mark_and_separator_dates_and_decimals_of_its_language(Language language, char separator, string day, string moment, string share)
    {
        var model = ReportCases.Model() with { Csv = CsvForm.Excel, Language = language };
        using var stream = new MemoryStream();
        await new CsvViolationsWriter().WriteAsync(model, stream, TestContext.Current.CancellationToken);
        stream.ToArray()[..3].Should().Equal(0xEF, 0xBB, 0xBF);
        var rows = CsvReader.Read(Encoding.UTF8.GetString(stream.ToArray()[3..]), separator);
        var header = rows[0].ToList();
        var row = rows.Single(cells => cells[0] == ReportCases.Violation(1, ReportCases.TikTok).Id.ToString());
        var coverage = CsvReader.Read(await Print.TextAsync(new CsvCoverageWriter(), model), separator);

        rows.Should().OnlyContain(cells => cells.Count == header.Count);
        DateOnly.ParseExact(row[header.IndexOf("legalDate")], language.Culture().DateTimeFormat.ShortDatePattern, language.Culture()).Should().Be(new DateOnly(2023, 3, 31));
        row[header.IndexOf("legalDate")].Should().Be(day);
        row[header.IndexOf("firstSeen")].Should().Be(moment);
        coverage.Single(cells => cells[3] == "violating" && cells[0] == "fleet")[6].Should().Be(share);
    }

    [Fact]
    public void The_reader_of_this_test_would_find_a_live_formula() =>
        CsvReader.Read("id,\"x;=HYPERLINK(1)\"\r\n", ';').SelectMany(row => row).Should().Contain(cell => IsLive(cell));

    [Fact]
    public async Task Tables_are_rectangular_with_one_header_and_no_byte_order_mark()
    {
        foreach (var writer in FormatTests.Writers().Where(writer => writer.Format == ReportFormats.Csv))
        {
            using var stream = new MemoryStream();
            await writer.WriteAsync(XlsxReportTests.Full("x\r\n\"y\",z"), stream, TestContext.Current.CancellationToken);
            stream.ToArray()[0].Should().NotBe(0xEF);
            var text = Encoding.UTF8.GetString(stream.ToArray());
            text.Should().EndWith("\r\n");
            var rows = CsvReader.Read(text, ',');
            rows.Count.Should().BeGreaterThan(1);
            rows.Should().OnlyContain(row => row.Count == rows[0].Count);
            rows[0].Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public async Task Every_violation_is_a_row_with_its_state_and_both_dates()
    {
        var rows = await Print.CsvAsync(new CsvViolationsWriter(), ReportCases.Model());
        var header = rows[0].ToList();
        string Cell(IReadOnlyList<string> row, string name) => row[header.IndexOf(name)];

        rows.Skip(1).Should().HaveCount(15);
        rows.Skip(1).CountBy(row => Cell(row, "state")).Should().Contain([new("open", 8), new("review", 2), new("excepted", 1), new("resolved", 2), new("withdrawn", 1), new("noLongerManaged", 1)]);
        var first = rows.Single(row => Cell(row, "id") == ReportCases.Violation(1, ReportCases.TikTok).Id.ToString());
        Cell(first, "legalDate").Should().Be("2023-03-31");
        Cell(first, "legalDeadline").Should().Be("2023-03-31T22:00:00Z");
        Cell(first, "houseDate").Should().Be("2026-10-29");
        Cell(first, "countingClock").Should().Be("house");
        Cell(first, "overdueDays").Should().Be("25");
        Cell(first, "explanation").Should().Contain("TikTok");
    }

    [Fact]
    public async Task What_was_written_is_what_is_read_back()
    {
        const string odd = "Émile; \"l'app\", line\u2028end 抖音 🎵";

        var rows = await Print.CsvAsync(new CsvViolationsWriter(), ReportCases.Model(odd));

        rows[1][rows[0].ToList().IndexOf("appName")].Should().Be(odd);
    }

    private static bool IsLive(string cell)
    {
        var seen = cell.TrimStart(' ', '\u00A0', '\u3000', '\u200B', '\uFEFF', '"');
        return (cell.Length > 0 && Signs.Contains(cell[0])) || (seen.Length > 0 && Signs.Contains(seen[0]) && seen[0] is not ('\t' or '\r' or '\n'));
    }
}
