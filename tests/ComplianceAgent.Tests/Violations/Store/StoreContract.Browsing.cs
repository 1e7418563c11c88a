using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;
using static ComplianceAgent.Tests.Violations.Samples;

namespace ComplianceAgent.Tests.Violations.Store;

/// <content>Pages: what the database sorts, filters and counts is what the rules say.</content>
public abstract partial class StoreContract
{
    protected static readonly DateTimeOffset Today = Day(40);

    [Fact]
    public async Task Deadlines_that_the_database_computes_are_those_of_the_rules()
    {
        var policies = Dated();
        var violations = Many(new Random(7), policies, 400);
        await ScanAsync(Day(30), violations.ConvertAll(Opened));

        var page = await Store.BrowseViolationsAsync(Tenant, Query(policies) with { Take = 500 }, Cancel);

        page.Total.Should().Be(400);
        page.Items.Should().HaveCount(400);
        foreach (var (violation, due) in page.Items)
        {
            var policy = policies.FirstOrDefault(policy => policy.Id == violation.PolicyId);
            due.Should().Be(policy is null ? null : ViolationDeadlines.Of(violation, policy).Headline, $"of {violation}");
        }

        page.Items.Where(item => item.DueAt is null).Should().NotBeEmpty("a policy that is not loaded has no dates");
        var open = page.Items.TakeWhile(item => item.Violation is { State: ViolationState.Open, Severity: Severity.Violation } && item.DueAt is not null).ToList();
        open.Should().HaveCountGreaterThan(50).And.BeInAscendingOrder(item => item.DueAt);
        page.Items.Skip(open.Count).Should().NotContain(item => item.Violation.State == ViolationState.Open && item.Violation.Severity == Severity.Violation && item.DueAt != null, "the pressing ones come first");
    }

