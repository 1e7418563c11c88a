using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

/// <summary>Names as met on real devices, look-alikes and evasions, each also in capitals.</summary>
public sealed class VerdictTests
{
    public static TheoryData<string, string> TikTokNames => new()
    {
        { "TikTok", "violation" },
        { "tiktok", "violation" },
        { "TIK TOK", "violation" },
        { "Tik-Tok", "violation" },
        { "TikTok™", "violation" },
        { "TikTok(R)", "violation" },
        { "TikTok 34.5.1", "violation" },
        { "TikTok v34", "violation" },
        { "TikTok (x64)", "violation" },
        { "TikTok (User)", "violation" },
        { "TikTok - en-us", "violation" },
        { "TikTok Lite", "violation" },
        { "TikTokLite", "violation" },
        { "TikTok LIVE Studio", "violation" },
        { "TikTok - Make Your Day", "violation" },
        { "TikTok: Videos, Shop & LIVE", "violation" },
        { "ByteDance TikTok", "violation" },
        { "\uFF34\uFF49\uFF4B\uFF34\uFF4F\uFF4B", "violation" },
        { "𝐓𝐢𝐤𝐓𝐨𝐤", "violation" },
        { "\u200ETikTok\u200F", "violation" },
        { "TikTok ❤️🎵", "violation" },
        { "ТикТок", "violation" },
        { "تيك توك", "violation" },
        { "टिकटॉक", "violation" },
        { "ติ๊กต็อก", "violation" },
        { "틱톡", "violation" },
        { "טיקטוק", "suspected" },
        { "BytedancePte.Ltd.TikTok", "violation" },
        { "www.tiktok.com-1A2B3C4D", "violation" },
        { "www.tiktok.com-1A2B3C4D_pd8mbgmqs65xy", "violation" },
        { "tiktok.com-1A2B3C4D", "violation" },
        { "Tik\u200BTok", "suspected" },
        { "Tik\u00ADTok", "suspected" },
        { "Tik\u2060Tok", "suspected" },
        { "Tik\uFFFDTok", "suspected" },
        { "T\u0336i\u0336k\u0336T\u0336o\u0336k\u0336", "suspected" },
        { "\u0422\u0456kT\u043Ek", "suspected" },
        { "ТікТоk", "suspected" },
        { "TikToκ", "suspected" },
        { "TiкTок", "suspected" },
        { "Tik\u0442ok", "suspected" },
        { "T\u0131kTok", "suspected" },
        { "T\u0130kTok", "suspected" },
        { "T\u00EFkTok", "suspected" },
        { "TikT0k", "suspected" },
        { "T1kTok", "suspected" },
        { "TlkTok", "suspected" },
        { "T|kTok", "suspected" },
        { "\u03A4ik\u03A4ok", "suspected" },
        { "ꓔikꓔok", "suspected" },
        { "TᎥkTok", "suspected" },
        { "🅃🅸🅺🅃🅾🅺", "suspected" },
        { "TikTok for Business Ads", "suspected" },
        { "Followers & Likes for TikTok", "suspected" },
        { "抖音", "none" },
        { "TikTok Pixel Helper", "advice" },
        { "TikTok Downloader", "advice" },
        { "Video Saver for TikTok", "advice" },
        { "Ban TikTok", "none" },
        { "TikTok Blocker", "none" },
        { "TickTick", "none" },
        { "Tic Tac Toe", "none" },
        { "MikroTik Pro", "none" },
        { "SnapTik", "none" },
        { "www.tiktok.com.example.org-1A2B3C4D", "none" },
        { "nottiktok.com-1A2B3C4D", "none" },
        { "", "none" },
        { "...", "none" },
    };

    [Theory]
    [MemberData(nameof(TikTokNames))]
    public void A_ban_of_the_service_judges_the_name(string name, string expected) =>
        VerdictOf(TikTokBan, App(name)).Should().Be(expected);

