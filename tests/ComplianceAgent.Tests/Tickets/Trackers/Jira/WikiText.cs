using System.Net;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>Jira's wiki text as a person sees it. What means something and is none of the agent's own marks is refused: a macro, a mention or an image.</summary>
internal static partial class WikiText
{
    public static string Text(string wiki) => string.Join('\n', wiki.Split('\n').Select(Line));

    private static string Line(string line)
    {
        var lead = Lead().Match(line).Length;
        var bare = Link().Replace(line[lead..], "${text}").Replace("{*}", "", StringComparison.Ordinal);
        return Meaning().IsMatch(bare) || (lead == 0 && Block().IsMatch(bare)) ? throw new InvalidOperationException($"this means something to Jira: {line}") : WebUtility.HtmlDecode(bare);
    }

    [GeneratedRegex(@"^(h[1-6]\. |[*#] |----$)", RegexOptions.NonBacktracking)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\[(?<text>[^\[\]|]*)\|(https?://|mailto:)[^\[\]|{}!\\]*\]", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"[{}\[\]|!*_~^+?\\]|\bhttps?://|--", RegexOptions.NonBacktracking)]
    private static partial Regex Meaning();

    [GeneratedRegex(@"^\s*(h[1-6]|bq)\.", RegexOptions.NonBacktracking)]
    private static partial Regex Block();
}
