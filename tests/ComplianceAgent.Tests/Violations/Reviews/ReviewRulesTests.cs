using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Policies.Confidence;
using static ComplianceAgent.Tests.Violations.Reviews.ReviewSamples;
using static ComplianceAgent.Tests.Violations.Samples;
using static ComplianceAgent.Violations.Reviews.ReviewDecisionKind;

namespace ComplianceAgent.Tests.Violations.Reviews;

/// <summary>What becomes of a match, as one table.</summary>
public sealed class ReviewRulesTests
{
    private const Severity Banned = Severity.Violation;
    private const Severity Asked = Severity.Review;

    private sealed record Case(string Proves, Confidence Threshold, Confidence Match, Severity Severity, ReviewDecision[] Decided, Triage Triage, Severity? Becomes = null);

    private static readonly Case[] All =
    [
        new("a suspected match waits", Strong, Suspected, Banned, [], Triage.Waits),
        new("a strong match counts", Strong, Strong, Banned, [], Triage.Counts),
        new("a policy may want to be certain", Exact, Strong, Banned, [], Triage.Waits),
        new("an identifier is certain enough for any policy", Exact, Exact, Banned, [], Triage.Counts),
        new("a policy may take suspicion for enough", Suspected, Suspected, Banned, [], Triage.Counts),
        new("a policy may ask for a person, however sure the match", Strong, Exact, Asked, [], Triage.Waits),
        new("suspected advice waits too", Strong, Suspected, Severity.Advice, [], Triage.Waits),
        new("what was confirmed counts", Strong, Suspected, Banned, [Decision(Confirmed)], Triage.Counts),
        new("what was dismissed does not", Strong, Suspected, Banned, [Decision(Dismissed)], Triage.Dismissed),
        new("nor under a policy that would take suspicion for enough", Suspected, Suspected, Banned, [Decision(Dismissed)], Triage.Dismissed),
        new("nor where the policy asks for a person", Strong, Suspected, Asked, [Decision(Dismissed)], Triage.Dismissed),
        new("a surer match is not what was dismissed", Strong, Strong, Banned, [Decision(Dismissed)], Triage.Counts),
        new("a surer match that is not sure enough waits again", Exact, Strong, Banned, [Decision(Dismissed)], Triage.Waits),
        new("a strong match that was dismissed stays dismissed while it is strong", Exact, Strong, Banned, [Decision(Dismissed, Strong)], Triage.Dismissed),
        new("and ends with certainty", Exact, Exact, Banned, [Decision(Dismissed, Strong)], Triage.Counts),
        new("the last decision is the one", Strong, Suspected, Banned, [Decision(Dismissed), Decision(Confirmed, sequence: 2)], Triage.Counts),
        new("what was taken back is as if it had never been", Strong, Suspected, Banned, [Decision(Dismissed), Decision(Undone, sequence: 2)], Triage.Waits),
        new("so is what was superseded", Strong, Suspected, Banned, [Decision(Dismissed), Decision(Superseded, Strong, sequence: 2)], Triage.Waits),
        new("a yes to the doubt leaves the policy's own question", Strong, Suspected, Asked, [Decision(Confirmed)], Triage.Waits),
        new("a yes to both is a violation", Strong, Suspected, Asked, [Decision(Confirmed), Decision(Confirmed, askedBy: Ban, sequence: 2)], Triage.Counts, Banned),
        new("a yes to the policy's question is a violation", Strong, Exact, Asked, [Decision(Confirmed, Exact, askedBy: Ban)], Triage.Counts, Banned),
        new("a no to the policy's question lets it pass", Strong, Exact, Asked, [Decision(Dismissed, Strong, askedBy: Ban)], Triage.Dismissed),
        new("on devices for which that policy asks, and on no others", Strong, Exact, Banned, [Decision(Dismissed, Exact, askedBy: Ban)], Triage.Counts),
        new("another policy asks for itself", Strong, Exact, Asked, [Decision(Dismissed, Exact, askedBy: "other")], Triage.Waits),
        new("another app is another case", Strong, Suspected, Banned, [Decision(Dismissed, app: LookAlike with { Publisher = "Other" })], Triage.Waits),
    ];

    public static TheoryData<string> Names => [.. All.Select(test => test.Proves)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Table(string proves)
    {
        var test = All.Single(test => test.Proves == proves);
        var rules = new ReviewRules([Policy() with { MinimumConfidence = test.Threshold }], Book(test.Decided));

        var verdict = rules.Judge(Ban, Product, LookAlike, test.Match, test.Severity);

        verdict.Triage.Should().Be(test.Triage);
        verdict.Severity.Should().Be(test.Becomes ?? test.Severity);
        verdict.By.Should().BeOneOf([.. test.Decided, null]);
        (verdict.By is not null).Should().Be(test.Triage == Triage.Dismissed || test.Becomes is not null || (test.Triage == Triage.Counts && test.Match < test.Threshold), "a decision made the difference");
    }

    public static TheoryData<string, string, string, string, bool> Spellings => new()
    {
        { "T1kTok", "Acme", "2.0", "", true },
        { "T1KTOK", "Acme, Inc.", "", "", true },
        { "T1kTok 3.1 (x64)", "Acme", "3.1", "", true },
        { "T1k​Tok", "Acme", "1.0", "", false },
        { "T1kTok", "", "1.0", "", false },
        { "T1kTok", "Acme", "1.0", "com.acme.clock", false },
        { "T1kTok Clock", "Acme", "1.0", "", false },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void An_update_is_the_same_case_and_another_name_publisher_or_identifier_is_not(string name, string publisher, string version, string identifier, bool isSame)
    {
        var other = CaseKey.OfDoubt(Product, AppKey.Of(new DistinctApp(Platform.IOS, name, publisher, version, identifier)));

        (other == Doubt).Should().Be(isSame);
        (other.Id(Tenant) == Doubt.Id(Tenant)).Should().Be(isSame);
    }

    [Fact]
    public void An_id_is_short_the_same_every_day_and_of_one_tenant_product_platform_and_question()
    {
        CaseKey[] all =
        [
            Doubt,
            Doubt with { Subject = "temu" },
            CaseKey.OfDoubt(Product, AppKey.Of(LookAlike with { Platform = Platform.Android })),
            CaseKey.OfPolicy(Ban, Product, AppKey.Of(LookAlike)),
            CaseKey.OfPolicy("other", Product, AppKey.Of(LookAlike)),
        ];

        Doubt.Id(Tenant).Should().Be("7bc1897644").And.MatchRegex("^[0-9a-f]{10}$");
        all.Select(key => key.Id(Tenant)).Append(Doubt.Id("other")).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_dismissal_ends_by_the_surest_match_of_its_case_only()
    {
        var book = Book(Decision(Dismissed), Decision(Confirmed, app: LookAlike with { Name = "T1kTok Two" }, sequence: 2));

        var ended = book.EndedBy(
        [
            (LookAlike, Product, Strong), (LookAlike with { Version = "2.0" }, Product, Exact), (LookAlike, "temu", Exact), (LookAlike with { Name = "T1kTok Two" }, Product, Exact),
        ]);

        ended.Should().ContainSingle().Which.Should().BeEquivalentTo((Decision(Dismissed), Exact));
        book.EndedBy([(LookAlike, Product, Suspected)]).Should().BeEmpty();
    }
}
