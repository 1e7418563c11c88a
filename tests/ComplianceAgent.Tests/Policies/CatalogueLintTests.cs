using System.Text;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Names;
using ComplianceAgent.Policies.Lint;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Tests.Policies;

public sealed class CatalogueLintTests
{
    [Fact]
    public void Every_shipped_file_passes()
    {
        var faults = new FaultList();
        CatalogueBuilder.Build(EmbeddedFiles.Catalogue(), faults);
        faults.Items.Select(fault => fault.ToString()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Ob", "too-short")]
    [InlineData("abc", "too-short")]
    [InlineData("Фот", "too-short")]
    [InlineData("画", "too-short")]
    [InlineData("Video", "too-common")]
    [InlineData("TIGER", "too-common")]
    [InlineData("Music-Player", "too-common")]
    [InlineData("Photo Editor 2", "too-common")]
    [InlineData("电脑管家", "too-common")]
    [InlineData("直播", "too-common")]
    [InlineData("?!", "without-letters")]
    public void A_name_too_short_or_too_common_to_stand_alone_is_refused(string name, string code) =>
        Own($"ours: {{ names: [\"{name}\"], android: [com.some.app] }}").Should().Equal($"3:19 lint-name-{code}");

    [Theory]
    [InlineData("TikTok")]
    [InlineData("Coze")]
    [InlineData("豆包")]
    [InlineData("틱톡")]
    [InlineData("Zorblax Player")]
    public void A_name_of_its_own_stands_alone(string name) => Own($"ours: {{ names: [\"Our {name} X\"], android: [com.some.app] }}").Should().BeEmpty();

    [Fact]
    public void A_common_name_may_stand_where_a_publisher_must_confirm_it() =>
        Own("ours: { names: [Video], nameStandsAlone: false, android: [com.some.app] }").Should().BeEmpty();

    [Fact]
    public void A_long_name_of_common_words_counts_by_itself_and_is_refused_all_the_same()
    {
        Own("ours: { names: [Music Player], nameStandsAlone: false }").Should().Equal("3:19 lint-name-of-common-words");
        Own("ours: { unverifiedNames: [Music Player], nameStandsAlone: false }").Should().BeEmpty();
    }

    [Fact]
    public void The_name_to_print_is_looked_for_and_judged_as_well()
    {
        Own("ours: { name: Video, android: [com.some.app] }").Should().Equal("3:17 lint-name-too-common");
        Own("ours: { name: Video, names: [Zorblax], android: [com.some.app] }").Should().Equal("3:17 lint-name-too-common");
        Own("ours: { name: Video by Zorblax, names: [], android: [com.some.app] }").Should().BeEmpty();
    }

    [Theory]
    [InlineData("Go Ltd.")]
    [InlineData("Lemon Inc.")]
    [InlineData("CN=Studio, O=Studio")]
    public void A_publisher_that_anybody_could_have_is_refused(string publisher)
    {
        Own($"ours: {{ names: [Zorblax], publishers: [\"{publisher}\"] }}").Should().Equal("3:42 lint-publisher-too-common");
        PolicyText.Places(PolicyText.Faults($"catalogue: mine\nvendors:\n  ours: {{ publishers: [\"{publisher}\"] }}\n", "x.catalog.yaml"))
            .Should().Equal("3:24 lint-publisher-too-common");
    }

    [Fact]
    public void A_name_of_another_product_is_warned_of() =>
        Own("ours: { names: [Tik-Tok] }").Should().Equal("3:19 lint-name-taken (warning)");

    [Fact]
    public void An_identifier_of_another_product_is_warned_of_unless_both_note_it()
    {
        Own("ours: { names: [Zorblax], android: [com.Zhiliaoapp.musically] }").Should().Equal("3:39 lint-identifier-taken (warning)");
        Own("one: { names: [Zorblax], ios: [{ id: com.zorblax, note: shared }] }\n  two: { names: [Zorbla Y], ios: [{ id: com.zorblax, note: shared }] }").Should().BeEmpty();
        Own("one: { names: [Zorblax], ios: [com.zorblax] }\n  two: { names: [Zorbla Y], ios: [{ id: com.zorblax, note: shared }] }").Should().Equal("4:41 lint-identifier-taken (warning)");
    }

    [Theory]
    [InlineData("ios", "com.some_app.x")]
    [InlineData("macos", "SomeApp")]
    [InlineData("android", "com.some-app")]
    [InlineData("android", "com..app")]
    [InlineData("android", "com.1app")]
    [InlineData("packageFamilies", "Some.App_123")]
    [InlineData("packageFamilies", "Some.App_uuuuuuuuuuuuu")]
    [InlineData("windows", "Software\\Some")]
    public void An_identifier_of_the_wrong_form_is_warned_of(string key, string identifier) =>
        Own($"ours: {{ names: [Zorblax], {key}: ['{identifier}'] }}").Should().ContainSingle().Which.Should().EndWith("lint-identifier-form (warning)");

    [Theory]
    [InlineData(IdentityKind.Bundle, "zzkko.com.ZZKKO")]
    [InlineData(IdentityKind.Package, "cn.wps.moffice_eng")]
    [InlineData(IdentityKind.PackageFamily, "BytedancePte.Ltd.TikTok_6yccndn6064se")]
    [InlineData(IdentityKind.PackageFamily, "BytedancePte.Ltd.TikTok")]
    [InlineData(IdentityKind.Windows, "{90160000-0015-0409-1000-0000000FF1CE}_is1")]
    public void An_identifier_of_the_right_form_is_not(IdentityKind kind, string identifier) => IdentifierForm.Fits(kind, identifier).Should().BeTrue();

    [Fact]
    public void A_family_without_another_member_is_warned_of()
    {
        Own("ours: { names: [Zorblax], family: zorb }").Should().Equal("3:37 lint-family-of-one (warning)");
        Own("one: { names: [Zorblax], family: zorb }\n  two: { names: [Zorbla Y], family: zorb }").Should().BeEmpty();
        Own("ours: { names: [Zorblax], family: tiktok }").Should().BeEmpty();
    }

    [Fact]
    public void A_product_without_name_or_identifier_is_refused() => Own("ours: {}").Should().Equal("3:3 product-without-identity");

    [Fact]
    public void What_is_only_warned_of_in_own_files_is_a_fault_in_shipped_ones_and_so_is_a_missing_source()
    {
        Shipped("ours: { names: [Zorblax], android: [com.zorblax] }").Should().Equal("3:3 lint-product-without-source", "3:39 lint-identifier-without-source");
        Shipped("ours: { names: [Zorblax], android: [{ id: com.zorblax, mark: unverified, source: memory }] }").Should().Equal("3:3 lint-product-without-source");
        Shipped("ours: { names: [Zorblax], android: [{ id: com.zorblax, mark: seen, source: code }] }").Should().BeEmpty();
        Shipped("ours: { source: code, names: [Zorblax], family: zorb }").Should().Equal("3:51 lint-family-of-one");
    }

    [Fact]
    public void There_are_more_than_four_hundred_common_words()
    {
        CommonWords.Count.Should().BeGreaterThan(400);
        CommonWords.Contains("tiktok").Should().BeFalse();
    }

    private static IEnumerable<string> Own(string products) => PolicyText.Places(PolicyText.Faults($"catalogue: mine\nproducts:\n  {products}\n", "x.catalog.yaml"));

    private static IEnumerable<string> Shipped(string products)
    {
        var faults = new FaultList();
        CatalogueBuilder.Build([SourceFile.Read("catalogue:x", Encoding.UTF8.GetBytes($"catalogue: mine\nproducts:\n  {products}\n"), isShipped: true)], faults);
        return PolicyText.Places(faults.Items);
    }
}