    [Fact]
    public async Task Filters_give_what_a_person_would_pick_and_pages_never_overlap()
    {
        var policies = Dated();
        var violations = Many(new Random(8), policies, 300);
        await ScanAsync(Day(30), violations.ConvertAll(Opened));
        var all = Query(policies) with { Take = 1000, SoonBefore = Today.AddDays(7) };
        DateTimeOffset? Due(Violation violation) => policies.FirstOrDefault(policy => policy.Id == violation.PolicyId) is { } policy ? ViolationDeadlines.Of(violation, policy).Headline : null;
        bool Open(Violation violation) => violation is { State: ViolationState.Open, Severity: Severity.Violation };
        var cases = new (ViolationQuery Query, Func<Violation, bool> Fits)[]
        {
            (all with { States = [ViolationState.Review, ViolationState.Excepted] }, violation => violation.State is ViolationState.Review or ViolationState.Excepted),
            (all with { IsBan = false }, violation => violation.Severity != Severity.Violation),
            (all with { PolicyId = "p1" }, violation => violation.PolicyId == "p1"),
            (all with { Platform = PlatformFamily.Android }, violation => violation.Device.Platform.Family() == PlatformFamily.Android),
            (all with { Owner = DeviceOwner.Personal }, violation => violation.Device.Owner == DeviceOwner.Personal),
            (all with { Unit = "" }, violation => violation.Device.Category.Length == 0),
            (all with { Units = ["Unit 1", "Unit 2"] }, violation => violation.Device.Category is "Unit 1" or "Unit 2"),
            (all with { Units = [] }, _ => false),
            (all with { DeviceId = "device-17" }, violation => violation.DeviceId == "device-17"),
            (all with { Due = DueFilter.Overdue }, violation => Open(violation) && Due(violation) <= Today),
            (all with { Due = DueFilter.Soon }, violation => Open(violation) && Due(violation) > Today && Due(violation) <= Today.AddDays(7)),
            (all with { Due = DueFilter.Ahead }, violation => Open(violation) && Due(violation) > Today),
            (all with { Due = DueFilter.Unknown }, violation => Open(violation) && Due(violation) is null),
            (all with { IsConfirmed = false }, violation => violation.NotConfirmedSince is not null),
            (all with { Search = "PHONE 1%_~" }, violation => violation.Device.Name.Contains("Phone 1%_~", StringComparison.Ordinal)),
            (all with { Search = "%" }, violation => violation.Device.Name.Contains('%', StringComparison.Ordinal)),
            (all with { Search = "'; DROP TABLE violations; --" }, _ => false),
        };

        foreach (var (query, fits) in cases)
        {
            var page = await Store.BrowseViolationsAsync(Tenant, query, Cancel);
            page.Items.Select(item => item.Violation.Id).Should().BeEquivalentTo(violations.Where(fits).Select(violation => violation.Id), query.ToString());
            page.Total.Should().Be(page.Items.Count);
        }

        foreach (var sort in Enum.GetValues<ViolationSort>())
        {
            var pages = new List<Guid>();
            for (var skip = 0; skip < 300; skip += 70)
            {
                pages.AddRange((await Store.BrowseViolationsAsync(Tenant, all with { Sort = sort, Skip = skip, Take = 70 }, Cancel)).Items.Select(item => item.Violation.Id));
            }

            pages.Should().OnlyHaveUniqueItems().And.HaveCount(300, $"sorted by {sort}");
        }

        (await Store.UnitsAsync(Tenant, Cancel)).Should().Equal("Unit 1", "Unit 2");
        var uncounted = await Store.BrowseViolationsAsync(Tenant, all with { NeedsTotal = false, Take = 3 }, Cancel);
        (uncounted.Items.Count, uncounted.Total).Should().Be((3, 0));
        var found = violations.Count(violation => violation.Device.Name.Contains("Phone 1", StringComparison.Ordinal));
        foreach (var (skip, rows) in new[] { (0, 2), (1, 2), (5_000, 0) })
        {
            var searched = await Store.BrowseViolationsAsync(Tenant, all with { Search = "phone 1", Skip = skip, Take = 2 }, Cancel);
            (searched.Items.Count, searched.Total).Should().Be((rows, found), $"after {skip} of those found");
        }

        var counts = await Store.CountViolationsAsync(Tenant, all, Cancel);
        counts.Parts.Sum(part => part.Violations).Should().Be(300);
        counts.Open.Should().Be(violations.Count(Open));
        counts.Sum(part => part.Platform == PlatformFamily.Android, part => part.Violations).Should().Be(violations.Count(violation => violation.Device.Platform.Family() == PlatformFamily.Android));
        counts.Sum(_ => true, part => part.NotConfirmed).Should().Be(violations.Count(violation => violation is { IsLive: true, NotConfirmedSince: not null }));
        (await Store.CountViolationsAsync(Tenant, all with { Units = ["Unit 1"] }, Cancel)).Sum(_ => true, part => part.Violations).Should().Be(violations.Count(violation => violation.Device.Category == "Unit 1"));
        counts.Overdue.Should().Be(violations.Count(violation => Open(violation) && Due(violation) <= Today));
        counts.Soon.Should().Be(violations.Count(violation => Open(violation) && Due(violation) > Today && Due(violation) <= Today.AddDays(7)));
        counts.DevicesInViolation[""].Should().Be(violations.Where(Open).Select(violation => violation.DeviceId).Distinct().Count());
        counts.DevicesInViolation["p1"].Should().Be(violations.Where(violation => Open(violation) && violation.PolicyId == "p1").Select(violation => violation.DeviceId).Distinct().Count());
        counts.Parts.Where(ViolationCounts.IsOpen).Min(part => part.FirstDue).Should().Be(violations.Where(Open).Min(Due));
    }