    [Theory]
    [MemberData(nameof(TikTokNames))]
    public void Capitals_change_nothing(string name, string expected) =>
        VerdictOf(TikTokBan, App(name.ToUpperInvariant())).Should().Be(expected);

    [Theory]
    [MemberData(nameof(TikTokNames))]
    public void Small_letters_change_nothing(string name, string expected)
    {
        // Small letters turn the dotted capital I of Turkish into a plain i and a dot.
        if (!name.Contains('\u0130'))
        {
            VerdictOf(TikTokBan, App(name.ToLowerInvariant())).Should().Be(expected);
        }
    }

    [Theory]
    [InlineData("temu", "Eclipse Temurin JDK with Hotspot 21", "Eclipse Adoptium", "none")]
    [InlineData("temu", "Lenovo SystemUpdate", "Lenovo", "none")]
    [InlineData("temu", "SysTEMUpdate", "", "none")]
    [InlineData("temu", "Temu", "", "violation")]
    [InlineData("temu", "TEMU 3.1", "", "violation")]
    [InlineData("temu", "Temu Lite", "", "suspected")]
    [InlineData("temu", "Temu", "Whaleco Inc.", "violation")]
    [InlineData("temu", "Temu", "Somebody Else", "none")]
    [InlineData("temu", "Temu: Shop Like a Billionaire", "", "violation")]
    [InlineData("temu", "Temu coupons", "", "none")]
    [InlineData("temu", "T3mu", "", "none")]
    [InlineData("rednote", "RedNotebook", "", "none")]
    [InlineData("rednote", "RedNote", "", "violation")]
    [InlineData("rednote", "小红书", "", "violation")]
    [InlineData("trae", "UltraEdit", "IDM Computer Solutions", "none")]
    [InlineData("trae", "ULTRAEDIT", "IDM Computer Solutions", "none")]
    [InlineData("trae", "Zentraedi", "", "none")]
    [InlineData("resso", "CardPresso", "", "none")]
    [InlineData("resso", "cardPresso XXL", "", "none")]
    [InlineData("resso", "Screenpresso", "Learnpulse", "none")]
    [InlineData("resso", "Resso", "", "violation")]
    [InlineData("lark", "Lark Player", "", "none")]
    [InlineData("lark", "Clark", "", "none")]
    [InlineData("lark", "Lark", "larksuite fans", "none")]
    [InlineData("deepseek", "DeepSeek", "", "violation")]
    [InlineData("deepseek", "DeepSeek Desktop", "", "suspected")]
    [InlineData("deepseek", "DeepSeek Desktop", "Buktal", "suspected")]
    [InlineData("deepseek", "DeepSeek TUI", "", "suspected")]
    [InlineData("deepseek", "DeepSeek - unofficial client", "", "suspected")]
    [InlineData("wechat", "wewechat", "trazyn", "none")]
    [InlineData("wechat", "微信", "", "violation")]
    [InlineData("wechat", "微信 WeChat", "", "violation")]
    [InlineData("lark", "Lark Rooms", "", "violation")]
    [InlineData("wechat", "微信输入法", "腾讯科技(深圳)有限公司", "violation")]
    [InlineData("wechat", "WeChat for Windows", "", "violation")]
    [InlineData("qq", "QQtoExcel", "", "none")]
    [InlineData("qq", "LiteLoaderQQNT", "", "none")]
    [InlineData("qq", "QQ Music", "", "none")]
    [InlineData("qq", "QQ", "", "suspected")]
    [InlineData("qq", "腾讯QQ", "腾讯科技(深圳)有限公司", "violation")]
    [InlineData("qq", "Tencent QQ", "", "violation")]
    [InlineData("qq", "QQ", "CN=Tencent Technology (Shenzhen) Company Limited, O=Tencent, C=CN", "violation")]
    public void Names_that_collide_need_whole_words_and_their_maker(string product, string name, string publisher, string expected) =>
        VerdictOf(Matcher(Product(product)), App(name, publisher)).Should().Be(expected);

