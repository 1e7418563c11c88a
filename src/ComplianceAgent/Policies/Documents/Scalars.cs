using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Converts single values. Each returns what is wrong as a reason, or null when nothing is. Pure.</summary>
internal static partial class Scalars
{
    /// <summary>Longest grace or other duration: ten years, past which it is a typing error.</summary>
    private const int MaxDays = 3650;

    private const int MaxLink = 2048;
    private const int MaxRegex = 1000;
    private const int MaxText = 512;
    private static readonly SearchValues<char> NotInLinks = SearchValues.Create(" \t\r\n<>\"'`\\");

    /// <summary>What is wrong with a value of a shape; null when nothing is.</summary>
    public static Reason? Check(ScalarShape shape, string text, bool isPlain) => shape.Kind switch
    {
        ScalarKind.Text => Text(text),
        ScalarKind.Id => PolicyId().IsMatch(text) ? null : Reason.Of("policy-bad-id", ("value", text)),
        ScalarKind.ProductId => CatalogueId().IsMatch(text) ? null : Reason.Of("policy-bad-product-id", ("value", text)),
        ScalarKind.Word => Word(shape, text),
        ScalarKind.Flag => isPlain && text is "true" or "false" ? null : Reason.Of("policy-bad-flag", ("value", text)),
        ScalarKind.Number => Number(shape, text, isPlain),
        ScalarKind.Date => TryDate(text) is null ? Reason.Of("policy-bad-date", ("value", text)) : null,
        ScalarKind.Duration => TryDuration(text) is null ? Reason.Of("policy-bad-duration", ("value", text)) : null,
        ScalarKind.DayOffset => TryDayOffset(text) is null ? Reason.Of("policy-bad-offset", ("value", text)) : null,
        ScalarKind.Zone => Zone(text),
        ScalarKind.Link => IsLink(text) ? null : Reason.Of("policy-bad-link", ("value", text)),
        ScalarKind.Glob => Glob(text),
        ScalarKind.VersionRange => Text(text) ?? VersionRange.FaultOf(text),
        _ => Pattern(text),
    };

    /// <summary>A day of the calendar, written in one way only.</summary>
    public static DateOnly? TryDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Weeks, days and hours of ISO 8601. Months and years have no fixed length and are refused.</summary>
    public static TimeSpan? TryDuration(string text)
    {
        var match = Duration().Match(text);
        if (!match.Success || text is "P" or "" || text.EndsWith('T'))
        {
            return null;
        }

        var length = TimeSpan.FromDays((Part(match, "w") * 7) + Part(match, "d")) + TimeSpan.FromHours(Part(match, "h"));
        return length.TotalDays <= MaxDays ? length : null;
    }

    /// <summary>Days before (negative) or after a deadline.</summary>
    public static int? TryDayOffset(string text)
    {
        var isBefore = text.StartsWith('-');
        return TryDuration(isBefore ? text[1..] : text) is { } length && length.Ticks % TimeSpan.TicksPerDay == 0
            ? (isBefore ? -length.Days : length.Days)
            : null;
    }

    /// <summary>A time zone by its IANA name. The text is judged first: the system would look it up as a path.</summary>
    public static TimeZoneInfo? TryZone(string text) =>
        ZoneName().IsMatch(text) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone : null;

    /// <summary>A regular expression as rules run it: without case and without backtracking, so that none can hang.</summary>
    /// <exception cref="ArgumentException">It does not compile.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking, or is too large.</exception>
    public static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static Reason? Text(string text) => text.Length switch
    {
        > MaxText => Reason.Of("policy-text-too-long", ("limit", MaxText.ToString(CultureInfo.InvariantCulture))),
        _ when string.IsNullOrWhiteSpace(text) => Reason.Of("policy-empty-text"),
        _ => null,
    };

    private static Reason? Word(ScalarShape shape, string text)
    {
        if (shape.Words.Contains(text))
        {
            return null;
        }

        return Spelling.Nearest(text, shape.Words) is { } near
            ? Reason.Of("policy-bad-word-near", ("value", text), ("near", near))
            : Reason.Of("policy-bad-word", ("value", text), ("words", string.Join(", ", shape.Words)));
    }

    private static Reason? Number(ScalarShape shape, string text, bool isPlain)
    {
        var (least, most) = shape.Range;
        return isPlain && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null
            : Reason.Of(
                "policy-bad-number", ("value", text),
                ("least", least.ToString(CultureInfo.InvariantCulture)), ("most", most.ToString(CultureInfo.InvariantCulture)));
    }

    private static Reason? Zone(string text)
    {
        if (TryZone(text) is not null)
        {
            return null;
        }

        return Spelling.Nearest(text, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)) is { } near
            ? Reason.Of("policy-bad-zone-near", ("value", text), ("near", near))
            : Reason.Of("policy-bad-zone", ("value", text));
    }

    private static bool IsLink(string text) =>
        text.Length <= MaxLink
        && text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        && !text.AsSpan().ContainsAny(NotInLinks)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    /// <summary>A glob of wildcards alone would ban every app there is.</summary>
    private static Reason? Glob(string text) =>
        Text(text) ?? (text.Any(char.IsLetterOrDigit) || text.Any(char.IsSurrogate) ? null : Reason.Of("policy-glob-of-wildcards", ("value", text)));

    private static Reason? Pattern(string text)
    {
        if (text.Length > MaxRegex)
        {
            return Reason.Of("policy-regex-too-long", ("limit", MaxRegex.ToString(CultureInfo.InvariantCulture)));
        }

        try
        {
            return Compile(text).IsMatch("") ? Reason.Of("policy-regex-matches-all", ("value", text)) : null;
        }
        catch (NotSupportedException e)
        {
            return Reason.Of("policy-regex-not-supported", ("value", text), ("problem", e.Message));
        }
        catch (ArgumentException e)
        {
            return Reason.Of("policy-regex-broken", ("value", text), ("problem", e.Message));
        }
    }

    private static int Part(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^[a-z0-9-]{1,64}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex PolicyId();

    [GeneratedRegex("^[a-z0-9_-]{1,64}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex CatalogueId();

    [GeneratedRegex("^P(?:(?<w>[0-9]{1,4})W)?(?:(?<d>[0-9]{1,5})D)?(?:T(?:(?<h>[0-9]{1,5})H)?)?\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Duration();

    [GeneratedRegex("^[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex ZoneName();
}
