using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Charts;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Reports;

public sealed partial class ChartTests
{
    private static readonly Wording English = Wording.Of(Language.English);

    [Fact]
    public void The_trend_says_where_it_began_stands_and_was_highest_and_marks_incomplete_scans_by_a_ring()
    {
        TrendPoint[] trend = [Point(-3, 12), Point(-2, 15, complete: false), Point(-1, 8)];

        var chart = TrendChart.Draw("t", trend, English);

        chart.Sentence.Should().Be("From 12 open on 20/11/2026 to 8 on 22/11/2026; the most were 15, on 21/11/2026.");
        All(chart.Picture!).Count(element => element.Name == "circle").Should().Be(1);
        chart.Legend.Should().HaveCount(2);
        chart.Table.Rows.Select(row => row[1]).Should().Equal("12", "15", "8");
        var line = All(chart.Picture!).Single(element => Of(element, "class") == "chart-line");
        Of(line, "points").Split(' ').Should().HaveCount(3);
    }

    [Fact]
    public void A_single_scan_draws_no_line_and_says_so()
    {
        var chart = TrendChart.Draw("t", [Point(-1, 8)], English);

        chart.Picture.Should().BeNull();
        chart.Sentence.Should().Contain("two scans");
    }

    [Fact]
    public void Ten_years_of_scans_are_a_picture_of_bounded_size()
    {
        var chart = TrendChart.Draw("t", [.. Enumerable.Range(0, 3650).Select(i => Point(i - 3650, i, complete: i % 2 == 0))], English);

        All(chart.Picture!).Count().Should().BeLessThan(100);
        Of(All(chart.Picture!).Single(element => Of(element, "class") == "chart-line"), "points").Split(' ').Should().HaveCount(360);
        chart.Table.Rows.Length.Should().Be(30);
    }

    [Fact]
    public void A_burn_down_tells_what_was_open_and_what_each_deadline_still_allows()
    {
        var burnDowns = ReportCases.Model().BurnDowns;

        burnDowns.Select(policy => (policy.PolicyId, policy.Open, policy.Overdue)).Should().Equal(("be-federal-tiktok", 6, 4), ("be-federal-deepseek", 2, 0));
        burnDowns[0].Past[^1].Should().Be(new DayCount(ReportCases.Now, 6));
        burnDowns[0].Past[0].Count.Should().Be(4, "of the six, one was first seen yesterday and one today; what ended on that very day is not counted");
        burnDowns[1].Ahead.Select(step => step.Count).Should().Equal([1, 0], "December 1 for one, December 15 for the other");
        BurnDownChart.Draw("b", burnDowns[1], English).Sentence.Should().Be("2 open now; at most 1 may be left after 01/12/2026, and none after 15/12/2026.");
        BurnDownChart.Draw("b", burnDowns[0], English).Sentence.Should().EndWith("4 are overdue already.");
    }

    [Fact]
    public void A_policy_whose_every_open_violation_is_overdue_has_no_way_down_to_show() =>
        ReportModel.Build(ReportCases.Input() with { Violations = [ReportCases.Violation(1, ReportCases.TikTok)] }).BurnDowns.Should().BeEmpty();

