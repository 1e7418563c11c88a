using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;

namespace ComplianceAgent.Reports.Html;

/// <summary>What was excused without a removal: a few lines near the headline, because whoever excuses counts on nobody reading on.</summary>
internal static class HtmlExcusing
{
    private const int MostPending = 20;

    public static void Write(HtmlMarkup html, ExcusingOverview excusing)
    {
        var words = html.Words;
        using (html.Line().In("div", ("class", "excused"), ("id", "excused")))
        {
            html.Leaf("h3", words["Excused without removal"]);
            html.Leaf("p", Counted(words, excusing) + " " + Exceptions(words, excusing));
            if (excusing.Persons < 2)
            {
                using var paragraph = html.In("p");
                html.Leaf("strong", words["One person is enough here (Excusing:Persons is 1): nobody else has to agree to what frees violations without a removal."]);
            }

            if (!excusing.Refused.IsEmpty)
            {
                html.Leaf("p", words.Say("Refused, and still asked for by policies or catalogue: {0}. Their violations stay as they are.", words.Number(excusing.Refused.Length)));
            }

            if (!excusing.Pending.IsEmpty)
            {
                html.Leaf("p", words.Say("Waiting for a second person, violations unchanged: {0}.", words.Number(excusing.Pending.Length)));
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
                    html.Compose(
                        html.Words["Number {0}: {1}, by {2} on {3}."],
                        () => html.Say(act.Number.ToString(CultureInfo.InvariantCulture)),
                        () => html.Foreign(html.Words.Say(act)),
                        () => html.Foreign(html.Words.SayFirst(act)),
                        () => html.Say(ReportWords.Day(act.At)));
                }
            }

            if (excusing.Pending.Length > MostPending)
            {
                html.Leaf("li", html.Words.Say("{0} more: see the JSON report, or 'compliance-agent excuses list'.", html.Words.Number(excusing.Pending.Length - MostPending)));
            }
        }
    }

    private static string Counted(Wording words, ExcusingOverview excusing) => excusing.Counted.IsEmpty
        ? words["In the last 90 days nothing was."]
        : words.Say("In the last 90 days: {0}.", string.Join("; ", excusing.Counted.Select(count => Counted(words, count))));

    private static string Counted(Wording words, ExcusingCount count)
    {
        var (kind, acts, violations) = (words.InSentence(words.Say(count.Kind)), words.Number(count.Acts), words.Violations(count.Violations));
        return count.Alone > 0
            ? words.Say("{0}: {1} ({2}, {3} by one person alone)", kind, acts, violations, words.Number(count.Alone))
            : words.Say("{0}: {1} ({2})", kind, acts, violations);
    }

    private static string Exceptions(Wording words, ExcusingOverview excusing) =>
        words.Say("Exceptions in force: {0} enforced, {1} asserted.", words.Number(excusing.ExceptionsEnforced), words.Number(excusing.ExceptionsAsserted));
}
