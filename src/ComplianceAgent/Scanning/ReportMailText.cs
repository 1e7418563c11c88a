using System.Collections.Immutable;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Tickets.Text;

namespace ComplianceAgent.Scanning;

/// <summary>What the mail says that a report is attached to: figures and warnings, and nobody's name.</summary>
internal static class ReportMailText
{
    /// <summary>Its subject.</summary>
    public static string Title(ReportModel model)
    {
        var words = Wording.Of(model.Language);
        return (model.Simulated ? "SIMULATED · " : "") + words.Say("Banned apps on managed devices: {0}, {1:d}", model.Tenant, model.Now.UtcDateTime);
    }

    /// <summary>Its body.</summary>
    /// <param name="model">The report.</param>
    /// <param name="tooLarge">The limit in megabytes that the attachments were over; null when they are there.</param>
    public static TextDocument Body(ReportModel model, int? tooLarge)
    {
        var words = Wording.Of(model.Language);
        return new(
        [
            Line(model.LastCompleteScan is { } scan ? words.Say("Last complete scan: {0}", ReportWords.Minute(scan.FinishedAt)) : words["NO COMPLETE SCAN YET"], bold: true),
            new ListBlock([.. Figures(model.Headline, words).Select(figure => ImmutableArray.Create(new TextSpan(figure)))]),
            .. model.Warnings.Select(warning => Line(words.Say(warning))),
            Line(tooLarge is { } limit
                ? words.Say("The report is not attached: it is larger than {0} MB. It lies in the folder of reports.", limit)
                : model.IsPseudonymous ? words["The report is attached."] : words["The report is attached. It names people and devices: keep it as you keep such data."]),
        ]);
    }

    private static IEnumerable<string> Figures(ReportHeadline headline, Wording words) =>
        new (string Name, int Value)[]
        {
            (words["Open violations"], headline.OpenViolations), (words["Devices in violation"], headline.DevicesInViolation), (words["Overdue"], headline.Overdue), (words["Due in 7 days"], headline.DueSoon),
            (words["Under review"], headline.UnderReview), (words["Devices that cannot be judged"], headline.CannotBeJudged), (words["Devices in the fleet"], headline.Fleet),
        }.Select(figure => $"{figure.Name}: {figure.Value.ToString("N0", words.Culture)}");

    private static ParagraphBlock Line(string text, bool bold = false) => new([new TextSpan(text, bold)]);
}
