using System.Text.RegularExpressions;

namespace ComplianceAgent.Tickets.Text.Markup;

/// <summary>
/// Takes addresses apart with brackets that a reader sees (<c>https[:]//evil[.]example</c>, <c>a[@]b[.]com</c>), because mail clients, chats and
/// trackers make links of whatever looks like an address, whichever way it was escaped. Version numbers and package names stay as they are.
/// </summary>
internal static partial class Defanging
{
    /// <summary>Endings that programs know as those of host names; two letters are any country's.</summary>
    private const string Endings =
        "com|net|org|info|biz|edu|gov|mil|int|name|pro|app|dev|xyz|top|site|online|shop|store|club|live|life|tech|link|click|page|cloud|email|zip|mov|web|wiki|news|work|world|today|space|website|icu|vip|win|bid|loan|men|gdn|mobi|asia|tel|jobs|travel|museum|aero|coop|example|test|local|lan|internal|onion|[a-z]{2}|xn--[a-z0-9-]+";

    private static readonly char[] Signs = ['.', ':', '@', '\\'];

    /// <summary>The text without anything that reads as an address; the same instance when there is none.</summary>
    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAny(Signs) < 0)
        {
            return text;
        }

        var safe = SchemeSlashes().Replace(text, "[:]//");
        safe = Schemes().Replace(safe, "$1[:]");
        safe = Shares().Replace(safe, @"[\\]");
        safe = Mailboxes().Replace(safe, "[@]");
        safe = FirstLabels().Replace(safe, "$1[.]");
        return LastDots().Replace(safe, "[.]");
    }

    [GeneratedRegex(@"(?<=[\p{L}\p{N}+.\-]):/(?=/)/", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex SchemeSlashes();

    [GeneratedRegex(@"\b(mailto|tel|callto|sip|sips|im|xmpp|file|ftp|news|javascript|vbscript|data|skype|magnet|intent|itms-apps|market|ms-[a-z-]+)\:(?=[^\s\]])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Schemes();

    [GeneratedRegex(@"(?<![\\\p{L}\p{N}])\\\\(?=[\p{L}\p{N}])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Shares();

    [GeneratedRegex(@"(?<=[^\s@])@(?=[^\s@])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Mailboxes();

    [GeneratedRegex(@"\b(www\d?)\.(?=[\p{L}\p{N}])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex FirstLabels();

    // The last dot of a host name: one of the known endings, or letters of another alphabet, or whatever has a path behind it.
    [GeneratedRegex(@"(?<=[\p{L}\p{N}_-])\.(?=(?:(?:" + Endings + @"|[\p{L}-[a-z]]{2,24})\.?(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}]))|(?:[\p{L}]{2,24}(?::\d+)?/))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex LastDots();
}
