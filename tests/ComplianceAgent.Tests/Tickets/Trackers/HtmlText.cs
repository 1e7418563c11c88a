using System.Net;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tests.Tickets.Trackers;

/// <summary>What a browser would show of HTML.</summary>
internal static partial class HtmlText
{
    public static string Of(string html) => WebUtility.HtmlDecode(Tag().Replace(html, " "));

    [GeneratedRegex(@"<[a-zA-Z/!][^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
