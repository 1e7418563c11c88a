using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Reports;

public sealed class ReportModelTests
{
    [Fact]
    public void The_headline_counts_each_state_once()
    {
        var headline = ReportCases.Model().Headline;

        headline.Fleet.Should().Be(50);
        headline.OpenViolations.Should().Be(8);
        headline.DevicesInViolation.Should().Be(6, "two devices have two each");
        headline.UnderReview.Should().Be(2);
        headline.Excepted.Should().Be(1);
        headline.Removed.Should().Be(2, "withdrawn ones and devices that left are no removals");
        headline.NotConfirmed.Should().Be(1);
        headline.CannotBeJudged.Should().Be(4 + 3 + 3 + 4);
        headline.New.Should().Be(1);
        headline.Returned.Should().Be(1);
    }

    [Fact]
    public void Only_open_violations_are_overdue_or_due()
    {
        var model = ReportCases.Model();

        model.Headline.Overdue.Should().Be(4, "first seen 30 days ago under a ban whose legal date was past: the house clock ran out");
        model.Headline.DueSoon.Should().Be(2, "first seen yesterday and today: due in at most five days");
        model.Violations.Where(row => row.State != ViolationState.Open).Should().OnlyContain(row => row.Due == DueState.NotDue);
    }

    [Fact]
    public void Both_clocks_are_shown_and_the_one_that_counts_is_named()
    {
        var model = ReportCases.Model();
        var passed = model.Violations.Single(row => row.Id == ReportCases.Violation(1, ReportCases.TikTok).Id);
        var ahead = model.Violations.Single(row => row.Id == ReportCases.Violation(101, ReportCases.DeepSeek).Id);
        var later = model.Violations.Single(row => row.Id == ReportCases.Violation(102, ReportCases.DeepSeek).Id);

        passed.LegalDate.Should().Be(new DateOnly(2023, 3, 31));
        passed.Deadline!.Value.Clock.Should().Be(DeadlineClock.House);
        passed.HouseDate.Should().Be(new DateOnly(2026, 10, 29));
        passed.OverdueDays.Should().Be(25);
        passed.DueInDays.Should().BeNull();
        ahead.LegalDate.Should().Be(new DateOnly(2026, 12, 1));
        ahead.Deadline!.Value.Clock.Should().Be(DeadlineClock.Legal);
        ahead.DueInDays.Should().Be(9, "the day ends at midnight in Brussels, eight days and some hours ahead");
        later.LegalDate.Should().Be(new DateOnly(2026, 12, 15), "the rule has a date of its own");
    }

    [Fact]
    public void The_deadline_flips_at_midnight_of_the_policys_zone()
    {
        var midnight = Deadlines.EndOfDay(new DateOnly(2026, 12, 1), ReportCases.DeepSeek.TimeZone);
        var input = ReportCases.Input() with { Violations = [ReportCases.Violation(1, ReportCases.DeepSeek)] };

        ReportModel.Build(input with { Now = midnight.AddSeconds(-1) }).Violations[0].DueInDays.Should().Be(1);
        var after = ReportModel.Build(input with { Now = midnight }).Violations[0];
        after.Due.Should().Be(DueState.Overdue);
        after.OverdueDays.Should().Be(0);
        ReportWords.SayDue(after).Should().Be("Overdue since today");
    }

    [Fact]
    public void Dates_of_a_policy_that_is_no_longer_loaded_are_unknown_and_the_report_says_so()
    {
        var model = ReportModel.Build(ReportCases.Input() with { Policies = new PolicySet([ReportCases.TikTok], Catalogue.Empty) });

        model.Headline.DateUnknown.Should().Be(2);
        model.Headline.OpenViolations.Should().Be(8);
        model.Violations.Where(row => row.PolicyId == ReportCases.DeepSeek.Id).Should().OnlyContain(row => row.Deadline == null && row.LegalDate == null);
        model.Violations.First(row => row.PolicyId == ReportCases.DeepSeek.Id).PolicyTitle.Should().Be("DeepSeek on Belgian federal work devices", "the scan remembers its title");
        model.Warnings.Should().ContainSingle(warning => warning.Code == "report-policy-not-loaded" && warning.Parameters["count"] == "3");
    }