    [Fact]
    public async Task Devices_events_and_scans_are_told_a_page_at_a_time()
    {
        var known = Known();
        DeviceState[] fleet = [.. Enumerable.Range(0, 25).Select(i => Device($"device-{i:00}", coverage: i % 5 == 0 ? CoverageClass.Stale : CoverageClass.Clean)), Device("phone-1")];
        await ScanAsync(Day(1), [Opened(known)], fleet);
        await ScanAsync(Day(2), [new ViolationChange(known with { State = ViolationState.Resolved }, ViolationEventKind.Resolved, ComplianceAgent.Reasons.Reason.Of("test"))], fleet);

        var stale = new List<string>();
        for (var after = ""; ;)
        {
            var page = await Store.BrowseDevicesAsync(Tenant, new DeviceQuery { Coverage = CoverageClass.Stale, After = after, Take = 2 }, Cancel);
            if (page.Count == 0)
            {
                break;
            }

            stale.AddRange(page.Select(device => device.State.DeviceId));
            after = stale[^1];
        }

        stale.Should().Equal("device-00", "device-05", "device-10", "device-15", "device-20");
        (await Store.BrowseDevicesAsync(Tenant, new DeviceQuery { IdStart = "device-1" }, Cancel)).Should().HaveCount(10);
        (await Store.BrowseDevicesAsync(Tenant, new DeviceQuery { IdStart = "device-%" }, Cancel)).Should().BeEmpty("signs of patterns are letters here");

        var newest = await Store.BrowseEventsAsync(Tenant, new EventQuery { Violation = known.Id, Take = 1 }, Cancel);
        newest.Should().ContainSingle().Which.Event.Kind.Should().Be(ViolationEventKind.Resolved);
        var older = await Store.BrowseEventsAsync(Tenant, new EventQuery { Violation = known.Id, Before = newest[0].Event.Sequence, Kinds = [ViolationEventKind.Opened] }, Cancel);
        older.Should().ContainSingle().Which.Event.ScanNumber.Should().Be(1);
        (await Store.BrowseEventsAsync(Tenant, new EventQuery { From = DateTimeOffset.MaxValue }, Cancel)).Should().BeEmpty();

        var scans = await Store.BrowseScansAsync(Tenant, skip: 0, take: 1, Cancel);
        scans.Total.Should().Be(2);
        scans.Items.Should().ContainSingle().Which.Number.Should().Be(2);
        (await Store.ScanAsync(Tenant, 1, Cancel))!.InventoryAsOf.Should().Be(Day(1));
        (await Store.ScanAsync(Tenant, 99, Cancel)).Should().BeNull();
        (await Store.TrendAsync(Tenant, Cancel)).Select(scan => scan.Number).Should().Equal(1, 2);
        var ends = await Store.LastScansAsync(Tenant, Cancel);
        (ends.Last!.Number, ends.LastComplete!.Number).Should().Be((2, 2));
    }

    protected static ViolationQuery Query(Policy[] policies) => new() { Now = Today, Policies = policies };

    /// <summary>Policies with every kind of date; that of "p9" is not loaded.</summary>
    protected static Policy[] Dated()
    {
        var brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");
        var plain = Samples.Policy();
        return
        [
            plain with { Id = "p0" },
            plain with { Id = "p1", RemoveBy = new DateOnly(2026, 4, 5), TimeZone = brussels },
            plain with { Id = "p2", RemoveBy = new DateOnly(2026, 4, 20), Effective = new DateOnly(2026, 3, 8), TimeZone = brussels },
            plain with
            {
                Id = "p3", RemoveBy = new DateOnly(2026, 4, 1), Effective = new DateOnly(2026, 3, 8), Grace = new PolicyGrace { FirstSeen = TimeSpan.FromDays(20), Enrolment = TimeSpan.FromDays(25) },
                Rules = [plain.Rules[0], new PolicyRule { Id = "own", Product = Product, RemoveBy = new DateOnly(2026, 5, 1) }],
            },
        ];
    }

    protected static List<Violation> Many(Random random, Policy[] policies, int count)
    {
        string[] ids = [.. policies.Select(policy => policy.Id), "p9"];
        Platform[] platforms = [Platform.IOS, Platform.Windows, Platform.AndroidFullyManaged, Platform.MacOS];
        return [.. Enumerable.Range(0, count).Select(i => Known() with
        {
            Id = Guid.CreateVersion7(),
            DeviceId = $"device-{i / 2}",
            PolicyId = ids[random.Next(ids.Length)],
            Subject = $"app-{i}",
            RuleId = random.Next(3) == 0 ? "own" : Product,
            State = (ViolationState)random.Next(4),
            Severity = random.Next(4) == 0 ? Severity.Advice : Severity.Violation,
            FirstSeenAt = Day(random.Next(1, 60)),
            AbsentAt = random.Next(2) == 0 ? Day(random.Next(1, 30)) : null,
            ExceptedUntil = random.Next(4) == 0 ? Day(random.Next(1, 90)) : null,
            NotConfirmedSince = random.Next(5) == 0 ? Day(3) : null,
            Device = Phone($"device-{i / 2}") with
            {
                Name = i % 10 == 0 ? $"Phone {i}%_~" : $"Phone {i}", Platform = platforms[i / 2 % 4], Owner = (DeviceOwner)random.Next(3), Category = random.Next(3) is > 0 and var unit ? $"Unit {unit}" : "",
                EnrolledAt = random.Next(5) == 0 ? null : Day(random.Next(-20, 60)),
            },
        })];
    }
}
