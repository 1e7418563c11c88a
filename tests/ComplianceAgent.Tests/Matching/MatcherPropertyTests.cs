using System.Diagnostics;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Matching.Compiled;
using ComplianceAgent.Policies;
using CsCheck;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

public sealed class MatcherPropertyTests
{
    private static readonly Gen<DistinctApp> AnyApp = Gen.Select(
        Gen.Enum<Platform>(), NormalizerTests.OddText, Gen.OneOf(Gen.Const(""), Gen.OneOf("ByteDance", "TikTok Pte. Ltd.", "Tencent", "Google\\Chrome", "Somebody"), NormalizerTests.OddText),
        Gen.OneOf(Gen.Const(""), Gen.OneOf("com.zhiliaoapp.musically", "com.zhiliaoapp.musically.x", "com.tiktok.guess", "Lark"), NormalizerTests.OddText),
        (platform, name, publisher, identifier) => new DistinctApp(platform, name, publisher, "", identifier));

    private static readonly PolicyRule[] ManyRules =
    [
        Product("tiktok", family: true), Vendor("bytedance"), Vendor("tencent"), Product("temu"), Product("deepseek"), Product("lark") with { Severity = Severity.Advice },
        new() { Id = "raw-name", Name = "Tik*" }, new() { Id = "raw-exact", Name = "CamelCase" }, new() { Id = "raw-regex", NameRegex = "t.k" }, new() { Id = "raw-publisher", Publisher = "Some*" },
        new() { Id = "raw-ios", Name = "*e*", Platform = PlatformFamily.IOS },
    ];

    private static readonly PolicyMatcher Many = Matcher(ManyRules);

    [Fact]
    public void No_app_makes_the_matcher_throw() => AnyApp.Sample(
        app =>
        {
            var matches = Many.Match(app);
            return Many.IsWanted(app) == !matches.IsEmpty
                && Many.Explain(app).Policies.SelectMany(policy => policy.Matches).SequenceEqual(matches)
                && matches.DistinctBy(match => match.Subject).Count() == matches.Length;
        },
        iter: 5_000);

    [Fact]
    public void The_order_of_rules_changes_nothing()
    {
        var turned = Matcher([.. ManyRules.Reverse()]);
        AnyApp.Sample(app => turned.Match(app).SequenceEqual(Many.Match(app)), iter: 3_000);
    }

    [Fact]
    public void A_never_flag_case_never_adds_a_match() => Gen.Select(AnyApp.Array[1, 10], Gen.OneOf(NormalizerTests.OddText, Gen.OneOf("*", "Tik*", "TikTok", "*e*"))).Sample(
        (apps, pattern) =>
        {
            var with = PolicyMatcher.Compile(new PolicySet([Policy("test", ManyRules) with { NeverFlag = [pattern] }], Known));
            return apps.All(app => with.Match(app).All(match => Many.Match(app).Contains(match)));
        },
        iter: 500);

    private static readonly PolicyMatcher VendorBan = Matcher(Vendor("bytedance"));

    [Fact]
    public void Sparing_a_name_does_not_bring_its_vendor_out_instead()
    {
        var set = new PolicySet([Policy("test", Vendor("bytedance")) with { NeverFlag = ["TikTok"] }], Known);
        PolicyMatcher.Compile(set).Match(App("TikTok", "TikTok Pte. Ltd.")).Should().BeEmpty();
        VendorBan.Match(App("TikTok", "TikTok Pte. Ltd.")).Should().ContainSingle().Which.Subject.Should().Be("tiktok");
        VendorBan.Match(App("Something", "TikTok Pte. Ltd.")).Should().ContainSingle().Which.Confidence.Should().Be(Confidence.Suspected);
    }

    [Fact]
    public void A_never_flag_case_of_the_catalogue_spares_names_and_adds_nothing()
    {
        var with = Matcher(Known with { NeverFlag = Known.NeverFlag.Add(new NamePattern("*tok*")) }, ManyRules);
        with.Match(App("TikTok")).Should().BeEmpty();
        AnyApp.Sample(app => with.Match(app).All(match => Many.Match(app).Any(other => other.Subject == match.Subject)), iter: 2_000);
    }

    [Fact]
    public void Words_added_to_a_name_never_clear_an_identifier_or_the_vendor() => NormalizerTests.OddText.Sample(
        words =>
        {
            foreach (var name in new[] { words + " TikTok", "TikTok " + words, "Ban " + words, words })
            {
                TikTokBan.Match(App(name, "", "com.zhiliaoapp.musically")).Should().Contain(match => match.Confidence == Confidence.Exact && match.Severity == Severity.Violation);
                TikTokBan.IsWanted(App("TikTok " + words, "ByteDance")).Should().BeTrue();
                VendorBan.Match(App(name, "ByteDance")).Should().Contain(match => match.Severity == Severity.Violation);
            }
        },
        iter: 100);

    [Fact]
    public void A_name_of_a_megabyte_costs_no_more_than_a_long_one()
    {
        var clock = Stopwatch.StartNew();
        foreach (var unit in new[] { "a", "tik ", "抖", "\u200B", "\uD83D", "ﷺ", "a\u0301", "A|", "Tik", "1.", "т" })
        {
            var text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
            Many.Match(new DistinctApp(Platform.Windows, text, text, text, text));
            Many.Explain(new DistinctApp(Platform.Windows, text, text, text, text));
        }

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("a*a*a*a*a*a*a*a*a*a*a*a?????????????*b")]
    [InlineData("(a+)+b", true)]
    [InlineData("(a|a)*b", true)]
    [InlineData("(a*)*b", true)]
    public void No_pattern_hangs_the_matcher(string pattern, bool isRegex = false)
    {
        var matcher = Matcher(new PolicyRule { Id = "raw", Name = isRegex ? null : pattern, NameRegex = isRegex ? pattern : null });
        var clock = Stopwatch.StartNew();
        matcher.IsWanted(App(new string('a', 5_000))).Should().BeFalse();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_glob_agrees_with_its_plain_definition() => Gen.Select(Gen.Char["ab*?"].Array[0, 6], Gen.Char["ab"].Array[0, 6]).Sample(
        (pattern, text) => Glob.Fits(pattern, text).Should().Be(Plain(pattern, text)), iter: 20_000);

    private static bool Plain(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text) =>
        pattern.IsEmpty ? text.IsEmpty
        : pattern[0] == '*' ? Plain(pattern[1..], text) || (!text.IsEmpty && Plain(pattern, text[1..]))
        : !text.IsEmpty && (pattern[0] == '?' || pattern[0] == text[0]) && Plain(pattern[1..], text[1..]);
}
