namespace ComplianceAgent.Reports.Html;

/// <summary>The first screen: one sentence, six figures, and what was excused.</summary>
internal static class HtmlGlance
{
    public static void Write(HtmlMarkup html, ReportModel model)
    {
        var headline = model.Headline;
        using (html.In("section", ("id", "glance"), ("aria-labelledby", "glance-h")))
        {
            html.Leaf("h2", "At a glance", ("id", "glance-h"));
            html.Leaf("p", Lead(model), ("class", "lead"));
            using (html.In("ul", ("class", "tiles")))
            {
                Tile(html, "bad", headline.DevicesInViolation, "Devices in violation", "of " + ReportWords.Number(headline.Fleet) + " in the fleet");
                Tile(html, "bad", headline.OpenViolations, "Open violations", Moved(headline));
                Tile(html, "bad", headline.Overdue, "Overdue", headline.DateUnknown > 0 ? ReportWords.Number(headline.DateUnknown) + " more without a known date" : "past the deadline that counts");
                Tile(html, "warn", headline.DueSoon, "Due in 7 days", "by the deadline that counts");
                Tile(html, "warn", headline.UnderReview, "Under review", "suspected matches, waiting for a person");
                Tile(html, "dim", headline.CannotBeJudged, "Cannot be judged", "devices, in whole or in part");
            }

            html.Leaf("p", Aside(headline), ("class", "aside"));
            HtmlExcusing.Write(html, model.Excusing);
        }

        html.Line();
    }

    private static string Lead(ReportModel model)
    {
        var headline = model.Headline;
        if (model.CoverageScan is null)
        {
            return "No scan has been stored, so there is nothing to say about this fleet yet.";
        }

        var found = headline.OpenViolations == 0
            ? $"No banned app is open on any of the {Devices(headline.Fleet)} in the fleet."
            : $"{ReportWords.Number(headline.DevicesInViolation)} of {Devices(headline.Fleet)} {(headline.DevicesInViolation == 1 ? "has" : "have")} an app that a policy in force bans; "
                + $"{ReportWords.Number(headline.Overdue)} of {Count(headline.OpenViolations, "violation", "violations")} {(headline.Overdue == 1 ? "is" : "are")} past the deadline.";
        return headline.CannotBeJudged == 0
            ? found
            : found + $" {Count(headline.CannotBeJudged, "device", "devices")} cannot be seen in whole or in part, and {(headline.CannotBeJudged == 1 ? "is" : "are")} not called clean.";
    }

    private static string Aside(ReportHeadline headline) =>
        $"Removed recently, on proof: {ReportWords.Number(headline.Removed)}. Excepted: {ReportWords.Number(headline.Excepted)}{(headline.ExceptionsEnding > 0 ? $" ({Count(headline.ExceptionsEnding, "exception ends", "exceptions end")} soon)" : "")}. "
        + $"Live but not confirmed by the last scan: {ReportWords.Number(headline.NotConfirmed)}. Recorded as advice: {ReportWords.Number(headline.Advice)}.";

    private static string Moved(ReportHeadline headline) =>
        $"{ReportWords.Number(headline.New)} new, {ReportWords.Number(headline.Returned)} returned with the last scan";

    private static void Tile(HtmlMarkup html, string kind, int figure, string name, string below)
    {
        using (html.Line().In("li", ("class", figure == 0 ? "tile none" : "tile " + kind)))
        {
            html.Leaf("span", name, ("class", "name"));
            html.Say(" ").Leaf("span", ReportWords.Number(figure), ("class", "figure"));
            html.Say(" ").Leaf("span", below, ("class", "below"));
        }
    }

    private static string Devices(int number) => Count(number, "device", "devices");

    private static string Count(int number, string one, string many) => ReportWords.Number(number) + " " + (number == 1 ? one : many);
}
