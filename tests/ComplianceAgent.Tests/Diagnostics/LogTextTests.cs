using System.Globalization;
using System.Text;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Tests.Reports;

namespace ComplianceAgent.Tests.Diagnostics;

public sealed class LogTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("TikTok 抖音 🎵 É", "TikTok 抖音 🎵 É")]
    [InlineData("\u001B]52;c;eA==\u0007", "\\u001B]52;c;eA==\\u0007")]
    [InlineData("a\nb\tc\rd", "a\\u000Ab\\u0009c\\u000Dd")]
    [InlineData("\u009B31m", "\\u009B31m")]
    [InlineData("a\u202Eexe.\u2066b\u2069", "a\\u202Eexe.\\u2066b\\u2069")]
    [InlineData("a\u2028b\u2029c\u0000", "a\\u2028b\\u2029c\\u0000")]
    [InlineData("Tik\u200BTok\uFEFF", "Tik\\u200BTok\\uFEFF")]
    [InlineData("\U000E0041", "\\U000E0041")]
    [InlineData("[/]", "[/]")]
    public void What_a_terminal_would_obey_is_shown_instead(string? text, string shown) => LogText.Escape(text).Should().Be(shown);

    [Fact]
    public void A_lone_surrogate_is_shown_as_what_it_is() => LogText.Escape("a\uD800b\uDC00").Should().Be("a\\uD800b\\uDC00");

    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "1234…")]
    [InlineData("123🎵6", 5, "123…")]
    [InlineData("123\u001B", 5, "123…")]
    [InlineData("xy", 1, "…")]
    public void A_long_text_is_cut_with_a_mark_and_never_inside_a_character(string text, int length, string shown) => LogText.Escape(text, length).Should().Be(shown);

    [Fact]
    public void No_hostile_name_keeps_a_control_character_or_exceeds_its_room()
    {
        foreach (var name in ReportCases.HostileNames)
        {
            var shown = LogText.Escape(name, 40);
            shown.Length.Should().BeLessThanOrEqualTo(40);
            shown.EnumerateRunes().Should().OnlyContain(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format);
        }
    }
}