    [Fact]
    public void Lines_stand_in_the_order_of_the_partition_and_sum_to_the_fleet_for_each_policy()
    {
        var model = ReportCases.Model();

        model.Coverage.Select(scope => scope.PolicyId).Should().Equal("", "be-federal-tiktok", "be-federal-deepseek");
        foreach (var scope in model.Coverage)
        {
            scope.Lines.Select(line => line.Class).Should().Equal(Enum.GetValues<CoverageClass>());
            scope.Lines.Sum(line => line.Devices).Should().Be(50);
            scope.Lines.Sum(line => line.Share).Should().BeApproximately(1, 1e-9);
            scope.InScope.Should().Be(46);
        }

        model.Coverage[0].Lines.Should().OnlyContain(line => line.Devices > 0, "every class occurs in this fleet");
    }

    [Fact]
    public void Lines_that_do_not_sum_to_the_fleet_make_no_report()
    {
        var scan = ReportCases.Scan() with { Devices = 51 };

        var build = () => ReportModel.Build(ReportCases.Input() with { LastScan = scan, LastCompleteScan = scan });

        build.Should().Throw<InvalidOperationException>().WithMessage("*scan 7*whole fleet*sum to 50*51 devices*");
    }

    [Fact]
    public void Lines_of_a_policy_that_do_not_sum_to_the_fleet_make_no_report_either()
    {
        var scan = ReportCases.Scan();
        scan = scan with { Coverage = [.. scan.Coverage.Where(count => count.PolicyId != ReportCases.DeepSeek.Id || count.Class != CoverageClass.Stale)] };

        var build = () => ReportModel.Build(ReportCases.Input() with { LastScan = scan, LastCompleteScan = scan });

        build.Should().Throw<InvalidOperationException>().WithMessage("*policy be-federal-deepseek*sum to 47*");
    }

    [Fact]
    public void Every_breakdown_sums_to_the_headline()
    {
        var model = ReportCases.Model();

        foreach (var parts in new[] { model.ByPolicy, model.ByPlatform, model.ByOwner, model.ByUnit })
        {
            parts.Sum(part => part.Open).Should().Be(model.Headline.OpenViolations);
            parts.Sum(part => part.Overdue).Should().Be(model.Headline.Overdue);
            parts.Sum(part => part.Removed).Should().Be(model.Headline.Removed);
        }

        model.ByPolicy.Select(part => (part.Key, part.Devices)).Should().Equal(("be-federal-tiktok", 6), ("be-federal-deepseek", 2));
    }

    [Fact]
    public void An_incomplete_scan_is_told_with_its_faults_and_coverage_is_that_of_the_last_complete_one()
    {
        var incomplete = ReportCases.Scan() with { Number = 8, Complete = false, Devices = 10, Coverage = [], Faults = [Reason.Of("page-failed", ("page", "7"))] };

        var model = ReportModel.Build(ReportCases.Input() with { LastScan = incomplete });

        model.CoverageScan!.Number.Should().Be(7);
        model.Coverage[0].Fleet.Should().Be(50);
        model.Warnings.Select(warning => warning.Code).Should().Equal("report-scan-incomplete", "page-failed", "report-coverage-of-earlier-scan");
        model.Evidence.Select(scan => scan.Number).Should().Equal(8, 7);
    }

    [Fact]
    public void An_incomplete_first_scan_gives_lines_but_says_what_they_are_worth()
    {
        var model = ReportModel.Build(ReportCases.Input() with { LastScan = ReportCases.Scan() with { Complete = false }, LastCompleteScan = null });

        model.Coverage[0].Fleet.Should().Be(50);
        model.Warnings.Select(warning => warning.Code).Should().Equal("report-scan-incomplete", "report-no-complete-scan");
    }

