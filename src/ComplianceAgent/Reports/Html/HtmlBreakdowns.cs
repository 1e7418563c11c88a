using System.Collections.Immutable;

namespace ComplianceAgent.Reports.Html;

/// <summary>Where the violations are: by policy, platform, owner and unit.</summary>
internal static class HtmlBreakdowns
{
    private static readonly HtmlColumn<Breakdown>[] Columns =
    [
        new("", (html, part) => html.Foreign(part.Name)),
        new("Devices", (html, part) => Figure(html, part.Devices), IsNumber: true),
        new("Open", (html, part) => Figure(html, part.Open), IsNumber: true),
        new("Overdue", (html, part) => Figure(html, part.Overdue), IsNumber: true),
        new("Due in 7 days", (html, part) => Figure(html, part.DueSoon), IsNumber: true),
        new("Review", (html, part) => Figure(html, part.UnderReview), IsNumber: true),
        new("Excepted", (html, part) => Figure(html, part.Excepted), IsNumber: true),
        new("Removed", (html, part) => Figure(html, part.Removed), IsNumber: true),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "breakdown"), ("aria-labelledby", "breakdown-h")))
        {
            html.Leaf("h2", "Where the violations are", ("id", "breakdown-h"));
            if (model.ByPolicy.IsEmpty)
            {
                html.Leaf("p", "There is nothing to divide.", ("class", "empty"));
                return;
            }

            html.Leaf("p", "Devices and open violations as they stand now; removed ones are those of late, on proof.");
            using (html.In("div", ("class", "pair")))
            {
                Table(html, "By policy", "Policy", model.ByPolicy);
                Table(html, "By platform", "Platform", model.ByPlatform);
                Table(html, "By owner", "Owner", model.ByOwner);
                Table(html, "By unit", "Unit (device category)", model.ByUnit);
            }
        }

        html.Line();
    }

    private static void Table(HtmlMarkup html, string caption, string heading, ImmutableArray<Breakdown> parts)
    {
        using (html.In("div"))
        {
            HtmlTable.Write(html, caption, [Columns[0] with { Heading = heading }, .. Columns[1..]], parts, HtmlReportWriter.MaxSmallRows);
        }
    }

    private static void Figure(HtmlMarkup html, int figure) => html.Leaf("span", ReportWords.Number(figure), ("class", figure == 0 ? "zero" : "some"));
}
