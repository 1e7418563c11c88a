using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Html;

/// <summary>Where the violations are: by policy, platform, owner and unit.</summary>
internal static class HtmlBreakdowns
{
    private static HtmlColumn<Breakdown>[] Columns(Wording words, string heading, Func<Breakdown, string> name) =>
    [
        new(heading, (html, part) => html.Foreign(name(part))),
        new(words["Devices"], (html, part) => Figure(html, part.Devices), IsNumber: true),
        new(words["Open"], (html, part) => Figure(html, part.Open), IsNumber: true),
        new(words["Overdue"], (html, part) => Figure(html, part.Overdue), IsNumber: true),
        new(words["Due in 7 days"], (html, part) => Figure(html, part.DueSoon), IsNumber: true),
        new(words["Review"], (html, part) => Figure(html, part.UnderReview), IsNumber: true),
        new(words["Excepted"], (html, part) => Figure(html, part.Excepted), IsNumber: true),
        new(words["Removed"], (html, part) => Figure(html, part.Removed), IsNumber: true),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        var words = html.Words;
        using (html.In("section", ("id", "breakdown"), ("aria-labelledby", "breakdown-h")))
        {
            html.Leaf("h2", words["Where the violations are"], ("id", "breakdown-h"));
            if (model.ByPolicy.IsEmpty)
            {
                html.Leaf("p", words["There is nothing to divide."], ("class", "empty"));
                return;
            }

            html.Leaf("p", words["Devices and open violations as they stand now; removed ones are those of late, on proof."]);
            using (html.In("div", ("class", "pair")))
            {
                Table(html, words["By policy"], Columns(words, words["Policy"], part => model.TitleOf(part.Key, part.Name)), model.ByPolicy);
                Table(html, words["By platform"], Columns(words, words["Platform"], part => words[part.Name]), model.ByPlatform);
                Table(html, words["By owner"], Columns(words, words["Owner"], part => words[part.Name]), model.ByOwner);
                Table(html, words["By unit"], Columns(words, words["Unit (device category)"], part => part.Key.Length == 0 ? words[ReportWords.NoUnit] : part.Name), model.ByUnit);
            }
        }

        html.Line();
    }

    private static void Table(HtmlMarkup html, string caption, HtmlColumn<Breakdown>[] columns, ImmutableArray<Breakdown> parts)
    {
        using (html.In("div"))
        {
            HtmlTable.Write(html, caption, columns, parts, HtmlReportWriter.MaxSmallRows);
        }
    }

    private static void Figure(HtmlMarkup html, int figure) => html.Leaf("span", html.Words.Number(figure), ("class", figure == 0 ? "zero" : "some"));
}
