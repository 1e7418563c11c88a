namespace ComplianceAgent.Reports.Html;

/// <summary>One column: its heading, what stands in a cell, and whether it holds numbers.</summary>
internal sealed record HtmlColumn<T>(string Heading, Action<HtmlMarkup, T> Cell, bool IsNumber = false);

/// <summary>
/// Tables with a caption, column headings and row headings (the first cell of each row). Narrow ones scroll within their frame;
/// tables of many columns turn into cards on a phone.
/// </summary>
internal static class HtmlTable
{
    public static void Write<T>(HtmlMarkup html, string caption, IReadOnlyList<HtmlColumn<T>> columns, IReadOnlyCollection<T> rows, int maxRows, bool asCards = false)
    {
        using (html.Line().In("div", ("class", asCards ? "frame cards" : "frame"), ("role", "region"), ("aria-label", caption), ("tabindex", "0")))
        {
            using (html.In("table"))
            {
                html.Leaf("caption", caption);
                Head(html, columns);
                using (html.Line().In("tbody"))
                {
                    foreach (var row in rows.Take(maxRows))
                    {
                        Row(html, columns, row);
                    }
                }
            }
        }

        if (rows.Count > maxRows)
        {
            LeftOut(html, maxRows, rows.Count);
        }
    }

    /// <summary>What stands beneath a table that does not hold everything.</summary>
    public static void LeftOut(HtmlMarkup html, int shown, int all) => html.Leaf(
        "p", html.Words.Say("The first {0} of {1} are shown. The CSV and JSON reports hold all of them.", html.Words.Number(shown), html.Words.Number(all)), ("class", "more"));

    private static void Head<T>(HtmlMarkup html, IReadOnlyList<HtmlColumn<T>> columns)
    {
        using (html.In("thead"))
        {
            using (html.In("tr"))
            {
                foreach (var column in columns)
                {
                    html.Leaf("th", column.Heading, ("scope", "col"), ("class", column.IsNumber ? "num" : "text"));
                }
            }
        }
    }

    private static void Row<T>(HtmlMarkup html, IReadOnlyList<HtmlColumn<T>> columns, T row)
    {
        using (html.Line().In("tr"))
        {
            for (var i = 0; i < columns.Count; i++)
            {
                var kind = columns[i].IsNumber ? "num" : "text";
                using (i == 0 ? html.In("th", ("scope", "row"), ("class", kind)) : html.In("td", ("class", kind), ("data-label", columns[i].Heading)))
                {
                    columns[i].Cell(html, row);
                }
            }
        }
    }
}
