using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Html;

/// <summary>What cannot be seen, and why.</summary>
internal static class HtmlBlindSpots
{
    private static readonly HtmlColumn<BlindSpot>[] Columns =
    [
        new("Line", (html, spot) => html.Say(ReportWords.Say(spot.Class))),
        new("Devices", (html, spot) => html.Say(ReportWords.Number(spot.Devices)), IsNumber: true),
        new("Platform", (html, spot) => html.Say(ReportWords.Say(spot.Platform))),
        new("Owner", (html, spot) => html.Say(ReportWords.Say(spot.Owner))),
        new("Why", (html, spot) => html.Foreign(Sentences.Say(spot.Reason))),
    ];

    public static void Write(HtmlMarkup html, ReportModel model)
    {
        using (html.In("section", ("id", "blind"), ("aria-labelledby", "blind-h")))
        {
            html.Leaf("h2", "Blind spots", ("id", "blind-h"));
            if (model.CoverageScan is { CannotTell.Count: > 0 } scan)
            {
                html.Leaf("p", $"Scan {ReportWords.Number(scan.Number)} read by the route “{ReportWords.Say(scan.Route)}”, which cannot tell: "
                    + string.Join(", ", scan.CannotTell.Select(coverage => ReportWords.Say(coverage).ToLowerInvariant())) + ".");
            }

            if (model.BlindSpots.IsEmpty)
            {
                html.Leaf("p", model.CoverageScan is null ? "Unknown: nothing has been scanned." : "The last complete scan names none.", ("class", "empty"));
                return;
            }

            html.Leaf("p", "Nothing was found on these devices because nothing, or not everything, can be seen of them. They are not called clean.");
            HtmlTable.Write(html, "Devices that cannot be judged, and why", Columns, model.BlindSpots, HtmlReportWriter.MaxSmallRows, asCards: true);
        }

        html.Line();
    }
}
