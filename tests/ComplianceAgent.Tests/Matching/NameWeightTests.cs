using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Matching.Compiled;
using ComplianceAgent.Names;
using ComplianceAgent.Policies;
using CsCheck;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

/// <summary>What names, houses and web app ids are worth, over a catalogue made for it.</summary>
public sealed class NameWeightTests
{
    private static readonly Catalogue Houses = With(
        Known,
        NewProduct("chat", "Dola", "bytedance", null, "豆包", "Doubao") with { NameStandsAlone = false },
        NewProduct("companion", "直播伴侣", "bytedance") with { NameStandsAlone = false },
        NewProduct("editor", "Zvidx", "bytedance") with
        {
            NameStandsAlone = false,
            Identities = [new(IdentityKind.Bundle, "com.zvid.one", true, "test"), new(IdentityKind.Package, "com.zvid.two", true, "test")],
        },
        NewProduct("kaspersky_endpoint", "Kaspersky Endpoint Security for Windows", "kaspersky"),
        NewProduct("kaspersky_vpn", "Kaspersky VPN", "kaspersky"),
        NewProduct("wrapped", "Seeker", "deepseek") with { NameMayHaveMoreWords = false, WebHosts = ["seeker.example"] });

    [Theory]
    [InlineData("Dola", "suspected")]
    [InlineData("Doubao", "violation")]
    [InlineData("豆包", "violation")]
    [InlineData("豆包电脑版", "violation")]
    [InlineData("Dola 豆包", "violation")]
    public void A_product_with_a_weak_name_may_have_better_ones(string name, string expected) => VerdictOf(Matcher(Houses, Product("chat")), App(name)).Should().Be(expected);

    [Theory]
    [InlineData("Zuludu", "violation")]
    [InlineData("Zuludu Lite", "violation")]
    [InlineData("Zuludu Remote Games", "suspected")]
    [InlineData("Zulu", "suspected")]
    public void A_longer_name_from_memory_takes_nothing_from_a_verified_one(string name, string expected) => VerdictOf(
        Matcher(With(Known, NewProduct("z", "Zuludu", "bytedance") with { UnverifiedNames = ["Zuludu Lite", "Zuludu Remote Games", "Zulu"] }), Product("z")), App(name)).Should().Be(expected);

    [Fact]
    public void A_name_that_is_the_weakest_of_its_product_stays_weak() => VerdictOf(Matcher(Houses, Product("companion")), App("直播伴侣")).Should().Be("suspected");

    [Theory]
    [InlineData("Zvidx", "", "", "violation")]
    [InlineData("Zvidx 3.1 (x64)", "", "", "violation")]
    [InlineData("Zvidx", "Somebody", "", "none")]
    [InlineData("Zvidx", "", "com.other.thing", "suspected")]
    [InlineData("Zvidx", "", "com.zvidx.app", "violation")]
    [InlineData("Zvidx", "", "{6F320B93-EE3C-4826-85E0-ADF79F8D4C61}", "violation")]
    [InlineData("Zvidx Tools", "", "", "none")]
    [InlineData("Zvidx Tools", "", "com.zvid.three", "violation")]
    public void A_short_name_that_is_no_word_counts_alone_and_whole(string name, string publisher, string identifier, string expected) =>
        VerdictOf(Matcher(Houses, Product("editor")), App(name, publisher, identifier, Platform.MacOS)).Should().Be(expected);

    [Theory]
    [InlineData("Kaspersky Total Security", "", "violation")]
    [InlineData("Kaspersky Total Security", "Kaspersky Lab", "violation")]
    [InlineData("Kaspersky Total Security", "Somebody", "suspected")]
    [InlineData("Kaspersky Removal Tool", "", "suspected")]
    [InlineData("Agent of Kaspersky", "", "suspected")]
    [InlineData("Kasperskyish", "", "none")]
    public void A_vendor_after_whom_its_apps_are_called_is_known_by_its_name(string name, string publisher, string expected) =>
        VerdictOf(Matcher(Houses, Vendor("kaspersky")), App(name, publisher)).Should().Be(expected);

    [Fact]
    public void A_vendor_whose_apps_have_names_of_their_own_is_not() => VerdictOf(Matcher(Houses, Vendor("tencent")), App("Tencent Something")).Should().Be("none");

