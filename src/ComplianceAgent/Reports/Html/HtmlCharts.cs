using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Charts;

namespace ComplianceAgent.Reports.Html;

/// <summary>The charts, each with a sentence and its figures beside it.</summary>
internal static class HtmlCharts
{
    public static void Write(HtmlMarkup html, ReportModel model)
    {
        var words = Wording.Of(model.Language);
        using (html.In("section", ("id", "charts"), ("aria-labelledby", "charts-h")))
        {
            html.Leaf("h2", words["How it develops"], ("id", "charts-h"));
            using (html.In("div", ("class", "charts")))
            {
                foreach (var chart in ReportCharts.Of(model, words))
                {
                    Write(html, chart, words);
                }
            }

            if (model.BurnDowns.Length > ReportCharts.MaxBurnDowns)
            {
                html.Leaf("p", words.Say("The way down to the deadline is drawn for {0} of {1} policies; the JSON report holds all of them.", ReportCharts.MaxBurnDowns, model.BurnDowns.Length), ("class", "more"));
            }
        }

        html.Line();
    }

    private static void Write(HtmlMarkup html, Chart chart, Wording words)
    {
        using (html.Line().In("figure", ("class", "chart"), ("id", chart.Id)))
        {
            using (html.In("p", ("class", "chart-title")))
            {
                html.Foreign(chart.Title);
            }

            if (chart.Picture is { } picture)
            {
                Draw(html, picture);
            }

            using (html.In("figcaption"))
            {
                using (html.In("p", ("class", "chart-sentence")))
                {
                    html.Foreign(chart.Sentence);
                }

                Legend(html, chart);
                Figures(html, chart, words);
            }
        }
    }

    private static void Draw(HtmlMarkup html, SvgElement element)
    {
        using (html.In(element.Name, element.Attributes.AsSpan()))
        {
            html.Say(element.Text);
            foreach (var child in element.Children)
            {
                Draw(html, child);
            }
        }
    }

    private static void Legend(HtmlMarkup html, Chart chart)
    {
        if (chart.Legend.IsEmpty)
        {
            return;
        }

        using (html.In("ul", ("class", "chart-legend")))
        {
            foreach (var mark in chart.Legend)
            {
                using (html.In("li"))
                {
                    Draw(html, mark.Sample);
                    html.Say(mark.Name);
                }
            }
        }
    }

    private static void Figures(HtmlMarkup html, Chart chart, Wording words)
    {
        if (chart.Table.Rows.IsEmpty)
        {
            return;
        }

        using (html.In("details"))
        {
            html.Leaf("summary", words["Figures"]);
            using (html.In("div", ("class", "chart-figures"), ("role", "region"), ("aria-label", ChartPaper.Label(chart.Title, 200)), ("tabindex", "0")))
            {
                Table(html, chart);
            }
        }
    }

    private static void Table(HtmlMarkup html, Chart chart)
    {
        using (html.In("table"))
        {
            html.Leaf("caption", ChartPaper.Label(chart.Title, 200));
            using (html.In("thead"))
            {
                using (html.In("tr"))
                {
                    foreach (var column in chart.Table.Columns)
                    {
                        html.Leaf("th", column, ("scope", "col"));
                    }
                }
            }

            using (html.In("tbody"))
            {
                foreach (var row in chart.Table.Rows)
                {
                    Row(html, row);
                }
            }
        }
    }

    private static void Row(HtmlMarkup html, IReadOnlyList<string> row)
    {
        using (html.In("tr"))
        {
            using (html.In("th", ("scope", "row")))
            {
                html.Foreign(row[0]);
            }

            foreach (var cell in row.Skip(1))
            {
                html.Leaf("td", cell, ("class", "num"));
            }
        }
    }
}
