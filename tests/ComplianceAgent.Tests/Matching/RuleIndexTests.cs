using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Matching.Compiled;
using ComplianceAgent.Policies;
using ComplianceAgent.Tests.Policies;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static ComplianceAgent.Tests.Matching.MatchingFixture;

namespace ComplianceAgent.Tests.Matching;

/// <summary>The index leaves out only rules that do not fit, and what is asked does not grow with the rules there are.</summary>
public sealed class RuleIndexTests
{
    private static readonly string[] Words = ["tik", "TikTok", "Some", "tool", "c++", "App", "抖音", "x", "Lark", "Microsoft", "1.2", "®", "ß", "İ", "-", "("];

    private static readonly Gen<string> Text = Gen.OneOf(Any(Words).Array[1, 4].Select(words => string.Join(' ', words)), Any(Words).Array[1, 3].Select(string.Concat), NormalizerTests.OddText);

    private static readonly Gen<string> Pattern = Gen.Select(Text, Any("{0}", "{0}*", "*{0}*", "*{0}", "?{0}"), (text, shape) => string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, text))
        .Where(text => text.Any(char.IsLetterOrDigit));

    private static readonly Gen<string> Version = Any("", "1.2", "3.0-beta", "odd", "2.0 (build 4)");

    private static readonly Gen<PolicyRule> Rule = Gen.OneOf(
        Pattern.Select(name => new PolicyRule { Id = "", Name = name }),
        Gen.Select(Pattern, Pattern, (name, publisher) => new PolicyRule { Id = "", Name = name, Publisher = publisher }),
        Pattern.Select(publisher => new PolicyRule { Id = "", Publisher = publisher }),
        Any("com.tik*", "com.tiktok.app", "*lark*", "?om.x").Select(identifier => new PolicyRule { Id = "", Identifier = identifier }),
        Any("t.k", "^some", "c\\+\\+").Select(regex => new PolicyRule { Id = "", NameRegex = regex }),
        Any("tiktok", "lark", "resso").Select(product => new PolicyRule { Id = "", Product = product, Family = true }),
        Any("bytedance", "tencent").Select(vendor => new PolicyRule { Id = "", Vendor = vendor }),
        Gen.Select(Pattern, Any("tiktok", "wechat"), (name, product) => new PolicyRule { Id = "", Category = "fun", List = [name, product] }),
        Gen.Select(Pattern, Pattern, (name, publisher) => new PolicyRule { Id = "", AllowList = true, List = [name], ListEntries = [new RuleListEntry { Publisher = publisher }] }));

    private static readonly Gen<PolicyRule[]> Rules = Gen.Select(Rule, Any<string?>(null, "< 2", ">= 2", "1.*"), Any<Severity?>(null, Severity.Advice, Severity.Out),
        (rule, version, severity) => rule with { Version = rule.HasList ? null : version, Severity = severity })
        .Array[1, 12].Select(rules => rules.Select((rule, i) => rule with { Id = "r" + i }).ToArray());

    private static readonly Gen<DistinctApp> AnyApp = Gen.Select(
        Gen.Enum<Platform>(), Text, Gen.OneOf(Gen.Const(""), Text, Any("ByteDance", "CN=Some Tool Ltd., C=BE")), Version,
        Any("", "com.tiktok.app", "COM.LARK.x", "com.zhiliaoapp.musically"), (platform, name, publisher, version, identifier) => new DistinctApp(platform, name, publisher, version, identifier));

    [Fact]
    public void What_the_index_leaves_out_does_not_fit() => Gen.Select(Rules, AnyApp.Array[1, 20]).Sample(
        (rules, apps) =>
        {
            var matcher = Matcher(rules);
            return apps.All(app => matcher.Explain(app).Policies[0].Matches.SequenceEqual(matcher.Match(app)));
        },
        iter: 1_000);

    [Fact]
    public void Every_raw_rule_that_judges_a_match_is_a_candidate() => Gen.Select(Pattern.Array[1, 8], AnyApp.Array[1, 20]).Sample(
        (patterns, apps) =>
        {
            var raw = patterns.SelectMany((text, i) => new[] { Raw(new(text, null, null, null), 2 * i), Raw(new(null, null, text, null), (2 * i) + 1) }).ToArray();
            var index = new RawRuleIndex(raw);
            return apps.All(app =>
            {
                var probe = new RuleProbe(AppProbe.Of(app));
                var candidates = index.Candidates(probe);
                return raw.Where(rule => rule.Judge(probe).Confidence is not null).All(candidates.Contains) && candidates.SequenceEqual(candidates.OrderBy(rule => rule.Order).Distinct());
            });
        },
        iter: 1_000);

    [Fact]
    public void The_order_of_rules_and_lists_changes_nothing() => Gen.Select(Rules, AnyApp.Array[1, 20]).Sample(
        (rules, apps) =>
        {
            var (matcher, turned) = (Matcher(rules), Matcher([.. rules.Reverse().Select(rule => rule with { List = [.. rule.List.Reverse()], ListEntries = [.. rule.ListEntries.Reverse()] })]));
            return apps.All(app => matcher.Match(app).SequenceEqual(turned.Match(app)));
        },
        iter: 1_000);

    [Fact]
    public void A_policy_says_the_same_alone_and_among_others_in_any_order() => Gen.Select(Rules, Rules, AnyApp.Array[1, 20]).Sample(
        (first, second, apps) =>
        {
            Policy[] policies = [Policy("a", first), Policy("b", second), Policy("c", first)];
            var (all, turned) = (PolicyMatcher.Compile(new PolicySet([.. policies], Known)), PolicyMatcher.Compile(new PolicySet([.. policies.Reverse()], Known)));
            var alone = policies.Select(policy => PolicyMatcher.Compile(new PolicySet([policy], Known))).ToArray();
            return apps.All(app => all.Match(app).SequenceEqual(alone.SelectMany(one => one.Match(app)))
                && turned.Match(app).OrderBy(match => match.PolicyId, StringComparer.Ordinal).SequenceEqual(all.Match(app)));
        },
        iter: 300);

    [Fact]
    public void Of_two_thousand_rules_a_clean_app_is_asked_about_none_and_another_about_its_own()
    {
        PolicyRule[] rules =
        [
            .. Enumerable.Range(0, 500).Select(i => new PolicyRule { Id = "exact" + i, Name = $"Forbidden thing {i}" }),
            .. Enumerable.Range(0, 500).Select(i => new PolicyRule { Id = "glob" + i, Name = $"*banned {i}x*" }),
            .. Enumerable.Range(0, 500).Select(i => new PolicyRule { Id = "publisher" + i, Publisher = i % 2 == 0 ? $"Maker {i}y" : $"*Maker {i}y*" }),
            .. Enumerable.Range(0, 500).Select(i => new PolicyRule { Id = "identifier" + i, Identifier = i % 2 == 0 ? $"com.maker{i}y.app" : $"com.maker{i}y.*" }),
        ];
        var catalogue = new CompiledCatalogue(Known);
        var router = new RuleRouter([new CompiledPolicy(Policy("test", rules), 0, 0, catalogue)]);
        Asked("Forbidden planet, banned in some places", "Maker and Sons").Should().BeEmpty();
        Asked("Forbidden thing 17").Should().Equal("exact17");
        Asked("my banned 33x tool").Should().Equal("glob33");
        Asked("clean", "The Maker 71y Company").Should().Equal("publisher71");
        Asked("clean", "", "com.maker9y.game").Should().Equal("identifier9");

        IEnumerable<string> Asked(string name, string publisher = "", string identifier = "") =>
            router.RawRules(new RuleProbe(AppProbe.Of(App(name, publisher, identifier)))).Select(rule => rule.Rule.Id);
    }

    [Fact]
    public void A_clean_app_concerns_no_policy()
    {
        var catalogue = new CompiledCatalogue(Known);
        var router = new RuleRouter([.. Enumerable.Range(0, 20).Select(i => new CompiledPolicy(Policy("p" + i, i == 7 ? Vendor("tencent") : Product("tiktok", family: true)), i, 0, catalogue))]);
        Asked("Notepad").Should().BeNull();
        Asked("TikTok Lite").Should().HaveCount(20).And.Contain(false);
        Asked("TikTok")![7].Should().BeFalse();

        bool[]? Asked(string name)
        {
            var probe = new RuleProbe(AppProbe.Of(App(name)));
            return router.Policies(catalogue.Find(probe.App), router.RawRules(probe));
        }
    }

    [Fact]
    public void Every_literal_that_occurs_is_found() => Gen.Select(Gen.Char["ab*"].Array[1, 5].Select(chars => new string(chars)).Array[0, 10], Gen.Char["abc*"].Array[0, 30]).Sample(
        (literals, text) =>
        {
            HashSet<string>? found = null;
            new LiteralFinder<string>(literals.Select(literal => (literal, literal))).Find(text, ref found);
            return (found ?? []).SetEquals(literals.Where(literal => new string(text).Contains(literal, StringComparison.Ordinal)));
        },
        iter: 5_000);

    [Theory]
    [InlineData("*tik*", "tik")]
    [InlineData("ab*cde?f", "cde")]
    [InlineData("plain", "plain")]
    [InlineData("?*", "")]
    [InlineData("a*b", "a")]
    public void The_longest_piece_between_wildcards_is_looked_for(string pattern, string literal) => Glob.LongestLiteral(pattern).Should().Be(literal);

    [Fact]
    public void A_policy_set_is_compiled_once_and_anew_when_it_changes()
    {
        var set = new PolicySet([Policy("test", Product("tiktok"))], Known);
        PolicyMatcher.Compile(set).Should().BeSameAs(PolicyMatcher.Compile(set));
        PolicyMatcher.Compile(set with { Policies = [Policy("test", Product("resso"))] }).Should().NotBeSameAs(PolicyMatcher.Compile(set));
    }

    [Fact]
    public void The_policies_in_force_are_compiled_anew_only_when_a_file_changes()
    {
        using var folder = new PolicyFolder();
        var file = folder.Write("mine.yaml", PolicyText.Good);
        using var monitor = PolicyMonitor.Start(new PoliciesOptions { Use = [file] }, new FakeTimeProvider(), NullLogger<PolicyMonitor>.Instance);
        var first = PolicyMatcher.Compile(monitor.Current);
        monitor.Check().Should().BeFalse();
        PolicyMatcher.Compile(monitor.Current).Should().BeSameAs(first);
        folder.Write("mine.yaml", PolicyText.Good.Replace("tiktok", "capcut", StringComparison.Ordinal));
        monitor.Check().Should().BeTrue();
        PolicyMatcher.Compile(monitor.Current).Should().NotBeSameAs(first);
    }

    private static Gen<T> Any<T>(params T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    private static RawRule Raw(RawPatterns patterns, int order) => new(new CompiledRule(new PolicyRule { Id = "r" + order }), patterns) { Order = order };
}