    [Theory]
    [InlineData(47, 48, false)]
    [InlineData(49, 48, true)]
    [InlineData(25, 24, true)]
    [InlineData(23, 24, false)]
    public void A_report_without_a_recent_complete_scan_is_alarmed_and_says_so_first(int hours, int allowed, bool isOverdue)
    {
        var scan = ReportCases.Scan() with { FinishedAt = ReportCases.Now.AddHours(-hours) };
        var model = ReportModel.Build(ReportCases.Input() with { LastScan = scan with { Number = 8, Complete = false }, LastCompleteScan = scan, AlarmAfter = TimeSpan.FromHours(allowed) });

        model.IsOverdue.Should().Be(isOverdue);
        model.Warnings[0].Code.Should().Be(isOverdue ? "report-scan-overdue" : "report-scan-incomplete");
    }

    [Fact]
    public void A_report_without_any_complete_scan_is_alarmed_and_one_of_a_dry_run_is_not()
    {
        ReportModel.Build(ReportCases.Input() with { LastScan = null, LastCompleteScan = null }).IsOverdue.Should().BeTrue();
        ReportModel.Build(ReportCases.Input() with { LastScan = ReportCases.Scan() with { Complete = false, DryRun = true }, LastCompleteScan = null }).IsOverdue.Should().BeFalse();
    }

    [Fact]
    public void An_inventory_of_last_week_is_called_old()
    {
        var model = ReportModel.Build(ReportCases.Input() with { Now = ReportCases.Now.AddDays(6) });

        model.Warnings.Select(told => told.Code).Should().Equal("report-scan-overdue", "report-data-old");
        var warning = model.Warnings[1];
        Sentences.Say(warning).Should().Be("The newest complete inventory is of 2026-11-23 02:00 UTC, 6 days old. Devices may have changed since.");
    }

    [Fact]
    public void A_scan_of_an_older_inventory_neither_dates_a_sighting_nor_gives_the_lines()
    {
        var older = ReportCases.Scan() with { Number = 8, OlderThanKnown = true, InventoryAsOf = ReportCases.Now.AddDays(-20), StartedAt = ReportCases.Now };

        var model = ReportModel.Build(ReportCases.Input() with { LastScan = older });

        model.CoverageScan!.Number.Should().Be(7);
        model.Headline.New.Should().Be(0);
        model.Violations.First(row => row.Violation.NotConfirmedSince is null).LastSeenAt.Should().Be(ReportCases.ScanStart);
        model.Warnings.Select(warning => warning.Code).Should().Contain("report-inventory-older");
    }

    [Fact]
    public void A_tenant_that_was_never_scanned_has_a_report_that_says_so()
    {
        var model = ReportModel.Build(ReportCases.Input() with { LastScan = null, LastCompleteScan = null, Violations = [], Policies = null });

        model.Coverage.Should().BeEmpty();
        model.Warnings.Select(warning => warning.Code).Should().Equal("report-never-scanned");
    }

    [Fact]
    public void A_violation_not_confirmed_was_last_seen_when_it_was_last_confirmed()
    {
        var model = ReportCases.Model();

        model.Violations.Single(row => row.Violation.NotConfirmedSince is not null).LastSeenAt.Should().Be(ReportCases.Now.AddDays(-9));
        model.Violations.Where(row => row.Violation.NotConfirmedSince is null).Should().OnlyContain(row => row.LastSeenAt == ReportCases.ScanStart);
    }

    [Fact]
    public void The_next_refresh_falls_on_a_week_of_the_devices_enrolment()
    {
        var row = ReportCases.Model().Violations[0];

        row.RefreshBy.Should().Be(row.Violation.Device.EnrolledAt!.Value.AddDays(105), "enrolled 100 days ago, refreshed every seven days");
        ReportCases.Model().Resolved.Should().OnlyContain(ended => ended.RefreshBy == null);
    }