    [Fact]
    public void Bars_tell_the_overdue_part_by_a_pattern_and_in_figures_too()
    {
        var chart = PartsChart.Draw("p", "By policy", ReportCases.Model().ByPolicy, English);

        chart.Sentence.Should().Be("Most are with TikTok on Belgian federal work devices: 6 open, 4 of them overdue.");
        All(chart.Picture!).Where(element => element.Name == "text").Select(element => element.Text).Should().Contain("6, 4 overdue");
        All(chart.Picture!).Where(element => element.Attributes.Contains(("fill", "url(#p-hatch)"))).Should().ContainSingle();
        All(chart.Picture!).Single(element => element.Name == "pattern").Attributes.Should().Contain(("id", "p-hatch"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(99_999)]
    [InlineData(int.MaxValue)]
    public void Nothing_is_drawn_beside_the_paper(int highest)
    {
        TrendPoint[] trend = [Point(-2, highest), Point(-2, 0), Point(-1, highest)];

        foreach (var element in All(TrendChart.Draw("t", trend, English).Picture!))
        {
            foreach (var (name, value) in element.Attributes.Where(attribute => attribute.Name is "x" or "x1" or "x2" or "cx"))
            {
                double.Parse(value, CultureInfo.InvariantCulture).Should().BeInRange(0, 360, name);
            }

            foreach (var (name, value) in element.Attributes.Where(attribute => attribute.Name is "y" or "y1" or "y2" or "cy"))
            {
                double.Parse(value, CultureInfo.InvariantCulture).Should().BeInRange(0, 200, name);
            }
        }
    }

    [Fact]
    public void Every_picture_is_named_and_described_and_holds_neither_script_nor_style_nor_a_link()
    {
        var charts = ReportCharts.Of(XlsxReportTests.Full(), English);

        charts.Should().HaveCount(5).And.OnlyContain(chart => chart.Picture != null && chart.Sentence.Length > 0 && chart.Table.Rows.Length > 0);
        charts.SelectMany(chart => All(chart.Picture!)).SelectMany(element => element.Attributes).Where(attribute => attribute.Name == "id").Select(attribute => attribute.Value).Should().OnlyHaveUniqueItems();
        foreach (var chart in charts)
        {
            var names = Of(chart.Picture!, "aria-labelledby").Split(' ');
            chart.Picture!.Children.Take(2).Select(element => element.Name).Should().Equal("title", "desc");
            chart.Picture!.Children.Take(2).Select(element => Of(element, "id")).Should().Equal(names);
            All(chart.Picture!).Select(element => element.Name).Except(["svg", "title", "desc", "line", "polyline", "circle", "rect", "text", "defs", "pattern"]).Should().BeEmpty();
            All(chart.Picture!).SelectMany(element => element.Attributes).Where(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Name is "style" or "href").Should().BeEmpty();
        }
    }

    [Fact]
    public void A_strangers_name_stays_within_its_label_and_cannot_turn_text_around()
    {
        Breakdown[] parts = [new("k", "a\u202Eb" + new string('x', 10_000) + "<script>", 1, 1, 1, 0, 0, 0, 0)];

        var label = All(PartsChart.Draw("p", "t", parts, English).Picture!).Where(element => element.Name == "text").Select(element => element.Text).First();

        label.Should().StartWith("abxxx").And.EndWith("…").And.HaveLength(48);
    }

    [Fact]
    public void Marks_stand_out_from_their_ground_by_three_to_one_in_light_and_dark()
    {
        var themes = Themes().Matches(ChartStyle.Sheet).Select(theme => Variables().Matches(theme.Value).ToDictionary(pair => pair.Groups[1].Value, pair => pair.Groups[2].Value)).ToList();

        themes.Should().HaveCount(2);
        foreach (var theme in themes)
        {
            foreach (var mark in new[] { "open", "overdue", "allowed", "axis" })
            {
                Contrast(theme[mark], theme["paper"]).Should().BeGreaterThan(3, mark);
            }

            Contrast(theme["open"], theme["ground"]).Should().BeGreaterThan(3);
            Contrast(theme["hatch"], theme["overdue"]).Should().BeGreaterThan(3);
            Contrast(theme["text"], theme["paper"]).Should().BeGreaterThan(4.5);
        }
    }

    private static TrendPoint Point(int day, int open, bool complete = true) => new(ReportCases.Now.AddDays(day), open, open, 50, complete);

    private static IEnumerable<SvgElement> All(SvgElement element) => element.Children.SelectMany(All).Prepend(element);

    private static string Of(SvgElement element, string attribute) => element.Attributes.FirstOrDefault(one => one.Name == attribute).Value ?? "";

    private static double Contrast(string one, string other)
    {
        double[] light = [.. new[] { Light(one), Light(other) }.Order()];
        return (light[1] + 0.05) / (light[0] + 0.05);
    }

    private static double Light(string colour)
    {
        double[] parts = [.. new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex(":root \\{[^}]*\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Themes();

    [GeneratedRegex("--chart-([a-z]+): (#[0-9a-f]{6});", RegexOptions.NonBacktracking)]
    private static partial Regex Variables();
}
