using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Reports.Html;

/// <summary>The exceptions: what holds, for whom and until when, who asked and who approved, and how that is known.</summary>
internal static class HtmlExceptions
{
    private static HtmlColumn<WaiverStanding>[] Columns(Wording words) =>
    [
        new(words["Exception"], Name),
        new(words["Standing"], Standing),
        new(words["For"], (html, row) => html.Foreign(words.Say(row.Waiver.Ask.Target))),
        new(words["Exception from"], What),
        new(words["Period"], Days),
        new(words["Devices"], (html, row) => html.Say(words.Number(row.Devices)), IsNumber: true),
        new(words["Why"], Why),
        new(words["Requested by"], (html, row) => Person(html, row.Waiver.Requester)),
        new(words["Approved by"], Approved),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "exceptions"), ("aria-labelledby", "exceptions-h")))
        {
            html.Leaf("h2", html.Words["Exceptions"], ("id", "exceptions-h"));
            if (model.Exceptions.IsEmpty)
            {
                html.Leaf("p", html.Words["There are none."], ("class", "empty"));
            }
            else
            {
                html.Leaf("p", html.Words["Enforced: both people were signed in, so that their being two is certain. Asserted: it rests on the word of an account of a system, or of a file."]);
                HtmlTable.Write(html, html.Words["Exceptions"], Columns(html.Words), model.Exceptions, HtmlReportWriter.MaxSmallRows, asCards: true);
            }
        }

        html.Line();
    }

    private static void Name(HtmlMarkup html, WaiverStanding row)
    {
        html.Leaf("code", row.Waiver.Reference);
        html.Leaf("div", html.Words.SayAssurance(row.Waiver), ("class", "small"));
    }

    private static void Standing(HtmlMarkup html, WaiverStanding row)
    {
        html.Leaf("span", html.Words.Say(row), ("class", "pill " + (row.EndsSoon || row.Status == WaiverStatus.Refused ? "soon" : "quiet")));
        foreach (var fault in row.Status == WaiverStatus.Refused ? row.Faults : [])
        {
            using (html.In("div", ("class", "small")))
            {
                html.Why(fault);
            }
        }
    }

    private static void What(HtmlMarkup html, WaiverStanding row)
    {
        html.Leaf("code", row.Waiver.Ask.PolicyId);
        Small(html, row.Waiver.Ask.Subject);
    }

    private static void Days(HtmlMarkup html, WaiverStanding row) =>
        html.Leaf("span", html.Words.Say("{0} to {1}", ReportWords.Day(row.Waiver.Ask.From), ReportWords.Day(row.Waiver.Ask.Until)), ("class", "date"));

    private static void Why(HtmlMarkup html, WaiverStanding row)
    {
        html.Leaf("code", row.Waiver.Ask.ReasonCode);
        Small(html, html.Words.Kept(row.Waiver.Ask.Why));
        foreach (var mitigation in row.Waiver.Ask.Mitigations)
        {
            Small(html, html.Words.Say("Instead: {0}", mitigation));
        }
    }

    private static void Approved(HtmlMarkup html, WaiverStanding row)
    {
        if (row.Waiver.Approver is { } approver)
        {
            Person(html, approver);
            Small(html, row.Waiver.ApproverRole);
        }

        if (row.Waiver.EndedBy is { } ended)
        {
            html.Leaf("div", row.Status == WaiverStatus.Revoked ? html.Words["revoked by"] : html.Words["rejected by"], ("class", "small"));
            Person(html, ended);
        }
    }

    private static void Person(HtmlMarkup html, Violations.Reviews.Author author)
    {
        html.Foreign(html.Words.Kept(author.Name));
        html.Leaf("div", html.Words.SaySource(author.Kind), ("class", "small"));
    }

    private static void Small(HtmlMarkup html, string foreign)
    {
        if (!string.IsNullOrWhiteSpace(foreign))
        {
            using (html.In("div", ("class", "small")))
            {
                html.Foreign(foreign);
            }
        }
    }
}
