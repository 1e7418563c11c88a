using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using static ComplianceAgent.Tests.Violations.Reviews.ReviewSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>What people decide is kept, in order, and no scan overwrites it.</content>
public abstract partial class StoreContract
{
    private static readonly string Case = Doubt.Id(Tenant);

    [Fact]
    public async Task A_decision_writes_itself_the_violations_and_their_events_together()
    {
        await ScanAsync(Day(1), [Opened(Waiting())]);

        var outcome = await Store.DecideAsync(Tenant, Ask(ReviewDecisionKind.Dismissed, Case), cancellationToken: Cancel);

        outcome.FreedDevices.Should().Be(1);
        var knowledge = await Store.LoadAsync(Tenant, Cancel);
        knowledge.Violations.Should().ContainSingle().Which.State.Should().Be(ViolationState.Withdrawn);
        knowledge.Reviews.History.Should().Equal(outcome.Decisions.Single() with { Sequence = 1 });
        (await Store.ReadAsync(Tenant, Cancel))!.Reviews.LastSequence.Should().Be(1);
        (await Store.EventsAsync(Tenant, after: 1, cancellationToken: Cancel)).Select(told => told.Kind).Should().Equal(ViolationEventKind.ExcuseDecided, ViolationEventKind.ReviewDecided, ViolationEventKind.Withdrawn);
        (await Store.EventsAsync(Tenant, after: 3, cancellationToken: Cancel)).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Sequence = 4L, ScanNumber = 0L, At = Day(3), Kind = ViolationEventKind.Withdrawn, Reason = knowledge.Violations[0].StateReason });
    }

    [Fact]
    public async Task Decisions_are_only_ever_added()
    {
        await ScanAsync(Day(1), [Opened(Waiting())]);

        foreach (var kind in new[] { ReviewDecisionKind.Confirmed, ReviewDecisionKind.Dismissed, ReviewDecisionKind.Undone })
        {
            await Store.DecideAsync(Tenant, Ask(kind, Case), cancellationToken: Cancel);
        }

        (await Store.LoadAsync(Tenant, Cancel)).Reviews.History.Select(decision => (decision.Sequence, decision.Kind)).Should().Equal(
            (1, ReviewDecisionKind.Confirmed), (2, ReviewDecisionKind.Dismissed), (3, ReviewDecisionKind.Undone));
    }

    [Fact]
    public async Task A_dry_run_and_a_refused_decision_write_nothing()
    {
        await ScanAsync(Day(1), [Opened(Waiting())]);

        var dry = await Store.DecideAsync(Tenant, Ask(ReviewDecisionKind.Dismissed, Case), isDryRun: true, Cancel);
        var refused = await Store.DecideAsync(Tenant, Ask(ReviewDecisionKind.Dismissed, Case, "ffffffffff"), cancellationToken: Cancel);

        dry.FreedDevices.Should().Be(1);
        refused.Faults.Should().ContainSingle();
        var knowledge = await Store.LoadAsync(Tenant, Cancel);
        knowledge.Violations.Should().Equal(Waiting() with { Id = knowledge.Violations[0].Id });
        knowledge.Reviews.IsEmpty.Should().BeTrue();
        (await Store.EventsAsync(Tenant, cancellationToken: Cancel)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_scan_that_has_not_heard_of_a_decision_is_not_stored_and_may_try_again()
    {
        await ScanAsync(Day(1), [Opened(Waiting())]);
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var unaware = new ScanCommit { Run = run, Result = Result(run, Day(4)), Changes = [new(Waiting() with { ReturnCount = 9 }, ViolationEventKind.Updated, Waiting().StateReason, IsNew: true)] };
        await Store.DecideAsync(Tenant, Ask(ReviewDecisionKind.Dismissed, Case), cancellationToken: Cancel);

        var commit = () => Store.CommitAsync(unaware, Cancel);

        await commit.Should().ThrowAsync<ReviewsChangedException>();
        var knowledge = await Store.LoadAsync(Tenant, Cancel);
        knowledge.Violations.Should().ContainSingle().Which.State.Should().Be(ViolationState.Withdrawn);
        knowledge.LastScan!.Number.Should().Be(1);
        (await Store.CommitAsync(unaware with { Changes = [], LastReview = knowledge.Reviews.LastSequence, LastExcuse = knowledge.Excuses.LastSequence }, Cancel)).Number.Should().Be(2);
    }

    [Fact]
    public async Task A_scan_adds_the_dismissals_it_found_to_be_over()
    {
        await ScanAsync(Day(1), [Opened(Waiting())]);
        await Store.DecideAsync(Tenant, Ask(ReviewDecisionKind.Dismissed, Case), cancellationToken: Cancel);
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var over = Decision(ReviewDecisionKind.Superseded, sequence: 2) with { ScanNumber = run.Number };

        await Store.CommitAsync(new() { Run = run, Result = Result(run, Day(4)), LastReview = 1, LastExcuse = 1, Superseded = [over] }, Cancel);

        (await Store.LoadAsync(Tenant, Cancel)).Reviews.History[^1].Should().Be(over);
    }

    [Fact]
    public async Task Decisions_of_one_tenant_are_unknown_to_another()
    {
        await ScanAsync(Day(1), [Opened(Waiting())]);
        await ScanAsync(Day(1), [Opened(Waiting() with { Tenant = "fabrikam" })], tenant: "fabrikam");

        await Store.DecideAsync(Tenant, Ask(ReviewDecisionKind.Dismissed, Case), cancellationToken: Cancel);
        var elsewhere = await Store.DecideAsync("fabrikam", Ask(ReviewDecisionKind.Dismissed, Case), cancellationToken: Cancel);

        elsewhere.Faults.Should().ContainSingle("the id of a case holds its tenant");
        var other = await Store.LoadAsync("fabrikam", Cancel);
        other.Reviews.IsEmpty.Should().BeTrue();
        other.Violations.Should().ContainSingle().Which.State.Should().Be(ViolationState.Review);
    }

    [Fact]
    public async Task Two_people_may_accept_the_same_rule()
    {
        var first = new RuleAcceptance
        {
            Tenant = Tenant, PolicyId = Ban, RuleId = "all", Fingerprint = new string('a', 64), Author = Ann, At = Day(1), Devices = 70, Apps = 3, Share = 0.35,
        };

        await Store.AcceptRuleAsync(first, Cancel);
        var second = await Store.AcceptRuleAsync(first with { Author = new Author("bob@pc-8", Author.OsAccount), At = Day(2) }, Cancel);
        await Store.AcceptRuleAsync(first with { Tenant = "fabrikam" }, Cancel);

        second.Sequence.Should().Be(2);
        (await Store.RuleAcceptancesAsync(Tenant, Cancel)).Should().Equal(first with { Sequence = 1 }, second);
    }
}
