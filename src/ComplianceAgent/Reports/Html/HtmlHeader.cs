using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Html;

/// <summary>Top and bottom of the page, and what a reader must know before believing the figures.</summary>
internal static class HtmlHeader
{
    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("header", ("class", model.IsOverdue ? "top alarm" : "top")))
        {
            using (html.In("div", ("class", "wrap")))
            {
                html.Leaf("p", "Compliance Agent", ("class", "product"));
                using (html.In("h1"))
                {
                    html.Say("Banned apps on managed devices");
                }

                if (model.IsOverdue)
                {
                    html.Leaf("p", model.LastCompleteScan is null ? "NO COMPLETE SCAN YET" : "NO RECENT SCAN: this is not how the fleet is today", ("class", "alarmed"), ("role", "alert"));
                }

                using (html.In("dl", ("class", "facts")))
                {
                    Fact(html, "Tenant", () => html.Foreign(model.Tenant));
                    Fact(html, "Report made", () => html.Minute(model.Now));
                    Fact(html, "Last complete scan", () => LastComplete(html, model));
                    Fact(html, "Policies in force", () => html.Say(ReportWords.Number(model.CoverageScan?.Policies.Count ?? 0)));
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
                html.Leaf("strong", "SIMULATED").Say(" This tenant is made up. No device, person or finding in this report is real.");
            }
        }

        if (model.Warnings.IsEmpty)
        {
            return;
        }

        using (html.Line().In("div", ("class", "banner warning"), ("role", "note")))
        {
            html.Leaf("strong", "Read this first");
            using (html.In("ul"))
            {
                foreach (var warning in model.Warnings.Take(HtmlReportWriter.MaxSmallRows))
                {
                    using (html.In("li"))
                    {
                        html.Foreign(Sentences.Say(warning));
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
                html.Say(model.Simulated ? "SIMULATED · " : "").Foreign(model.Tenant).Say(" · last complete scan ");
                LastComplete(html, model);
                html.Say(" · Compliance Agent ").Say(model.ProductVersion).Say(" · times in UTC");
            }
        }
    }

    private static void LastComplete(HtmlMarkup html, ReportModel model)
    {
        if (model.LastCompleteScan is { } scan)
        {
            html.Minute(scan.FinishedAt).Say(" (scan " + ReportWords.Number(scan.Number) + ")");
        }
        else
        {
            html.Leaf("strong", "none yet");
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
        using (html.In("nav", ("aria-label", "Parts of the report")))
        {
            using (html.In("ul"))
            {
                foreach (var (id, name) in new[]
                {
                    ("glance", "At a glance"), ("charts", "How it develops"), ("coverage", "Coverage"), ("violations", "Violations"), ("exceptions", "Exceptions"),
                    ("breakdown", "Where"), ("blind", "Blind spots"), ("ended", "Recently ended"), ("evidence", "Evidence"),
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
