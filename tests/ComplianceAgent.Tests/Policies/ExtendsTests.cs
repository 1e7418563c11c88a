using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Tests.Policies;

public sealed class ExtendsTests
{
    private const string Own = """
        schema: 1
        policy: our-tiktok
        extends: be-federal-tiktok
        title: { en: TikTok on our devices }
        removeBy: 2026-12-31
        scope:
          owner: { personal: violation }
          platforms: [ios, android]
        exceptions: { reasons: [law-enforcement], approver: Security officer, maximumDays: 90 }
        """;

    private static readonly Policy Pack = PolicyLibrary.Load().Select(["be-federal-tiktok"]).Policies[0];

    [Fact]
    public void What_is_said_replaces_key_by_key_and_the_rest_stays()
    {
        var own = PolicyText.One(Own, "our-tiktok");
        own.Title["en"].Should().Be("TikTok on our devices");
        own.Title["nl"].Should().Be(Pack.Title["nl"]);
        (own.RemoveBy, own.Effective).Should().Be((new DateOnly(2026, 12, 31), Pack.Effective));
        (own.Scope.Company, own.Scope.Personal, own.Scope.Unknown).Should().Be((Severity.Violation, Severity.Violation, Severity.Violation));
        own.Scope.Platforms.Should().Equal(PlatformFamily.IOS, PlatformFamily.Android);
        own.Rules.Should().Equal(Pack.Rules);
        own.Exceptions!.MaximumDays.Should().Be(90);
        own.Extends.Should().Be("be-federal-tiktok");
        own.Id.Should().Be("our-tiktok");
    }

    [Fact]
    public void An_empty_value_clears() =>
        PolicyText.One("schema: 1\npolicy: ours\nextends: be-federal-tiktok\nremoveBy:\nrenewals: []\n", "ours")
            .Should().Match<Policy>(p => p.RemoveBy == null && p.Renewals.IsEmpty && p.Effective == Pack.Effective);

    [Fact]
    public void What_is_checked_is_the_whole() =>
        PolicyText.Places(PolicyText.Faults("schema: 1\npolicy: ours\nextends: be-federal-tiktok\nremoveBy: 2023-03-01\n")).Should().Equal("4:11 date-before");

    [Fact]
    public void The_hash_of_a_single_file_is_that_of_its_bytes() =>
        PolicyText.One(PolicyText.Good).Hash.Should().Be(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PolicyText.Good))));

    [Fact]
    public void The_hash_covers_the_chain_and_is_stable()
    {
        const string Above = "schema: 1\npolicy: above\nextends: house-ban\n";
        var first = Hash(PolicyText.Good, Above);
        Hash(PolicyText.Good, Above).Should().Be(first);
        Hash(PolicyText.Good + "# changed below\n", Above).Should().NotBe(first);
        Hash(PolicyText.Good, Above + "# changed above\n").Should().NotBe(first);

        static string Hash(string below, string above) =>
            PolicyText.Library(("a.policy.yaml", below), ("b.policy.yaml", above)).Select(["above"]).Policies[0].Hash;
    }

    [Fact]
    public void A_chain_of_three_reads_from_the_nearest()
    {
        var library = PolicyText.Library(
            ("a.policy.yaml", Own), ("b.policy.yaml", "schema: 1\npolicy: unit-tiktok\nextends: our-tiktok\nscope: { owner: { unknown: review } }\n"));
        var policy = library.Select(["unit-tiktok"]).Policies[0];
        (policy.Scope.Unknown, policy.Scope.Personal, policy.RemoveBy).Should().Be((Severity.Review, Severity.Violation, new DateOnly(2026, 12, 31)));
    }

    [Fact]
    public void Everything_schema_1_knows_is_read()
    {
        var policy = PolicyText.One("""
            schema: 1
            policy: whole
            title: { en: Whole, nl: Heel, fr: Entier, de: Ganz }
            sources: [https://a.example/, { link: https://b.example/, mark: primary, what: Law }]
            announced: 2024-01-01
            validUntil: 2025-01-01
            renewals: [{ on: 2024-12-01, until: 2026-01-01, source: https://c.example/ }]
            grace: { firstSeen: P1W, enrolment: PT36H }
            scope: { owner: { company: violation, personal: out, unknown: review }, platforms: [windows, other] }
            rules:
              - { id: a, name: "Ban*", publisher: Vendor, platform: windows, severity: advice, removeBy: 2025-06-01, title: Ban this }
              - { id: b, nameRegex: "^ban (this|that)$" }
              - { id: c, identifier: com.ban.* }
              - { product: capcut, version: "< 5.2" }
              - { vendor: tencent }
              - { id: games, category: games, list: [Candy] }
              - { id: allowed, allowList: true, list: [Outlook, tiktok] }
            exceptions: { reasons: [research], approver: CSO, delegable: true, blanket: true, maximumDays: 30, reportTo: CERT, mitigations: [stand-alone device] }
            reminders: [-P7D, P1D, P1W]
            record: person
            confidence: exact
            neverFlag: [Ban Maker]
            """, "whole");
        policy.Sources.Should().Equal("https://a.example/", "https://b.example/");
        policy.SourceDetails[1].Should().Be(new PolicySource("https://b.example/", "primary", "Law"));
        policy.Grace.Should().Be(new PolicyGrace { FirstSeen = TimeSpan.FromDays(7), Enrolment = TimeSpan.FromHours(36) });
        policy.Rules.Select(rule => rule.Id).Should().Equal("a", "b", "c", "capcut", "vendor-tencent", "games", "allowed");
        policy.Rules.Where(rule => rule.HasList || rule.Version is not null).Select(rule => rule.Id).Should().Equal("capcut", "games", "allowed");
        policy.Rules[0].Should().Match<PolicyRule>(r => r.Platform == PlatformFamily.Windows && r.Severity == Severity.Advice && r.RemoveBy == new DateOnly(2025, 6, 1) && r.Title == "Ban this");
        policy.Rules[^1].List.Should().Equal("Outlook", "tiktok");
        policy.Exceptions.Should().BeEquivalentTo(new PolicyExceptionTerms
        {
            Reasons = ["research"], Approver = "CSO", Delegable = true, Blanket = true, MaximumDays = 30, ReportTo = "CERT", Mitigations = ["stand-alone device"],
        });
        policy.ReminderDays.Should().Equal(-7, 1, 7);
        policy.RecordsPersonOnAdvice.Should().BeTrue();
        policy.MinimumConfidence.Should().Be(Confidence.Exact);
        policy.NeverFlag.Should().Equal("Ban Maker");
    }
}
