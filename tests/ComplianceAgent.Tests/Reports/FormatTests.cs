using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Reports.Html;
using ComplianceAgent.Reports.Json;
using ComplianceAgent.Reports.Ocsf;
using ComplianceAgent.Reports.Oscal;
using ComplianceAgent.Reports.Xlsx;

namespace ComplianceAgent.Tests.Reports;

/// <summary>Prints a model with one writer and reads it back as a stranger would.</summary>
internal static class Print
{
    public static async Task<string> TextAsync(IReportWriter writer, ReportModel model)
    {
        using var stream = new MemoryStream();
        await writer.WriteAsync(model, stream, TestContext.Current.CancellationToken);
        return writer.Format == ReportFormats.Xlsx ? string.Join('\n', XlsxFile.Parts(stream.ToArray()).Values) : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream.ToArray());
    }

    public static async Task<XDocument> HtmlAsync(ReportModel model)
    {
        using var reader = XmlReader.Create(new StringReader(await TextAsync(new HtmlReportWriter(), model)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    public static async Task<JsonElement> JsonAsync(ReportModel model)
    {
        using var document = JsonDocument.Parse(await TextAsync(new JsonReportWriter(), model));
        return document.RootElement.Clone();
    }

    public static async Task<IReadOnlyList<IReadOnlyList<string>>> CsvAsync(IReportWriter writer, ReportModel model) => CsvReader.Read(await TextAsync(writer, model), ',');
}

public sealed class FormatTests
{
    [Fact]
    public async Task The_lines_are_equal_in_all_formats_and_sum_to_the_fleet()
    {
        var model = ReportCases.Model();
        var counted = model.Coverage[0].Lines.Select(line => (ReportWords.Code(line.Class), line.Devices)).ToList();

        var html = (await Print.HtmlAsync(model)).Descendants("table").Single(table => (string?)table.Attribute("id") == "coverage-fleet")
            .Descendants("tr").Where(row => row.Attribute("data-class") is not null)
            .Select(row => (row.Attribute("data-class")!.Value, int.Parse(row.Elements("td").First().Value, CultureInfo.InvariantCulture)));
        var csv = (await Print.CsvAsync(new CsvCoverageWriter(), model)).Where(row => row[0] == "fleet").Select(row => (row[3], int.Parse(row[5], CultureInfo.InvariantCulture)));
        var json = (await Print.JsonAsync(model)).GetProperty("coverage").GetProperty("scopes")[0].GetProperty("lines").EnumerateArray()
            .Select(line => (line.GetProperty("class").GetString()!, line.GetProperty("devices").GetInt32()));

        html.Should().Equal(counted);
        csv.Should().Equal(counted);
        json.Should().Equal(counted);
        counted.Sum(line => line.Devices).Should().Be(50);
    }

    [Fact]
    public async Task The_lines_of_each_policy_are_equal_in_all_formats_and_sum_to_the_fleet()
    {
        var model = ReportCases.Model();
        var matrix = (await Print.HtmlAsync(model)).Descendants("table").Single(table => (string?)table.Attribute("id") == "coverage-policies").Element("tbody")!.Elements("tr").ToList();
        var csv = await Print.CsvAsync(new CsvCoverageWriter(), model);
        var json = (await Print.JsonAsync(model)).GetProperty("coverage").GetProperty("scopes");

        for (var i = 1; i < model.Coverage.Length; i++)
        {
            var scope = model.Coverage[i];
            var counted = scope.Lines.Select(line => line.Devices).ToList();
            counted.Sum().Should().Be(50);
            matrix[i - 1].Elements("td").Select(cell => int.Parse(cell.Value, CultureInfo.InvariantCulture)).Should().Equal([.. counted, 50]);
            csv.Where(row => row[1] == scope.PolicyId).Select(row => int.Parse(row[5], CultureInfo.InvariantCulture)).Should().Equal(counted);
            json[i].GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("devices").GetInt32()).Should().Equal(counted);
        }
    }

    [Fact]
    public async Task The_headline_is_equal_in_all_formats()
    {
        var model = ReportCases.Model();
        var headline = model.Headline;
        int[] counted = [headline.DevicesInViolation, headline.OpenViolations, headline.Overdue, headline.DueSoon, headline.UnderReview, headline.CannotBeJudged];
        string[] names = ["devicesInViolation", "openViolations", "overdue", "dueIn7Days", "underReview", "cannotBeJudged"];

        var html = (await Print.HtmlAsync(model)).Descendants("span").Where(span => (string?)span.Attribute("class") == "figure").Select(span => int.Parse(span.Value, CultureInfo.InvariantCulture));
        var csv = (await Print.CsvAsync(new CsvSummaryWriter(), model)).Where(row => row[0] == "headline").ToDictionary(row => row[1], row => int.Parse(row[2], CultureInfo.InvariantCulture));
        var json = (await Print.JsonAsync(model)).GetProperty("headline");

        html.Should().Equal(counted);
        names.Select(name => csv[name]).Should().Equal(counted);
        names.Select(name => json.GetProperty(name).GetInt32()).Should().Equal(counted);
        csv.Keys.Should().Equal(json.EnumerateObject().Select(figure => figure.Name));
    }

    [Fact]
    public async Task Hostile_names_never_stop_a_report_in_any_format()
    {
        foreach (var name in ReportCases.HostileNames)
        {
            var model = ReportCases.Model(name) with { Tenant = name };
            foreach (var writer in Writers())
            {
                (await Print.TextAsync(writer, model)).Should().NotBeEmpty();
            }
        }
    }

    [Fact]
    public async Task Simulated_is_said_in_every_file()
    {
        var model = XlsxReportTests.Full();

        foreach (var writer in Writers())
        {
            (await Print.TextAsync(writer, model)).Should().ContainEquivalentOf("simulated");
        }

        (await Print.TextAsync(new HtmlReportWriter(), ReportCases.Model())).Should().NotContain("SIMULATED");
        (await Print.CsvAsync(new CsvViolationsWriter(), ReportCases.Model())).Skip(1).Select(row => row[^1]).Distinct().Should().Equal("real");
    }

    [Fact]
    public async Task The_last_complete_scan_is_named_in_every_file()
    {
        foreach (var writer in Writers())
        {
            (await Print.TextAsync(writer, XlsxReportTests.Full())).Should().ContainAny("2026-11-23T02:04:00Z", "2026-11-23 02:04 UTC");
        }
    }

    internal static IEnumerable<IReportWriter> Writers() =>
        [new HtmlReportWriter(), new CsvViolationsWriter(), new CsvCoverageWriter(), new CsvBlindSpotsWriter(), new CsvNotJudgedWriter(), new CsvExceptionsWriter(), new CsvSummaryWriter(), new JsonReportWriter(), new XlsxReportWriter(), new OscalReportWriter(), new OcsfReportWriter()];
}
