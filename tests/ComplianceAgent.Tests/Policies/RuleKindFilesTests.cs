using System.Text;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Documents;

namespace ComplianceAgent.Tests.Policies;

/// <summary>Version ranges, categories and allow-lists as files.</summary>
public sealed class RuleKindFilesTests
{
    private const string Head = "schema: 1\npolicy: house-ban\ntitle: { en: House ban }\nrules:\n";

    private const string Template = "schema: 1\npolicy: fun\ntitle: { en: Fun }\nrules:\n  - { id: fun, category: recreational, list: [] }\n";

    public static TheoryData<string, string, string[]> Broken => new()
    {
        { "versions", "  - { product: tiktok, version: newest }\n  - { vendor: bytedance, version: '> 3, < 2' }\n  - { id: a, name: x, version: 3.10 }\n",
            ["5:33 bad-version", "6:35 version-of-nothing"] },
        { "a category without list", "  - { id: a, category: games }\n  - { id: b, category: games, list: [] }\n", ["5:14 category-without-list", "6:14 category-without-list"] },
        { "an allow-list without list", "  - { id: a, allowList: true }\n", ["5:14 rule-needs", "5:14 allow-list-stores-more (warning)"] },
        { "a category with a version", "  - { id: a, category: games, list: [x y], version: '< 2' }\n", ["5:44 rule-needs"] },
        { "entries", "  - id: a\n    category: games\n    list: [TikTok, '*', { product: tiktokk }, {}, { product: tiktok, name: x }, { publisher: King* }]\n",
            ["7:12 entry-taken-as-name (warning)", "7:20 glob-of-wildcards", "7:36 unknown-id-near", "7:47 entry-without-kind", "7:70 rule-excludes"] },
        { "a scope that an allow-list cannot have", "  - { id: a, allowList: true, list: [tiktok] }\nscope: { owner: { personal: advice, unknown: out } }\n",
            ["5:14 allow-list-stores-more (warning)", "6:19 allow-list-company-only (warning)"] },
        { "a pattern too large to run", "  - { id: a, nameRegex: '(abcdefghij){1000}(abcdefghij){1000}' }\n", ["5:25 regex-not-supported"] },
        { "a list on a product", "  - { product: tiktok, list: [x] }\n", ["5:24 rule-needs"] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_wrong_is_told_with_its_place(string what, string rules, string[] places) =>
        PolicyText.Places(PolicyText.Faults(Head + rules)).Should().BeEquivalentTo(places, what);

    [Fact]
    public void Kinds_of_rules_are_read_and_no_longer_warned_of()
    {
        var library = PolicyText.Library(("x.policy.yaml", Head + """
              - { id: old, product: tiktok, version: "< 34" }
              - { id: fun, category: recreational, list: [tiktok, "Candy*", { identifier: com.king.* }] }
            """));
        library.Faults.Where(fault => fault.File == "x.policy.yaml").Should().BeEmpty();
        var rules = library.Select(["house-ban"]).Policies[0].Rules;
        rules[0].Version.Should().Be("< 34");
        rules[1].List.Should().Equal("tiktok", "Candy*");
        rules[1].ListEntries.Should().Equal(new RuleListEntry { Identifier = "com.king.*" });
    }

    [Fact]
    public void A_policy_of_allow_lists_leaves_all_but_company_devices_out()
    {
        PolicyText.One(Head + "  - { id: a, allowList: true, list: [tiktok] }\n").Scope
            .Should().BeEquivalentTo(new PolicyScope { Company = Severity.Violation, Personal = Severity.Out, Unknown = Severity.Out });
        PolicyText.One(Head + "  - { id: a, allowList: true, list: [tiktok] }\n  - product: capcut\n").Scope.Personal.Should().Be(Severity.Advice);
    }

    [Fact]
    public void A_ready_made_category_waits_for_its_list_and_says_how_to_give_it()
    {
        var library = Shipped(Template);
        library.Faults.Where(fault => fault.File == "pack:fun").Should().ContainSingle().Which.IsWarning.Should().BeTrue();
        library.ReadyIds.Should().NotContain("fun");
        library.Ids.Should().Contain("fun");
        library.Invoking(all => all.Select(["fun"])).Should().Throw<PolicyException>()
            .Which.Faults.Should().ContainSingle().Which.Message.Should().Contain("extends: fun").And.Contain("id: fun, category: recreational and list:");
    }

    [Fact]
    public void A_file_that_extends_it_with_a_list_is_in_force()
    {
        var library = Shipped(Template, "schema: 1\npolicy: our-fun\nextends: fun\nrules: [{ id: fun, category: recreational, list: [tiktok] }]\n");
        var policy = library.Select(["our-fun"]).Policies[0];
        (policy.EnglishTitle, policy.Rules[0].List[0]).Should().Be(("Fun", "tiktok"));
        library.ReadyIds.Should().Contain("our-fun");
    }

    [Fact]
    public void A_file_that_extends_it_without_a_list_is_refused_at_the_template() =>
        Shipped(Template, "schema: 1\npolicy: our-fun\nextends: fun\n").Invoking(all => all.Select(["our-fun"])).Should().Throw<PolicyException>()
            .Which.Faults.Should().ContainSingle().Which.ToString().Should().StartWith("pack:fun(5,");

    private static PolicyLibrary Shipped(string pack, string? own = null)
    {
        var files = new List<SourceFile> { SourceFile.Read("pack:fun", Encoding.UTF8.GetBytes(pack), isShipped: true) };
        if (own is not null)
        {
            files.Add(SourceFile.Read("own.policy.yaml", Encoding.UTF8.GetBytes(own)));
        }

        return PolicyLibrary.Of(PolicyFiles.None with { Files = [.. files] });
    }
}
