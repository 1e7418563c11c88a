using System.Globalization;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Reads the dates of reports: ISO as Intune writes them, and what a spreadsheet makes of them. A date that can be read two ways
/// (<c>03/04/2026</c>) is not guessed.
/// </summary>
internal static class ReportDates
{
    private static readonly string[] IsoForms = ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF K", "yyyy/MM/dd HH:mm:ss"];
    private static readonly string[] DayFirstForms = ["d{0}M{0}yyyy", "d{0}M{0}yyyy H:mm", "d{0}M{0}yyyy H:mm:ss"];
    private static readonly string[] MonthFirstForms = ["M/d/yyyy", "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss"];
    private static readonly string[] AmericanForms = ["M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm tt", "M/d/yyyy h:mm:ss.FFFFFFF tt"];
    private static readonly string[] DotForms = Separated('.');
    private static readonly string[] HyphenForms = Separated('-');
    private static readonly string[] SlashForms = Separated('/');

    /// <summary>Reads a date; without an offset it is UTC. Null when empty, a filler (year 1, 9999), unreadable or ambiguous.</summary>
    /// <param name="text">The date.</param>
    /// <param name="isUnclear">True when it is neither empty nor a filler and still gives nothing.</param>
    public static DateTimeOffset? Read(string text, out bool isUnclear)
    {
        isUnclear = false;
        if (text.Length == 0)
        {
            return null;
        }

        var date = Exact(text, IsoForms) ?? Exact(text, AmericanForms) ?? Exact(text, DotForms) ?? Exact(text, HyphenForms) ?? Slashed(text);
        isUnclear = date is null;
        return date is { Year: > 2000 and < 9000 } ? date : null;
    }

    private static DateTimeOffset? Slashed(string text)
    {
        var (dayFirst, monthFirst) = (Exact(text, SlashForms), Exact(text, MonthFirstForms));
        return dayFirst is not null && monthFirst is not null && dayFirst != monthFirst ? null : dayFirst ?? monthFirst;
    }

    private static DateTimeOffset? Exact(string text, string[] forms) =>
        DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
            ? date.ToUniversalTime()
            : null;

    private static string[] Separated(char separator) =>
        [.. DayFirstForms.Select(form => string.Format(CultureInfo.InvariantCulture, form, separator == '/' ? "/" : $"'{separator}'"))];
}
