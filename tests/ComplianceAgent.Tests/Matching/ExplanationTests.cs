using System.Reflection;
using System.Text.RegularExpressions;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

public sealed class ExplanationTests
{
    [Theory]
    [InlineData("tiktok", "Ban TikTok", "", "never-flag")]
    [InlineData("tiktok", "TikTok Lite", "", "name-of-other-product")]
    [InlineData("temu", "Temurin", "", "inside-longer-word")]
    [InlineData("temu", "Temu coupons", "", "publisher-needed")]
    [InlineData("temu", "Temu", "Somebody", "publisher-is-another")]
    [InlineData("lark", "1ark", "", "looks-alike-only")]
    [InlineData("tiktok", "TickTick", "", "namesake-known")]
    [InlineData("temu", "Notepad", "", "no-trace")]
    [InlineData("temu", "System User", "", "no-trace")]
    [InlineData("temu", "SystemUser", "", "inside-longer-word")]
    public void A_near_miss_says_why(string product, string name, string publisher, string code)
    {
        var verdict = Matcher(Product(product)).Explain(App(name, publisher)).Policies.Should().ContainSingle().Which;
        verdict.Matches.Should().BeEmpty();
        verdict.NearMisses.Should().ContainSingle().Which.Reason.Code.Should().Be(code);
    }

    [Fact]
    public void A_rule_for_another_platform_is_a_near_miss() =>
        Matcher(Product("tiktok") with { Platform = PlatformFamily.IOS }).Explain(App("TikTok")).Policies[0].NearMisses
            .Should().ContainSingle().Which.Reason.ToString().Should().Be("It would match as TikTok, but the rule is for IOS only.");

    [Fact]
    public void A_rule_that_fits_in_part_is_a_near_miss() =>
        Matcher(new PolicyRule { Id = "raw", Name = "Tool*", Publisher = "Some Vendor" }).Explain(App("Tool X", "Other")).Policies[0].NearMisses
            .Should().ContainSingle().Which.Reason.ToString().Should().Be("The rule \"raw\" asks for name and publisher; only name fits.");

    [Theory]
    [InlineData("TikTok", "", "", "The name \"TikTok\" is TikTok.")]
    [InlineData("x", "", "com.zhiliaoapp.musically", "The identifier \"com.zhiliaoapp.musically\" belongs to TikTok.")]
    [InlineData("TikTok", "Bytedance Pte. Ltd.", "", "The name \"TikTok\" holds \"TikTok\" and \"Bytedance Pte. Ltd.\" is the maker of TikTok.")]
    [InlineData("TikT0k", "", "", "The name \"TikT0k\" looks like \"TikTok\" (TikTok) but is spelled with other characters.")]
    public void A_match_says_why_in_one_sentence(string name, string publisher, string identifier, string sentence) =>
        Matcher(Product("tiktok")).Match(App(name, publisher, identifier)).Should().ContainSingle().Which.Evidence.ToString().Should().Be(sentence);

    [Fact]
    public void What_was_compared_is_shown()
    {
        var explanation = TikTokBan.Explain(App("TikTok™ 34.5.1 (x64)", "CN=Bytedance Pte. Ltd., C=SG"));
        (explanation.ComparedName, explanation.ComparedPublisher).Should().Be(("tiktok", "bytedance"));
    }

    [Fact]
    public void Every_evidence_code_has_its_sentence()
    {
        var codes = typeof(EvidenceCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();
        codes.Should().NotBeEmpty().And.OnlyHaveUniqueItems().And.BeSubsetOf(Sentences.Codes);
    }

    [Fact]
    public void Every_placeholder_of_every_sentence_is_filled()
    {
        var names = new[] { "TikTok", "Temu", "Lark", "1ark", "TikT0k", "Tik\u200BTok", "Ban TikTok", "TikTok Downloader", "TikTok Ads", "QQ", "Tencent QQ", "QQ Music", "TikTok Lite", "Temurin", "Tool X", "S0me App", "Anything", "טיקטוק", "www.tiktok.com-1A2B3C4D" };
        var publishers = new[] { "", "ByteDance", "Somebody", "Some Vendor" };
        var identifiers = new[] { "", "com.zhiliaoapp.musically", "com.zhiliaoapp.musicallyx", "com.tiktok.guess", "com.bytedance.new", "BytedancePte.Ltd.TikTok_abcdefgh12345", "com.example.a" };
        var matcher = Matcher(
            Product("tiktok"), Product("temu"), Product("qq"), Vendor("bytedance"), Product("resso") with { Platform = PlatformFamily.IOS }, new PolicyRule { Id = "a", Name = "Tool*", Publisher = "Some*" },
            new PolicyRule { Id = "b", Name = "Some App" }, new PolicyRule { Id = "c", Publisher = "Some*" }, new PolicyRule { Id = "d", Identifier = "com.example.*" }, new PolicyRule { Id = "e", Name = "x", Version = "1" });
        foreach (var app in from name in names from publisher in publishers from identifier in identifiers select App(name, publisher, identifier))
        {
            foreach (var policy in matcher.Explain(app).Policies)
            {
                policy.Matches.Select(match => match.Evidence).Concat(policy.NearMisses.Select(miss => miss.Reason))
                    .Where(reason => Placeholder.IsMatch(reason.ToString()) || !reason.ToString().EndsWith('.')).Should().BeEmpty();
            }
        }
    }

    private static readonly Regex Placeholder = new("\\{[a-z]+\\}", RegexOptions.NonBacktracking);

    [Fact]
    public void This_process_has_the_unicode_data_it_needs() => UnicodeSelfCheck.Verify().Should().BeNull();

    [Fact]
    public void A_system_without_unicode_data_is_a_fault_with_a_remedy() =>
        UnicodeSelfCheck.Verify(static text => text).Should().NotBeNull().And.Subject.As<Reason>().ToString().Should().Contain("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT");
}