    [Theory]
    [InlineData("Kaspersky Endpoint Security 12 for Windows", "violation")]
    [InlineData("Kaspersky Endpoint Security 11.2.0 for Windows", "violation")]
    [InlineData("Tik 4 Tok", "none")]
    public void A_version_inside_a_long_name_does_not_part_it(string name, string expected) =>
        VerdictOf(Matcher(Houses, Product("kaspersky_endpoint"), Product("tiktok")), App(name)).Should().Be(expected);

    [Theory]
    [InlineData("Seeker", "", "violation")]
    [InlineData("Seeker", "Somebody", "suspected")]
    public void A_name_that_strangers_use_is_asked_for_its_publisher(string name, string publisher, string expected) =>
        VerdictOf(Matcher(Houses, Product("wrapped")), App(name, publisher)).Should().Be(expected);

    [Fact]
    public void A_web_app_id_is_computed_as_browsers_do() => WebApps.IdOf("https://www.youtube.com/?feature=ytca").Should().Be("agimnkijcaahngcdmfeangaknmldooml");

    [Fact]
    public void A_web_app_id_of_a_known_host_is_suspected_and_strong_with_the_name()
    {
        var (matcher, id) = (Matcher(Houses, Product("wrapped")), "Chrome._crx_" + WebApps.IdOf("https://seeker.example/"));
        matcher.Match(App("Something", "", id)).Should().ContainSingle().Which.Confidence.Should().Be(Confidence.Suspected);
        matcher.Match(App("Seeker", "Somebody", id)).Should().ContainSingle().Which.Confidence.Should().Be(Confidence.Strong);
    }

    [Fact]
    public void The_short_way_to_look_alikes_finds_what_the_long_way_finds()
    {
        var index = NameIndex.Of(Known.Products.Values.SelectMany(product => product.Names.SelectMany(name =>
            LookAlikes.Forms(name).Select(form => (form.Joined, new CompiledProduct(product, vendor: null), new KnownName(name, true))))));
        var piece = Gen.OneOf(Gen.OneOf("TikTok", "T1kT0k", "Q", "QQ", "TemU", "rn", "Vv", "W", "l", "1", "5", "0", "|", "!", "$", " ", "-", "(", ")", "抖音", "微", "信", "Lark", "1ark", "a"), Gen.Char[' ', '~'].Select(c => c.ToString()));
        piece.Array[0, 10].Select(string.Concat).Sample(
            text =>
            {
                List<NameHit>? quick = null;
                List<NameHit>? slow = null;
                var app = AppProbe.Of(App(text));
                if (LookAlikeSearch.TryFindPlain(app, index, ref quick))
                {
                    foreach (var form in app.LookAlikeForms)
                    {
                        index.Find(form, ref slow);
                    }

                    Ids(quick).Should().Equal(Ids(slow), "of {0}", text);
                }
            },
            iter: 20_000);
    }

    private static IEnumerable<string> Ids(List<NameHit>? hits) => (hits ?? []).Select(hit => hit.Product.Id).Distinct().Order(StringComparer.Ordinal);

    [Fact]
    public void The_first_letters_never_rule_out_a_key_that_is_there() => Gen.Select(NormalizerTests.OddText.Array[1, 20], NormalizerTests.OddText).Sample(
        (keys, tail) =>
        {
            var starts = new KeyStarts(keys.Where(key => key.Length > 0));
            return keys.Where(key => key.Length > 0).All(key => starts.MayStart(key + tail));
        },
        iter: 2_000);

    [Fact]
    public void The_order_of_rows_changes_nothing() => Gen.Shuffle(Rows).Sample(
        rows => rows.Select(row => (row, string.Join(' ', Mixed.Match(row)))).OrderBy(pair => pair.row.ToString(), StringComparer.Ordinal)
            .SequenceEqual(Expected),
        iter: 50);

    private static readonly PolicyMatcher Mixed = Matcher(Houses, Product("tiktok", family: true), Product("chat"), Vendor("kaspersky"), Product("temu"));

    private static readonly DistinctApp[] Rows =
        [App("TikTok"), App("T1kTok"), App("豆包"), App("Dola"), App("Kaspersky Free"), App("Kaspersky Tool", "Somebody"), App("Temurin"), App("Temu"), App("Notepad"), App("x", "", "com.zhiliaoapp.musically")];

    private static readonly (DistinctApp, string)[] Expected =
        [.. Rows.Select(row => (row, string.Join(' ', Mixed.Match(row)))).OrderBy(pair => pair.row.ToString(), StringComparer.Ordinal)];
}
