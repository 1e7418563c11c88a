using IntuneSimulator;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Simulator;

public sealed class GeneratedTenantTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_gives_the_same_tenant_and_another_seed_another()
    {
        Print(new GeneratedTenant(7, 120, Start), Start).Should().Equal(Print(new GeneratedTenant(7, 120, Start), Start));
        Print(new GeneratedTenant(8, 120, Start), Start).Should().NotEqual(Print(new GeneratedTenant(7, 120, Start), Start));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(777)]
    public void The_first_day_has_exactly_the_devices_asked_for_and_ids_are_unique(int devices)
    {
        var ids = new GeneratedTenant(1, devices, Start).Devices(Start).Select(d => d.Id).ToList();
        ids.Should().HaveCount(devices).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Even_ten_devices_hold_something_to_find() =>
        new GeneratedTenant(3, 10, Start).Findings(Start).Count().Should().BeInRange(2, 6);

    [Fact]
    public void Fifty_devices_show_every_coverage_class()
    {
        var classes = new GeneratedTenant(1, 50, Start).Devices(Start).Select(d => d.Coverage).Distinct();
        classes.Order().Should().Equal(Enum.GetValues<SimulatedCoverage>());
    }

    [Fact]
    public void The_banned_share_is_small_and_adjustable()
    {
        new GeneratedTenant(1, 20_000, Start).Findings(Start).Select(f => f.DeviceId).Distinct().Count().Should().BeInRange(60, 200);
        new GeneratedTenant(1, 2_000, Start, bannedShare: 0.3).Findings(Start).Select(f => f.DeviceId).Distinct().Count().Should().BeGreaterThan(250);
    }

    [Fact]
    public void Every_device_is_found_by_its_id_and_strange_ids_are_not()
    {
        var tenant = new GeneratedTenant(5, 300, Start);
        var later = Start.AddDays(40);
        tenant.Devices(later).Should().AllSatisfy(d => tenant.Find(d.Id, later).Should().Be(d));
        tenant.Find(Guid.NewGuid().ToString(), later).Should().BeNull();
        tenant.Find("no-guid", later).Should().BeNull();
    }

    [Fact]
    public void Devices_can_be_read_from_any_place_on_in_the_same_order()
    {
        var tenant = new GeneratedTenant(5, 200, Start);
        var later = Start.AddDays(15);
        var all = tenant.Devices(later).Select(d => d.Id).ToList();
        for (var i = 0; i < all.Count; i += 13)
        {
            tenant.Devices(later, all[i]).Select(d => d.Id).Should().Equal(all.Skip(i + 1));
        }
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(60, 0)]
    [InlineData(60, 30_000)]
    [InlineData(120, 0)]
    public void The_mean_number_of_apps_is_that_of_the_whole_fleet(int asked, int distinct)
    {
        const int Devices = 3_000;
        var rows = Rows(new GeneratedTenant(1, Devices, Start, asked, distinctApps: distinct)).Count();
        ((double)rows / Devices).Should().BeInRange(asked * 0.96, asked * 1.04);
    }

    [Fact]
    public void A_large_stock_shows_about_as_many_distinct_apps_as_asked_and_a_few_of_them_make_up_most_rows()
    {
        var counts = Rows(new GeneratedTenant(1, 6_000, Start, appsPerDevice: 160, distinctApps: 12_000)).CountBy(app => app).Select(pair => pair.Value).OrderDescending().ToList();
        counts.Count.Should().BeInRange(10_000, 12_500, "six thousand devices do not yet show the last of the tail");
        counts.Take(counts.Count / 10).Sum().Should().BeGreaterThan(counts.Sum() * 2 / 5, "popular apps are on most devices");
        counts[^1].Should().BeLessThan(counts[0] / 100, "the tail is long");
    }

    [Fact]
    public void Made_up_names_differ_from_each_other_and_stay_what_they_are()
    {
        var names = Enumerable.Range(0, SimulatorOptions.MostDistinctApps).Select(place => MadeUpApps.At(place).Name).ToList();
        names.Should().OnlyHaveUniqueItems();
        MadeUpApps.At(4_711).Should().Be(MadeUpApps.At(4_711));
    }

    [Fact]
    public void A_larger_stock_leaves_the_devices_as_they_are()
    {
        var plain = new GeneratedTenant(4, 300, Start);
        var longTail = new GeneratedTenant(4, 300, Start, distinctApps: 30_000);
        longTail.Devices(Start).Should().Equal(plain.Devices(Start));
        Print(longTail, Start).Should().NotEqual(Print(plain, Start)).And.Equal(Print(new GeneratedTenant(4, 300, Start, distinctApps: 30_000), Start));
    }

    [Fact]
    public void A_million_devices_answer_at_once()
    {
        var tenant = new GeneratedTenant(1, 1_000_000, Start);
        var some = tenant.Devices(Start).Skip(5_000).Take(3).ToList();
        var apps = new List<SimulatedApp>();
        tenant.VisibleApps(some[0], Start, apps);
        tenant.Devices(Start, some[0].Id).Take(2).Should().Equal(some[1], some[2]);
    }

    [Fact]
    public void What_cannot_be_seen_has_no_rows_and_personal_devices_show_managed_apps_only()
    {
        var tenant = new GeneratedTenant(2, 2_000, Start, bannedShare: 1);
        var apps = new List<SimulatedApp>();
        foreach (var device in tenant.Devices(Start))
        {
            tenant.VisibleApps(device, Start, apps);
            if (device.Coverage is SimulatedCoverage.Aosp or SimulatedCoverage.AgentMissing or SimulatedCoverage.ConfigurationManagerOnly or SimulatedCoverage.NoInventoryPlatform or SimulatedCoverage.RowsHidden)
            {
                apps.Should().BeEmpty();
            }
            else if (device.Coverage == SimulatedCoverage.Personal)
            {
                apps.Should().OnlyContain(a => a.Product == null).And.HaveCountLessThan(30);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_device_called_assessable_has_rows_and_one_called_new_has_none(int seed)
    {
        var tenant = new GeneratedTenant(seed, 600, Start);
        var apps = new List<SimulatedApp>();
        var fresh = 0;
        for (var now = Start; now < Start.AddDays(40); now += TimeSpan.FromHours(31))
        {
            foreach (var device in tenant.Devices(now))
            {
                tenant.VisibleApps(device, now, apps);
                fresh += device.Coverage == SimulatedCoverage.NewlyEnrolled ? 1 : 0;
                (device.Coverage is SimulatedCoverage.Assessable && apps.Count == 0).Should().BeFalse();
                (device.Coverage is SimulatedCoverage.NewlyEnrolled && (apps.Count > 0 || now - device.EnrolledAt > TimeSpan.FromDays(8))).Should().BeFalse();
            }
        }

        fresh.Should().BePositive();
    }

    [Fact]
    public void A_phone_shows_the_same_inventory_for_seven_days_while_it_keeps_syncing()
    {
        var tenant = new GeneratedTenant(1, 40, Start);
        var phone = tenant.Devices(Start).First(d => d.Platform == SimulatedPlatform.IOS && d.Coverage == SimulatedCoverage.Assessable);
        var changes = 0;
        var syncs = new HashSet<DateTimeOffset>();
        var last = Apps(tenant, phone.Id, Start);
        for (var hour = 1; hour <= 24 * 70; hour += 3)
        {
            var now = Start.AddHours(hour);
            var apps = Apps(tenant, phone.Id, now);
            changes += apps.SequenceEqual(last) ? 0 : 1;
            syncs.Add(tenant.Find(phone.Id, now)!.LastSyncAt!.Value);
            last = apps;
        }

        changes.Should().BeInRange(2, 10, "there are ten refreshes in seventy days");
        syncs.Count.Should().BeGreaterThan(100);
    }

    [Fact]
    public void A_month_sees_findings_come_go_and_return()
    {
        var tenant = new GeneratedTenant(1, 60, Start);
        var perDay = Enumerable.Range(0, 40).Select(day => tenant.Findings(Start.AddDays(day)).Select(f => f.DeviceId + f.Product).ToHashSet()).ToList();
        var first = perDay[0];
        var gone = first.Where(f => perDay.Any(d => !d.Contains(f))).ToList();
        gone.Should().NotBeEmpty();
        gone.Should().Contain(f => perDay.FindLastIndex(d => d.Contains(f)) > perDay.FindIndex(d => !d.Contains(f)), "one comes back");
        perDay.SelectMany(d => d).Distinct().Should().Contain(f => !first.Contains(f));
    }

    [Fact]
    public void Devices_leave_join_and_enrol_again_under_a_new_id_with_the_same_serial()
    {
        var tenant = new GeneratedTenant(1, 60, Start);
        var before = tenant.Devices(Start).ToDictionary(d => d.Id);
        var after = tenant.Devices(Start.AddDays(14)).ToDictionary(d => d.Id);
        before.Keys.Except(after.Keys).Should().HaveCountGreaterThanOrEqualTo(2);
        var added = after.Values.Where(d => !before.ContainsKey(d.Id)).ToList();
        added.Should().Contain(d => before.Values.Any(b => b.SerialNumber == d.SerialNumber && b.SerialNumber.Length > 0 && b.Name == d.Name), "it enrolled again");
        added.Should().Contain(d => before.Values.All(b => b.SerialNumber != d.SerialNumber), "it is new");
        after.Values.Should().Contain(d => d.Coverage == SimulatedCoverage.Duplicate);
    }

    [Fact]
    public void Rows_vanish_for_some_days_and_return()
    {
        var tenant = new GeneratedTenant(1, 50, Start);
        var hidden = tenant.Devices(Start).Single(d => d.Coverage == SimulatedCoverage.RowsHidden);
        var counts = Enumerable.Range(0, 60).Select(day => Apps(tenant, hidden.Id, Start.AddDays(day)).Count).ToList();
        counts[0].Should().Be(0);
        counts.Should().Contain(c => c > 5);
        counts.FindLastIndex(c => c == 0).Should().BeGreaterThan(counts.FindIndex(c => c > 0));
    }

    [Fact]
    public void Names_are_as_dirty_as_Intunes()
    {
        var tenant = new GeneratedTenant(1, 3_000, Start);
        var apps = new List<SimulatedApp>();
        var all = new HashSet<SimulatedApp>();
        foreach (var device in tenant.Devices(Start))
        {
            tenant.VisibleApps(device, Start, apps);
            all.UnionWith(apps);
        }

        var names = all.Select(a => a.Name).ToHashSet();
        names.Should().Contain(["...", "Cursor (User)", "RedNotebook", "TickTick", "BytedancePte.Ltd.TikTok"]);
        names.Should().Contain(n => n.StartsWith("Eclipse Temurin", StringComparison.Ordinal));
        all.Should().Contain(a => a.Version == null).And.Contain(a => a.SizeInByte == 0).And.Contain(a => a.SizeInByte > 0);
        all.Select(a => a.Key).Should().OnlyHaveUniqueItems().And.Contain(k => k.Length == 64).And.Contain(k => k.Length == 47);
        all.Select(a => a.ReportPlatform).Distinct().Should().Contain(["Windows", "IOS", "MacOS", "AndroidWorkProfile", "AndroidFullyManagedDedicated"]);
    }

    private static List<string> Apps(GeneratedTenant tenant, string id, DateTimeOffset now)
    {
        var apps = new List<SimulatedApp>();
        if (tenant.Find(id, now) is { } device)
        {
            tenant.VisibleApps(device, now, apps);
        }

        return [.. apps.Select(a => a.Key)];
    }

    private static List<string> Print(GeneratedTenant tenant, DateTimeOffset now) =>
        [.. tenant.Devices(now).Select(d => d with { Moment = default }).Select(d => d + string.Join(',', Apps(tenant, d.Id, now)))];

    private static IEnumerable<SimulatedApp> Rows(GeneratedTenant tenant)
    {
        var apps = new List<SimulatedApp>();
        foreach (var device in tenant.Devices(Start))
        {
            tenant.VisibleApps(device, Start, apps);
            foreach (var app in apps)
            {
                yield return app;
            }
        }
    }
}
