using System.Xml.Linq;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Html;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Reports;

public sealed class HtmlReportTests
{
    [Fact]
    public async Task A_hostile_report_has_the_same_elements_and_attributes_as_a_harmless_one()
    {
        var harmless = Shape(await Print.HtmlAsync(ReportCases.Model("TikTok")));

        foreach (var name in ReportCases.HostileNames)
        {
            Shape(await Print.HtmlAsync(ReportCases.Model(name))).Should().Equal(harmless, "the name was {0}", name);
        }
    }

    [Fact]
    public async Task Foreign_text_is_shown_as_it_is_and_stands_alone_in_its_direction()
    {
        var page = await Print.HtmlAsync(ReportCases.Model("<b>a\u202Eb & \"c\"</b>"));

        page.Descendants("bdi").Where(text => text.Value == "<b>a\u202Eb & \"c\"</b>").Should().NotBeEmpty();
        page.Descendants().Where(element => element.Name != "bdi" && element.Nodes().OfType<XText>().Any(text => text.Value.Contains('\u202E'))).Should().BeEmpty();
    }

    [Fact]
    public async Task The_page_forbids_script_and_loads_nothing()
    {
        var page = await Print.HtmlAsync(ReportCases.Model());

        page.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!.Value
            .Should().StartWith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;");
        page.Descendants("script").Should().BeEmpty();
        page.Descendants().Attributes("src").Should().BeEmpty();
        page.Descendants().Attributes("href").Select(href => href.Value).Should().OnlyContain(href => href.StartsWith('#') || href == "data:,");
        page.Descendants().Attributes("style").Should().BeEmpty();
    }

    [Fact]
    public async Task A_report_without_a_recent_scan_has_a_red_header_that_says_so_before_anything_else()
    {
        var page = await Print.HtmlAsync(ReportModel.Build(ReportCases.Input() with { Now = ReportCases.Now.AddDays(6) }));
        var header = page.Descendants("header").Single();

        header.Attribute("class")!.Value.Should().Be("top alarm");
        header.Descendants("p").Single(p => (string?)p.Attribute("role") == "alert").Value.Should().Contain("NO RECENT SCAN");
        page.Descendants("style").First().Value.Should().Contain(".top.alarm { background: var(--alarm); }");
        page.Descendants("li").First(li => li.Value.Contains("NO COMPLETE SCAN SINCE 2026-11-23 02:04 UTC", StringComparison.Ordinal)).ElementsBeforeSelf().Should().BeEmpty();
        (await Print.HtmlAsync(ReportCases.Model())).Descendants("header").Single().Attribute("class")!.Value.Should().Be("top");
    }

    [Fact]
    public async Task Landmarks_captions_headings_and_language_are_there_for_a_screen_reader()
    {
        var page = await Print.HtmlAsync(ReportCases.Model());

        page.Root!.Attribute("lang")!.Value.Should().Be("en");
        foreach (var landmark in new[] { "header", "nav", "main", "footer", "h1" })
        {
            page.Descendants(landmark).Should().ContainSingle();
        }

        page.Descendants("table").Should().NotBeEmpty().And.OnlyContain(table => !string.IsNullOrWhiteSpace(table.Element("caption")!.Value));
        page.Descendants("th").Should().OnlyContain(th => th.Attribute("scope") != null);
        page.Descendants("tr").Where(row => row.Parent!.Name == "tbody").Should().OnlyContain(row => row.Elements("th").Count() == 1);
        page.Descendants("svg").Should().OnlyContain(svg => svg.Attribute("aria-label") != null || svg.Attribute("aria-labelledby") != null || (string?)svg.Attribute("aria-hidden") == "true");
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        ids.Should().OnlyHaveUniqueItems();
        page.Descendants("nav").Descendants("a").Select(link => link.Attribute("href")!.Value[1..]).Should().BeSubsetOf(ids);
    }

    [Fact]
    public async Task Ten_thousand_violations_stay_a_page_that_says_what_it_leaves_out()
    {
        var many = Enumerable.Range(1, 10_000).Select(number => ReportCases.Violation(number, ReportCases.TikTok)).ToList();
        var model = ReportModel.Build(ReportCases.Input() with { Violations = many });

        var text = await Print.TextAsync(new HtmlReportWriter(), model);
        var page = XDocument.Parse(text.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

        text.Length.Should().BeLessThan(5_000_000);
        Section(page, "violations").Descendants("tbody").Elements("tr").Should().HaveCount(HtmlReportWriter.MaxRows);
        Section(page, "violations").Value.Should().Contain("The first 2,000 of 10,000 are shown. The CSV and JSON reports hold all of them.");
        Section(page, "glance").Value.Should().Contain("10,000");
    }

    [Fact]
    public async Task Ended_violations_are_told_apart()
    {
        var page = await Print.HtmlAsync(ReportCases.Model());

        Section(page, "ended").Elements("h3").Select(heading => heading.Value).Should().Equal(
            "Removed, on proof: 2", "Withdrawn by a change of rule, policy or scope (not a removal): 1", "Device no longer managed (not a removal): 1");
    }

    [Fact]
    public async Task Nothing_scanned_is_a_page_that_calls_nothing_clean()
    {
        var model = ReportModel.Build(ReportCases.Input() with { LastScan = null, LastCompleteScan = null, Violations = [] });

        var page = await Print.HtmlAsync(model);

        page.Root!.Value.Should().Contain("This tenant has not been scanned yet").And.Contain("none yet").And.NotContain("no banned app is open");
    }

    [Fact]
    public async Task The_explanation_and_both_dates_stand_in_each_row()
    {
        var page = await Print.HtmlAsync(ReportCases.Model());

        var row = Section(page, "violations").Descendants("tbody").Elements("tr").First();
        row.Elements("th").Single().Value.Should().StartWith("Overdue");
        row.Elements("td").Select(cell => cell.Attribute("data-label")!.Value).Should().Equal("App", "Device", "Policy", "Legal date", "House date", "Seen", "Why");
        row.Value.Should().Contain("2023-03-31").And.Contain("2026-10-29").And.Contain("is the maker of");
    }

    [Fact]
    public void The_style_sheet_leaves_the_page_well_formed() => HtmlStyle.Sheet.Should().NotContainAny("<", "&", "url(", "@import");

    private static XElement Section(XDocument page, string id) => page.Descendants("section").Single(section => (string?)section.Attribute("id") == id);

    /// <summary>Every element with its attributes, in order, without the text.</summary>
    private static List<string> Shape(XDocument page) =>
        [.. page.Descendants().Select(element => $"{element.Ancestors().Count()} {element.Name} {string.Join(' ', element.Attributes())}")];
}
