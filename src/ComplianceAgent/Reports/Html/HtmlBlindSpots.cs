using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Reports.Html;

/// <summary>What cannot be seen, and why.</summary>
internal static class HtmlBlindSpots
{
    private static HtmlColumn<BlindSpot>[] Columns(Wording words) =>
    [
        new(words["Line"], (html, spot) => html.Say(words.Say(spot.Class))),
        new(words["Devices"], (html, spot) => html.Say(words.Number(spot.Devices)), IsNumber: true),
        new(words["Platform"], (html, spot) => html.Say(words.Say(spot.Platform))),
        new(words["Owner"], (html, spot) => html.Say(words.Say(spot.Owner))),
        new(words["Why"], (html, spot) => html.Why(spot.Reason)),
    ];

    private static HtmlColumn<UnjudgedDevice>[] DeviceColumns(Wording words) =>
    [
        new(words["Device (Intune id)"], (html, device) => html.Leaf("code", device.DeviceId, ("class", "id"))),
        new(words["Line"], (html, device) => html.Say(words.Say(device.Coverage))),
        new(words["Platform, owner"], (html, device) => html.Say($"{words.Say(device.Platform.Family())}, {words.InSentence(words.Say(device.Owner))}")),
        new(words["Since"], Since),
        new(words["Why"], (html, device) => html.Why(device.Reason)),
    ];

    public static void Write(HtmlMarkup html, ReportModel model, IReadOnlyList<UnjudgedDevice> devices)
    {
        var words = html.Words;
        using (html.In("section", ("id", "blind"), ("aria-labelledby", "blind-h")))
        {
            html.Leaf("h2", words["Blind spots"], ("id", "blind-h"));
            if (model.CoverageScan is { CannotTell.Count: > 0 } scan)
            {
                html.Leaf("p", words.Say(
                    "Scan {0} read by the route “{1}”, which cannot tell: {2}.",
                    words.Number(scan.Number), words.Say(scan.Route), string.Join(", ", scan.CannotTell.Select(coverage => words.InSentence(words.Say(coverage))))));
            }

            if (model.BlindSpots.IsEmpty)
            {
                html.Leaf("p", model.CoverageScan is null ? words["Unknown: nothing has been scanned."] : words["The last complete scan names none."], ("class", "empty"));
                return;
            }

            html.Leaf("p", words["Nothing was found on these devices because nothing, or not everything, can be seen of them. They are not called clean."]);
            HtmlTable.Write(html, words["Devices that cannot be judged, and why"], Columns(words), model.BlindSpots, HtmlReportWriter.MaxSmallRows, asCards: true);
            Devices(html, devices, model.BlindSpots.Sum(spot => spot.Devices));
        }

        html.Line();
    }

    private static void Devices(HtmlMarkup html, IReadOnlyList<UnjudgedDevice> devices, int all)
    {
        if (devices.Count == 0)
        {
            return;
        }

        html.Leaf("h3", html.Words["One by one"]);
        html.Leaf("p", html.Words["Names and users are kept of devices with a finding only: look these up in Intune by their id."]);
        HtmlTable.Write(html, html.Words["Devices that cannot be judged, one by one"], DeviceColumns(html.Words), devices, HtmlReportWriter.MaxSmallRows, asCards: true);
        if (all > devices.Count)
        {
            HtmlTable.LeftOut(html, devices.Count, all);
        }
    }

    private static void Since(HtmlMarkup html, UnjudgedDevice device)
    {
        if (device.Since is { } since)
        {
            html.Day(since);
        }
        else
        {
            html.Say(html.Words["this scan"]);
        }
    }
}
