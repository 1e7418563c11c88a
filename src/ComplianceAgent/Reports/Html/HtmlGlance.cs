using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Html;

/// <summary>The first screen: one sentence, six figures, and what was excused.</summary>
internal static class HtmlGlance
{
    public static void Write(HtmlMarkup html, ReportModel model)
    {
        var (words, headline) = (html.Words, model.Headline);
        using (html.In("section", ("id", "glance"), ("aria-labelledby", "glance-h")))
        {
            html.Leaf("h2", words["At a glance"], ("id", "glance-h"));
            html.Leaf("p", Lead(words, model), ("class", "lead"));
            using (html.In("ul", ("class", "tiles")))
            {
                Tile(html, "bad", headline.DevicesInViolation, words["Devices in violation"], words.Say("of {0} in the fleet", words.Number(headline.Fleet)));
                Tile(html, "bad", headline.OpenViolations, words["Open violations"], words.Say("{0} new, {1} returned with the last scan", words.Number(headline.New), words.Number(headline.Returned)));
                Tile(html, "bad", headline.Overdue, words["Overdue"], headline.DateUnknown > 0 ? words.Say("{0} more without a known date", words.Number(headline.DateUnknown)) : words["past the deadline that counts"]);
                Tile(html, "warn", headline.DueSoon, words["Due in 7 days"], words["by the deadline that counts"]);
                Tile(html, "warn", headline.UnderReview, words["Under review"], words["suspected matches, waiting for a person"]);
                Tile(html, "dim", headline.CannotBeJudged, words["Cannot be judged"], words["devices, in whole or in part"]);
            }

            html.Leaf("p", Aside(words, headline), ("class", "aside"));
            HtmlExcusing.Write(html, model.Excusing);
        }

        html.Line();
    }

    private static string Lead(Wording words, ReportModel model)
    {
        if (model.CoverageScan is null)
        {
            return words["No scan has been stored, so there is nothing to say about this fleet yet."];
        }

        return model.Headline.CannotBeJudged == 0 ? Found(words, model.Headline) : $"{Found(words, model.Headline)} {Unseen(words, model.Headline)}";
    }

    /// <summary>The devices first, then the violations: each with a sentence of its own, since both may be one or many.</summary>
    private static string Found(Wording words, ReportHeadline headline)
    {
        var fleet = words.Devices(headline.Fleet);
        if (headline.OpenViolations == 0)
        {
            return words.Say("In a fleet of {0} no banned app is open.", fleet);
        }

        var devices = words.IsOne(headline.DevicesInViolation)
            ? words.Say("{0} of {1} has an app that a policy in force bans;", words.Number(headline.DevicesInViolation), fleet)
            : words.Say("{0} of {1} have an app that a policy in force bans;", words.Number(headline.DevicesInViolation), fleet);
        var (overdue, violations) = (words.Number(headline.Overdue), words.Violations(headline.OpenViolations));
        return devices + " " + (words.IsOne(headline.Overdue) ? words.Say("{0} of {1} is past the deadline.", overdue, violations) : words.Say("{0} of {1} are past the deadline.", overdue, violations));
    }

    private static string Unseen(Wording words, ReportHeadline headline) => words.IsOne(headline.CannotBeJudged)
        ? words.Say("{0} cannot be seen in whole or in part, and is not called clean.", words.Devices(headline.CannotBeJudged))
        : words.Say("{0} cannot be seen in whole or in part, and are not called clean.", words.Devices(headline.CannotBeJudged));

    private static string Aside(Wording words, ReportHeadline headline) => string.Join(
        ' ',
        words.Say("Removed recently, on proof: {0}.", words.Number(headline.Removed)),
        Excepted(words, headline),
        words.Say("Live but not confirmed by the last scan: {0}.", words.Number(headline.NotConfirmed)),
        words.Say("Recorded as advice: {0}.", words.Number(headline.Advice)));

    private static string Excepted(Wording words, ReportHeadline headline) => headline.ExceptionsEnding switch
    {
        0 => words.Say("Excepted: {0}.", words.Number(headline.Excepted)),
        1 => words.Say("Excepted: {0} (1 exception ends soon).", words.Number(headline.Excepted)),
        _ => words.Say("Excepted: {0} ({1} exceptions end soon).", words.Number(headline.Excepted), words.Number(headline.ExceptionsEnding)),
    };

    private static void Tile(HtmlMarkup html, string kind, int figure, string name, string below)
    {
        using (html.Line().In("li", ("class", figure == 0 ? "tile none" : "tile " + kind)))
        {
            html.Leaf("span", name, ("class", "name"));
            html.Say(" ").Leaf("span", html.Words.Number(figure), ("class", "figure"));
            html.Say(" ").Leaf("span", below, ("class", "below"));
        }
    }
}
