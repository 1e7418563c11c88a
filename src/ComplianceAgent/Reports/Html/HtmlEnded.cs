using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Html;

/// <summary>What ended of late. Removed, withdrawn and no longer managed are three things, and only the first is a removal.</summary>
internal static class HtmlEnded
{
    private static HtmlColumn<ViolationRow>[] Columns(ReportModel model, Wording words) =>
    [
        new(words["App"], (html, row) => html.Foreign(row.Violation.SubjectName)),
        new(words["Device"], (html, row) => html.Foreign(row.Violation.Device.Name.Length > 0 ? row.Violation.Device.Name : row.Violation.DeviceId)),
        new(words["User"], (html, row) => html.Foreign(words.Kept(ReportWords.Kept(row.Violation, row.Violation.Device.UserPrincipalName)))),
        new(words["Policy"], (html, row) => html.Foreign(model.TitleOf(row.PolicyId, row.PolicyTitle))),
        new(words["First seen"], (html, row) => html.Day(row.Violation.FirstSeenAt)),
        new(words["Ended on"], (html, row) => html.Day(row.StateSince)),
        new(words["Why"], (html, row) => html.Why(row.Violation.StateReason)),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        var words = html.Words;
        using (html.In("section", ("id", "ended"), ("aria-labelledby", "ended-h")))
        {
            html.Leaf("h2", words["Recently ended"], ("id", "ended-h"));
            List(html, words["Removed, on proof"], model, model.Resolved);
            List(html, words["Withdrawn by a change of rule, policy or scope (not a removal)"], model, model.Withdrawn);
            List(html, words["Device no longer managed (not a removal)"], model, model.NoLongerManaged);
        }

        html.Line();
    }

    private static void List(HtmlMarkup html, string title, ReportModel model, ImmutableArray<ViolationRow> rows)
    {
        if (rows.IsEmpty)
        {
            html.Leaf("h3", title).Leaf("p", html.Words["None of late."], ("class", "empty"));
            return;
        }

        html.Leaf("h3", html.Words.Say("{0}: {1}", title, html.Words.Number(rows.Length)));
        HtmlTable.Write(html, title, Columns(model, html.Words), rows, HtmlReportWriter.MaxSmallRows, asCards: true);
    }
}
