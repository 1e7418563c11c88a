using System.Globalization;

namespace ComplianceAgent.Reports.Charts;

/// <summary>Where moments and counts lie on the paper, with the lines that let a reader tell.</summary>
internal sealed class ChartScale
{
    private readonly DateTimeOffset from;
    private readonly DateTimeOffset until;
    private readonly CultureInfo culture;
    private readonly long step;

    /// <summary>A scale from nothing to at least the highest count.</summary>
    public ChartScale(DateTimeOffset from, DateTimeOffset until, int highest, CultureInfo culture)
    {
        (this.from, this.until, this.culture) = (from, until > from ? until : from.AddHours(1), culture);
        step = StepFor(highest);
        Steps = Math.Max(1, (int)Math.Ceiling(highest / (double)step));
    }

    private int Steps { get; }

    public double X(DateTimeOffset at) => ChartPaper.Left + ((ChartPaper.Right - ChartPaper.Left) * Math.Clamp((at - from) / (until - from), 0, 1));

    public double Y(long count) => ChartPaper.Bottom - ((ChartPaper.Bottom - ChartPaper.Top) * count / (double)(Steps * step));

    /// <summary>Grid with counts at the left and the first and last day below.</summary>
    public IEnumerable<SvgElement> Grid()
    {
        for (var i = 0; i <= Steps; i++)
        {
            var y = Y(i * step);
            yield return ChartPaper.Line(ChartPaper.Left, y, ChartPaper.Right, y, i == 0 ? "chart-axis" : "chart-grid");
            yield return ChartPaper.Text(ChartPaper.Left - 5, y + 4, Short(i * step), "end");
        }

        yield return ChartPaper.Text(ChartPaper.Left, ChartPaper.Bottom + 17, Day(from), "start");
        yield return ChartPaper.Text(ChartPaper.Right, ChartPaper.Bottom + 17, Day(until), "end");
    }

    public string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d", culture);

    /// <summary>One, two or five times a power of ten, so that there are at most five lines.</summary>
    private static long StepFor(int highest)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (var part in (ReadOnlySpan<int>)[1, 2, 5])
            {
                if (highest <= 5 * part * power)
                {
                    return part * power;
                }
            }
        }
    }

    private string Short(long count) => count switch
    {
        >= 1_000_000 => (count / 1_000_000.0).ToString("0.#", culture) + "M",
        >= 1_000 => (count / 1_000.0).ToString("0.#", culture) + "k",
        _ => count.ToString(culture),
    };
}
