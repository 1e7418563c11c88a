namespace ComplianceAgent.Reports.Html;

/// <summary>Top and bottom of the page, and what a reader must know before believing the figures.</summary>
internal static class HtmlHeader
{
    public static void Write(HtmlMarkup html, ReportModel model)
    {
        var words = html.Words;
        using (html.In("header", ("class", model.IsOverdue ? "top alarm" : "top")))
        {
            using (html.In("div", ("class", "wrap")))
            {
                html.Leaf("p", "Compliance Agent", ("class", "product"));
                using (html.In("h1"))
                {
                    html.Say(words["Banned apps on managed devices"]);
                }

                if (model.IsOverdue)
                {
                    html.Leaf("p", model.LastCompleteScan is null ? words["NO COMPLETE SCAN YET"] : words["NO RECENT SCAN: this is not how the fleet is today"], ("class", "alarmed"), ("role", "alert"));
                }

                using (html.In("dl", ("class", "facts")))
                {
                    Fact(html, words["Tenant"], () => html.Foreign(model.Tenant));
                    Fact(html, words["Report made"], () => html.Minute(model.Now));
                    Fact(html, words["Last complete scan"], () => LastComplete(html, model));
                    Fact(html, words["Policies in force"], () => html.Say(words.Number(model.CoverageScan?.Policies.Count ?? 0)));
                }

                Navigation(html);
            }
        }

        html.Line();
    }

    public static void Banners(HtmlMarkup html, ReportModel model)
    {
        if (model.Simulated)
        {
            using (html.In("div", ("class", "banner simulated"), ("role", "note")))
            {
                html.Leaf("strong", "SIMULATED").Say(" " + html.Words["This tenant is made up. No device, person or finding in this report is real."]);
            }
        }

        if (model.Warnings.IsEmpty)
        {
            return;
        }

        using (html.Line().In("div", ("class", "banner warning"), ("role", "note")))
        {
            html.Leaf("strong", html.Words["Read this first"]);
            using (html.In("ul"))
            {
                foreach (var warning in model.Warnings.Take(HtmlReportWriter.MaxSmallRows))
                {
                    using (html.In("li"))
                    {
                        html.Why(warning);
                    }
                }
            }
        }

        html.Line();
    }

    public static void Footer(HtmlMarkup html, ReportModel model)
    {
        using (html.Line().In("footer"))
        {
            using (html.In("div", ("class", "wrap")))
            {
                html.Say(model.Simulated ? "SIMULATED · " : "").Foreign(model.Tenant).Say(" · ");
                html.Compose(html.Words["last complete scan {0}"], () => LastComplete(html, model));
                html.Say(" · Compliance Agent ").Say(model.ProductVersion).Say(" · " + html.Words["times in UTC"]);
            }
        }
    }

    private static void LastComplete(HtmlMarkup html, ReportModel model)
    {
        if (model.LastCompleteScan is { } scan)
        {
            html.Minute(scan.FinishedAt).Say(" " + html.Words.Say("(scan {0})", html.Words.Number(scan.Number)));
        }
        else
        {
            html.Leaf("strong", html.Words["none yet"]);
        }
    }

    private static void Fact(HtmlMarkup html, string name, Action value)
    {
        using (html.In("div"))
        {
            html.Leaf("dt", name);
            using (html.In("dd"))
            {
                value();
            }
        }
    }

    private static void Navigation(HtmlMarkup html)
    {
        var words = html.Words;
        using (html.In("nav", ("aria-label", words["Parts of the report"])))
        {
            using (html.In("ul"))
            {
                foreach (var (id, name) in new[]
                {
                    ("glance", words["At a glance"]), ("charts", words["How it develops"]), ("coverage", words["Coverage"]), ("violations", words["Violations"]), ("exceptions", words["Exceptions"]),
                    ("breakdown", words["Where"]), ("blind", words["Blind spots"]), ("ended", words["Recently ended"]), ("evidence", words["Evidence"]),
                })
                {
                    using (html.In("li"))
                    {
                        html.Leaf("a", name, ("href", "#" + id));
                    }
                }
            }
        }
    }
}
