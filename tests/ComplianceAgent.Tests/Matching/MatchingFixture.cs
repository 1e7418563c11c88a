using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Matching;

/// <summary>A small catalogue in code, so that these tests say what the matcher does and not what the shipped data holds.</summary>
internal static class MatchingFixture
{
    public static Catalogue Known { get; } = Build();

    public static Policy Policy(string id, params PolicyRule[] rules) => new()
    {
        Id = id,
        Title = ImmutableSortedDictionary<string, string>.Empty.Add("en", "Test " + id),
        Rules = [.. rules],
        Hash = "00",
        Origin = id + ".yaml",
    };

    public static PolicyRule Product(string id, bool family = false) => new() { Id = id, Product = id, Family = family };

    public static PolicyRule Vendor(string id) => new() { Id = id, Vendor = id };

    public static PolicyMatcher Matcher(params PolicyRule[] rules) => Matcher(Known, rules);

    public static PolicyMatcher Matcher(Catalogue catalogue, params PolicyRule[] rules) =>
        PolicyMatcher.Compile(new PolicySet([Policy("test", rules)], catalogue));

    public static PolicyMatcher TikTokBan { get; } = Matcher(Product("tiktok", family: true));

    public static DistinctApp App(string name, string publisher = "", string identifier = "", Platform platform = Platform.Windows) =>
        new(platform, name, publisher, "", identifier);

    /// <summary>The verdict as one word, as policies write it in their cases.</summary>
    public static string VerdictOf(PolicyMatcher matcher, DistinctApp app) => matcher.Match(app) switch
    {
        [] => "none",
        [{ Severity: Severity.Advice }] => "advice",
        [{ Confidence: Confidence.Suspected }] => "suspected",
        [_] => "violation",
        var several => string.Join(", ", several.Select(match => match.Subject)),
    };

    public static Catalogue With(Catalogue catalogue, params CatalogueProduct[] products) => catalogue with
    {
        Products = products.Aggregate(catalogue.Products, (all, product) => all.SetItem(product.Id, product)),
    };

    public static CatalogueProduct NewProduct(string id, string name, string vendor, string? family = null, params string[] names) =>
        new() { Id = id, Name = name, Vendor = vendor, Family = family ?? id, Names = [name, .. names] };

    private static Catalogue Build()
    {
        var vendors = new[]
        {
            NewVendor("bytedance", "ByteDance", ["Bytedance Pte. Ltd.", "ByteDance Ltd.", "Beijing Microlive Vision Technology Co., Ltd.", "北京微播视界科技有限公司"], ["com.ss.android.", "com.bytedance."]),
            NewVendor("tencent", "Tencent", ["腾讯科技(深圳)有限公司", "Tencent Holdings Ltd."], ["com.tencent."]),
            NewVendor("deepseek", "DeepSeek", ["Hangzhou DeepSeek Artificial Intelligence"], []),
            NewVendor("kaspersky", "Kaspersky", ["AO Kaspersky Lab", "Kaspersky Lab"], ["com.kaspersky."]),
            NewVendor("pdd", "PDD Holdings", ["Whaleco"], []),
            NewVendor("xingin", "Xingin", ["行吟信息科技"], []),
        };
        var products = new[]
        {
            NewProduct("tiktok", "TikTok", "bytedance", "tiktok", "Tik Tok", "TikTok - Make Your Day", "musical.ly", "ТикТок", "تيك توك", "टिकटॉक", "ติ๊กต็อก", "틱톡") with
            {
                UnverifiedNames = ["טיקטוק"],
                Identities =
                [
                    new(IdentityKind.Bundle, "com.zhiliaoapp.musically", true, "test"), new(IdentityKind.Package, "com.ss.android.ugc.trill", true, "test"),
                    new(IdentityKind.PackageFamily, "BytedancePte.Ltd.TikTok_6yccndn6064se", true, "test"), new(IdentityKind.Package, "com.tiktok.guess", false, "test"),
                ],
                WebHosts = ["tiktok.com"],
            },
            NewProduct("tiktok_lite", "TikTok Lite", "bytedance", "tiktok") with { Identities = [new(IdentityKind.Package, "com.zhiliaoapp.musically.go", true, "test")] },
            NewProduct("tiktok_live_studio", "TikTok LIVE Studio", "bytedance", "tiktok"),
            NewProduct("douyin", "Douyin", "bytedance", null, "抖音") with { Identities = [new(IdentityKind.Package, "com.ss.android.ugc.aweme", true, "test")] },
            NewProduct("resso", "Resso", "bytedance"),
            NewProduct("trae", "Trae", "bytedance") with { NameStandsAlone = false },
            NewProduct("lark", "Lark", "bytedance", null, "Lark Rooms") with { NameStandsAlone = false, Identities = [new(IdentityKind.Windows, "Lark", true, "test")] },
            NewProduct("temu", "Temu", "pdd", null, "Temu: Shop Like a Billionaire") with { NameStandsAlone = false, Identities = [new(IdentityKind.Bundle, "com.einnovation.temu", true, "test")] },
            NewProduct("rednote", "RedNote", "xingin", null, "小红书"),
            NewProduct("deepseek", "DeepSeek", "deepseek"),
            NewProduct("wechat", "WeChat", "tencent", null, "微信"),
            NewProduct("qq", "QQ", "tencent") with { Identities = [new(IdentityKind.Bundle, "com.tencent.qq", true, "test")], NameStandsAlone = false, NameMayHaveMoreWords = false },
            NewProduct("qq_music", "QQ Music", "tencent", null, "QQ音乐"),
            NewProduct("kaspersky_free", "Kaspersky Free", "kaspersky"),
        };
        return new Catalogue
        {
            Vendors = vendors.Select(vendor => vendor.Id == "bytedance" ? vendor with { UnverifiedPublishers = ["TikTok Pte. Ltd."] } : vendor).ToImmutableSortedDictionary(vendor => vendor.Id, vendor => vendor),
            Products = products.ToImmutableSortedDictionary(product => product.Id, product => product),
            NeverFlag =
            [
                new(@"\bTemurin\b", true), new(@"\bTickTick\b", true),
                new(@"\b(ban|block|blocker|stop|no)\b.{0,12}\btik\W?tok\b|\btik\W?tok\b.{0,3}\b(ban|blocker)\b", true),
            ],
            AdviceOnly =
            [
                new(@"\btik\W?tok\b.{0,20}\b(downloader|saver|no watermark|converter|pixel helper)\b", true), new(@"\b(downloader|saver)\b.{0,20}\btik\W?tok\b", true),
            ],
            Hash = "00",
        };
    }

    private static CatalogueVendor NewVendor(string id, string name, string[] publishers, string[] prefixes) =>
        new() { Id = id, Name = name, Publishers = [.. publishers], IdentifierPrefixes = [.. prefixes] };
}
