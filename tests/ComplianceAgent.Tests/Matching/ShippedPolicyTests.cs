using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

/// <summary>The shipped packs over the shipped catalogue.</summary>
public sealed class ShippedPolicyTests
{
    private static readonly PolicyLibrary Library = PolicyLibrary.Load();

    public static TheoryData<string> Packs => [.. Library.ReadyIds];

    [Theory]
    [MemberData(nameof(Packs))]
    public void A_pack_finds_every_verified_name_and_identifier_of_its_products(string id)
    {
        var set = Library.Select([id]);
        var matcher = PolicyMatcher.Compile(set);
        foreach (var product in set.Policies[0].Rules.Select(rule => set.Catalogue.Products.GetValueOrDefault(rule.Product ?? "")).OfType<CatalogueProduct>().Where(product => product.NameStandsAlone))
        {
            product.Names.Should().AllSatisfy(name => VerdictOf(matcher, App(name)).Should().Be("violation", "{0} is {1}", name, product.Id));
            product.Identities.Where(identity => identity.Verified).Should().AllSatisfy(identity =>
                matcher.Match(App("Something", "", identity.Value)).Should().ContainSingle("{0} is {1}", identity.Value, product.Id).Which.Confidence.Should().Be(Confidence.Exact));
        }
    }

    [Theory]
    [InlineData("temu", "Eclipse Temurin JDK with Hotspot 21", "Eclipse Adoptium", "none")]
    [InlineData("rednote", "RedNotebook", "", "none")]
    [InlineData("trae", "UltraEdit", "IDM Computer Solutions, Inc.", "none")]
    [InlineData("resso", "CardPresso", "", "none")]
    [InlineData("deepseek", "DeepSeek Desktop", "Buktal", "suspected")]
    [InlineData("lark", "Lark Player", "", "none")]
    [InlineData("wechat", "WeChat", "腾讯科技(深圳)有限公司", "violation")]
    public void Products_of_the_shipped_catalogue_are_told_from_their_namesakes(string product, string name, string publisher, string expected) =>
        VerdictOf(PolicyMatcher.Compile(Library.AdHoc([product], [])), new DistinctApp(Platform.Windows, name, publisher)).Should().Be(expected);
}
