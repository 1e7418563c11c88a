using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Reports.Html;

/// <summary>The exceptions: what holds, for whom and until when, who asked and who approved, and how that is known.</summary>
internal static class HtmlExceptions
{
    private static readonly HtmlColumn<WaiverStanding>[] Columns =
    [
        new("Exception", Name),
        new("Standing", Standing),
        new("For", (html, row) => html.Foreign(ReportWords.Say(row.Waiver.Ask.Target))),
        new("From", What),
        new("Days", Days),
        new("Devices", (html, row) => html.Say(ReportWords.Number(row.Devices)), IsNumber: true),
        new("Why", Why),
        new("Requested by", (html, row) => Person(html, row.Waiver.Requester)),
        new("Approved by", Approved),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "exceptions"), ("aria-labelledby", "exceptions-h")))
        {
            html.Leaf("h2", "Exceptions", ("id", "exceptions-h"));
            if (model.Exceptions.IsEmpty)
            {
                html.Leaf("p", "There are none.", ("class", "empty"));
            }
            else
            {
                html.Leaf("p", "Enforced: both people were signed in, so that their being two is certain. Asserted: it rests on the word of an account of a system, or of a file.");
                HtmlTable.Write(html, "Exceptions", Columns, model.Exceptions, HtmlReportWriter.MaxSmallRows, asCards: true);
            }
        }

        html.Line();
    }

    private static void Name(HtmlMarkup html, WaiverStanding row)
    {
        html.Leaf("code", row.Waiver.Reference);
        html.Leaf("div", ReportWords.SayAssurance(row.Waiver), ("class", "small"));
    }

    private static void Standing(HtmlMarkup html, WaiverStanding row)
    {
        html.Leaf("span", ReportWords.Say(row), ("class", "pill " + (row.EndsSoon || row.Status == WaiverStatus.Refused ? "soon" : "quiet")));
        foreach (var fault in row.Status == WaiverStatus.Refused ? row.Faults : [])
        {
            using (html.In("div", ("class", "small")))
            {
                html.Foreign(Sentences.Say(fault));
            }
        }
    }

    private static void What(HtmlMarkup html, WaiverStanding row)
    {
        html.Leaf("code", row.Waiver.Ask.PolicyId);
        Small(html, row.Waiver.Ask.Subject);
    }

    private static void Days(HtmlMarkup html, WaiverStanding row) =>
        html.Leaf("span", $"{ReportWords.Day(row.Waiver.Ask.From)} to {ReportWords.Day(row.Waiver.Ask.Until)}", ("class", "date"));

    private static void Why(HtmlMarkup html, WaiverStanding row)
    {
        html.Leaf("code", row.Waiver.Ask.ReasonCode);
        Small(html, row.Waiver.Ask.Why);
        foreach (var mitigation in row.Waiver.Ask.Mitigations)
        {
            Small(html, "Instead: " + mitigation);
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
            html.Leaf("div", row.Status == WaiverStatus.Revoked ? "revoked by" : "rejected by", ("class", "small"));
            Person(html, ended);
        }
    }

    private static void Person(HtmlMarkup html, Violations.Reviews.Author author)
    {
        html.Foreign(author.Name);
        html.Leaf("div", ReportWords.SaySource(author.Kind), ("class", "small"));
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
