namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>Names that a stranger might give an app, a device or himself, each by itself and inside an ordinary name.</summary>
internal static class HostileNames
{
    private static readonly string[] Seeds =
    [
        "\0", "nul\0inside", "\ud800", "\udc00", "a\ud83d", "\ud83d\ude00", "[/]", "[red]markup[/]", "[bold", "]]", "\u001b[2J", "\u001b]52;c;ZXZpbA==\a", "\u009b31m", "\u0085", "\r\n", "\n", "\t", "\u2028", "\u2029",
        "=HYPERLINK(\"http://127.0.0.1/\",\"x\")", "=1+1", "+1;=1+1", "-2+3", "@SUM(1)", "|calc", "\t=1+1", "\"", "\"\"", "'", ",", ";", "\\", "\\u0000", "\\\"", "`", "<script>alert(1)</script>", "</script>", "<!--", "-->",
        "]]>", "<img src=x onerror=alert(1)>", "&amp;", "&#0;", "javascript:alert(1)", "\u202Etxt.exe", "\u2066x\u2069", "\uFEFF", "\u200B", "\u200D", "\u00AD", "\u034F", "\u0301", "\uFFFE", "\uFFFF", "\uD83D\uDC68\u200D\uD83D\uDC69",
        "'; DROP TABLE violations; --", "' OR 1=1 --", "{{7*7}}", "${x}", "{0}", "{count}", "{", "}", "%s%n", "%00", "$(rm)", "`rm`", "../../etc/passwd", "C:\\CON", "nul", "--set", "-", "@file", "null", "undefined", "NaN", "true",
        "\u0130", "\u0131", "\u00DF", "\uFB03", "\u1E9E", "\u3000", "\u00A0", "\u2800", "\u3164", "\u115F", "\u0378", "\uE000", "\U000F0000", "\U0010FFFF", "\U000E0041",
    ];

    /// <summary>All of them, a few very long ones included.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Seeds, .. Seeds.Select(seed => $"Zoom {seed} Workplace"), .. Seeds.Select(seed => seed + "Notes"), .. Seeds.Select(seed => "Notes" + seed),
        new('M', 1_000_000), string.Concat(Enumerable.Repeat("\u0301", 20_000)), string.Concat(Enumerable.Repeat("[/]", 10_000)), string.Concat(Enumerable.Repeat("\ud800", 2_000)), new(' ', 3_000),
    ];
}
