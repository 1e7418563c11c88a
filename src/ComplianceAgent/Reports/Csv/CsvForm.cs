using System.Globalization;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Csv;

/// <summary>How CSV files are written.</summary>
public enum CsvForm : byte
{
    /// <summary>For machines: RFC 4180, comma, UTF-8 without a mark, ISO dates.</summary>
    Plain = 0,

    /// <summary>For a double click in Excel: with a byte order mark, and with separator, dates and decimals of the report's language.</summary>
    Excel,
}

/// <summary>Writes values in one form and language.</summary>
internal sealed class CsvStyle
{
    private readonly CultureInfo? culture;

    private CsvStyle(CultureInfo? culture)
    {
        this.culture = culture;
        Separator = culture?.TextInfo.ListSeparator is [var own] ? own : ',';
    }

    /// <summary>Separates cells. Excel splits at the one of its own country, so it is that of the language: a semicolon in Dutch, French and German, a comma in English.</summary>
    public char Separator { get; }

    /// <summary>Whether the file begins with the mark by which Excel knows UTF-8.</summary>
    public bool HasMark => culture is not null;

    /// <summary>The style of a form in a language.</summary>
    public static CsvStyle Of(CsvForm form, Language language) => new(form == CsvForm.Excel ? language.Culture() : null);

    /// <summary>A cell.</summary>
    public string Cell(CsvValue value) => culture is null ? CsvCell.Of(value.ToString()) : CsvCell.Of(value.In(culture), commasToo: Separator != ',');
}

/// <summary>A value that knows what it is, so that each form can write it in its own way. Text is one as it stands.</summary>
internal readonly struct CsvValue
{
    private readonly string? text;
    private readonly DateTimeOffset? moment;
    private readonly DateOnly? day;
    private readonly double? share;

    private CsvValue(string? text = null, DateTimeOffset? moment = null, DateOnly? day = null, double? share = null)
    {
        (this.text, this.moment, this.day, this.share) = (text, moment, day, share);
    }

    public static implicit operator CsvValue(string text) => new(text);

    /// <summary>A whole number; nothing for none.</summary>
    public static CsvValue Number(long? number) => new(number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>A moment, in UTC; nothing for none and for one that was never told.</summary>
    public static CsvValue Moment(DateTimeOffset? moment) => new(moment: moment > DateTimeOffset.MinValue ? moment : null);

    /// <summary>A day; nothing for none.</summary>
    public static CsvValue Day(DateOnly? day) => new(day: day);

    /// <summary>A share, 0 to 1.</summary>
    public static CsvValue Share(double share) => new(share: share);

    /// <summary>For machines.</summary>
    public override string ToString() => this switch
    {
        { moment: { } at } => ReportWords.Machine(at),
        { day: { } date } => ReportWords.Day(date),
        { share: { } part } => part.ToString("0.######", CultureInfo.InvariantCulture),
        _ => text ?? "",
    };

    /// <summary>As Excel of that culture reads it: a date it knows for one, the decimal sign it expects.</summary>
    public string In(CultureInfo culture) => this switch
    {
        { moment: { } at } => at.UtcDateTime.ToString(culture.DateTimeFormat.ShortDatePattern + " HH:mm:ss", culture),
        { day: { } date } => date.ToString(culture.DateTimeFormat.ShortDatePattern, culture),
        { share: { } part } => part.ToString("0.######", culture),
        _ => text ?? "",
    };
}
