using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Charts;

/// <summary>Open violations after each past scan. A ring marks a scan that was incomplete: its figure is what was known, not what was there.</summary>
public static class TrendChart
{
    /// <summary>Rows of the table; with more scans than that the newest of each stretch are shown.</summary>
    private const int MaxRows = 30;

    /// <summary>Draws it.</summary>
    /// <param name="id">Unique on its page.</param>
    /// <param name="trend">Figures of past scans, oldest first.</param>
    /// <param name="words">Language.</param>
    public static Chart Draw(string id, IReadOnlyList<TrendPoint> trend, Wording words)
    {
        ArgumentNullException.ThrowIfNull(trend);
        ArgumentNullException.ThrowIfNull(words);
        var title = words["Open violations over time"];
        if (trend.Count < 2)
        {
            return new(id, title, words["There is a line to see here once two scans are stored."], [], Table([], words), null);
        }

        var points = trend.OrderBy(point => point.At).ToList();
        var sentence = Sentence(points, words);
        return new(id, title, sentence, Legend(points, words), Table(Thin(points, MaxRows), words), Picture(id, title, sentence, points, words));
    }

    private static string Sentence(List<TrendPoint> points, Wording words)
    {
        var (first, last, highest) = (points[0], points[^1], points.MaxBy(point => point.OpenViolations)!);
        return words.Say(
            "From {0:N0} open on {1:d} to {2:N0} on {3:d}; the most were {4:N0}, on {5:d}.",
            first.OpenViolations, first.At.UtcDateTime, last.OpenViolations, last.At.UtcDateTime, highest.OpenViolations, highest.At.UtcDateTime);
    }

    private static SvgElement Picture(string id, string title, string sentence, List<TrendPoint> points, Wording words)
    {
        var scale = new ChartScale(points[0].At, points[^1].At, points.Max(point => point.OpenViolations), words.Culture);
        var drawn = Thin(points, 360).Select(point => (X: scale.X(point.At), Y: scale.Y(point.OpenViolations))).ToList();
        (double X, double Y)[] ground = [(drawn[0].X, ChartPaper.Bottom), .. drawn, (drawn[^1].X, ChartPaper.Bottom)];
        var rings = points.Where(point => !point.Complete).TakeLast(60)
            .Select(point => SvgElement.Of("circle", ("class", "chart-ring"), ("cx", SvgElement.At(scale.X(point.At))), ("cy", SvgElement.At(scale.Y(point.OpenViolations))), ("r", "4")));
        return ChartPaper.Picture(id, title, sentence, ChartPaper.Height, [.. scale.Grid(), ChartPaper.Path(ground, "chart-ground"), ChartPaper.Path(drawn, "chart-line"), .. rings]);
    }

    private static ImmutableArray<ChartMark> Legend(List<TrendPoint> points, Wording words)
    {
        var line = new ChartMark(words["Open violations"], ChartPaper.Sample(ChartPaper.Line(0, 6, 24, 6, "chart-line")));
        var ring = new ChartMark(words["Incomplete scan"], ChartPaper.Sample(SvgElement.Of("circle", ("class", "chart-ring"), ("cx", "12"), ("cy", "6"), ("r", "4"))));
        return points.TrueForAll(point => point.Complete) ? [line] : [line, ring];
    }

    private static ChartTable Table(List<TrendPoint> points, Wording words) => new(
        [words["Inventory of"], words["Open violations"], words["Devices in violation"], words["Complete"]],
        [.. points.Select(point => ImmutableArray.Create(
            point.At.UtcDateTime.ToString("d", words.Culture), point.OpenViolations.ToString("N0", words.Culture), point.DevicesInViolation.ToString("N0", words.Culture), point.Complete ? words["yes"] : words["no"]))]);

    /// <summary>At most so many, evenly; the first and the last stay.</summary>
    private static List<TrendPoint> Thin(List<TrendPoint> points, int most) =>
        points.Count <= most ? points : [.. Enumerable.Range(0, most).Select(i => points[(int)((long)i * (points.Count - 1) / (most - 1))])];
}
