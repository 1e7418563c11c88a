using System.Text;
using ComplianceAgent.Inventory;
using CsCheck;

namespace ComplianceAgent.Tests.Inventory;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("TikTok", "TikTok")]
    [InlineData("  TikTok\u3000 ", "TikTok")]
    [InlineData("Tik\0Tok", "Tik\uFFFDTok")]
    [InlineData("Tik\tTok\r\n2", "Tik Tok  2")]
    [InlineData("Tik\u2028Tok", "Tik Tok")]
    [InlineData("\u001b[2J", "\uFFFD[2J")]
    [InlineData("\u009b31m", "\uFFFD31m")]
    [InlineData("a\uFFFE\uFFFF", "a\uFFFD\uFFFD")]
    [InlineData("\u202EkoTkiT", "\u202EkoTkiT")]
    [InlineData("😀", "😀")]
    [InlineData("[/]", "[/]")]
    [InlineData(" \r\n ", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Text_is_cleaned_and_evidence_kept(string? text, string expected)
    {
        ForeignText.Clean(text).Should().Be(expected);
        ForeignText.Clean(Encoding.UTF8.GetBytes(text ?? "")).Should().Be(expected);
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        ForeignText.Clean("a\uD800b\uDC00").Should().Be("a\uFFFDb\uFFFD");
        ForeignText.Clean([0xED, 0xA0, 0x80, (byte)'a']).Should().EndWith("a").And.Contain("\uFFFD");
    }

    [Fact]
    public void A_clean_text_comes_back_as_it_is()
    {
        var text = "Müller 日本語";
        ForeignText.Clean(text).Should().BeSameAs(text);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("日")]
    [InlineData("😀")]
    [InlineData("\0")]
    public void A_long_text_is_cut_between_characters_and_marked(string letter)
    {
        var text = string.Concat(Enumerable.Repeat(letter, 1 << 20));
        foreach (var clean in (string[])[ForeignText.Clean(text), ForeignText.Clean(Encoding.UTF8.GetBytes(text)), ForeignText.Clean("y" + text)])
        {
            clean.Length.Should().BeInRange(ForeignText.MaxLength - 1, ForeignText.MaxLength);
            clean.Should().EndWith("…");
            char.IsSurrogatePair(clean, clean.Length - 3).Should().Be(letter.Length == 2);
        }
    }

    [Fact]
    public void Blanks_in_front_push_nothing_out_and_blanks_inside_leave_a_mark()
    {
        ForeignText.Clean(Encoding.UTF8.GetBytes(new string('\u3000', 5000) + "TikTok")).Should().Be("TikTok");
        ForeignText.Clean(Encoding.UTF8.GetBytes("TikTok" + new string(' ', 5000) + "x")).Should().Be("TikTok…");
    }

    [Fact]
    public void Whatever_comes_in_what_goes_out_is_short_valid_and_clean() =>
        Gen.OneOf(Gen.Byte.Array[0, 3000], Gen.String.Select(Encoding.Unicode.GetBytes)).Sample(
            bytes =>
            {
                foreach (var text in (string[])[ForeignText.Clean(bytes), ForeignText.Clean(string.Concat(bytes.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (char)(pair[0] | (pair[1] << 8)))))])
                {
                    text.Length.Should().BeLessThanOrEqualTo(ForeignText.MaxLength);
                    _ = text.Normalize(NormalizationForm.FormKC);
                    text.Should().Be(text.Trim());
                    text.Any(letter => char.IsControl(letter)).Should().BeFalse();
                    ForeignText.Clean(text).Should().Be(text);
                }
            },
            iter: 2000);
}
