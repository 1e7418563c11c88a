using ComplianceAgent.Policies;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using CsCheck;

namespace ComplianceAgent.Tests.Scanning.Breadth;

/// <summary>When is a rule too broad, and who may let it through: pure decisions, a case a row.</summary>
public sealed class RuleBreadthTests
{
    private static readonly ScanOptions Limits = new();

    [Theory]
    [InlineData("Pattern", 21, 1000, false, "beyond two per cent")]
    [InlineData("Pattern", 20, 1000, true, "exactly two per cent")]
    [InlineData("Pattern", 19, 100, true, "a handful of versions is no storm, whatever their share")]
    [InlineData("Pattern", 8, 12, false, "more than half of a small inventory")]
    [InlineData("Pattern", 6, 12, true, "half of it")]
    [InlineData("Pattern", 4, 4, true, "four apps tell nobody's list")]
    [InlineData("Named", 499, 600, true, "a product comes in some hundred versions")]
    [InlineData("Named", 600, 20_000, false, "a vendor that makes three per cent of everything")]
    [InlineData("Named", 600, 40_000, true, "a vendor of many apps in a big fleet")]
    [InlineData("AllowList", 40_000, 40_000, true, "broad by nature")]
    public void A_share_of_the_distinct_apps_decides(string kind, int apps, int total, bool isFine, string because) =>
        (RuleBreadth.Judge(Reach(Enum.Parse<RuleReachKind>(kind), apps, total, null, 0), Limits) is null).Should().Be(isFine, because);

    [Theory]
    [InlineData("Pattern", 51, 100, false, "more than half of the devices")]
    [InlineData("Pattern", 50, 100, true, "half of them")]
    [InlineData("Pattern", 19, 20, true, "too few devices to tell")]
    [InlineData("Named", 100, 100, true, "TikTok on every phone is what a ban is for")]
    [InlineData("AllowList", 100, 100, true, "broad by nature")]
    public void A_share_of_the_devices_counts_for_patterns_only(string kind, int devices, int inScope, bool isFine, string because) =>
        (RuleBreadth.Judge(Reach(Enum.Parse<RuleReachKind>(kind), 1, 1000, devices, inScope), Limits) is null).Should().Be(isFine, because);

    [Fact]
    public void Shares_of_one_switch_it_off()
    {
        var off = new ScanOptions { MaxRuleShareOfApps = 1, MaxRuleShareOfDevices = 1 };

        RuleBreadth.Judge(Reach(RuleReachKind.Pattern, 5000, 5000, 100, 100), off).Should().BeNull();
        RuleBreadth.IsBeyondDoubt(RuleReachKind.Pattern, 5000, 5000, off).Should().BeFalse();
    }

    [Fact]
    public void What_is_given_up_on_early_is_held_whenever_the_totals_say_the_same() => Gen.Select(
        Gen.Int[0, 3000], Gen.Int[1, 6000], Gen.Double[0, 1], Gen.Int[1, 1000], Gen.Int[0, 2]).Sample((hit, rest, share, floor, number) =>
    {
        var kind = (RuleReachKind)number;
        var limits = new ScanOptions { MaxRuleShareOfApps = share, MinAppsForRuleShare = floor };
        return !RuleBreadth.IsBeyondDoubt(kind, hit, hit + rest, limits) || RuleBreadth.Judge(Reach(kind, hit, hit + rest, null, 0), limits) is not null;
    });

    [Fact]
    public void What_a_rule_is_made_of()
    {
        Kind(new PolicyRule { Id = "tiktok", Product = "tiktok", Family = true }).Should().Be(RuleReachKind.Named);
        Kind(new PolicyRule { Id = "v", Vendor = "bytedance" }).Should().Be(RuleReachKind.Named);
        Kind(new PolicyRule { Id = "n", Name = "*" }).Should().Be(RuleReachKind.Pattern);
        Kind(new PolicyRule { Id = "r", NameRegex = ".*" }).Should().Be(RuleReachKind.Pattern);
        Kind(new PolicyRule { Id = "p", Publisher = "Example*" }).Should().Be(RuleReachKind.Pattern);
        Kind(new PolicyRule { Id = "c", Category = "games", List = ["tiktok", "Chess"] }).Should().Be(RuleReachKind.Named);
        Kind(new PolicyRule { Id = "c", Category = "games", List = ["tiktok", "*"] }).Should().Be(RuleReachKind.Pattern);
        Kind(new PolicyRule { Id = "a", AllowList = true, List = ["tiktok"] }).Should().Be(RuleReachKind.AllowList);

        static RuleReachKind Kind(PolicyRule rule) => RuleBreadth.KindOf(rule);
    }

    [Fact]
    public void The_sentence_names_the_rule_the_figures_and_the_way_out()
    {
        var reason = RuleBreadth.Judge(Reach(RuleReachKind.Pattern, 41_022, 52_000, 9_800, 10_000), Limits);

        reason!.ToString().Should().Be(
            "Rule all of policy ours would hit 41,022 of 52,000 distinct apps on 9,800 of 10,000 devices. It is held: nothing it matches is stored or counted until two people accept it: compliance-agent policy accept ours all");
    }

    [Fact]
    public void It_takes_two_different_accounts_and_one_meaning()
    {
        var rule = new HeldRule("ours", "all", "meaning", 10, 12, 5, 6);

        Judge("alice@host").Should().Be((true, "rule-accepted-first"));
        Judge("alice@host", Given("alice@host")).Should().Be((false, "rule-accepted-by-you"));
        Judge("ALICE@other-host", Given("alice@host")).Should().Be((false, "rule-accepted-by-you"), "a machine may call itself anything");
        Judge("bob@host", Given("alice@host")).Should().Be((true, "rule-accepted"));
        Judge("bob@host", Given("alice@host") with { Fingerprint = "another" }).Should().Be((true, "rule-accepted-first"));
        Judge("carol@host", Given("alice@host"), Given("bob@host")).Should().Be((false, "rule-accepted-already"));
        RuleBreadthAcceptance.InEffect([Given("alice@a"), Given("alice@b"), Given("bob@a") with { Fingerprint = "another" }]).Should().BeEmpty();
        RuleBreadthAcceptance.InEffect([Given("alice@a"), Given("bob@a")]).Should().Equal("meaning");

        (bool, string) Judge(string who, params RuleAcceptance[] given)
        {
            var (may, reason) = RuleBreadthAcceptance.Judge(rule, new Author(who, Author.OsAccount), given);
            return (may, reason.Code);
        }
    }

    private static RuleAcceptance Given(string who) => new()
    {
        Tenant = "t", PolicyId = "ours", RuleId = "all", Fingerprint = "meaning", Author = new Author(who, Author.OsAccount), At = default, Devices = 5, Apps = 10, Share = 1,
    };

    private static RuleReach Reach(RuleReachKind kind, int apps, int total, int? devices, int inScope) =>
        new(new RuleKey("ours", "all"), kind, apps, total, devices, inScope);
}
