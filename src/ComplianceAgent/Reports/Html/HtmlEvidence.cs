using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports.Html;

/// <summary>What the figures rest on: scans, routes, rows, policies and their hashes.</summary>
internal static class HtmlEvidence
{
    private static readonly HtmlColumn<PolicyInForce>[] PolicyColumns =
    [
        new("Policy", (html, policy) => html.Foreign(policy.Title)),
        new("Id", (html, policy) => html.Leaf("code", policy.Id)),
        new("Authority", (html, policy) => html.Foreign(policy.Authority)),
        new("From", (html, policy) => html.Foreign(policy.Origin)),
        new("SHA-256", (html, policy) => html.Leaf("code", policy.Hash)),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "evidence"), ("aria-labelledby", "evidence-h")))
        {
            html.Leaf("h2", "Evidence", ("id", "evidence-h"));
            if (model.Evidence.IsEmpty)
            {
                html.Leaf("p", "No scan has been stored.", ("class", "empty"));
            }

            foreach (var scan in model.Evidence)
            {
                Scan(html, scan);
            }
        }

        html.Line();
    }

    private static void Scan(HtmlMarkup html, ScanResult scan)
    {
        html.Line().Leaf("h3", $"Scan {ReportWords.Number(scan.Number)}, {(scan.Complete ? "complete" : "incomplete")}");
        using (html.In("dl", ("class", "grid")))
        {
            Fact(html, "Started", () => html.Minute(scan.StartedAt));
            Fact(html, "Finished", () => html.Minute(scan.FinishedAt));
            Fact(html, "Inventory of", () => html.Minute(scan.InventoryAsOf));
            Fact(html, "Route", () => html.Say(ReportWords.Say(scan.Route)));
            Fact(html, "Devices", () => html.Say(ReportWords.Number(scan.Devices)));
            Fact(html, "App rows read", () => html.Say(ReportWords.Number(scan.AppRows)));
            Fact(html, "Distinct apps", () => html.Say(ReportWords.Number(scan.DistinctApps)));
            Fact(html, "Requests", () => html.Say(Requests(scan)));
            Fact(html, "Rows set aside", () => html.Say(ReportWords.Number(scan.SetAside.Values.Sum(rows => rows.Count))));
            Fact(html, "Catalogue (SHA-256)", () => html.Leaf("code", scan.CatalogueHash));
            if (scan.Chain is { } chain)
            {
                Fact(html, "Audit chain", () => html.Leaf("code", chain.ToString()));
            }

            if (scan.ExceptionRegister is { } register)
            {
                Fact(html, $"Register of {ReportWords.Number(register.Entries)} exceptions (SHA-256)", () => html.Leaf("code", register.Hash));
            }

            if (scan.TenantExceptionRegister is { } own)
            {
                Fact(html, $"The tenant's own register of {ReportWords.Number(own.Entries)} exceptions (SHA-256)", () => html.Leaf("code", own.Hash));
            }
        }

        Reasons(html, "Why this route", scan.RouteReasons);
        Reasons(html, "What made it incomplete", scan.Faults);
        Reasons(html, "Worth knowing", [.. scan.Notes, .. SetAside(scan)]);
        if (scan.Policies.Count > 0)
        {
            html.Leaf("h4", "Policies as they were in force");
            HtmlTable.Write(html, "Policies as they were in force", PolicyColumns, scan.Policies, HtmlReportWriter.MaxSmallRows, asCards: true);
        }
    }

    private static string Requests(ScanResult scan) =>
        $"{ReportWords.Number(scan.Requests.Total)} ({ReportWords.Number(scan.Requests.Throttled)} throttled, {ReportWords.Number(scan.Requests.Retried)} retried)";

    private static IEnumerable<Reason> SetAside(ScanResult scan) =>
        scan.SetAside.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Reason.Of(
            "report-rows-set-aside", ("count", ReportWords.Number(pair.Value.Count)), ("why", Sentences.Say(Reason.Of(pair.Key))), ("first", pair.Value.First)));

    private static void Reasons(HtmlMarkup html, string title, IReadOnlyCollection<Reason> reasons)
    {
        if (reasons.Count == 0)
        {
            return;
        }

        html.Leaf("h4", title);
        using (html.In("ul"))
        {
            foreach (var reason in reasons.Take(HtmlReportWriter.MaxSmallRows))
            {
                using (html.In("li"))
                {
                    html.Foreign(Sentences.Say(reason));
                }
            }
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
}
