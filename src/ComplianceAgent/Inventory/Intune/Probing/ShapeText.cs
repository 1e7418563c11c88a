using System.Collections.Frozen;
using System.Text;

namespace ComplianceAgent.Inventory.Intune.Probing;

/// <summary>
/// What may stand in the shape of a tenant: texts made of words that Microsoft uses for columns, platforms and enumerations, and nothing else. Of
/// every other text only its outline remains, in which no letter and no digit is the one that stood there. Pure.
/// </summary>
internal static class ShapeText
{
    private const int MostLength = 64;
    private const int LongestOutline = 32;
    private const string Separators = " -_.()/";
    private static readonly char[] Signs = [.. Separators];

    private static readonly FrozenSet<string> Words = ((string[])
    [
        // Columns of reports and properties of Graph.
        .. "account activation ad address agent agents aggregate app application apps arch architecture are at azure bitness bundle by bytes category code compliance compliant contact count created date detected device devices discovered display".Split(' '),
        .. "email encrypted enrolled enrollment entra family first free hardware has id identifier imei in install installed intune inv inventory is jail broken join key kind last loc lookup managed management manufacturer memory model modified name".Split(' '),
        .. "names of operating os osv owner ownership package path phone physical platform primary principal product profile publisher raw reference registered registration report scope sensor serial short size software source state status storage".Split(' '),
        .. "store subscriber supervised sync synced system tag tags tenant time title total type unique update upn user version value wi fi number date description data localized".Split(' '),
        // Platforms.
        .. "android aosp osp chrome chromeos debian desktop embedded fully dedicated corporate personal personally owned work forwork enterprise administrator holographic ios ipados ipad iphone ipod linux mac macos osx mobile other rhel server".Split(' '),
        .. "surface hub team teams tizen tv tvos ubuntu unknown future vision visionos watch watchos windows win mdm iot lts".Split(' '),
        // Owners, agents, enrolment.
        .. "company eas easmdm easintuneclient client configuration manager microsoft m365 jamf google cloud dpc policy controller cloudpc ms sense msse intuneaosp bulk auto autopilot apple without with domain join joined userless".Split(' '),
        .. "co comanagement cope corporate byod non azuread aad ade dep hybrid on premises group setup configurator web express manually shared pc and none not applicable yes no true false an for the enrolment".Split(' '),
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Headers that Microsoft's services and common proxies send; a name beyond these may be somebody's own.
    private static readonly FrozenSet<string> Headers = ((string[])
    [
        .. "Accept-Ranges Age Alt-Svc Cache-Control client-request-id Connection Content-Disposition Content-Encoding Content-Language Content-Length Content-MD5 Content-Range Content-Type Date Deprecation ETag Expires Keep-Alive".Split(' '),
        .. "Last-Modified Link Location OData-Version Pragma Preference-Applied RateLimit-Limit RateLimit-Remaining RateLimit-Reset request-id Retry-After Server Strict-Transport-Security Sunset Trailer Transfer-Encoding Upgrade Vary".Split(' '),
        .. "Via WWW-Authenticate X-Cache X-Content-Type-Options x-ms-ags-diagnostic x-ms-blob-type x-ms-creation-time x-ms-lease-state x-ms-lease-status x-ms-request-id x-ms-resource-unit x-ms-server-encrypted x-ms-throttle-information x-ms-throttle-limit-percentage x-ms-throttle-scope x-ms-version X-Powered-By".Split(' '),
    ]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a text of known words.</summary>
    public static bool IsKnown(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MostLength
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || Separators.Contains(letter, StringComparison.Ordinal))
            && text.Split(Signs, StringSplitOptions.RemoveEmptyEntries).All(word => Words.Contains(word) || Parts(word).All(IsKnownPart));
    }

    /// <summary>The text when it is known, else its outline: letters as x and X, digits as 9, what else there is as a question mark.</summary>
    public static string Admit(string text) => IsKnown(text) ? text : Outline(text);

    /// <summary>The header's name when it is one of Microsoft's or of a common proxy; null for any other.</summary>
    public static string? Header(string name) => Headers.TryGetValue(name, out var known) ? known : null;

    private static string Outline(string text) => string.Concat(text.Take(LongestOutline).Select(letter =>
        char.IsUpper(letter) ? 'X' : char.IsLetter(letter) ? 'x' : char.IsDigit(letter) ? '9' : Separators.Contains(letter, StringComparison.Ordinal) ? letter : '?'));

    // A number as long as a version or a year is none of anybody's.
    private static bool IsKnownPart(string part) => char.IsAsciiDigit(part[0]) ? part.Length <= 2 : Words.Contains(part);

    /// <summary>Words by digits and capitals: <c>androidForWork</c>, <c>OSDescription</c>. What stands whole in the list, as <c>iPadOS</c>, is not taken apart.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (part.Length > 0 && Begins(text, i))
            {
                yield return part.ToString();
                part.Clear();
            }

            part.Append(text[i]);
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }

    private static bool Begins(string text, int at)
    {
        var (before, letter) = (text[at - 1], text[at]);
        return char.IsAsciiDigit(letter) != char.IsAsciiDigit(before)
            || (char.IsAsciiLetterUpper(letter) && (char.IsAsciiLetterLower(before) || (at + 1 < text.Length && char.IsAsciiLetterLower(text[at + 1]))));
    }
}

/// <summary>Counts texts of one kind: known ones by name, others by outline, never more than a page of them.</summary>
internal sealed class TextCounts
{
    private const int Most = 200;
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>Counts one.</summary>
    public void Add(string text, long times = 1)
    {
        if (counts.Count < Most || counts.ContainsKey(text))
        {
            counts[text] = counts.GetValueOrDefault(text) + times;
        }
    }

    /// <summary>What was counted, the most frequent first.</summary>
    /// <param name="ofPlatforms">True to say which platform each means.</param>
    public IReadOnlyList<ShapedText> Shaped(bool ofPlatforms) =>
    [
        .. counts
            .Select(pair => (Text: ShapeText.Admit(pair.Key), IsKnown: ShapeText.IsKnown(pair.Key), Platform: ofPlatforms ? Platforms.Parse(pair.Key).ToString() : null, pair.Value))
            .GroupBy(entry => (entry.Text, entry.IsKnown, entry.Platform))
            .Select(group => new ShapedText(group.Key.Text, group.Key.IsKnown, group.Sum(entry => entry.Value), group.Key.Platform))
            .OrderByDescending(text => text.Count).ThenBy(text => text.Text, StringComparer.Ordinal),
    ];
}

/// <summary>A text of the tenant as it may be told.</summary>
/// <param name="Text">The text, or its outline.</param>
/// <param name="Known">False for an outline.</param>
/// <param name="Count">How often.</param>
/// <param name="Platform">What the agent takes it for; null for texts that are no platform.</param>
internal sealed record ShapedText(string Text, bool Known, long Count, string? Platform);