    [Theory]
    [InlineData("Anything", "com.zhiliaoapp.musically", "exact")]
    [InlineData("Anything", "COM.ZHILIAOAPP.MUSICALLY", "exact")]
    [InlineData("TickTick", "com.zhiliaoapp.musically", "exact")]
    [InlineData("Ban TikTok", "com.zhiliaoapp.musically", "exact")]
    [InlineData("", "com.ss.android.ugc.trill", "exact")]
    [InlineData("", "BytedancePte.Ltd.TikTok_6yccndn6064se!App", "exact")]
    [InlineData("", "BytedancePte.Ltd.TikTok_34.5.1.0_x64__6yccndn6064se", "exact")]
    [InlineData("", "www.tiktok.com-1A2B3C4D_pd8mbgmqs65xy", "exact")]
    [InlineData("", "BytedancePte.Ltd.TikTok_abcdefgh12345", "suspected")]
    [InlineData("Anything", "com.zhiliaoapp.musicallylite", "suspected")]
    [InlineData("Anything", "com.zhiliaoapp.musically.AB12CD34EF", "suspected")]
    [InlineData("Anything", "com.tiktok.guess", "suspected")]
    [InlineData("TikTok Now", "com.tiktok.guess", "strong")]
    [InlineData("Ban TikTok", "com.tiktok.guess", "strong")]
    [InlineData("Anything", "com.zhiliaoapp", "none")]
    [InlineData("Anything", "net.com.zhiliaoapp.musically", "none")]
    public void Identifiers_count_without_regard_to_the_name(string name, string identifier, string expected) =>
        (TikTokBan.Match(App(name, identifier: identifier, platform: Platform.Unknown)) is [var match] ? match.Confidence.ToString().ToLowerInvariant() : "none").Should().Be(expected);

    [Theory]
    [InlineData("Ban TikTok")]
    [InlineData("TikTok Blocker")]
    [InlineData("TikTok Downloader")]
    [InlineData("No TikTok please")]
    public void Words_that_clear_a_name_do_not_clear_the_vendor(string name) =>
        VerdictOf(TikTokBan, App(name, "Bytedance Pte. Ltd.")).Should().Be("violation");

    [Theory]
    [InlineData("Lark", Platform.Windows, "violation")]
    [InlineData("Lark", Platform.MacOS, "none")]
    public void Uninstall_keys_count_on_windows_only(string identifier, Platform platform, string expected) =>
        VerdictOf(Matcher(Product("lark")), App("Whatever", "", identifier, platform)).Should().Be(expected);

    [Theory]
    [InlineData("com.tencent.qq", "violation")]
    [InlineData("com.tencent.qq.AB12CD34EF", "suspected")]
    [InlineData("com.tencent.qqlive", "none")]
    public void A_short_identifier_is_extended_by_whole_segments_only(string identifier, string expected) =>
        VerdictOf(Matcher(Product("qq")), App("Something", "", identifier, Platform.MacOS)).Should().Be(expected);

    [Fact]
    public void A_domain_in_an_android_package_is_no_publisher() =>
        VerdictOf(Matcher(Vendor("bytedance")), App("Some App", "", "bytedance.video.something", Platform.Android)).Should().Be("none");

    [Fact]
    public void A_name_and_an_identifier_of_the_house_confirm_each_other() =>
        Matcher(Product("douyin")).Match(App("AI抖音", "", "com.ss.android.ugc.aweme.hubble", Platform.Android))
            .Should().ContainSingle().Which.Confidence.Should().Be(Confidence.Strong);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("az")]
    [InlineData("th")]
    public void The_culture_of_the_process_changes_no_verdict(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var matcher = Matcher(Product("tiktok", family: true));
            foreach (var row in TikTokNames)
            {
                var (name, expected) = row.Data;
                VerdictOf(matcher, App(name)).Should().Be(expected, "{0} stands for {1}", name, expected);
                VerdictOf(matcher, App(name.ToUpperInvariant())).Should().Be(expected, "{0} stands for {1}", name, expected);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
