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
}
