using System.Text.RegularExpressions;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Tests.Matching;

namespace ComplianceAgent.Tests.Policies;

/// <summary>The shipped catalogue, judged whole: a ban of everything in it finds each of its identities and spares each name it says to spare.</summary>
public sealed class CasesOfCatalogueTests
{
    private static readonly PolicyLibrary Library = PolicyLibrary.Load();
    private static readonly Catalogue Catalogue = Library.Catalogue;
    private static readonly PolicyMatcher Everything = PolicyMatcher.Compile(Library.AdHoc([.. Catalogue.Products.Keys], []));

    private static readonly string[] Spared =
    [
        "Eclipse Temurin JDK with Hotspot 21.0.9+10 (x64)", "TickTick: To-Do List", "Tic Tac Toe", "RedNotebook", "TigerVNC 64-bit 1.15.0", "TigerJython", "Video Compressor", "Screenpresso",
        "UltraEdit", "Lemon Squeezy", "MikroTik WinBox", "TikTok Blocker", "Ban TikTok",
    ];

    private static readonly string[] AdvisedAgainst = ["TikTok Downloader", "Video Downloader for TikTok", "SnapTik for TikTok", "抖音去水印"];

    [Fact]
    public void Names_that_only_look_like_a_product_are_spared() => Spared.Where(name => Verdict(name) != "none").Should().BeEmpty();

    [Fact]
    public void Apps_that_only_go_with_a_product_are_advised_against() => AdvisedAgainst.Where(name => Verdict(name) != "advice").Should().BeEmpty();

    [Fact]
    public void Every_pattern_of_the_catalogue_has_a_case_here()
    {
        Unused(Catalogue.NeverFlag, Spared).Should().BeEmpty();
        Unused(Catalogue.AdviceOnly, AdvisedAgainst).Should().BeEmpty();
    }

    [Fact]
    public void Every_identity_finds_its_product_or_family()
    {
        var missed =
            from product in Catalogue.Products.Values
            from identity in product.Identities
            where identity.Kind != IdentityKind.Windows || identity.Verified
            let found = Everything.Match(new DistinctApp(PlatformOf(identity), "An app of any name", "", "", identity.Value)).Select(match => match.Subject)
            where !found.Any(subject => subject == product.Id || Catalogue.Products[subject].Family == product.Family)
            select $"{product.Id}: {identity.Kind} {identity.Value}";

        missed.Should().BeEmpty();
    }

    private static string Verdict(string name) => MatchingFixture.VerdictOf(Everything, new DistinctApp(Platform.Windows, name, ""));

    private static Platform PlatformOf(CatalogueIdentity identity) => identity.Platform switch
    {
        PlatformFamily.IOS => Platform.IOS,
        PlatformFamily.MacOS => Platform.MacOS,
        PlatformFamily.Android => Platform.AndroidFullyManaged,
        _ => Platform.Windows,
    };

    private static IEnumerable<string> Unused(IEnumerable<NamePattern> patterns, string[] names) => patterns
        .Where(pattern => pattern.IsRegex)
        .Select(pattern => pattern.Text)
        .Where(text => !names.Any(name => Regex.IsMatch(name, text, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)));
}
