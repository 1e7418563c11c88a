using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>Retention, legal holds and erasure.</content>
public abstract partial class StoreContract
{
    private static readonly Author Officer = new("dpo@pc-7", Author.OsAccount);

    private static Violation Resolved(Violation violation, double day = 1) => violation with { State = ViolationState.Resolved, StateSince = Day(day), StateReason = Reason.Of("absent-inventory-changed") };

    private static RetentionRequest After(int months, double day = 1) => new(13, Day(day).AddMonths(months), null) { IsTenantsTime = true };

    private static PersonRequest AnnOn(double day) => new("ANN@contoso.example", [], Day(day), Officer);

    [Fact]
    public async Task What_ended_long_ago_is_blanked_with_the_personal_parts_of_its_events_and_the_chain_verifies()
    {
        var (ended, live) = (Resolved(Known()), Known(Phone("phone-2", "F17XK0AAJG5K") with { UserId = "user-2", UserPrincipalName = "bob@contoso.example" }));
        await ScanAsync(Day(1), [Opened(ended), Opened(live)]);

        (await Store.RetainAsync(Tenant, After(13) with { At = Day(1).AddMonths(13).AddTicks(-1) }, cancellationToken: Cancel)).IsNothing.Should().BeTrue();
        (await Store.RetainAsync(Tenant, After(13), isDryRun: true, Cancel)).Should().Be(new ErasureCounts(1, 0, 1));
        var counts = await Store.RetainAsync(Tenant, After(13), cancellationToken: Cancel);

        counts.Should().Be(new ErasureCounts(1, 0, 1));
        var after = (await Store.LoadAsync(Tenant, Cancel)).Violations;
        after.Single(violation => violation.Id == ended.Id).Should().Be(ended with
        {
            Device = ended.Device with { Name = "", SerialNumber = "", UserId = "", UserPrincipalName = "", UserDisplayName = "", Email = "" }, ErasedAt = Day(1).AddMonths(13),
        });
        after.Single(violation => violation.Id == live.Id).Should().Be(live);
        var verdict = await Store.VerifyAuditAsync(Tenant, [], Cancel);
        verdict.Faults.Should().BeEmpty();
        verdict.Erased.Should().Be(1);
        (await Store.EventsAsync(Tenant, after: 2, cancellationToken: Cancel)).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { ScanNumber = 0L, Kind = ViolationEventKind.DataErased, Reason = Reason.Of("audit-retention-erased", ("violations", "1"), ("decisions", "0"), ("parts", "1"), ("reports", "0")) });
        (await Store.RetainAsync(Tenant, After(14), cancellationToken: Cancel)).IsNothing.Should().BeTrue("it is erased already");
        (await Store.EventsAsync(Tenant, after: 3, cancellationToken: Cancel)).Should().BeEmpty();
        (await Store.ScrubAsync(Cancel)).Select(note => note.Code).Should().BeSubsetOf(["erased-postgres"]);
    }

    [Fact]
    public async Task Another_tenants_rows_are_not_touched()
    {
        await ScanAsync(Day(1), [Opened(Resolved(Known()))]);
        await ScanAsync(Day(1), [Opened(Resolved(Known()) with { Tenant = "other" })], tenant: "other");

        (await Store.ErasePersonAsync(Tenant, AnnOn(2), cancellationToken: Cancel)).Counts.Violations.Should().Be(1);
        await Store.RetainAsync(Tenant, After(20), cancellationToken: Cancel);

        (await Store.LoadAsync("other", Cancel)).Violations.Single().Device.UserPrincipalName.Should().Be("ann@contoso.example");
        (await Store.VerifyAuditAsync("other", [], Cancel)).Erased.Should().Be(0);
    }

    [Fact]
    public async Task A_hold_is_kept_with_its_author_and_keeps_what_it_is_on()
    {
        await ScanAsync(Day(1), [Opened(Resolved(Known()))]);
        var request = new LegalHoldRequest(Officer, "Case 4711", Day(2)) { Kind = LegalHoldKind.User, Target = "Ann@Contoso.example" };

        var placed = await Store.HoldAsync(Tenant, request, Cancel);
        (await Store.RetainAsync(Tenant, After(20), cancellationToken: Cancel)).IsNothing.Should().BeTrue();
        (await Store.ErasePersonAsync(Tenant, AnnOn(3), cancellationToken: Cancel)).Refusals.Select(refusal => refusal.Code).Should().Equal("person-held");
        var ended = await Store.HoldAsync(Tenant, request with { Ends = 1, Reason = "Closed" }, Cancel);
        var again = await Store.HoldAsync(Tenant, request with { Ends = 1 }, Cancel);

        placed.Should().BeEquivalentTo(new { Keeps = 1, Act = new { Number = 1L, UserIds = new[] { "user-1" }, Author = Officer } });
        ended.Act!.Ends.Should().BeTrue();
        again.Fault!.Code.Should().Be("hold-ended-already");
        (await Store.LegalHoldsAsync(Tenant, Cancel)).All.Single().Ended!.Reason.Should().Be("Closed");
        (await Store.EventsAsync(Tenant, after: 1, cancellationToken: Cancel)).Select(told => (told.Kind, told.Reason.Parameters["hold"])).Should().Equal((ViolationEventKind.LegalHoldPlaced, "1"), (ViolationEventKind.LegalHoldEnded, "1"));
        (await Store.RetainAsync(Tenant, After(20), cancellationToken: Cancel)).Violations.Should().Be(1);
    }

    [Fact]
    public async Task A_scan_that_began_before_an_erasure_does_not_bring_back_what_was_erased()
    {
        await ScanAsync(Day(1), [Opened(Resolved(Known()))]);
        var run = await Store.BeginScanAsync(Tenant, Cancel);
        var before = await Store.LoadAsync(Tenant, Cancel);
        await Store.ErasePersonAsync(Tenant, AnnOn(2), cancellationToken: Cancel);
        var stale = new ViolationChange(before.Violations.Single() with { StateSince = Day(2) }, ViolationEventKind.Resolved, Reason.Of("absent-inventory-changed"));
        var commit = new ScanCommit { Run = run, Result = Result(run, Day(2)), Changes = [stale], LastErasure = before.LastErasure };

        await FluentActions.Awaiting(() => Store.CommitAsync(commit, Cancel)).Should().ThrowAsync<ReviewsChangedException>();

        var now = await Store.LoadAsync(Tenant, Cancel);
        now.Violations.Single().Device.UserPrincipalName.Should().BeEmpty();
        await Store.CommitAsync(commit with { Changes = [], LastErasure = now.LastErasure }, Cancel);
    }

    [Fact]
    public async Task A_person_is_refused_while_live_and_found_by_id_and_mail()
    {
        await ScanAsync(Day(1), [Opened(Known())]);

        (await Store.ErasePersonAsync(Tenant, AnnOn(2), cancellationToken: Cancel)).Refusals.Select(refusal => refusal.Code).Should().Equal("person-violation-live");
        (await Store.PersonAsync(Tenant, AnnOn(2) with { User = "USER-1" }, Cancel)).Should().BeEquivalentTo(new { IsEmpty = false, Events = new[] { new { Entry = new { Kind = ViolationEventKind.Opened } } } });
        (await Store.PersonAsync(Tenant, AnnOn(2) with { User = "nobody" }, Cancel)).IsEmpty.Should().BeTrue();
    }
}
