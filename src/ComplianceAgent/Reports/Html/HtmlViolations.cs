using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports.Html;

/// <summary>The live violations with both clocks and the reason for each verdict.</summary>
internal static class HtmlViolations
{
    private static HtmlColumn<ViolationRow>[] Columns(ReportModel model, Wording words) =>
    [
        new(words["Status"], Status),
        new(words["App"], App),
        new(words["Device"], Device),
        new(words["Policy"], (html, row) => Policy(html, model, row)),
        new(words["Legal date"], LegalDate),
        new(words["House date"], HouseDate),
        new(words["Seen"], Seen),
        new(words["Why"], Why),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "violations"), ("aria-labelledby", "violations-h")))
        {
            html.Leaf("h2", html.Words["Violations"], ("id", "violations-h"));
            if (model.Violations.IsEmpty)
            {
                html.Leaf("p", html.Words["No live violation is stored."], ("class", "empty"));
                return;
            }

            html.Leaf("p", html.Words[
                "The most pressing first. The legal date is the ban's own and ends at midnight in the ban's time zone; the house date is the first sighting plus the policy's grace. "
                + "The bold one counts: the legal date, unless it was past, or none was set, when the app was first seen. Under “Seen”: the date of the inventory the row rests on, "
                + "and the day by which Intune is due to refresh it, so that a removal can show."]);
            HtmlTable.Write(html, html.Words["Live violations"], Columns(model, html.Words), model.Violations, HtmlReportWriter.MaxRows, asCards: true);
        }

        html.Line();
    }

    private static void Status(HtmlMarkup html, ViolationRow row)
    {
        var words = html.Words;
        html.Leaf("span", words.SayDue(row), ("class", "pill " + PillOf(row)));
        if (row.Exception is { } exception)
        {
            html.Leaf("div", words.Say("{0} until {1}, {2}", exception.Waiver.Reference, ReportWords.Day(exception.Waiver.Ask.Until), exception.Waiver.IsEnforced ? words["enforced"] : words["asserted"]), ("class", "small"));
        }

        if (row.IsNew)
        {
            html.Say(" ").Leaf("span", words["New"], ("class", "pill fresh"));
        }

        if (row.Violation.ReturnCount > 0)
        {
            html.Say(" ").Leaf("span", row.Violation.ReturnCount == 1 ? words["Returned once"] : words.Say("Returned {0} times", words.Number(row.Violation.ReturnCount)), ("class", "pill fresh"));
        }
    }

    private static string PillOf(ViolationRow row) => row switch
    {
        { Due: DueState.Overdue } => "overdue",
        _ when ReportHeadline.IsDueSoon(row) => "soon",
        { Due: DueState.Due } => "later",
        { State: ViolationState.Review } => "review",
        _ => "quiet",
    };

    private static void App(HtmlMarkup html, ViolationRow row)
    {
        var app = row.Violation.App;
        using (html.In("strong"))
        {
            html.Foreign(row.Violation.SubjectName);
        }

        Small(html, app.Name == row.Violation.SubjectName ? app.Version : $"{app.Name} {app.Version}");
        Small(html, app.Publisher);
    }

    private static void Device(HtmlMarkup html, ViolationRow row)
    {
        var device = row.Violation.Device;
        using (html.In("strong"))
        {
            html.Foreign(device.Name.Length > 0 ? device.Name : row.Violation.DeviceId);
        }

        Small(html, html.Words.Kept(ReportWords.Kept(row.Violation, device.UserPrincipalName.Length > 0 ? device.UserPrincipalName : device.UserDisplayName)));
        Small(html, row.Unit);
        html.Leaf("div", $"{html.Words.Say(row.Platform)}, {html.Words.InSentence(html.Words.Say(row.Owner))}", ("class", "small"));
    }

    private static void Policy(HtmlMarkup html, ReportModel model, ViolationRow row)
    {
        html.Foreign(model.TitleOf(row.PolicyId, row.PolicyTitle));
        Small(html, row.Violation.RuleId);
    }

    private static void LegalDate(HtmlMarkup html, ViolationRow row) => Date(html, row, row.LegalDate, DeadlineClock.Legal, html.Words["none set"]);

    private static void HouseDate(HtmlMarkup html, ViolationRow row) => Date(html, row, row.HouseDate, DeadlineClock.House, html.Words["unknown"]);

    private static void Date(HtmlMarkup html, ViolationRow row, DateOnly? day, DeadlineClock clock, string missing)
    {
        if (day is not { } date)
        {
            html.Leaf("span", row.Deadline is null ? html.Words["unknown"] : missing, ("class", "soft"));
            return;
        }

        var text = ReportWords.Day(date);
        if (row.Deadline?.Clock == clock)
        {
            html.Leaf("strong", text, ("class", "date")).Leaf("div", html.Words["counts"], ("class", "small"));
        }
        else
        {
            html.Leaf("span", text, ("class", "date soft"));
        }
    }

    private static void Seen(HtmlMarkup html, ViolationRow row)
    {
        var words = html.Words;
        html.Compose(words["first {0}"], () => html.Day(row.Violation.FirstSeenAt));
        using (html.In("div"))
        {
            html.Compose(row.Violation.NotConfirmedSince is null ? words["last {0}"] : words["not confirmed since {0}"], () => html.Day(row.LastSeenAt ?? row.Violation.FirstSeenAt));
        }

        if (row.Violation.InventoryAt > DateTimeOffset.MinValue)
        {
            using (html.In("div", ("class", "small")))
            {
                html.Compose(words["inventory {0}"], () => html.Day(row.Violation.InventoryAt));
            }
        }

        if (row.RefreshBy is { } refresh)
        {
            using (html.In("div", ("class", "small")))
            {
                html.Compose(words["refresh by {0}"], () => html.Day(refresh));
            }
        }
    }

    private static void Why(HtmlMarkup html, ViolationRow row)
    {
        html.Why(row.Violation.Evidence);
        html.Leaf("div", html.Words.Say(row.Violation.Confidence), ("class", "small"));
        if (row.CaseId.Length > 0)
        {
            html.Leaf("div", html.Words.Say("Case {0}: decide with reviews confirm or reviews dismiss", row.CaseId), ("class", "small"));
        }
    }

    private static void Small(HtmlMarkup html, string foreign)
    {
        if (string.IsNullOrWhiteSpace(foreign))
        {
            return;
        }

        using (html.In("div", ("class", "small")))
        {
            html.Foreign(foreign);
        }
    }
}
