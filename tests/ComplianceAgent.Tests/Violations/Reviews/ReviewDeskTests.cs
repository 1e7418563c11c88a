using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using static ComplianceAgent.Tests.Violations.Reviews.ReviewSamples;
using static ComplianceAgent.Tests.Violations.Samples;
using static ComplianceAgent.Violations.Reviews.ReviewDecisionKind;

namespace ComplianceAgent.Tests.Violations.Reviews;

/// <summary>What a decision does, before anything is written.</summary>
public sealed class ReviewDeskTests
{
    private static readonly string Id = Doubt.Id(Tenant);

    [Fact]
    public void The_same_app_in_two_versions_under_two_policies_is_one_case()
    {
        var desk = Desk(null, Waiting(), Waiting(policy: "other"), Waiting("phone-2", app: LookAlike with { Version = "2.0" }), Known(Phone("phone-3")));

        var waiting = desk.Waiting.Should().ContainSingle().Subject;

        waiting.Should().BeEquivalentTo(new { Id, Devices = 2, SubjectName = "TikTok", FirstSeenAt = Day(1), Confidence = Confidence.Suspected });
        waiting.Policies.Should().Equal(Ban, "other");
        waiting.Versions.Should().Equal("1.0", "2.0");
    }

    [Fact]
    public void A_dismissal_ends_the_violations_of_the_app_and_counts_the_devices_it_frees()
    {
        var both = Waiting("phone-2");
        var desk = Desk(null, Waiting(), both, Known(both.Device, "other", "temu"), Waiting("phone-3", app: LookAlike with { Name = "T1kTok Two" }));

        var outcome = desk.Decide(Ask(Dismissed, Id));

        (outcome.FreedDevices, outcome.OtherDevices).Should().Be((1, 1));
        outcome.Decisions.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { CaseId = Id, Kind = Dismissed, Cause = ReviewCause.Doubt, Subject = Product, App = LookAlike, Confidence = Confidence.Suspected, Author = Ann, Reason = "Looked at it", At = Day(3), Devices = 2 });
        outcome.Changes.Select(change => (change.Violation.DeviceId, change.Kind, change.Violation.State, change.Reason.Code)).Should().Equal(
            ("phone-1", ViolationEventKind.Withdrawn, ViolationState.Withdrawn, "review-dismissed"), ("phone-2", ViolationEventKind.Withdrawn, ViolationState.Withdrawn, "review-dismissed"));
        outcome.Changes.First().Violation.Should().BeEquivalentTo(new { FirstSeenAt = Day(1), NotConfirmedSince = Day(2), StateSince = Day(3) });
    }

    [Fact]
    public void A_dismissal_is_of_the_app_so_it_ends_what_another_policy_opened_at_once()
    {
        var outcome = Desk(null, Waiting(), Waiting("phone-2", "lenient") with { State = ViolationState.Open }).Decide(Ask(Dismissed, Id));

        outcome.Changes.Select(change => change.Violation.PolicyId).Should().Equal(Ban, "lenient");
    }

    [Fact]
    public void A_confirmation_opens_what_waits_and_leaves_the_rest()
    {
        var outcome = Desk(null, Waiting(), Waiting("phone-2", app: LookAlike with { Publisher = "Other" }), Known(Phone("phone-3"))).Decide(Ask(Confirmed, Id));

        var change = outcome.Changes.Should().ContainSingle().Subject;
        change.Violation.Should().BeEquivalentTo(new { DeviceId = "phone-1", State = ViolationState.Open, FirstSeenAt = Day(1), StateSince = Day(3), Confidence = Confidence.Suspected });
        (change.Kind, change.Reason.Code).Should().Be((ViolationEventKind.Reclassified, "review-confirmed"));
        outcome.FreedDevices.Should().Be(0);
    }

    [Fact]
    public void Where_the_policy_asks_too_a_yes_to_the_doubt_brings_up_its_question()
    {
        var violation = Waiting(severity: Severity.Review);
        var first = Desk(null, violation).Decide(Ask(Confirmed, Id));
        first.Changes.Should().BeEmpty();

        var desk = Desk(Book([.. first.Decisions]), violation);
        var asked = desk.Waiting.Should().ContainSingle().Subject;
        asked.Key.Should().Be(CaseKey.OfPolicy(Ban, Product, AppKey.Of(LookAlike)));

        desk.Decide(Ask(Confirmed, asked.Id)).Changes.Should().ContainSingle().Which.Violation.Should().BeEquivalentTo(new { State = ViolationState.Open, Severity = Severity.Violation });
    }

    [Fact]
    public void Letting_an_app_pass_where_a_policy_asks_frees_no_device_on_which_it_is_banned()
    {
        var app = LookAlike with { Name = "TikTok" };
        var asked = Waiting(app: app, confidence: Confidence.Exact, severity: Severity.Review);
        var desk = Desk(null, asked, Known(Phone("company-phone")) with { App = app, Confidence = Confidence.Exact });

        desk.Decide(Ask(Dismissed, desk.Waiting.Single().Id)).Changes.Should().ContainSingle().Which.Violation.DeviceId.Should().Be("phone-1");
    }

    [Fact]
    public void One_unknown_case_among_several_stops_them_all()
    {
        var outcome = Desk(null, Waiting()).Decide(Ask(Dismissed, Id, "ffffffffff", "eeeeeeeeee"));

        outcome.Faults.Select(fault => (fault.Code, fault.Parameters["case"])).Should().Equal(("review-case-unknown", "ffffffffff"), ("review-case-unknown", "eeeeeeeeee"));
        outcome.Cases.Should().BeEmpty();
    }

    [Fact]
    public void A_case_named_twice_in_capitals_is_decided_once() =>
        Desk(null, Waiting()).Decide(Ask(Dismissed, Id, Id.ToUpperInvariant())).Decisions.Should().ContainSingle();

    [Fact]
    public void A_decision_that_stands_is_not_made_again_and_another_takes_its_place()
    {
        var withdrawn = Waiting() with { State = ViolationState.Withdrawn };
        var desk = Desk(Book(Decision(Dismissed)), withdrawn);

        desk.Decide(Ask(Dismissed, Id)).Cases.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Decision = (ReviewDecision?)null, Before = Decision(Dismissed) });
        desk.Decide(Ask(Confirmed, Id)).Decisions.Should().ContainSingle().Which.Kind.Should().Be(Confirmed);
    }

    [Fact]
    public void A_confirmation_may_turn_into_a_dismissal()
    {
        var outcome = Desk(Book(Decision(Confirmed)), Waiting() with { State = ViolationState.Open }).Decide(Ask(Dismissed, Id));

        outcome.Changes.Should().ContainSingle().Which.Violation.State.Should().Be(ViolationState.Withdrawn);
    }

    [Fact]
    public void Taking_back_needs_a_decision_and_changes_no_violation_by_itself()
    {
        Desk(null, Waiting()).Decide(Ask(Undone, Id)).Faults.Should().ContainSingle().Which.Code.Should().Be("review-nothing-to-undo");
        Desk(Book(Decision(Dismissed), Decision(Undone, sequence: 2))).Decide(Ask(Undone, Id)).Faults.Should().ContainSingle();

        var outcome = Desk(Book(Decision(Confirmed)), Waiting() with { State = ViolationState.Open }).Decide(Ask(Undone, Id));
        outcome.Decisions.Should().ContainSingle().Which.Kind.Should().Be(Undone);
        outcome.Changes.Should().BeEmpty();
    }

    [Fact]
    public void A_dismissal_that_the_next_scan_would_undo_is_refused()
    {
        var sure = Known(Phone("phone-9")) with { App = LookAlike with { Version = "9" }, Confidence = Confidence.Strong };

        Desk(null, Waiting(), sure).Decide(Ask(Dismissed, Id)).Faults.Should().ContainSingle().Which.Code.Should().Be("review-surer-elsewhere");
    }

    [Theory]
    [InlineData("T1kTok", "  - 'T1kTok'")]
    [InlineData("T1kTok 3.1 (x64)", "  - 't1ktok'")]
    [InlineData("Ann's T1kTok", "  - 'Ann''s T1kTok'")]
    [InlineData("T1k*Tok?", "  - 't1k tok'")]
    public void The_never_flag_case_covers_the_next_version_and_no_other_name(string name, string line) =>
        NeverFlagCase.Of(LookAlike with { Name = name }).Should().Contain(line);

    [Fact]
    public void A_name_that_hides_characters_is_not_offered_as_a_never_flag_case() =>
        NeverFlagCase.Of(LookAlike with { Name = "Tik​Tok" }).Should().BeEmpty();
}
