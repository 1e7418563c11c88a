using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Charts;

/// <summary>Open violations by policy, platform or whatever divides them: a bar each, its overdue part told by hatching as well as by colour, figures at its end.</summary>
public static class PartsChart
{
    private const int MaxBars = 8;
    private const double BarHeight = 12;
    private const double RowHeight = 36;

    /// <summary>Draws it.</summary>
    /// <param name="id">Unique on its page.</param>
    /// <param name="title">What it shows, in the language.</param>
    /// <param name="parts">Parts, the biggest first.</param>
    /// <param name="words">Language.</param>
    public static Chart Draw(string id, string title, IReadOnlyList<Breakdown> parts, Wording words)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(words);
        var open = parts.Where(part => part.Open > 0).ToList();
        if (open.Count == 0)
        {
            return new(id, title, words["No violation is open."], [], Table([], words), null);
        }

        var sentence = Sentence(open, words);
        return new(id, title, sentence, Legend(open, words), Table(open, words), Picture(id, title, sentence, open, words));
    }

    private static string Sentence(List<Breakdown> parts, Wording words)
    {
        var most = parts[0];
        var said = words.Say("Most are with {0}: {1:N0} open, {2:N0} of them overdue.", Words(most.Name), most.Open, most.Overdue);
        return parts.Count <= MaxBars ? said : said + " " + words.Say("The first {0} of {1} are drawn.", MaxBars, parts.Count);

        string Words(string name) => ChartPaper.Label(name, 80);
    }

    private static SvgElement Picture(string id, string title, string sentence, List<Breakdown> parts, Wording words)
    {
        var longest = parts.Max(part => part.Open);
        var hatch = id + "-hatch";
        var drawn = parts.Take(MaxBars).SelectMany((part, i) => Bar(part, i * RowHeight, longest, hatch, words));
        return ChartPaper.Picture(id, title, sentence, Math.Min(MaxBars, parts.Count) * RowHeight, [Hatch(hatch), .. drawn]);
    }

    private static IEnumerable<SvgElement> Bar(Breakdown part, double top, int longest, string hatch, Wording words)
    {
        const double room = ChartPaper.Right - 8 - FigureRoom;
        var (all, overdue) = (room * part.Open / longest, room * part.Overdue / longest);
        yield return ChartPaper.Text(8, top + 13, part.Name, "start");
        yield return ChartPaper.Rectangle(8, top + 18, all, BarHeight, "chart-bar");
        if (part.Overdue > 0)
        {
            yield return ChartPaper.Rectangle(8, top + 18, overdue, BarHeight, "chart-overdue");
            yield return ChartPaper.Rectangle(8, top + 18, overdue, BarHeight, "chart-hatched") with { Attributes = [("x", "8"), ("y", SvgElement.At(top + 18)), ("width", SvgElement.At(overdue)), ("height", SvgElement.At(BarHeight)), ("fill", $"url(#{hatch})")] };
        }

        yield return ChartPaper.Text(8 + all + 6, top + 28, part.Overdue > 0 ? words.Say("{0:N0}, {1:N0} overdue", part.Open, part.Overdue) : part.Open.ToString("N0", words.Culture), "start");
    }

    /// <summary>Room for the figures behind the longest bar.</summary>
    private const double FigureRoom = 120;

    private static SvgElement Hatch(string id) => SvgElement.Of("defs").With(
    [
        SvgElement.Of("pattern", ("id", id), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"), ("patternTransform", "rotate(45)"))
            .With([ChartPaper.Line(0, 0, 0, 6, "chart-hatch")]),
    ]);

    private static ImmutableArray<ChartMark> Legend(List<Breakdown> parts, Wording words)
    {
        var open = new ChartMark(words["Open violations"], ChartPaper.Sample(ChartPaper.Rectangle(0, 1, 24, 10, "chart-bar")));
        var overdue = new ChartMark(words["Of these overdue"], ChartPaper.Sample(
            ChartPaper.Rectangle(0, 1, 24, 10, "chart-overdue"), ChartPaper.Line(2, 11, 10, 1, "chart-hatch"), ChartPaper.Line(10, 11, 18, 1, "chart-hatch"), ChartPaper.Line(18, 11, 24, 3, "chart-hatch")));
        return parts.Exists(part => part.Overdue > 0) ? [open, overdue] : [open];
    }

    private static ChartTable Table(List<Breakdown> parts, Wording words) => new(
        [words["Part"], words["Open violations"], words["Overdue"], words["Devices"]],
        [.. parts.Take(30).Select(part => ImmutableArray.Create(part.Name, part.Open.ToString("N0", words.Culture), part.Overdue.ToString("N0", words.Culture), part.Devices.ToString("N0", words.Culture)))]);
}
