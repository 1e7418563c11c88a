using ComplianceAgent.Violations.Excusing;

namespace ComplianceAgent.Reports.Html;

/// <summary>What was excused without a removal: a few lines near the headline, because whoever excuses counts on nobody reading on.</summary>
internal static class HtmlExcusing
{
    private const int MostPending = 20;

    public static void Write(HtmlMarkup html, ExcusingOverview excusing)
    {
        using (html.Line().In("div", ("class", "excused"), ("id", "excused")))
        {
            html.Leaf("h3", "Excused without removal");
            html.Leaf("p", Counted(excusing) + " " + Exceptions(excusing));
            if (excusing.Persons < 2)
            {
                using var paragraph = html.In("p");
                html.Leaf("strong", "One person is enough here (Excusing:Persons is 1): nobody else has to agree to what frees violations without a removal.");
            }

            if (!excusing.Refused.IsEmpty)
            {
                html.Leaf("p", $"Refused, and still asked for by policies or catalogue: {ReportWords.Number(excusing.Refused.Length)}. Their violations stay as they are.");
            }

            if (!excusing.Pending.IsEmpty)
            {
                html.Leaf("p", $"Waiting for a second person, violations unchanged: {ReportWords.Number(excusing.Pending.Length)}.");
                Pending(html, excusing);
            }
        }
    }

    private static void Pending(HtmlMarkup html, ExcusingOverview excusing)
    {
        using (html.In("ul"))
        {
            foreach (var act in excusing.Pending.Take(MostPending))
            {
                using (html.Line().In("li"))
                {
                    html.Say($"Number {act.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}: ");
                    html.Foreign(ReportWords.Say(act));
                    html.Say(", by ");
                    html.Foreign(ReportWords.SayFirst(act));
                    html.Say($" on {ReportWords.Day(act.At)}.");
                }
            }

            if (excusing.Pending.Length > MostPending)
            {
                html.Leaf("li", $"{ReportWords.Number(excusing.Pending.Length - MostPending)} more: see the JSON report, or 'compliance-agent excuses list'.");
            }
        }
    }

    private static string Counted(ExcusingOverview excusing) => excusing.Counted.IsEmpty
        ? "In the last 90 days nothing was."
        : "In the last 90 days: " + string.Join("; ", excusing.Counted.Select(count =>
            $"{ReportWords.Say(count.Kind).ToLowerInvariant()}: {ReportWords.Number(count.Acts)} ({ReportWords.Number(count.Violations)} {(count.Violations == 1 ? "violation" : "violations")}{(count.Alone > 0 ? $", {ReportWords.Number(count.Alone)} by one person alone" : "")})")) + ".";

    private static string Exceptions(ExcusingOverview excusing) =>
        $"Exceptions in force: {ReportWords.Number(excusing.ExceptionsEnforced)} enforced, {ReportWords.Number(excusing.ExceptionsAsserted)} asserted.";
}
