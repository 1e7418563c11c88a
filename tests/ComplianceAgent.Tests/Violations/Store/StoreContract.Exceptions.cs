using ComplianceAgent.Policies;
using ComplianceAgent.Tests.Violations.Exceptions;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Store;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>Exceptions: decisions, what they do to violations, and scans that have to heed them.</content>
public abstract partial class StoreContract
{
    private static readonly Policy[] Lenient = [ExceptionSamples.Lenient()];

    private static WaiverRequest Request(string device = "phone-1") => new(WaiverDecisionKind.Requested, ExceptionSamples.Ann, "", Day(2))
    {
        Ask = ExceptionSamples.Ask(value: device) with { Mitigations = ["Own network", "“quoted”"], Subject = Product },
    };

    private static WaiverRequest Verdict(WaiverDecisionKind kind, double day = 3) =>
        new(kind, ExceptionSamples.Bob, "Looked at it", Day(day)) { Number = 1, Role = kind == WaiverDecisionKind.Approved ? "Designee" : "" };

    private Task<WaiverOutcome> DecideAsync(WaiverRequest request, bool isDryRun = false) => Store.DecideExceptionAsync(Tenant, request, Lenient, [], isDryRun, Cancel);

    [Fact]
    public async Task An_exception_is_read_as_it_was_asked_for_and_decided()
    {
        await ScanAsync(Day(1), [Opened(Known())]);

        await DecideAsync(Request());
        await DecideAsync(Verdict(WaiverDecisionKind.Approved));
        await DecideAsync(Verdict(WaiverDecisionKind.Revoked, day: 5));

        var book = await Store.ExceptionsAsync(Tenant, Cancel);
        book.LastSequence.Should().Be(3);
        book.Waivers.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Reference = "store:1", State = WaiverState.Revoked, Request().Ask, Requester = ExceptionSamples.Ann, RequestedAt = Day(2),
            Approver = ExceptionSamples.Bob, ApproverRole = "Designee", ApprovedAt = Day(3), EndedBy = ExceptionSamples.Bob, EndedAt = Day(5), DecisionReason = "Looked at it",
        });
    }

    [Fact]
    public async Task Approving_and_revoking_change_the_violation_and_write_an_event_each()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        await DecideAsync(Request());

        await DecideAsync(Verdict(WaiverDecisionKind.Approved));
        (await Store.LoadAsync(Tenant, Cancel)).Violations.Should().ContainSingle().Which.State.Should().Be(ViolationState.Excepted);
        await DecideAsync(Verdict(WaiverDecisionKind.Revoked, day: 5));

        var violation = (await Store.LoadAsync(Tenant, Cancel)).Violations.Single();
        (violation.State, violation.ExceptedUntil).Should().Be((ViolationState.Open, Day(5)));
        var events = await Store.EventsAsync(Tenant, cancellationToken: Cancel);
        events.Select(e => (e.Kind, e.ScanNumber, e.Reason.Code)).Should().Equal(
            (ViolationEventKind.Opened, 1, "seen-first"),
            (ViolationEventKind.ExceptionDecided, 0, "audit-exception-decided"),
            (ViolationEventKind.ExceptionDecided, 0, "audit-exception-decided"), (ViolationEventKind.Excepted, 0, "exception-applies"),
            (ViolationEventKind.ExceptionDecided, 0, "audit-exception-decided"), (ViolationEventKind.ExceptionEnded, 0, "exception-revoked"));
    }

    [Fact]
    public async Task A_refused_or_dry_decision_about_an_exception_writes_nothing()
    {
        await ScanAsync(Day(1), [Opened(Known())]);

        (await DecideAsync(Request(), isDryRun: true)).Waiver.Should().NotBeNull();
        (await DecideAsync(Verdict(WaiverDecisionKind.Approved))).Faults.Should().ContainSingle();

        (await Store.ExceptionsAsync(Tenant, Cancel)).History.Should().BeEmpty();
        (await Store.EventsAsync(Tenant, cancellationToken: Cancel)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_scan_that_has_not_heard_of_an_exception_is_not_stored_and_may_try_again()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        await DecideAsync(Request());
        var unaware = new ScanCommit { Run = run, Result = Result(run, Day(4)) };

        var commit = () => Store.CommitAsync(unaware, Cancel);

        await commit.Should().ThrowAsync<ReviewsChangedException>();
        (await Store.CommitAsync(unaware with { LastException = 1 }, Cancel)).Number.Should().Be(2);
    }

    [Fact]
    public async Task Exceptions_of_one_tenant_are_unknown_to_another()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        await ScanAsync(Day(1), [Opened(Known() with { Tenant = "fabrikam" })], tenant: "fabrikam");
        await DecideAsync(Request());

        var elsewhere = await Store.DecideExceptionAsync("fabrikam", Verdict(WaiverDecisionKind.Approved), Lenient, [], cancellationToken: Cancel);

        elsewhere.Faults.Should().ContainSingle();
        (await Store.ExceptionsAsync("fabrikam", Cancel)).Waivers.Should().BeEmpty();
        (await Store.ReadAsync("fabrikam", Cancel))!.Violations.Single().State.Should().Be(ViolationState.Open);
    }

    [Fact]
    public async Task Two_people_decide_at_once_and_only_one_of_them_does()
    {
        await ScanAsync(Day(1), [Opened(Known())]);
        await DecideAsync(Request());

        var outcomes = await Task.WhenAll(DecideAsync(Verdict(WaiverDecisionKind.Approved)), DecideAsync(Verdict(WaiverDecisionKind.Rejected)));

        outcomes.Count(outcome => outcome.Faults.Count == 0).Should().Be(1);
        (await Store.ExceptionsAsync(Tenant, Cancel)).History.Should().HaveCount(2);
    }
}
