using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Html;

/// <summary>What ended of late. Removed, withdrawn and no longer managed are three things, and only the first is a removal.</summary>
internal static class HtmlEnded
{
    private static readonly HtmlColumn<ViolationRow>[] Columns =
    [
        new("App", (html, row) => html.Foreign(row.Violation.SubjectName)),
        new("Device", (html, row) => html.Foreign(row.Violation.Device.Name.Length > 0 ? row.Violation.Device.Name : row.Violation.DeviceId)),
        new("User", (html, row) => html.Foreign(ReportWords.Kept(row.Violation, row.Violation.Device.UserPrincipalName))),
        new("Policy", (html, row) => html.Foreign(row.PolicyTitle)),
        new("First seen", (html, row) => html.Day(row.Violation.FirstSeenAt)),
        new("Ended", (html, row) => html.Day(row.StateSince)),
        new("Why", (html, row) => html.Foreign(Sentences.Say(row.Violation.StateReason))),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "ended"), ("aria-labelledby", "ended-h")))
        {
            html.Leaf("h2", "Recently ended", ("id", "ended-h"));
            List(html, "Removed, on proof", "None of late.", model.Resolved);
            List(html, "Withdrawn by a change of rule, policy or scope (not a removal)", "None of late.", model.Withdrawn);
            List(html, "Device no longer managed (not a removal)", "None of late.", model.NoLongerManaged);
        }

        html.Line();
    }

    private static void List(HtmlMarkup html, string title, string none, ImmutableArray<ViolationRow> rows)
    {
        if (rows.IsEmpty)
        {
            html.Leaf("h3", title).Leaf("p", none, ("class", "empty"));
            return;
        }

        html.Leaf("h3", $"{title}: {ReportWords.Number(rows.Length)}");
        HtmlTable.Write(html, title, Columns, rows, HtmlReportWriter.MaxSmallRows, asCards: true);
    }
}
