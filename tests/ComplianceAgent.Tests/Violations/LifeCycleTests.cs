using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations;

public sealed class LifeCycleTests
{
    public static TheoryData<string> Names => [.. LifeCycleCases.All.Select(test => test.Proves)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Table(string proves)
    {
        var test = LifeCycleCases.All.Single(test => test.Proves == proves);

        var changes = LifeCycle.Decide(test.Input);

        string.Join(' ', changes.Select(change => change.Kind)).Should().Be(test.Change == "-" ? "" : test.Change);
        if (test.Change != "-")
        {
            changes[^1].Violation.State.Should().Be(test.State);
            changes[^1].Reason.Code.Should().Be(test.Reason);
            Sentences.Codes.Should().Contain(changes.Select(change => change.Reason.Code));
        }
    }

    [Fact]
    public void A_new_violation_carries_what_was_seen_and_when()
    {
        var violation = Known();

        violation.Should().BeEquivalentTo(new
        {
            Tenant, DeviceId = "phone-1", PolicyId = Ban, Subject = Product, FirstSeenAt = Day(1), StateSince = Day(1), InventoryAt = Day(1), Fingerprint = 1UL, ReturnCount = 0,
        });
        violation.NotConfirmedSince.Should().BeNull();
        violation.Id.Version.Should().Be(7);
    }

    [Fact]
    public void A_sighting_in_an_incomplete_scan_is_not_dated_by_rows_that_may_be_a_part()
    {
        var input = Input(Day(1), [Finding()]);

        var opened = LifeCycle.Decide(input with { Scan = input.Scan with { Complete = false } }).Single().Violation;

        opened.Fingerprint.Should().BeNull();
        opened.InventoryAt.Should().Be(Day(1));
    }

    [Fact]
    public void A_return_counts_up_and_keeps_the_first_sighting()
    {
        var resolved = LifeCycle.Decide(Input(Day(2), [], Known())).Single().Violation;

        var back = LifeCycle.Decide(Input(Day(3), [Finding()], resolved)).Single().Violation;

        back.ReturnCount.Should().Be(1);
        back.FirstSeenAt.Should().Be(Day(1));
        back.StateSince.Should().Be(Day(3));
        back.NotConfirmedSince.Should().BeNull();
    }

    [Fact]
    public void What_ends_keeps_the_day_it_was_last_seen()
    {
        var resolved = LifeCycle.Decide(Input(Day(9), [], Known())).Single().Violation;

        resolved.NotConfirmedSince.Should().Be(Day(8), "the scan of day 8 still confirmed it");
        resolved.StateSince.Should().Be(Day(9));
    }

    [Fact]
    public void Doubt_keeps_the_day_of_the_last_sighting_through_many_scans()
    {
        var first = LifeCycle.Decide(Input(Day(2), [], Known()).With("phone-1", InFleet(rows: 0))).Single().Violation;
        var later = LifeCycle.Decide(Input(Day(5), [], first).With("phone-1", InFleet(observable: CoverageClass.Stale))).Single().Violation;

        first.NotConfirmedSince.Should().Be(Day(1));
        later.NotConfirmedSince.Should().Be(Day(1));
        later.NotConfirmedReason!.Code.Should().Be("unknown-not-observable");
    }

    [Fact]
    public void Every_reason_reads_as_a_sentence_without_holes()
    {
        var reasons = LifeCycleCases.All.SelectMany(test => LifeCycle.Decide(test.Input)).Select(change => change.Reason).Distinct();

        reasons.Select(Sentences.Say).Should().AllSatisfy(sentence => sentence.Should().EndWith(".").And.NotContain("{"));
    }

    [Fact]
    public void No_reason_names_a_person_or_a_device_name()
    {
        var parameters = LifeCycleCases.All.SelectMany(test => LifeCycle.Decide(test.Input)).SelectMany(change => change.Reason.Parameters.Values);

        parameters.Should().NotContainMatch("*Ann*").And.NotContainMatch("*ann@*").And.NotContainMatch("*C02XK*");
    }
}
