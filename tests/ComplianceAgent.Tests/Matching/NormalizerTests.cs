using ComplianceAgent.Names;
using CsCheck;

namespace ComplianceAgent.Tests.Matching;

public sealed class NormalizerTests
{
    /// <summary>Texts made of what bites: lone surrogates, joiners, marks, other scripts, versions, brackets.</summary>
    internal static readonly Gen<string> OddText = Gen.OneOf(
        Gen.Char.Array[0, 40].Select(chars => new string(chars)),
        Gen.OneOf(
            "TikTok", "tik", "TOK", " ", "-", " - ", "(", ")", ":", ".", "|", "34.5.1", "v2", "x64", "64-bit", "x86_64", "(User)", "en-us", "fr", "™", "(TM)", "ß", "ẞ", "ı", "İ", "ς", "Σ", "ŉ", "ﬁ", "ﷺ", "㎏", "①",
            "\u200B", "\u200D", "\u0301", "\u0336", "\uD83D", "\uDE00", "❤️", "\u0000", "\uFFFD", "\uFFFE", "抖音", "极速版", "テスト", "틱톡", "टिकटॉक", "ติ๊ก", "و", "Ｔ", "𝐓", "\u1160", "\u3164", "e", "a\u030A", "CamelCase", "QQMusic", "\uE061")
            .Array[0, 12].Select(string.Concat));

    [Fact]
    public void Normalising_twice_changes_nothing() => OddText.Sample(
        text =>
        {
            var once = NameNormalizer.Normalize(text);
            return NameNormalizer.Normalize(once.Text).Text == once.Text && NameNormalizer.Normalize(once.Core).Core == once.Core;
        },
        iter: 100_000);

    [Fact]
    public void Folding_with_signs_kept_twice_changes_nothing() => OddText.Sample(
        text => NameNormalizer.FoldKeepingSigns(NameNormalizer.FoldKeepingSigns(text)) == NameNormalizer.FoldKeepingSigns(text), iter: 20_000);

    [Fact]
    public void Any_publisher_gives_a_key_that_its_words_end_in() => OddText.Sample(
        text =>
        {
            var once = PublisherNormalizer.Normalize(text);
            return once.PrefixLengths.SequenceEqual(once.PrefixLengths.Order()) && once.PrefixLengths.LastOrDefault() == once.Key.Length;
        },
        iter: 5_000);

