using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using static ComplianceAgent.Tests.Violations.Reviews.ReviewSamples;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>Acts that excuse violations are kept step by step, and no scan overlooks one.</content>
public abstract partial class StoreContract
{
    private static readonly Author Bob = new("bob@pc-8", Author.OsAccount);

    [Fact]
    public async Task A_dismissal_by_one_of_two_writes_its_step_and_moves_nothing_until_the_second()
    {
        await ScanAsync(Day(1), [Opened(Waiting())]);

        var first = await Store.DecideAsync(Tenant, Ask(ReviewDecisionKind.Dismissed, Case) with { Persons = 2 }, cancellationToken: Cancel);
        first.Cases.Single().Waits!.Number.Should().Be(1);
        (await Store.LoadAsync(Tenant, Cancel)).Violations.Single().State.Should().Be(ViolationState.Review);
        (await Store.LoadAsync(Tenant, Cancel)).Reviews.IsEmpty.Should().BeTrue();

        var second = await Store.DecideExcusesAsync(Tenant, new ExcusingRequest(ExcusingStep.Approved, [1], Bob, "Seen", Day(3)), Cancel);

        second.Faults.Should().BeEmpty();
        var knowledge = await Store.LoadAsync(Tenant, Cancel);
        knowledge.Violations.Single().State.Should().Be(ViolationState.Withdrawn);
        knowledge.Reviews.History.Should().ContainSingle().Which.Author.Should().Be(Ann);
        knowledge.Excuses.History.Should().Equal([.. first.Acts, .. second.Steps]);
        knowledge.Excuses.Acts.Single().Should().BeEquivalentTo(new { Number = 1L, State = ExcusingState.Approved, By = Ann, DecidedBy = Bob, DecisionReason = "Seen", DecidedAt = Day(3) });
        (await Store.EventsAsync(Tenant, after: 1, cancellationToken: Cancel)).Select(told => told.Kind).Should().Equal(
            ViolationEventKind.ExcuseDecided, ViolationEventKind.ExcuseDecided, ViolationEventKind.ReviewDecided, ViolationEventKind.Withdrawn);
    }

    [Fact]
    public async Task Who_approves_their_own_is_refused_and_told_in_the_audit()
    {
        await ScanAsync(Day(1), [Opened(Waiting())]);
        await Store.DecideAsync(Tenant, Ask(ReviewDecisionKind.Dismissed, Case) with { Persons = 2 }, cancellationToken: Cancel);

        var own = await Store.DecideExcusesAsync(Tenant, new ExcusingRequest(ExcusingStep.Approved, [1], Ann with { Name = "ann@elsewhere" }, "", Day(3)), Cancel);

        own.Faults.Should().ContainSingle();
        (await Store.ExcusesAsync(Tenant, Cancel)).History.Should().ContainSingle();
        (await Store.EventsAsync(Tenant, after: 2, cancellationToken: Cancel)).Select(told => (told.Kind, told.Reason.Code)).Should().Equal((ViolationEventKind.OwnApprovalRefused, "audit-own-approval"));
    }

    [Fact]
    public async Task A_scan_brings_its_steps_and_one_that_has_not_heard_of_another_is_not_stored()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var step = Proposal(run.Number);
        var stored = await Store.CommitAsync(new() { Run = run, Result = Result(run, Day(2)), Excuses = [step] }, Cancel);

        stored.RowsWritten.Should().Contain("excusing_acts", 1).And.Contain("events", 1);
        (await Store.ReadAsync(Tenant, Cancel))!.Excuses.History.Should().Equal(step);

        run = await Store.BeginScanAsync(Tenant, Cancel);
        var unaware = new ScanCommit { Run = run, Result = Result(run, Day(3)), LastExcuse = 1 };
        await Store.DecideExcusesAsync(Tenant, new ExcusingRequest(ExcusingStep.Approved, [1], Ann, "", Day(3)), Cancel);

        var commit = () => Store.CommitAsync(unaware, Cancel);

        await commit.Should().ThrowAsync<ReviewsChangedException>();
        (await Store.CommitAsync(unaware with { LastExcuse = 2 }, Cancel)).Number.Should().Be(3);
    }

    [Fact]
    public async Task Acts_of_one_tenant_are_unknown_to_another()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        await ScanAsync(Day(1), [Opened(Known() with { Tenant = "fabrikam" })], tenant: "fabrikam");
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        await Store.CommitAsync(new() { Run = run, Result = Result(run, Day(2)), Excuses = [Proposal(run.Number)] }, Cancel);

        var elsewhere = await Store.DecideExcusesAsync("fabrikam", new ExcusingRequest(ExcusingStep.Approved, [1], Bob, "", Day(3)), Cancel);

        elsewhere.Faults.Should().ContainSingle();
        (await Store.ExcusesAsync("fabrikam", Cancel)).History.Should().BeEmpty();
        (await Store.ExcusesAsync(Tenant, Cancel)).Acts.Single().State.Should().Be(ExcusingState.Pending);
    }

    private static ExcusingDecision Proposal(long scan) => new()
    {
        Tenant = Tenant,
        Sequence = 1,
        Number = 1,
        Step = ExcusingStep.Proposed,
        Matter = new ExcusingMatter
        {
            Kind = ExcusingKind.RuleNarrowed, PolicyId = Ban, What = Product, File = new FileChange("/etc/ban.yaml", "hash-1", "hash-2"), Basis = "hash-2 catalogue-1", Violations = 3, Devices = 2,
        },
        Author = new Author("/etc/ban.yaml", Author.Register),
        At = Day(2),
        ScanNumber = scan,
    };
}
