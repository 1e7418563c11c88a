using System.Collections.Immutable;
using System.Globalization;

namespace ComplianceAgent.Reports.Charts;

/// <summary>A chart: a picture, and beside it the same in a sentence and a table, for who cannot see it. All words are in the reader's language.</summary>
/// <param name="Id">Unique on its page; letters, digits and hyphens.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Sentence">What there is to see, in a sentence or two.</param>
/// <param name="Legend">What its marks mean, with the class each is drawn by.</param>
/// <param name="Table">The figures.</param>
/// <param name="Picture">An <c>svg</c> element; null when there is nothing to draw.</param>
public sealed record Chart(string Id, string Title, string Sentence, ImmutableArray<ChartMark> Legend, ChartTable Table, SvgElement? Picture);

/// <summary>One entry of a legend.</summary>
/// <param name="Name">What the mark means.</param>
/// <param name="Sample">A small picture of the mark.</param>
public sealed record ChartMark(string Name, SvgElement Sample);

/// <summary>The figures of a chart.</summary>
/// <param name="Columns">Headings; the first is the row's.</param>
/// <param name="Rows">Cells, as many as headings; the first may be foreign text.</param>
public sealed record ChartTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows);

/// <summary>The paper charts are drawn on: one size for all, made so that its letters can be read from 280 to 460 pixels of width.</summary>
internal static class ChartPaper
{
    public const double Width = 360;
    public const double Height = 200;
    public const double Left = 34;
    public const double Right = 352;
    public const double Top = 14;
    public const double Bottom = 172;

    /// <summary>Longest label, in characters.</summary>
    private const int LongestLabel = 48;

    /// <summary>The picture, named by the chart's own title and sentence.</summary>
    public static SvgElement Picture(string id, string title, string sentence, double height, IEnumerable<SvgElement> parts) =>
        SvgElement.Of("svg", ("class", "chart-picture"), ("viewBox", $"0 0 {SvgElement.At(Width)} {SvgElement.At(height)}"), ("role", "img"), ("aria-labelledby", id + "-t " + id + "-d"), ("focusable", "false"))
            .With([SvgElement.Words("title", Label(title, 200), ("id", id + "-t")), SvgElement.Words("desc", Label(sentence, 2000), ("id", id + "-d")), .. parts]);

    public static SvgElement Line(double x1, double y1, double x2, double y2, string look) =>
        SvgElement.Of("line", ("class", look), ("x1", SvgElement.At(x1)), ("y1", SvgElement.At(y1)), ("x2", SvgElement.At(x2)), ("y2", SvgElement.At(y2)));

    public static SvgElement Rectangle(double x, double y, double width, double height, string look) =>
        SvgElement.Of("rect", ("class", look), ("x", SvgElement.At(x)), ("y", SvgElement.At(y)), ("width", SvgElement.At(Math.Max(0, width))), ("height", SvgElement.At(height)));

    public static SvgElement Path(IEnumerable<(double X, double Y)> points, string look) =>
        SvgElement.Of("polyline", ("class", look), ("points", string.Join(' ', points.Select(point => $"{SvgElement.At(point.X)},{SvgElement.At(point.Y)}"))));

    public static SvgElement Text(double x, double y, string text, string anchor) =>
        SvgElement.Words("text", Label(text, LongestLabel), ("class", "chart-label"), ("x", SvgElement.At(x)), ("y", SvgElement.At(y)), ("text-anchor", anchor));

    /// <summary>
    /// A small picture of a mark, for a legend.
    /// </summary>
    public static SvgElement Sample(params ReadOnlySpan<SvgElement> parts) =>
        SvgElement.Of("svg", ("class", "chart-sample"), ("viewBox", "0 0 24 12"), ("aria-hidden", "true"), ("focusable", "false")).With([.. parts]);

    /// <summary>Names are chosen by strangers: what turns the direction of text is taken out, since a picture has no other way to keep it in.</summary>
    public static string Label(string text, int longest)
    {
        var plain = string.Concat(PlainText.Of(text).Where(c => c is not (>= '\u202A' and <= '\u202E') and not (>= '\u2066' and <= '\u2069') and not ('\u200E' or '\u200F' or '\u061C')));
        var whole = new StringInfo(plain);
        return whole.LengthInTextElements <= longest ? plain : whole.SubstringByTextElements(0, longest - 1) + "…";
    }
}
