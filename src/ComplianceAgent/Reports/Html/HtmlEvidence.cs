using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports.Html;

/// <summary>What the figures rest on: scans, routes, rows, policies and their hashes.</summary>
internal static class HtmlEvidence
{
    private static HtmlColumn<PolicyInForce>[] PolicyColumns(ReportModel model, Wording words) =>
    [
        new(words["Policy"], (html, policy) => html.Foreign(model.TitleOf(policy.Id, policy.Title))),
        new(words["Id"], (html, policy) => html.Leaf("code", policy.Id)),
        new(words["Authority"], (html, policy) => html.Foreign(policy.Authority)),
        new(words["Origin"], (html, policy) => html.Foreign(policy.Origin)),
        new("SHA-256", (html, policy) => html.Leaf("code", policy.Hash)),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "evidence"), ("aria-labelledby", "evidence-h")))
        {
            html.Leaf("h2", html.Words["Evidence"], ("id", "evidence-h"));
            if (model.Evidence.IsEmpty)
            {
                html.Leaf("p", html.Words["No scan has been stored."], ("class", "empty"));
            }

            foreach (var scan in model.Evidence)
            {
                Scan(html, model, scan);
            }
        }

        html.Line();
    }

    private static void Scan(HtmlMarkup html, ReportModel model, ScanResult scan)
    {
        var words = html.Words;
        html.Line().Leaf("h3", scan.Complete ? words.Say("Scan {0}, complete", words.Number(scan.Number)) : words.Say("Scan {0}, incomplete", words.Number(scan.Number)));
        using (html.In("dl", ("class", "grid")))
        {
            Fact(html, words["Started"], () => html.Minute(scan.StartedAt));
            Fact(html, words["Finished"], () => html.Minute(scan.FinishedAt));
            Fact(html, words["Inventory of"], () => html.Minute(scan.InventoryAsOf));
            Fact(html, words["Route"], () => html.Say(words.Say(scan.Route)));
            Fact(html, words["Devices"], () => html.Say(words.Number(scan.Devices)));
            Fact(html, words["App rows read"], () => html.Say(words.Number(scan.AppRows)));
            Fact(html, words["Distinct apps"], () => html.Say(words.Number(scan.DistinctApps)));
            Fact(html, words["Requests"], () => html.Say(Requests(words, scan)));
            Fact(html, words["Rows set aside"], () => html.Say(words.Number(scan.SetAside.Values.Sum(rows => rows.Count))));
            Fact(html, words["Catalogue (SHA-256)"], () => html.Leaf("code", scan.CatalogueHash));
            if (scan.Chain is { } chain)
            {
                Fact(html, words["Audit chain"], () => html.Leaf("code", chain.ToString()));
            }

            if (scan.ExceptionRegister is { } register)
            {
                Fact(html, words.Say("Register of {0} exceptions (SHA-256)", words.Number(register.Entries)), () => html.Leaf("code", register.Hash));
            }

            if (scan.TenantExceptionRegister is { } own)
            {
                Fact(html, words.Say("The tenant's own register of {0} exceptions (SHA-256)", words.Number(own.Entries)), () => html.Leaf("code", own.Hash));
            }
        }

        Reasons(html, words["Why this route"], scan.RouteReasons);
        Reasons(html, words["What made it incomplete"], scan.Faults);
        Reasons(html, words["Worth knowing"], [.. scan.Notes, .. SetAside(words, scan)]);
        if (scan.Policies.Count > 0)
        {
            html.Leaf("h4", words["Policies as they were in force"]);
            HtmlTable.Write(html, words["Policies as they were in force"], PolicyColumns(model, words), scan.Policies, HtmlReportWriter.MaxSmallRows, asCards: true);
        }
    }

    private static string Requests(Wording words, ScanResult scan) => words.Say(
        "{0} ({1} throttled, {2} retried)", words.Number(scan.Requests.Total), words.Number(scan.Requests.Throttled), words.Number(scan.Requests.Retried));

    private static IEnumerable<Reason> SetAside(Wording words, ScanResult scan) =>
        scan.SetAside.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Reason.Of(
            "report-rows-set-aside", ("count", words.Number(pair.Value.Count)), ("why", words.Say(Reason.Of(pair.Key))), ("first", pair.Value.First)));

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
                    html.Why(reason);
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
