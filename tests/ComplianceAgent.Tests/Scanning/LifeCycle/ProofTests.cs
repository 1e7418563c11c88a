using ComplianceAgent.Violations;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>What closes a violation, what does not, and what a scan writes.</summary>
public sealed class ProofTests
{
    private static readonly string[] ByDetectedApps = ["--policy", World.Ban, "--set", "Inventory:Route=detectedApps"];

    [Fact]
    public async Task A_device_cleaned_on_Tuesday_and_refreshed_on_Monday_is_resolved_on_Monday_once()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.AddClean(2);
        await using var world = await World.StartAsync(fleet.Tenant);
        await world.ScanAsync();

        world.Simulator.Advance(TimeSpan.FromDays(1));
        fleet["phone"].Uninstall("TikTok");
        for (var day = DayOfWeek.Tuesday; day <= DayOfWeek.Saturday + 1; day++)
        {
            (await world.ScanAsync()).Open.Should().Equal(["phone tiktok"], "on {0} the inventory is last Monday's", world.Now.DayOfWeek);
            world.Simulator.Advance(TimeSpan.FromDays(1));
        }

        world.Now.DayOfWeek.Should().Be(DayOfWeek.Monday);
        var monday = await world.ScanAsync();
        monday.Open.Should().BeEmpty();
        monday.Changes.Should().Equal(new Dictionary<string, int> { ["resolved"] = 1 });
        (await world.NextDayAsync()).Changes.Should().BeEmpty();
        (await world.HistoryAsync()).Should().Equal("11-02 phone Opened seen-first", "11-09 phone Resolved absent-inventory-changed");
        (await world.ViolationOfAsync("phone")).StateSince.Should().Be(World.Monday.AddDays(7));
    }

    [Theory]
    [InlineData("export")]
    [InlineData("detectedApps")]
    public async Task A_rescan_without_change_writes_no_violation_no_event_and_no_device(string route)
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.Add(World.Phone("silent").Install("TikTok")).SilentSince = World.Monday.AddDays(-60);
        fleet.AddClean(3);
        await using var world = await World.StartAsync(fleet.Tenant);
        string[] how = ["--policy", World.Ban, "--set", $"Inventory:Route={route}"];
        var first = await world.ScanAsync(how);
        first.Written("violations").Should().Be(2);
        first.Written("devices").Should().Be(5);
        var before = Rows(world);

        foreach (var hours in new[] { 0, 4, 24 })
        {
            world.Simulator.Advance(TimeSpan.FromHours(hours));
            var again = await world.ScanAsync(how);
            (again.Written("violations"), again.Written("events"), again.Written("devices"), again.Written("scans")).Should().Be((0, 0, 0, 1));
        }

        Rows(world).Should().Equal(before);
    }

    [Fact]
    public async Task A_scan_by_detected_apps_in_between_resolves_nothing_and_the_next_export_does()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("cleaned").Install("TikTok"));
        fleet.Add(World.Phone("kept").Install("TikTok"));
        fleet.AddClean(3);
        await using var world = await World.StartAsync(fleet.Tenant);
        await world.ScanAsync();
        fleet["cleaned"].Uninstall("TikTok");
        fleet.Add(World.Phone("late").Install("TikTok"));

        // Ten days: longer than the refresh window, with daily contact.
        for (var day = 3; day <= 12; day++)
        {
            var scan = await world.NextDayAsync(ByDetectedApps);
            scan.Complete.Should().BeTrue();
            scan.Open.Should().Equal("cleaned tiktok", "kept tiktok", "late tiktok");
            scan.Coverage.Should().NotContainKey("clean");
        }

        (await world.NextDayAsync()).Open.Should().Equal("kept tiktok", "late tiktok");
        (await world.HistoryAsync()).Should().Equal(
            "11-02 cleaned Opened seen-first",
            "11-02 kept Opened seen-first",
            "11-03 late Opened seen-first",
            "11-09 cleaned NotConfirmed unknown-route-cannot-tell",
            "11-13 cleaned Resolved absent-inventory-changed");
    }

    [Fact]
    public async Task A_violation_first_seen_by_detected_apps_is_resolved_by_export_once_the_refresh_window_has_passed()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.AddClean(2);
        await using var world = await World.StartAsync(fleet.Tenant);
        await world.ScanAsync(ByDetectedApps);
        fleet["phone"].Uninstall("TikTok");
        world.Simulator.Advance(TimeSpan.FromDays(6));
        (await world.ScanAsync(ByDetectedApps)).Open.Should().Equal("phone tiktok");

        // The refresh of Monday shows no app, but nothing tells that from a list that is as old as the sighting of yesterday.
        (await world.NextDayAsync()).Changes.Should().Equal(new Dictionary<string, int> { ["notConfirmed"] = 1 });
        world.Simulator.Advance(TimeSpan.FromDays(6));
        (await world.ScanAsync()).Changes.Should().BeEmpty("the window is a week and a day");
        (await world.NextDayAsync()).Changes.Should().Equal(new Dictionary<string, int> { ["resolved"] = 1 });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Hardware_that_enrols_again_keeps_its_first_sighting_and_its_deadline(int daysWithoutRows)
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("old").Install("TikTok"));
        fleet.AddClean(2);
        await using var world = await World.StartAsync(fleet.Tenant);
        var before = (await world.ScanAsync()).Json.GetProperty("violations")[0];
        world.Simulator.Advance(TimeSpan.FromDays(6));
        fleet.EnrolAgain("old", "new").Install("TikTok").RowsHidden = daysWithoutRows > 0;
        for (var day = 0; day < daysWithoutRows; day++)
        {
            (await world.NextDayAsync()).Json.GetProperty("violations").GetArrayLength().Should().Be(0);
        }

        fleet["new"].Change(phone => phone.RowsHidden = false);
        world.Simulator.Advance(TimeSpan.FromDays(7));
        var after = (await world.ScanAsync()).Json.GetProperty("violations")[0];

        after.GetProperty("deviceId").GetString().Should().Be("new");
        after.GetProperty("firstSeenAt").GetDateTimeOffset().Should().Be(World.Monday);
        after.GetProperty("headlineDeadline").GetDateTimeOffset().Should().Be(before.GetProperty("headlineDeadline").GetDateTimeOffset()).And.Be(World.Monday.AddDays(5));
        (await world.ViolationOfAsync("old")).State.Should().Be(ViolationState.NoLongerManaged);
        (await world.HistoryAsync()).Should().NotContain(e => e.Contains("Resolved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_old_record_that_lingers_beside_the_new_one_is_no_second_violation()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("old").Install("TikTok"));
        fleet.AddClean(2);
        await using var world = await World.StartAsync(fleet.Tenant);
        await world.ScanAsync();
        world.Simulator.Advance(TimeSpan.FromDays(7));
        fleet["old"].Change(phone => phone.SilentSince = world.Now.AddHours(-8));
        fleet.Add(Enrolled(World.Phone("new", "F17OLD").Install("TikTok"), world.Now.AddHours(-4)));

        var scan = await world.ScanAsync();

        scan.Open.Should().Equal("new tiktok");
        scan.Coverage.Should().Contain("duplicate", 1).And.Contain("violating", 1);
        (await world.HistoryAsync()).Should().Equal(
            "11-02 old Opened seen-first", "11-09 new Linked linked-by-serial", "11-09 old NoLongerManaged gone-re-enrolled");
        (await world.NextDayAsync()).Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_violation_that_left_with_its_device_is_resolved_when_the_device_is_back_without_the_app()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.AddClean(2);
        await using var world = await World.StartAsync(fleet.Tenant);
        await world.ScanAsync();
        fleet.Remove("phone");
        (await world.NextDayAsync()).Changes.Should().Equal(new Dictionary<string, int> { ["noLongerManaged"] = 1 });
        fleet.Add(World.Phone("phone"));

        (await world.NextDayAsync()).Changes.Should().Equal(new Dictionary<string, int> { ["resolved"] = 1 });
        (await world.ViolationOfAsync("phone")).State.Should().Be(ViolationState.Resolved);
    }

    [Fact]
    public async Task A_device_list_that_leaves_out_a_device_Intune_still_knows_closes_nothing()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("cleaned").Install("TikTok"));
        fleet.Add(World.Phone("missed").Install("TikTok"));
        fleet.AddClean(2);
        await using var world = await World.StartAsync(new ForgetfulList(fleet.Tenant, "missed", from: World.Monday.AddDays(1)));
        await world.ScanAsync();
        fleet["cleaned"].RefreshDay = null;
        fleet["cleaned"].Uninstall("TikTok", World.Monday.AddHours(1));

        var scan = await world.NextDayAsync();

        scan.Code.Should().Be(3);
        scan.FaultCodes.Should().Equal("device-list-missed");
        scan.Open.Should().Equal("cleaned tiktok", "missed tiktok");
    }

    private static global::IntuneSimulator.Tenants.ScriptedDevice Enrolled(global::IntuneSimulator.Tenants.ScriptedDevice device, DateTimeOffset at)
    {
        device.Record = device.Record with { EnrolledAt = at };
        return device;
    }

    /// <summary>Every row of the tables that must not move.</summary>
    private static List<string> Rows(World world)
    {
        using var connection = new SqliteConnection($"Data Source={world.Agent.StorePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return [.. new[] { "violations", "events", "devices" }.SelectMany(table => StoreRows.Of(connection, table))];
    }
}
