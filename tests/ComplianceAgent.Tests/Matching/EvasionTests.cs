using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

/// <summary>Ways in which banned apps hide, or are only called differently, judged over the shipped catalogue; each name also in capitals.</summary>
public sealed class EvasionTests
{
    private static readonly PolicyLibrary Library = PolicyLibrary.Load();

    private static readonly Dictionary<string, PolicyMatcher> Matchers = Library.Catalogue.Products.Keys
        .ToDictionary(id => id, id => PolicyMatcher.Compile(Library.AdHoc([id], [])), StringComparer.Ordinal);

    public static TheoryData<string, string, string> Names => new()
    {
        // Spellings that change nothing.
        { "tiktok", "TikTok", "violation" },
        { "tiktok", "Tik Tok", "violation" },
        { "tiktok", "Tik-Tok", "violation" },
        { "tiktok", "TIKTOK", "violation" },
        { "tiktok", "TikTok™", "violation" },
        { "tiktok", "TikTok®", "violation" },
        { "tiktok", "TikTok - Make Your Day", "violation" },
        { "tiktok", "TikTok: Videos, Shop & LIVE", "violation" },
        { "tiktok", "TikTok 34.5.1", "violation" },
        { "tiktok", "TikTok version 34.5", "violation" },
        { "tiktok", "TikTok (x64)", "violation" },
        { "tiktok", "TikTok (x64 en-US)", "violation" },
        { "tiktok", "TikTok (User)", "violation" },
        { "tiktok", "TikTok (Microsoft Store)", "violation" },
        { "tiktok", "TikTok - en-us", "violation" },
        { "tiktok", "TikTok [Deutsch]", "violation" },
        { "tiktok", "TikTok 🎵", "violation" },
        { "tiktok", "🎵TikTok", "violation" },
        { "tiktok", "\u200BTikTok", "violation" },
        { "tiktok", "ＴｉｋＴｏｋ", "violation" },
        { "tiktok", "TikTok Lite", "violation" },
        { "tiktok", "TikTok LIVE Studio", "violation" },
        { "tiktok", "TikTok for Android TV", "violation" },
        { "tiktok", "ТикТок", "violation" },
        { "tiktok", "BytedancePte.Ltd.TikTok", "violation" },
        { "tiktok", "TikTok (ByteDance)", "violation" },
        // Names of the house in the script they are sold in.
        { "douyin", "抖音", "violation" },
        { "douyin", "抖音极速版", "violation" },
        { "douyin", "抖音火山版", "violation" },
        { "douyin", "AI抖音", "violation" },
        { "douyin", "抖音-记录美好生活", "violation" },
        { "jianying", "剪映", "violation" },
        { "jianying", "剪映专业版 3.2", "violation" },
        { "feishu", "飞书", "violation" },
        { "feishu", "Feishu-7.1.2", "violation" },
        { "dola", "豆包", "violation" },
        { "dola", "Doubao", "violation" },
        { "rednote", "小红书", "violation" },
        { "rednote", "小红书 – 你的生活兴趣社区", "violation" },
        { "wechat", "微信", "violation" },
        { "wechat", "微信 (WeChat)", "violation" },
        { "wechat", "WeChat 3.9.10", "violation" },
        { "wechat", "Weixin UWP", "violation" },
        { "qq", "腾讯QQ", "violation" },
        { "qq", "手机QQ", "violation" },
        { "qq", "QQ轻聊版", "violation" },
        // Look-alikes: a person decides.
        { "tiktok", "Tik\u200BTok", "suspected" },
        { "tiktok", "Tik\u00ADTok", "suspected" },
        { "tiktok", "\u0422\u0456kT\u043Ek", "suspected" },
        { "tiktok", "ТікТоk", "suspected" },
        { "tiktok", "TikToκ", "suspected" },
        { "tiktok", "TiкTоk", "suspected" },
        { "tiktok", "Tikт\u043Ek", "suspected" },
        { "tiktok", "T\u0131kTok", "suspected" },
        { "tiktok", "T1kTok", "suspected" },
        { "tiktok", "TikT0k", "suspected" },
        { "tiktok", "\u03A4ik\u03A4ok", "suspected" },
        { "wechat", "WeСhat", "suspected" },
        { "capcut", "CарCut", "suspected" },
        // What only has to do with the app.
        { "tiktok", "TikTok Pixel Helper", "advice" },
        { "tiktok", "TikTok Downloader", "advice" },
        { "douyin", "抖音去水印", "advice" },
        { "tiktok", "Ban TikTok", "none" },
        { "tiktok", "TikTok Blocker", "none" },
        { "wechat", "微信多开助手", "suspected" },
        // Other things.
        { "wechat", "WeChat Work", "none" },
        { "tiktok", "抖音", "none" },
        { "tiktok", "TickTick", "none" },
        { "tiktok", "Tic Tac Toe", "none" },
        { "temu", "Eclipse Temurin JDK with Hotspot 21", "none" },
        { "temu", "System User", "none" },
        { "rednote", "RedNotebook", "none" },
        { "trae", "UltraEdit", "none" },
        { "resso", "CardPresso", "none" },
        { "resso", "Video Compressor", "none" },
        { "lark", "Lark Player", "none" },
        { "lark", "Lark", "suspected" },
        { "lark", "Clark", "none" },
        { "lemon8", "Lemon Squeezy", "none" },
        { "qq", "QQtoExcel", "none" },
        { "qq", "QQ Plot", "none" },
        { "qq", "QQ", "suspected" },
        { "dola", "Dola", "suspected" },
        { "deepseek", "DeepSeek Desktop", "suspected" },
        { "deepseek", "DeepSeek TUI", "suspected" },
        { "telegram", "Telegraph", "none" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_judged_whatever_dress_it_comes_in(string product, string name, string expected) => Verdict(product, App(name)).Should().Be(expected);

    [Theory]
    [MemberData(nameof(Names))]
    public void Capitals_change_no_verdict(string product, string name, string expected) => Verdict(product, App(name.ToUpperInvariant())).Should().Be(expected);

    [Theory]
    [InlineData("tiktok", "com.ss.android.ugc.trill", Platform.Android, Confidence.Exact)]
    [InlineData("tiktok", "com.ss.iphone.ugc.Ame", Platform.IOS, Confidence.Exact)]
    [InlineData("tiktok", "COM.SS.IPHONE.UGC.AME", Platform.IOS, Confidence.Exact)]
    [InlineData("tiktok", "com.zhiliaoapp.musically.go", Platform.Android, Confidence.Exact)]
    [InlineData("tiktok", "com.ss.android.ugc.tiktok.lite", Platform.Android, Confidence.Exact)]
    [InlineData("tiktok", "com.ss.iphone.ugc.tiktok.lite", Platform.IOS, Confidence.Exact)]
    [InlineData("tiktok", "BytedancePte.Ltd.TikTok_6yccndn6064se", Platform.Windows, Confidence.Exact)]
    [InlineData("tiktok", "www.tiktok.com-54E21B02_pd8mbgmqs65xy", Platform.Windows, Confidence.Exact)]
    [InlineData("tiktok", "Chrome._crx_bnhbifajojoipabbjfhjjmjfifbjhmbd", Platform.Windows, Confidence.Suspected)]
    [InlineData("tiktok", "com.google.Chrome.app.bnhbifajojoipabbjfhjjmjfifbjhmbd", Platform.MacOS, Confidence.Suspected)]
    [InlineData("tiktok", "com.zhiliaoapp.musicallylite", Platform.IOS, Confidence.Suspected)]
    [InlineData("tiktok", "com.zhiliaoapp.musically.AB12CD34EF", Platform.IOS, Confidence.Suspected)]
    [InlineData("feishu", "Feishu", Platform.Windows, Confidence.Exact)]
    [InlineData("wechat", "Weixin", Platform.Windows, Confidence.Exact)]
    [InlineData("wechat", "WeChat", Platform.Windows, Confidence.Exact)]
    [InlineData("lark", "com.electron.lark", Platform.MacOS, Confidence.Exact)]
    public void An_identifier_tells_under_any_name(string product, string identifier, Platform platform, Confidence expected) =>
        Matchers[product].Match(App("Calculator", "", identifier, platform)).Should().ContainSingle(match => match.Subject.StartsWith(product)).Which.Confidence.Should().Be(expected);

    [Theory]
    [InlineData("TikTok", "Google\\Chrome", "")]
    [InlineData("TikTok", "Microsoft\\Edge", "")]
    [InlineData("TikTok", "", "com.apple.Safari.WebApp.1A2B3C4D-0000-0000-0000-000000000000")]
    [InlineData("TikTok", "", "org.chromium.webapk.a1b2c3")]
    [InlineData("TikTok", "", "com.google.Chrome.app.bnhbifajojoipabbjfhjjmjfifbjhmbd")]
    public void A_web_app_is_known_by_its_name_whichever_browser_carries_it(string name, string publisher, string identifier) =>
        Matchers["tiktok"].Match(App(name, publisher, identifier)).Should().ContainSingle().Which.Confidence.Should().Be(Confidence.Strong);

    [Theory]
    [InlineData("lark", "Lark", "Lark Technologies Pte. Ltd.")]
    [InlineData("douyin", "抖音", "Beijing Microlive Vision Technology Co., Ltd.")]
    [InlineData("qq", "QQ", "Tencent Technology (Shenzhen) Co. Ltd.")]
    [InlineData("qq", "QQ", "CN=Tencent Technology (Shenzhen) Company Limited, L=Shenzhen, C=CN")]
    [InlineData("qq", "QQ", "腾讯科技（深圳）有限公司")]
    [InlineData("dola", "Dola", "ByteDance Inc")]
    [InlineData("dola", "Dola", "bytedance")]
    public void A_maker_is_known_however_he_is_spelled(string product, string name, string publisher) => Verdict(product, App(name, publisher)).Should().Be("violation");

    private static string Verdict(string product, DistinctApp app) => VerdictOf(Matchers[product], app);
}
