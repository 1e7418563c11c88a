using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Store;

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

    private static readonly HtmlColumn<UnjudgedDevice>[] DeviceColumns =
    [
        new("Device (Intune id)", (html, device) => html.Leaf("code", device.DeviceId, ("class", "id"))),
        new("Line", (html, device) => html.Say(ReportWords.Say(device.Coverage))),
        new("Platform, owner", (html, device) => html.Say($"{ReportWords.Say(device.Platform.Family())}, {ReportWords.Say(device.Owner).ToLowerInvariant()}")),
        new("Since", (html, device) => Since(html, device)),
        new("Why", (html, device) => html.Foreign(Sentences.Say(device.Reason))),
    ];

    public static void Write(HtmlMarkup html, ReportModel model, IReadOnlyList<UnjudgedDevice> devices)
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

        html.Leaf("h3", "One by one");
        html.Leaf("p", "Names and users are kept of devices with a finding only: look these up in Intune by their id.");
        HtmlTable.Write(html, "Devices that cannot be judged, one by one", DeviceColumns, devices, HtmlReportWriter.MaxSmallRows, asCards: true);
        if (all > devices.Count)
        {
            html.Leaf("p", $"The first {ReportWords.Number(devices.Count)} of {ReportWords.Number(all)} are shown. The CSV and JSON reports hold all of them.", ("class", "more"));
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
            html.Say("this scan");
        }
    }
}
