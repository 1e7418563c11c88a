using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Charts;

/// <summary>What was open so far, and from today on how much each deadline still allows.</summary>
public static class BurnDownChart
{
    private const int MaxRows = 30;

    /// <summary>Draws it.</summary>
    /// <param name="id">Unique on its page.</param>
    /// <param name="burnDown">Figures of one policy.</param>
    /// <param name="words">Language.</param>
    public static Chart Draw(string id, BurnDown burnDown, Wording words)
    {
        ArgumentNullException.ThrowIfNull(burnDown);
        ArgumentNullException.ThrowIfNull(words);
        var title = words.Say("Down to the deadline: {0}", burnDown.Title);
        var sentence = Sentence(burnDown, words);
        return new(id, title, sentence, Legend(words), Table(burnDown, words), Picture(id, title, sentence, burnDown, words));
    }

    private static string Sentence(BurnDown burnDown, Wording words)
    {
        var (next, last) = (burnDown.Ahead[0], burnDown.Ahead[^1]);
        var due = burnDown.Ahead.Length == 1
            ? words.Say("{0:N0} open now; none may be left after {1:d}.", burnDown.Open, LastDay(last.At))
            : words.Say("{0:N0} open now; at most {1:N0} may be left after {2:d}, and none after {3:d}.", burnDown.Open, next.Count, LastDay(next.At), LastDay(last.At));
        return burnDown.Overdue == 0 ? due : due + " " + words.Say("{0:N0} are overdue already.", burnDown.Overdue);
    }

    private static SvgElement Picture(string id, string title, string sentence, BurnDown burnDown, Wording words)
    {
        var now = burnDown.Past[^1].At;
        var highest = Math.Max(burnDown.Past.Max(day => day.Count), burnDown.Open);
        var scale = new ChartScale(burnDown.Past[0].At, burnDown.Ahead[^1].At, highest, words.Culture);
        var past = burnDown.Past.Select(day => (X: scale.X(day.At), Y: scale.Y(day.Count))).ToList();
        var today = scale.X(now);
        return ChartPaper.Picture(id, title, sentence, ChartPaper.Height,
        [
            .. scale.Grid(), ChartPaper.Line(today, ChartPaper.Top - 4, today, ChartPaper.Bottom, "chart-now"), ChartPaper.Text(today, ChartPaper.Top - 4, words["today"], Anchor(today)),
            ChartPaper.Path(past, "chart-line"), SvgElement.Of("circle", ("class", "chart-dot"), ("cx", SvgElement.At(past[^1].X)), ("cy", SvgElement.At(past[^1].Y)), ("r", "3")),
            ChartPaper.Path(Steps(burnDown, scale, now), "chart-allowed"),
        ]);
    }

    /// <summary>A stair: a count may stand until a deadline, and must have gone down when it has passed.</summary>
    private static List<(double X, double Y)> Steps(BurnDown burnDown, ChartScale scale, DateTimeOffset now)
    {
        var allowed = burnDown.Open - burnDown.Overdue;
        var stairs = new List<(double, double)> { (scale.X(now), scale.Y(allowed)) };
        foreach (var step in burnDown.Ahead)
        {
            stairs.Add((scale.X(step.At), scale.Y(allowed)));
            allowed = step.Count;
            stairs.Add((scale.X(step.At), scale.Y(allowed)));
        }

        return stairs;
    }

    private static ImmutableArray<ChartMark> Legend(Wording words) =>
    [
        new(words["Open violations"], ChartPaper.Sample(ChartPaper.Line(0, 6, 24, 6, "chart-line"))),
        new(words["May be left"], ChartPaper.Sample(ChartPaper.Line(0, 6, 24, 6, "chart-allowed"))),
    ];

    private static ChartTable Table(BurnDown burnDown, Wording words)
    {
        var past = burnDown.Past.Where((_, i) => (burnDown.Past.Length - 1 - i) % 7 == 0).Select(day => Row(day.At.UtcDateTime, day.Count.ToString("N0", words.Culture), "", words));
        var ahead = burnDown.Ahead.Take(MaxRows - 1).Concat(burnDown.Ahead.Length >= MaxRows ? [burnDown.Ahead[^1]] : []).Select(step => Row(LastDay(step.At), "", step.Count.ToString("N0", words.Culture), words));
        return new([words["After"], words["Open violations"], words["May be left"]], [.. past, .. ahead]);
    }

    private static ImmutableArray<string> Row(DateTime day, string open, string left, Wording words) => [day.ToString("d", words.Culture), open, left];

    /// <summary>A deadline at midnight ends the day before.</summary>
    private static DateTime LastDay(DateTimeOffset deadline) => deadline.AddTicks(-1).UtcDateTime;

    private static string Anchor(double x) => x > ChartPaper.Right - 40 ? "end" : x < ChartPaper.Left + 40 ? "start" : "middle";
}
