using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Policies;

/// <summary>Broken files, each of which gets every fault with its place.</summary>
public sealed class BrokenFilesTests
{
    private const string Head = "schema: 1\npolicy: house-ban\ntitle: { en: House ban }\n";
    private const string Rules = "rules:\n  - product: tiktok\n";

    public static TheoryData<string, string, string[]> Files => new()
    {
        { "unknown keys", Head + "tytle: x\nzzz: 1\n" + Rules, ["4:1 unknown-key-near", "5:1 unknown-key"] },
        { "everything missing", "schema: 1\n", ["1:1 missing-key", "1:1 missing-key", "1:1 missing-key"] },
        { "empty values", "schema: 1\npolicy: house-ban\ntitle:\nrules:\n", ["3:1 missing-key", "4:1 missing-key"] },
        { "empty rules", Head + "rules: []\n", ["4:8 empty-list"] },
        { "duplicate keys", Head + "authority: a\nauthority: b\n" + Rules + "    product: x\n", ["5:1 duplicate-key", "8:5 duplicate-key"] },
        { "wrong kinds", Head + "sources: https://a.example\nscope: [ios]\nannounced: [2023-01-01]\nrules: tiktok\n",
            ["4:10 wrong-kind", "5:8 wrong-kind", "6:12 wrong-kind", "7:8 wrong-kind"] },
        { "bad dates", Head + "announced: 10/03/2023\neffective: 2023-02-30\nremoveBy: tomorrow\n" + Rules, ["4:12 bad-date", "5:12 bad-date", "6:11 bad-date"] },
        { "bad durations", Head + "grace: { firstSeen: 5 days, enrolment: P1M }\nreminders: [P1D, -7, PT3H]\n" + Rules,
            ["4:21 bad-duration", "4:40 bad-duration", "5:1 not-yet-applied (warning)", "5:18 bad-offset", "5:22 bad-offset"] },
        { "bad zones", Head + "timeZone: Europe/Brusels\n" + Rules, ["4:11 bad-zone-near"] },
        { "zone as path", Head + "timeZone: ../../etc/passwd\n" + Rules, ["4:11 bad-zone"] },
        { "bad policy id", "schema: 1\npolicy: House_Ban\ntitle: { en: x }\n" + Rules, ["2:9 bad-id"] },
        { "wrong schema", "schema: 2\npolicy: house-ban\ntitle: { en: x }\n" + Rules, ["1:9 bad-number"] },
        { "unknown catalogue ids", Head + "rules:\n  - product: tik_tok\n  - vendor: bytedanse\n  - product: nothing_like_it\n",
            ["5:14 unknown-id-near", "6:13 unknown-id-near", "7:14 unknown-id"] },
        { "rules without id or kind", Head + "rules:\n  - name: Ban this\n  - platform: ios\n    id: a\n  - { product: tiktok, vendor: bytedance }\n",
            ["5:5 rule-without-id", "6:5 rule-without-kind", "8:5 rule-of-two-kinds"] },
        { "duplicate rule ids", Head + "rules:\n  - product: tiktok\n  - product: tiktok\n  - { id: capcut, name: Cap }\n",
            ["6:14 duplicate-rule", "7:11 rule-id-is-product"] },
        { "keys that need others", Head + "rules:\n  - { id: a, name: x, family: true }\n  - { id: b, version: '< 2', name: y, nameRegex: y }\n  - { id: c, category: games }\n",
            ["5:23 rule-needs", "6:50 rule-excludes", "7:14 category-without-list"] },
        { "regular expressions", Head + "rules:\n  - { id: a, nameRegex: '(' }\n  - { id: b, nameRegex: '(?<!x)y' }\n  - { id: c, nameRegex: '.*' }\n  - { id: d, nameRegex: 'a(b)\\1' }\n",
            ["5:25 regex-broken", "6:25 regex-not-supported", "7:25 regex-matches-all", "8:25 regex-not-supported"] },
        { "globs that fit all", Head + "neverFlag: ['*']\nrules:\n  - { id: a, name: '?*' }\n  - { id: b, publisher: '  ' }\n",
            ["4:13 glob-of-wildcards", "6:20 glob-of-wildcards", "7:25 empty-text"] },
        { "links", Head + "sources: ['http://a.example', 'javascript:alert(1)', { link: 'https://u:p@a.example' }, 'https://ok.example/']\n" + Rules,
            ["4:11 bad-link", "4:31 bad-link", "4:62 bad-link"] },
        { "dates in the wrong order", Head + "effective: 2023-03-17\nremoveBy: 2023-03-16\nvalidUntil: 2022-01-01\nrules:\n  - { product: tiktok, removeBy: 2023-01-01 }\n",
            ["5:11 date-before", "6:13 date-before", "8:34 date-before"] },
        { "renewals", Head + "renewals:\n  - { on: 2024-01-01, until: 2023-01-01, source: 'https://a.example/' }\n  - { on: 2023-06-01 }\n" + Rules,
            ["5:30 date-before", "6:5 missing-key", "6:11 date-before"] },
        { "words", Head + "scope: { owner: { company: violaton, personal: maybe }, platforms: [iphone, ios] }\nrecord: people\n" + Rules,
            ["4:28 bad-word-near", "4:48 bad-word", "4:69 bad-word", "5:9 bad-word"] },
        { "flags and numbers", Head + "exceptions: { blanket: yes, maximumDays: many }\nrules:\n  - { product: tiktok, family: \"true\" }\n",
            ["4:24 bad-flag", "4:42 bad-number", "6:32 bad-flag"] },
        { "anchors and aliases", Head + "authority: &a text\nsources: [*a]\n" + Rules, ["4:12 anchor", "5:11 alias"] },
        { "tags", Head + "authority: !!python/object:os.system text\nsources: !x []\n" + Rules, ["4:12 tag", "5:10 tag"] },
        { "merge keys", Head + "scope: { <<: { platforms: [ios] } }\n" + Rules, ["4:10 merge-key"] },
        { "second document", Head + Rules + "---\nschema: 1\n", ["6:1 second-document"] },
        { "syntax error after faults", "schema: 1\npolicy: House\ntytle: x\nrules: [\n", ["2:9 bad-id", "3:1 unknown-key-near", "5:1 syntax"] },
        { "an extends that leads nowhere, and more", "schema: 1\npolicy: mine\nextends: be-federal-tiktokk\nremoveBy: soon\n", ["3:10 unknown-id-near", "4:11 bad-date"] },
        { "extends itself", "schema: 1\npolicy: mine\nextends: mine\n", ["3:10 extends-itself"] },
        { "nothing at all", "# only a comment\n", ["1:1 empty-file"] },
        { "a list", "- a\n- b\n", ["1:1 not-a-mapping"] },
        { "cases", Head + "cases:\n  - { platform: ios, expect: violation }\n  - { name: x, expect: perhaps }\n" + Rules, ["5:5 missing-key", "6:24 bad-word"] },
        { "a key that is a list", Head + "? [a, b]\n: c\n" + Rules, ["4:3 key-not-text"] },
        { "the id of a pack", "schema: 1\npolicy: be-federal-tiktok\ntitle: { en: x }\n" + Rules, ["2:9 id-taken"] },
        { "an id like a pack's", "schema: 1\npolicy: be-federa1-tiktok\ntitle: { en: x }\n" + Rules, ["2:9 confusable-id"] },
        { "an id in Cyrillic", "schema: 1\npolicy: be-federаl-tiktok\ntitle: { en: x }\n" + Rules, ["2:9 bad-id"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_fault_has_its_place(string what, string yaml, string[] expected) =>
        PolicyText.Places(PolicyText.Faults(yaml)).Should().Equal(expected, "the file has {0}", what);

    [Fact]
    public void The_text_of_a_fault_can_be_linked_and_says_what_to_do() =>
        PolicyText.Faults(Head + "removeBy: tomorrow\ntytle: x\n" + Rules).Select(fault => fault.ToString()).Should().Equal(
            "x.policy.yaml(4,11): tomorrow is not a date; write it as 2023-03-31",
            "x.policy.yaml(5,1): tytle is not known here; did you mean title?");

    [Fact]
    public void No_fault_lacks_its_sentence() =>
        Files.SelectMany(row => PolicyText.Faults(row.Data.Item2)).Should().OnlyContain(fault => ComplianceAgent.Reasons.Sentences.Codes.Contains(fault.Reason!.Code));

    [Fact]
    public void A_file_without_fault_has_none() => PolicyText.Faults(Head + Rules).Should().BeEmpty();

    [Fact]
    public void Faults_are_many_but_not_without_end()
    {
        var keys = string.Concat(Enumerable.Range(0, 3000).Select(i => $"unknownkey{i}zzzzzzzzzzzzz: 1\n"));
        PolicyText.Faults(Head + keys + Rules).Should().HaveCountLessThanOrEqualTo(1000);
    }

    [Fact]
    public void Two_files_that_extend_each_other_are_both_refused()
    {
        var faults = PolicyText.Library(
            ("a.policy.yaml", "schema: 1\npolicy: aaaa\nextends: bbbb\n"), ("b.policy.yaml", "schema: 1\npolicy: bbbb\nextends: aaaa\n")).Faults;
        faults.Where(fault => !fault.IsWarning && fault.File.EndsWith("yaml", StringComparison.Ordinal)).Select(fault => fault.Message).Should().Equal(
            "extends goes round in a circle: aaaa > bbbb > aaaa", "extends goes round in a circle: bbbb > aaaa > bbbb");
    }

    [Fact]
    public void What_extends_a_faulty_policy_is_refused_and_names_it()
    {
        var library = PolicyText.Library(
            ("a.policy.yaml", "schema: 1\npolicy: basis\ntitle: { en: x }\nrules: []\n"), ("b.policy.yaml", "schema: 1\npolicy: above\nextends: basis\n"));
        library.Invoking(l => l.Select(["above"])).Should().Throw<PolicyException>().Which.Faults.Select(fault => fault.ToString())
            .Should().Contain("b.policy.yaml(3,10): basis, which this policy extends, has faults of its own");
    }

    [Fact]
    public void Faulty_catalogue_files_get_their_places_too() =>
        PolicyText.Places(PolicyText.Faults(
            "catalogue: mine\nproducts:\n  tiktok: { vendor: tencent, names: [Zorblay] }\n  t1ktok: { names: [zorblax] }\n  a_b: { vendor: bytedanse, naems: [zorblax] }\n  empty: {}\n", "x.catalog.yaml"))
            .Should().Equal(
                "3:21 catalogue-conflict", "4:3 confusable-id", "5:3 product-without-identity", "5:18 unknown-id-near", "5:29 unknown-key-near", "6:3 product-without-identity");
}
