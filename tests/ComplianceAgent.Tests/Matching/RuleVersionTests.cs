using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

public sealed class RuleVersionTests
{
    [Theory]
    [InlineData("34.1", "violation")]
    [InlineData("35.0", "none")]
    [InlineData("35-beta1", "violation")]
    [InlineData("", "suspected")]
    [InlineData("unknown", "suspected")]
    public void A_range_holds_for_products_vendors_and_patterns_alike(string version, string expected)
    {
        VerdictOf(Matcher(Product("tiktok") with { Version = "< 35" }), TikTok(version)).Should().Be(expected);
        VerdictOf(Matcher(new PolicyRule { Id = "raw", Name = "Tik*", Version = "< 35" }), TikTok(version)).Should().Be(expected);
        VerdictOf(Matcher(new PolicyRule { Id = "raw", Identifier = "com.zhiliaoapp.*", Version = "< 35" }), TikTok(version)).Should().Be(expected);
        VerdictOf(Matcher(Vendor("bytedance") with { Version = "< 35" }), new DistinctApp(Platform.Windows, "New Thing", "ByteDance", version)).Should().Be(expected);
    }

    [Fact]
    public void The_explanation_names_version_and_range()
    {
        var matcher = Matcher(Product("tiktok") with { Version = "< 35" });
        matcher.Match(TikTok("34.1")).Should().ContainSingle().Which.Evidence.ToString().Should().EndWith("Its version \"34.1\" is one the rule speaks of (< 35).");
        matcher.Match(TikTok("")).Should().ContainSingle().Which.Evidence.ToString().Should().Contain("versions < 35 only").And.EndWith("cannot be told.");
        matcher.Explain(TikTok("36")).Policies[0].NearMisses.Should().ContainSingle()
            .Which.Reason.ToString().Should().Be("It is TikTok, but its version \"36\" is none the rule speaks of (< 35).");
    }

    [Theory]
    [InlineData("1.0", "old", Severity.Violation)]
    [InlineData("3.0", "new", Severity.Advice)]
    public void Several_rules_may_part_the_versions_of_a_product(string version, string rule, Severity severity)
    {
        var match = Matcher(
            new PolicyRule { Id = "old", Product = "tiktok", Version = "< 2" }, new PolicyRule { Id = "new", Product = "tiktok", Version = ">= 2", Severity = Severity.Advice })
            .Match(TikTok(version)).Should().ContainSingle().Which;
        (match.RuleId, match.Severity, match.Confidence).Should().Be((rule, severity, Confidence.Exact));
    }

    [Fact]
    public void A_version_not_told_leaves_the_rule_that_surely_holds() =>
        Matcher(Product("tiktok") with { Version = "< 2", Severity = Severity.Advice }, Vendor("bytedance")).Match(TikTok("")).Should().ContainSingle()
            .Which.Should().Match<AppMatch>(match => match.RuleId == "bytedance" && match.Confidence == Confidence.Exact);

    [Theory]
    [InlineData("1.0", "none")]
    [InlineData("2.0", "violation")]
    [InlineData("", "suspected")]
    public void An_out_rule_may_take_out_some_versions_and_in_doubt_leaves_a_suspicion(string version, string expected) =>
        VerdictOf(Matcher(Product("tiktok") with { Version = "< 2", Severity = Severity.Out }, Vendor("bytedance")), TikTok(version)).Should().Be(expected);

    [Fact]
    public void A_set_with_a_range_that_cannot_be_read_is_refused() =>
        FluentMatcher("newest").Should().Throw<PolicyException>().Which.Faults.Should().ContainSingle().Which.Message.Should().Contain("newest is not a version range");

    private static Func<PolicyMatcher> FluentMatcher(string version) => () => Matcher(Product("tiktok") with { Version = version });

    private static DistinctApp TikTok(string version) => new(Platform.IOS, "TikTok", "", version, "com.zhiliaoapp.musically");
}
