using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

public sealed class RuleTests
{
    [Theory]
    [InlineData("Ban this too*", "Ban this too!", "violation")]
    [InlineData("Ban this too*", "ban THIS too 2.0", "violation")]
    [InlineData("Ban this too*", "Please ban this too", "none")]
    [InlineData("Foo *", "Foo - Bar", "violation")]
    [InlineData("Foo *", "Foobar", "none")]
    [InlineData("F?o", "Foo", "violation")]
    [InlineData("C++ Tool", "c++ tool", "violation")]
    [InlineData("C++*", "C++ Tool", "violation")]
    [InlineData("C++*", "C Tool", "none")]
    [InlineData("Some App", "Some-App 1.2.3 (x64)", "violation")]
    [InlineData("Some App", "S0me App", "suspected")]
    [InlineData("Some App", "So\u200Bme App", "suspected")]
    [InlineData("Some App", "Some App Store Assistant", "none")]
    public void A_raw_name_fits_whole_names(string pattern, string name, string expected) =>
        VerdictOf(Matcher(new PolicyRule { Id = "raw", Name = pattern }), App(name)).Should().Be(expected);

    [Theory]
    [InlineData("Some Vendor", "Some Vendor Inc.", "violation")]
    [InlineData("Some Vendor", "some vendor", "violation")]
    [InlineData("Some*", "Some Vendor", "violation")]
    [InlineData("Some Vendor", "Other Vendor", "none")]
    [InlineData("Some Vendor", "", "none")]
    public void A_name_with_a_publisher_needs_both(string pattern, string publisher, string expected)
    {
        var matcher = Matcher(new PolicyRule { Id = "raw", Name = "Tool*", Publisher = pattern });
        VerdictOf(matcher, App("Tool X", publisher)).Should().Be(expected);
        VerdictOf(matcher, App("Other", publisher)).Should().Be("none");
    }

    [Theory]
    [InlineData("^tool \\d+$", "Tool 12", "violation")]
    [InlineData("^tool$", "Tool 12", "none")]
    [InlineData("c\\+\\+", "My C++ thing", "violation")]
    public void A_regular_expression_sees_the_name_with_and_without_signs(string regex, string name, string expected) =>
        VerdictOf(Matcher(new PolicyRule { Id = "raw", NameRegex = regex }), App(name)).Should().Be(expected);

    [Theory]
    [InlineData("com.example.*", "COM.Example.App", "exact")]
    [InlineData("Example.App", "Example.App_abcdefghijklm", "exact")]
    [InlineData("com.example.*", "org.example.app", "none")]
    public void An_identifier_pattern_is_exact(string pattern, string identifier, string expected) =>
        (Matcher(new PolicyRule { Id = "raw", Identifier = pattern }).Match(App("x", "", identifier)) is [var match] ? match.Confidence.ToString().ToLowerInvariant() : "none").Should().Be(expected);

    [Theory]
    [InlineData(Platform.Windows, true)]
    [InlineData(Platform.IOS, false)]
    [InlineData(Platform.Unknown, false)]
    public void A_rule_for_one_platform_holds_there_only(Platform platform, bool fits)
    {
        Matcher(Product("tiktok") with { Platform = PlatformFamily.Windows }).IsWanted(App("TikTok", platform: platform)).Should().Be(fits);
        Matcher(new PolicyRule { Id = "raw", Name = "TikTok", Platform = PlatformFamily.Windows }).IsWanted(App("TikTok", platform: platform)).Should().Be(fits);
        Matcher(Product("tiktok")).IsWanted(App("TikTok", platform: platform)).Should().BeTrue();
    }

    [Fact]
    public void A_family_covers_its_products_and_each_is_its_own_subject() =>
        TikTokBan.Match(App("TikTok Lite")).Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            PolicyId = "test", RuleId = "tiktok", Subject = "tiktok_lite", SubjectName = "TikTok Lite", Vendor = "bytedance", Confidence = Confidence.Strong, Severity = Severity.Violation,
        });

    [Fact]
    public void Without_family_a_sister_product_is_not_meant() => Matcher(Product("tiktok")).IsWanted(App("TikTok Lite")).Should().BeFalse();

    [Theory]
    [InlineData("Resso", "", "", "resso", "strong")]
    [InlineData("Brand New Thing", "Bytedance Pte. Ltd.", "", "bytedance", "strong")]
    [InlineData("Brand New Thing", "", "com.bytedance.newthing", "bytedance", "strong")]
    [InlineData("TikTok", "Bytedance Pte. Ltd.", "", "tiktok", "strong")]
    [InlineData("Ban TikTok", "Bytedance Pte. Ltd.", "", "tiktok", "strong")]
    [InlineData("Lark", "Bytedance Pte. Ltd.", "", "lark", "strong")]
    public void A_vendor_rule_covers_products_publisher_and_identifiers(string name, string publisher, string identifier, string subject, string confidence)
    {
        var match = Matcher(Vendor("bytedance")).Match(App(name, publisher, identifier)).Should().ContainSingle().Which;
        (match.Subject, match.Confidence.ToString().ToLowerInvariant(), match.Vendor, match.RuleId).Should().Be((subject, confidence, "bytedance", "bytedance"));
    }

    [Fact]
    public void A_nearer_rule_can_take_a_product_out_of_its_vendor() =>
        Matcher(Vendor("bytedance"), Product("resso") with { Severity = Severity.Out }).Match(App("Resso", "ByteDance Ltd.")).Should().BeEmpty();

    [Fact]
    public void A_rule_may_have_its_own_severity() =>
        Matcher(Product("resso") with { Severity = Severity.Advice }).Match(App("Resso")).Should().ContainSingle().Which.Severity.Should().Be(Severity.Advice);

    [Fact]
    public void A_never_flag_name_of_the_policy_spares_names_only()
    {
        var set = new PolicySet([Policy("test", Product("resso")) with { NeverFlag = ["Resso*"] }], Known);
        var matcher = PolicyMatcher.Compile(set);
        matcher.IsWanted(App("Resso")).Should().BeFalse();
        matcher.IsWanted(App("Resso", "ByteDance")).Should().BeTrue();
    }

    [Fact]
    public void A_set_that_cannot_be_used_is_refused_whole()
    {
        var compile = () => Matcher(Product("nothing-such"), Vendor("nobody"), new PolicyRule { Id = "r", NameRegex = "(a" }, new PolicyRule { Id = "empty" });
        compile.Should().Throw<PolicyException>().Which.Faults.Should().HaveCount(4);
    }

    [Fact]
    public void Each_policy_answers_for_itself_in_order()
    {
        var set = new PolicySet([Policy("b", Product("tiktok")), Policy("a", Product("tiktok"), Product("resso"))], Known);
        PolicyMatcher.Compile(set).Match(App("TikTok")).Select(match => match.PolicyId).Should().Equal("b", "a");
    }
}
