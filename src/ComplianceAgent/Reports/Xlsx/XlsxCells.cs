using ComplianceAgent.Reasons;
using SpreadCheetah;
using SpreadCheetah.Styling;

namespace ComplianceAgent.Reports.Xlsx;

/// <summary>
/// Makes typed cells: numbers that can be summed, dates that can be sorted and are shown as the reader's Excel shows dates, and text that is never a formula.
/// Moments are in UTC, since a workbook knows no zones.
/// </summary>
internal sealed class XlsxCells
{
    /// <summary>Earlier days are numbered otherwise by Excel than by everybody else.</summary>
    private static readonly DateTime FirstDay = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly StyleId day;
    private readonly StyleId moment;
    private readonly StyleId number;
    private readonly StyleId share;

    private readonly ReportModel model;

    public XlsxCells(Spreadsheet workbook, ReportModel model)
    {
        this.model = model;
        Words = Wording.Of(model.Language);
        day = Style(workbook, NumberFormat.Standard(StandardNumberFormat.ShortDate));
        moment = Style(workbook, NumberFormat.Standard(StandardNumberFormat.DateAndTime));
        number = Style(workbook, NumberFormat.Standard(StandardNumberFormat.NoDecimalPlaces));
        share = Style(workbook, NumberFormat.Custom("0.0%"));
        Heading = workbook.AddStyle(new Style
        {
            Font = { Bold = true, Color = System.Drawing.Color.White }, Fill = { Color = System.Drawing.Color.FromArgb(0x0F, 0x54, 0x8C) }, Alignment = { WrapText = true, Vertical = VerticalAlignment.Top },
        });
        Banner = workbook.AddStyle(new Style { Font = { Bold = true } });
    }

    /// <summary>The language.</summary>
    public Wording Words { get; }

    /// <summary>Look of the column headings.</summary>
    public StyleId Heading { get; }

    /// <summary>Look of the line above them.</summary>
    public StyleId Banner { get; }

    /// <summary>Nothing.</summary>
    public static Cell Empty => default;

    /// <summary>Foreign text.</summary>
    public static Cell Text(string? text) => string.IsNullOrEmpty(text) ? Empty : new Cell(XlsxText.Of(text));

    /// <summary>The title of a row's policy.</summary>
    public Cell Title(ViolationRow row) => Text(model.TitleOf(row.PolicyId, row.PolicyTitle));

    /// <summary>A phrase of ours.</summary>
    public Cell Say(string english) => Text(Words[english]);

    /// <summary>The sentence of a reason.</summary>
    public Cell Say(Reason reason) => Text(Words.Say(reason));

    /// <summary>Yes or no.</summary>
    public Cell Flag(bool flag) => Text(flag ? Words["yes"] : Words["no"]);

    /// <summary>A number.</summary>
    public Cell Number(long? value) => value is { } figure ? new Cell(figure, number) : Empty;

    /// <summary>A share, 0 to 1, in per cent.</summary>
    public Cell Share(double value) => new(Math.Round(value, 6), share);

    /// <summary>A moment.</summary>
    public Cell Moment(DateTimeOffset? at) => at is { } known && known > DateTimeOffset.MinValue ? Date(known.UtcDateTime, moment, ReportWords.Minute(known)) : Empty;

    /// <summary>A day.</summary>
    public Cell Day(DateOnly? date) => date is { } known ? Date(known.ToDateTime(TimeOnly.MinValue), day, ReportWords.Day(known)) : Empty;

    private static Cell Date(DateTime date, StyleId style, string inWords) => date >= FirstDay ? new Cell(date, style) : Text(inWords);

    private static StyleId Style(Spreadsheet workbook, NumberFormat format) => workbook.AddStyle(new Style { Format = format, Alignment = { Vertical = VerticalAlignment.Top } });
}
