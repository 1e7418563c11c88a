using System.Collections.Immutable;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using SpreadCheetah;

namespace ComplianceAgent.Reports.Xlsx;

/// <summary>One figure or fact of the summary.</summary>
/// <param name="Part">What it belongs to, in the language.</param>
/// <param name="Name">What it is, in the language.</param>
/// <param name="Value">Its cell.</param>
/// <param name="Share">Its share of the fleet; null where that means nothing.</param>
internal sealed record XlsxFigure(string Part, string Name, Func<XlsxCells, Cell> Value, double? Share = null);

/// <summary>The first sheet: headline, warnings, coverage, breakdowns and evidence.</summary>
internal static class XlsxSummary
{
    /// <summary>Phrases as they are looked up; each is said in the language of the report.</summary>
    private static readonly Wording English = Wording.Of(Language.English);

    public static readonly XlsxColumn<XlsxFigure>[] Columns =
    [
        new(English["Part"], 34, (_, row) => XlsxCells.Text(row.Part)),
        new(English["Name"], 46, (_, row) => XlsxCells.Text(row.Name)),
        new(English["Value"], 30, (cells, row) => row.Value(cells)),
        new(English["Share of the fleet"], 10, (cells, row) => row.Share is { } share ? cells.Share(share) : XlsxCells.Empty),
    ];

    public static IEnumerable<XlsxFigure> Rows(ReportModel model, Wording words) =>
    [
        .. Report(model, words),
        .. model.Warnings.Select(warning => new XlsxFigure(words["Read this first"], "", cells => cells.Say(warning))),
        .. Headline(model.Headline, words),
        .. model.Coverage.SelectMany(scope => Coverage(scope, model.TitleOf(scope.PolicyId, scope.Title), words)),
        .. Breakdowns(words["Open violations by policy"], [.. model.ByPolicy.Select(one => one with { Name = model.TitleOf(one.Key, one.Name) })], name => name), .. Breakdowns(words["Open violations by platform"], model.ByPlatform, name => words[name]),
        .. Breakdowns(words["Open violations by owner"], model.ByOwner, name => words[name]), .. Breakdowns(words["Open violations by unit"], model.ByUnit, name => name == ReportWords.NoUnit ? words[name] : name),
        .. model.Evidence.SelectMany(scan => Evidence(scan, words)),
    ];

    private static XlsxFigure[] Report(ReportModel model, Wording words) =>
    [
        new(words["Report"], words["Tenant"], _ => XlsxCells.Text(model.Tenant)),
        new(words["Report"], words["Data"], _ => XlsxCells.Text(model.Simulated ? "SIMULATED" : words["real"])),
        new(words["Report"], words["Report made (UTC)"], cells => cells.Moment(model.Now)),
        new(words["Report"], words["Made again (UTC)"], cells => cells.Moment(model.RebuiltAt)),
        new(words["Report"], words["Last complete scan (UTC)"], cells => cells.Moment(model.LastCompleteScan?.FinishedAt)),
        new(words["Report"], words["Last scan (UTC)"], cells => cells.Moment(model.LastScan?.FinishedAt)),
        new(words["Report"], words["Version of the program"], _ => XlsxCells.Text(model.ProductVersion)),
    ];

    private static IEnumerable<XlsxFigure> Headline(ReportHeadline headline, Wording words) =>
        new (string Name, int Value)[]
        {
            (English["Devices in the fleet"], headline.Fleet), (English["Devices in violation"], headline.DevicesInViolation), (English["Open violations"], headline.OpenViolations), (English["Overdue"], headline.Overdue),
            (English["Due in 7 days"], headline.DueSoon), (English["Date unknown"], headline.DateUnknown), (English["Under review"], headline.UnderReview), (English["Excepted"], headline.Excepted),
            (English["Exceptions that end soon"], headline.ExceptionsEnding), (English["Advice"], headline.Advice), (English["Devices that cannot be judged"], headline.CannotBeJudged), (English["Not confirmed"], headline.NotConfirmed),
            (English["New"], headline.New), (English["Returned"], headline.Returned), (English["Removed"], headline.Removed),
        }.Select(figure => new XlsxFigure(words["At a glance"], words[figure.Name], cells => cells.Number(figure.Value)));

    private static IEnumerable<XlsxFigure> Coverage(CoverageScope scope, string title, Wording words)
    {
        var part = scope.PolicyId.Length == 0 ? words["Coverage of the fleet"] : words.Say("Coverage: {0}", title);
        return scope.Lines.Select(line => new XlsxFigure(part, words[ReportWords.Say(line.Class)], cells => cells.Number(line.Devices), line.Share));
    }

    /// <summary>Names of policies and units are foreign text, and said as they are.</summary>
    private static IEnumerable<XlsxFigure> Breakdowns(string part, ImmutableArray<Breakdown> breakdowns, Func<string, string> say) =>
        breakdowns.Select(one => new XlsxFigure(part, say(one.Name), cells => cells.Number(one.Open)));

    private static IEnumerable<XlsxFigure> Evidence(ScanResult scan, Wording words)
    {
        var part = words.Say("Scan {0}", scan.Number);
        yield return new(part, words["Complete"], cells => cells.Flag(scan.Complete));
        yield return new(part, words["Started (UTC)"], cells => cells.Moment(scan.StartedAt));
        yield return new(part, words["Finished (UTC)"], cells => cells.Moment(scan.FinishedAt));
        yield return new(part, words["Inventory of (UTC)"], cells => cells.Moment(scan.InventoryAsOf));
        yield return new(part, words["Route"], cells => cells.Say(ReportWords.Say(scan.Route)));
        yield return new(part, words["Devices"], cells => cells.Number(scan.Devices));
        yield return new(part, words["App rows read"], cells => cells.Number(scan.AppRows));
        yield return new(part, words["Distinct apps"], cells => cells.Number(scan.DistinctApps));
        yield return new(part, words["Rows set aside"], cells => cells.Number(scan.SetAside.Values.Sum(rows => (long)rows.Count)));
        yield return new(part, words["Audit chain"], _ => XlsxCells.Text(scan.Chain?.ToString()));
        foreach (var policy in scan.Policies)
        {
            yield return new(part, words.Say("SHA-256 of {0}", policy.Id), _ => XlsxCells.Text(policy.Hash));
        }
    }
}