    [Fact]
    public void Blind_spots_name_class_reason_platform_and_owner_and_no_assessed_device()
    {
        var spots = ReportCases.Model().BlindSpots;

        spots.Sum(spot => spot.Devices).Should().Be(4 + 3 + 3 + 4 + 1);
        spots.Should().Contain(new BlindSpot(CoverageClass.NoInventory, Reason.Of("newly-enrolled"), PlatformFamily.Windows, DeviceOwner.Company, 2));
        spots.Should().OnlyContain(spot => spot.Class >= CoverageClass.PartlyObservable);
    }

    [Fact]
    public void Every_warning_has_a_sentence_with_its_parameters_filled_in()
    {
        var scan = ReportCases.Scan() with { Number = 8, Complete = false, OlderThanKnown = true };
        var old = ReportCases.Input() with { LastScan = scan, Policies = null, Now = ReportCases.Now.AddDays(9) };
        ReportInput[] inputs = [old, old with { LastCompleteScan = null }, old with { LastScan = null, LastCompleteScan = null }];

        var warnings = inputs.SelectMany(input => ReportModel.Build(input).Warnings).ToList();

        warnings.Select(warning => warning.Code).Distinct().Should().HaveCount(8);
        warnings.Select(Sentences.Say).Should().OnlyContain(sentence => sentence.EndsWith('.') && !sentence.Contains('{') && !sentence.StartsWith("report-"));
    }

    [Fact]
    public void The_most_pressing_stand_first()
    {
        var rows = ReportCases.Model().Violations;

        rows.Select(row => row.Due).Take(8).Should().BeInAscendingOrder(Comparer<DueState>.Create((x, y) => (y == DueState.Overdue).CompareTo(x == DueState.Overdue)));
        rows.Take(8).Where(row => row.Due == DueState.Due).Select(row => row.Deadline!.Value.Headline).Should().BeInAscendingOrder();
        rows.TakeLast(3).Select(row => row.State).Should().Equal(ViolationState.Review, ViolationState.Review, ViolationState.Excepted);
    }

    [Theory]
    [InlineData(0, "0.0 %")]
    [InlineData(0.00001, "< 0.1 %")]
    [InlineData(0.5, "50.0 %")]
    [InlineData(0.99999, "> 99.9 %")]
    [InlineData(1, "100.0 %")]
    public void A_small_share_never_reads_as_nothing_nor_a_big_one_as_all(double share, string text) => ReportWords.Percent(share).Should().Be(text);

    [Fact]
    public void Exceptions_that_end_soon_or_that_their_policy_does_not_allow_are_told_on_the_first_page()
    {
        var standing = ReportCases.Exceptions()[0];
        var refused = standing with
        {
            Waiver = standing.Waiver with { Reference = "store:3" }, Status = ComplianceAgent.Violations.Exceptions.WaiverStatus.Refused, Faults = [Reason.Of("exception-blanket", ("policy", "ours"))],
        };

        var model = ReportModel.Build(ReportCases.Input() with { Exceptions = [standing with { EndsSoon = true, DaysLeft = 3 }, refused] });

        model.Warnings.Select(warning => warning.Code).Should().Equal("exceptions-ending", "exceptions-refused");
        model.Headline.ExceptionsEnding.Should().Be(1);
        model.Exceptions.Should().HaveCount(2);
    }

    [Fact]
    public void Decisions_about_exceptions_after_the_scan_are_told_because_coverage_does_not_follow_them_yet()
    {
        var model = ReportModel.Build(ReportCases.Input() with { LastException = 2, ExceptionsChanged = 1 });

        model.Warnings.Should().ContainSingle().Which.Should().Be(Reason.Of("report-exceptions-since-scan", ("count", "1"), ("scan", "7")));
    }

    [Fact]
    public void Every_class_and_state_has_words_of_its_own()
    {
        Enum.GetValues<CoverageClass>().Select(ReportWords.Say).Should().OnlyHaveUniqueItems().And.NotContain("");
        Enum.GetValues<CoverageClass>().Select(ReportWords.Explain).Should().OnlyHaveUniqueItems().And.NotContain("");
        Enum.GetValues<ViolationState>().Select(ReportWords.Say).Should().OnlyHaveUniqueItems().And.NotContain("");
    }
}
