using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

/// <summary>Categories and allow-lists.</summary>
public sealed class RuleListTests
{
    private static readonly PolicyRule Fun = new()
    {
        Id = "fun", Category = "recreational", Title = "Recreational apps", List = ["tiktok", "Candy*", "Chess"],
        ListEntries = [new RuleListEntry { Publisher = "King*" }, new RuleListEntry { Name = "Solitaire", Publisher = "Some Maker" }, new RuleListEntry { Product = "resso" }],
    };

    private static readonly PolicyMatcher Category = Matcher(Fun);

    private static readonly PolicyMatcher Allowed = Matcher(new PolicyRule
    {
        Id = "allowed", AllowList = true, List = ["wechat", "lark", "Outlook", "Edge*"],
        ListEntries = [new RuleListEntry { Publisher = "Microsoft*" }, new RuleListEntry { Identifier = "com.apple.*" }],
    });

    [Theory]
    [InlineData("TikTok", "", "tiktok", "TikTok")]
    [InlineData("TikTok Lite", "", "tiktok_lite", "TikTok Lite")]
    [InlineData("Resso", "", "resso", "Resso")]
    [InlineData("Candy Crush Saga", "", "fun", "Recreational apps")]
    [InlineData("Chess", "", "fun", "Recreational apps")]
    [InlineData("Anything", "King Ltd.", "fun", "Recreational apps")]
    [InlineData("Solitaire", "Some Maker", "fun", "Recreational apps")]
    public void A_category_bans_what_its_list_names(string name, string publisher, string subject, string called)
    {
        var match = Category.Match(App(name, publisher)).Should().ContainSingle().Which;
        (match.RuleId, match.Subject, match.SubjectName, match.Confidence).Should().Be(("fun", subject, called, Confidence.Strong));
    }

    [Theory]
    [InlineData("Solitaire", "Another")]
    [InlineData("Chess Titans", "")]
    [InlineData("WeChat", "")]
    public void A_category_bans_nothing_else(string name, string publisher) => Category.IsWanted(App(name, publisher)).Should().BeFalse();

    [Fact]
    public void Whatever_of_a_category_is_found_by_pattern_is_one_violation_named_by_the_surest_entry()
    {
        var match = Matcher(Fun with { ListEntries = Fun.ListEntries.Add(new RuleListEntry { Identifier = "com.king.*" }) })
            .Match(new DistinctApp(Platform.IOS, "Candy Crush Saga", "King", "", "com.king.candy")).Should().ContainSingle().Which;
        (match.Subject, match.Confidence, match.Evidence.Code).Should().Be(("fun", Confidence.Exact, "rule-identifier"));
    }

    [Theory]
    [InlineData("WeChat", "", "")]
    [InlineData("Outlook", "", "")]
    [InlineData("Edge WebView", "", "")]
    [InlineData("Anything", "Microsoft Corporation", "")]
    [InlineData("Anything", "CN=Microsoft Corporation, O=Microsoft Corporation, C=US", "")]
    [InlineData("Weather", "", "com.apple.weather")]
    [InlineData("Lark", "ByteDance", "")]
    [InlineData("", "", "")]
    public void What_is_on_the_allow_list_is_no_match(string name, string publisher, string identifier) => Allowed.Match(App(name, publisher, identifier)).Should().BeEmpty();

    [Theory]
    [InlineData("TikTok", "", Confidence.Strong, "app-not-on-list")]
    [InlineData("Some Tool", "Somebody", Confidence.Strong, "app-not-on-list")]
    [InlineData("Outl00k", "", Confidence.Suspected, "app-perhaps-on-list")]
    [InlineData("Lark", "", Confidence.Suspected, "app-perhaps-on-list")]
    public void Everything_else_is_one_roll_up(string name, string publisher, Confidence confidence, string code)
    {
        var match = Allowed.Match(App(name, publisher)).Should().ContainSingle().Which;
        (match.Subject, match.RuleId, match.IsRollUp, match.Confidence, match.Evidence.Code).Should().Be(("allowed", "allowed", true, confidence, code));
    }

    [Fact]
    public void Being_listed_is_explained() =>
        Allowed.Explain(App("Anything", "Microsoft Corporation")).Policies[0].NearMisses.Should().Contain(miss => miss.Reason.ToString() == "\"Anything\" is on the list of the apps that the rule \"allowed\" allows, as \"Microsoft*\".");

    [Fact]
    public void A_never_flag_name_of_the_policy_counts_as_listed()
    {
        var rule = new PolicyRule { Id = "allowed", AllowList = true, List = ["Outlook"] };
        var matcher = PolicyMatcher.Compile(new PolicySet([Policy("test", rule) with { NeverFlag = ["Teams"] }], Known));
        matcher.IsWanted(App("Teams")).Should().BeFalse();
        matcher.IsWanted(App("Teams 2")).Should().BeTrue();
    }

    [Fact]
    public void A_banned_app_stays_banned_beside_an_allow_list_and_is_no_mere_roll_up()
    {
        var matcher = Matcher(Product("tiktok"), new PolicyRule { Id = "allowed", AllowList = true, List = ["Outlook"] });
        matcher.Match(App("TikTok")).Select(match => match.Subject).Should().Equal("allowed", "tiktok");
        matcher.RollUpKey(App("TikTok")).Should().BeNull();
        matcher.RollUpKey(App("Something")).Should().Be(matcher.RollUpKey(App("Something else"))).And.NotBeNull();
        matcher.RollUpKey(App("Outlook")).Should().BeNull();
        Category.RollUpKey(App("TikTok")).Should().BeNull();
    }

    [Fact]
    public void An_allow_list_for_one_platform_says_nothing_of_others()
    {
        var matcher = Matcher(new PolicyRule { Id = "allowed", AllowList = true, List = ["Outlook"], Platform = PlatformFamily.Windows });
        matcher.IsWanted(App("X tool")).Should().BeTrue();
        matcher.IsWanted(App("X tool", platform: Platform.IOS)).Should().BeFalse();
    }

    [Fact]
    public void Lists_without_entries_or_with_unknown_products_are_refused()
    {
        var compile = () => Matcher(
            new PolicyRule { Id = "a", Category = "x" }, new PolicyRule { Id = "b", AllowList = true }, new PolicyRule { Id = "c", Category = "x", ListEntries = [new RuleListEntry()] },
            new PolicyRule { Id = "d", Category = "x", ListEntries = [new RuleListEntry { Product = "nothing-such" }] });
        compile.Should().Throw<PolicyException>().Which.Faults.Should().HaveCount(4);
    }
}
