using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tests.Policies;

public sealed class PolicyTestTests
{
    private static readonly Catalogue Catalogue = CatalogueLoader.LoadEmbedded();

    [Theory]
    [InlineData("{ name: TikTok, expect: none }", "violation")]
    [InlineData("{ name: TickTick, expect: violation }", "none")]
    [InlineData("{ name: T1kTok, expect: violation }", "suspected")]
    [InlineData("{ name: TikTok Downloader, expect: violation }", "advice")]
    [InlineData("{ name: TikTok, platform: windows, expect: violation }", "none")]
    public void A_case_that_comes_out_otherwise_fails(string one, string found)
    {
        var policy = PolicyText.One($"{PolicyText.Good}scope: {{ platforms: [ios, android] }}\ncases:\n  - {one}\n");

        var outcome = PolicyCases.Run(policy, Catalogue).Should().ContainSingle().Subject;

        (outcome.Passed, outcome.Found).Should().Be((false, found));
    }

    [Fact]
    public void A_failed_case_says_why()
    {
        var policy = PolicyText.One(PolicyText.Good + "cases:\n  - { name: Ban TikTok, expect: violation }\n  - { name: TikTok, expect: none }\n");

        var outcomes = PolicyCases.Run(policy, Catalogue);

        outcomes[0].Why.Should().ContainSingle(why => Sentences.Say(why.Reason).Contains("never-flag"));
        outcomes[1].Why.Should().Contain(why => why.Subject == "TikTok" && Sentences.Say(why.Reason) == "The name \"TikTok\" is TikTok.");
    }

    [Fact]
    public void Of_several_matches_the_gravest_counts()
    {
        var policy = PolicyText.One(PolicyText.Good + "  - { id: softer, name: TikTok*, severity: advice }\n  - { id: asked, name: TikTok Poster, severity: review }\n");
        var matcher = PolicyMatcher.Compile(new PolicySet([policy], Catalogue));

        Verdict("TikTok").Should().Be("violation");
        Verdict("TikTok Poster").Should().Be("suspected");

        string Verdict(string name) => new DistinctApp(Platform.Windows, name) is var app ? PolicyCases.Verdict(policy, app, matcher.Match(app)) : "";
    }

    [Fact]
    public void A_policy_without_cases_has_no_outcome() => PolicyCases.Run(PolicyText.One(PolicyText.Good), Catalogue).Should().BeEmpty();
}
