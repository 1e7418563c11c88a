using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Policies;

public sealed class CatalogueTests
{
    private static readonly Catalogue Shipped = CatalogueLoader.LoadEmbedded();

    [Fact]
    public void The_shipped_catalogue_loads_without_fault() =>
        Shipped.Products.Should().ContainKeys("tiktok", "tiktok_lite", "douyin", "capcut", "deepseek");

    [Fact]
    public void The_whole_tiktok_family_falls_together() =>
        Shipped.Products.Values.Where(p => p.Family == "tiktok").Select(p => p.Id).Should().BeEquivalentTo(
            "tiktok", "tiktok_lite", "tiktok_studio", "tiktok_live_studio", "tiktok_seller", "tiktok_tv", "tiktok_now", "tiktok_notes",
            "tiktok_music", "pinedrama", "effect_house");

    [Fact]
    public void Nothing_from_memory_is_a_fact()
    {
        Shipped.Products.Values.SelectMany(p => p.Identities).Where(i => i.Mark == EvidenceMark.Unverified).Should().NotBeEmpty().And.OnlyContain(i => !i.Verified);
        Shipped.Vendors["bytedance"].Publishers.Should().NotContain("TikTok Pte. Ltd.");
        Shipped.Vendors["bytedance"].UnverifiedPublishers.Should().Contain("TikTok Pte. Ltd.");
        Shipped.Products["tiktok"].Names.Should().Contain("ТикТок").And.NotContain("틱톡");
    }

    [Fact]
    public void Every_identifier_shipped_says_where_it_was_seen() =>
        Shipped.Products.Values.SelectMany(p => p.Identities).Should().OnlyContain(i => i.Source.Length > 0);

    [Theory]
    [InlineData("bytedance", "tiktok tiktok_lite tiktok_studio tiktok_live_studio tiktok_seller tiktok_tv tiktok_now tiktok_notes tiktok_music pinedrama effect_house")]
    [InlineData("bytedance", "douyin streaming_tool doudian duoshan capcut jianying lemon8 hypic resso ulike whee fanno pippit dreamina dola doubao trae coze lark feishu feilian")]
    [InlineData("bytedance", "byteplus toutiao xigua soda_music fanqie pipixia tos_browser")]
    [InlineData("tencent", "wechat wechat_pay wecom wetype wehear qq tim qq_music qq_mail qq_browser qq_wallet qq_player tencent_meeting yuanbao tencent_video wetv")]
    [InlineData("deepseek", "deepseek")]
    [InlineData("xiaohongshu", "rednote")]
    [InlineData("kaspersky", "kaspersky_endpoint kaspersky_small_office kaspersky_endpoint_agent kaspersky_network_agent kaspersky_security_center kaspersky_consumer kaspersky_mobile kaspersky_mac")]
    [InlineData("telegram", "telegram telegram_x")]
    [InlineData("pdd", "temu pinduoduo")]
    [InlineData("shein", "shein romwe")]
    [InlineData("alibaba", "aliexpress alipay dingtalk qwen uc_browser uc_news taobao quark")]
    [InlineData("webull", "webull")]
    [InlineData("futu", "moomoo futubull")]
    [InlineData("tiger", "tiger_trade")]
    [InlineData("kuaishou", "kwai kuaishou kuaishou_lite")]
    [InlineData("bigo", "likee bigo_live")]
    [InlineData("shareit", "shareit vmate xender")]
    [InlineData("intsig", "camscanner")]
    [InlineData("kingsoft", "wps_office")]
    [InlineData("sina", "weibo")]
    [InlineData("moonshot", "kimi")]
    [InlineData("minimax", "minimax")]
    [InlineData("baidu", "netdisk terabox")]
    [InlineData("cloners", "parallel_space app_cloner island")]
    public void Every_product_that_bans_name_is_there_with_its_vendor(string vendor, string products) =>
        products.Split(' ').Where(id => Shipped.Products.GetValueOrDefault(id)?.Vendor != vendor).Should().BeEmpty();

    [Fact]
    public void Vendors_that_bans_name_without_products_are_there() => Shipped.Vendors.Should().ContainKeys(
        "sensetime", "megvii", "cloudwalk", "autel", "catl", "geosun", "yitu", "iflytek", "uniview", "zhipu", "baai", "xiaomi", "gotion", "robosense", "tplink",
        "hisense", "tcl", "baichuan", "stepfun", "nuctech", "huawei", "zte", "hikvision");

    [Fact]
    public void Products_are_chosen_by_vendor_and_by_country()
    {
        Shipped.Choose("tencent", null).Should().NotBeEmpty().And.OnlyContain(product => product.Vendor == "tencent");
        Shipped.Choose(null, "ru").Select(product => product.Vendor).Distinct().Should().Equal("kaspersky");
        Shipped.Choose("tencent", "RU").Should().BeEmpty();
        Shipped.Choose(null, null).Should().HaveCount(Shipped.Products.Count);
    }

    [Fact]
    public void A_name_to_print_is_looked_for_only_where_no_names_are_given()
    {
        PolicyText.Library(("x.catalog.yaml", "catalogue: mine\nproducts:\n  ours: { name: Zorblax, unverifiedNames: [Zorb X] }\n  more: { name: Zorblay }\n")).Catalogue.Products
            .Where(product => product.Key is "ours" or "more").Select(product => string.Join(',', product.Value.Names)).Should().Equal("Zorblay", "");
    }
}