    [Theory]
    [InlineData("TikTok 34.5.1", "tiktok")]
    [InlineData("TikTok v34", "tiktok")]
    [InlineData("TikTok (x64)", "tiktok")]
    [InlineData("TikTok (64-bit)", "tiktok")]
    [InlineData("TikTok aRm", "tiktok")]
    [InlineData("TikTok 64 bIt", "tiktok")]
    [InlineData("TikTokX64", "tiktok")]
    [InlineData("TikTok x86_64", "tiktok")]
    [InlineData("TikTok (User)", "tiktok")]
    [InlineData("TikTok - en-us", "tiktok")]
    [InlineData("TikTok (fr)", "tiktok")]
    [InlineData("Some Tool 1.2 (x64) - en-us", "some tool")]
    [InlineData("Some_Tool™ (R)", "some tool")]
    [InlineData("Some Tool version 4.9", "some tool")]
    [InlineData("Some Tool ver. 4", "some tool")]
    [InlineData("Some Tool (x64 en-US)", "some tool")]
    [InlineData("Some Tool (Microsoft Store)", "some tool")]
    [InlineData("Some Tool [English]", "some tool")]
    [InlineData("Some Tool - zh-Hans", "some tool")]
    [InlineData("Some Tool (User Guide)", "some tool user guide")]
    [InlineData("Some Tool (SM) for Windows", "some tool for windows")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRASSE", "strasse")]
    [InlineData("ΟΔΟΣ", "οδοσ")]
    [InlineData("Office 2019", "office 2019")]
    [InlineData("34.5.1", "34 5 1")]
    [InlineData("x64", "x64")]
    [InlineData("  a \t b  ", "a b")]
    [InlineData("\uD83D", "")]
    [InlineData("a\uD83Db", "ab")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Names_are_reduced_to_what_they_say(string? name, string core) => NameNormalizer.Normalize(name).Core.Should().Be(core);

    [Theory]
    [InlineData("Tik\u200BTok", true)]
    [InlineData("\u200BTikTok\u200B", false)]
    [InlineData("Tik \u200BTok", false)]
    [InlineData("Tik\u0336Tok", true)]
    [InlineData("Café", false)]
    [InlineData("Cafe\u0301", false)]
    [InlineData("می\u200Cخواهم", false)]
    [InlineData("क्\u200Dष", false)]
    [InlineData("👩\u200D💻 Coding", false)]
    public void Hidden_characters_inside_a_word_are_remembered(string name, bool hidden) => NameNormalizer.Normalize(name).HasHiddenCharacters.Should().Be(hidden);

    [Theory]
    [InlineData("Bytedance Pte. Ltd.", "bytedance")]
    [InlineData("ByteDance Ltd", "bytedance")]
    [InlineData("BytedancePte.Ltd", "bytedance")]
    [InlineData("CN=Bytedance Pte. Ltd., O=Bytedance Pte. Ltd., C=SG", "bytedance")]
    [InlineData("CN=\"Example, Inc.\", O=Other", "example")]
    [InlineData("O=Example GmbH, C=DE", "example")]
    [InlineData("AO Kaspersky Lab", "kasperskylab")]
    [InlineData("ООО Пример", "пример")]
    [InlineData("Foo S.A.", "foo")]
    [InlineData("Foo s.r.o.", "foo")]
    [InlineData("Telegram FZ-LLC", "telegram")]
    [InlineData("北京微播视界科技有限公司", "北京微播视界科技")]
    [InlineData("腾讯科技（深圳）有限公司", "腾讯科技深圳")]
    [InlineData("Acme Co., Ltd.", "acme")]
    [InlineData("Acme Technology Co., Ltd.", "acmetechnology")]
    [InlineData("Acme, Inc.", "acme")]
    [InlineData("Acme LLC", "acme")]
    [InlineData("Acme GmbH & Co. KG", "acme")]
    [InlineData("某某股份有限公司", "某某")]
    [InlineData("Ltd", "ltd")]
    [InlineData("", "")]
    [InlineData("CN=", "")]
    public void Publishers_are_folded_to_one_key(string publisher, string key) => PublisherNormalizer.Normalize(publisher).Key.Should().Be(key);

    [Theory]
    [InlineData("BytedancePte.Ltd.TikTok_6yccndn6064se", "BytedancePte.Ltd.TikTok", "6yccndn6064se")]
    [InlineData("BytedancePte.Ltd.TikTok_6yccndn6064se!App", "BytedancePte.Ltd.TikTok", "6yccndn6064se")]
    [InlineData("BytedancePte.Ltd.TikTok_1.0.0.0_neutral__6yccndn6064se", "BytedancePte.Ltd.TikTok", "6yccndn6064se")]
    [InlineData("com.example_app.thing", "com.example_app.thing", "")]
    [InlineData("_", "_", "")]
    [InlineData("  ", "", "")]
    public void Identifiers_are_taken_apart(string text, string name, string suffix)
    {
        var identifier = AppIdentifier.Parse(text);
        (identifier.PackageName, identifier.FamilySuffix).Should().Be((name, suffix));
    }

    [Fact]
    public void An_overlong_identifier_is_none() => AppIdentifier.Parse(new string('a', 300)).Exists.Should().BeFalse();

    [Theory]
    [InlineData("TikTok", "тікток")]
    [InlineData("TikTok", "TIKTOK")]
    [InlineData("paypal", "раураl")]
    [InlineData("modern", "modem")]
    [InlineData("Wechat", "VVechat")]
    [InlineData("a$s", "ass")]
    public void Look_alikes_share_a_form(string one, string other) =>
        LookAlikes.Forms(one).Select(form => form.Joined).Should().IntersectWith(LookAlikes.Forms(other).Select(form => form.Joined));

    [Fact]
    public void Signs_are_letters_only_inside_words() => LookAlikes.Forms("TikTok | Videos!").Single().Text.Should().Be("tiktok videos");

    [Fact]
    public void The_version_of_the_confusables_data_is_told() => LookAlikes.UnicodeVersion.Should().Be("15.0");
}
