using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>Scans that must not move what is stored: dry runs, older files, fleets that shrank, the wrong tenant or store.</summary>
public sealed class StoreKeepingTests
{
    private const string Header = "DeviceId,DeviceName,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n";

    [Fact]
    public async Task A_dry_run_makes_no_store_and_says_what_would_open()
    {
        await using var world = await StartAsync();

        var scan = await world.ScanAsync("--dry-run");

        scan.Code.Should().Be(0, scan.Error);
        File.Exists(world.Agent.StorePath).Should().BeFalse();
        Directory.Exists(Path.GetDirectoryName(world.Agent.StorePath)).Should().BeFalse();
        scan.Scan.GetProperty("dryRun").GetBoolean().Should().BeTrue();
        scan.Changes.Should().Equal(new Dictionary<string, int> { ["opened"] = 1 });
        scan.Json.GetProperty("changes")[0].GetProperty("deviceId").GetString().Should().Be("phone");
        scan.Error.Should().Contain("dry run: nothing was stored").And.Contain("Would change: 1 opened.");
    }

    [Fact]
    public async Task A_dry_run_on_a_store_leaves_every_row_and_says_what_would_open_and_close()
    {
        var fleet = Fleet();
        await using var world = await World.StartAsync(fleet.Tenant);
        await world.ScanAsync();
        fleet["phone"].Uninstall("TikTok").RefreshDay = null;
        fleet["clean-0"].Install("TikTok").RefreshDay = null;
        world.Simulator.Advance(TimeSpan.FromDays(1));
        var before = Dump(world);

        var scan = await world.ScanAsync("--dry-run", "--output", Path.Combine(world.Agent.Folder, "reports"));

        scan.Code.Should().Be(0, scan.Error);
        Dump(world).Should().Equal(before);
        scan.Changes.Should().Equal(new Dictionary<string, int> { ["opened"] = 1, ["resolved"] = 1 });
        scan.Open.Should().Equal("clean-0 tiktok");
        scan.Error.Should().Contain("Would change: 1 opened, 1 resolved.");
        scan.Scan.GetProperty("rowsWritten").EnumerateObject().Should().BeEmpty();
        (await world.ScanAsync()).Changes.Should().Equal(scan.Changes, "the scan then does what the dry run said");
        (await world.ScanAsync("--dry-run")).Error.Should().Contain("Would change nothing.");
    }

    [Fact]
    public async Task Files_older_than_what_is_known_change_nothing_and_end_with_1()
    {
        using var agent = new AgentFixture();
        var today = agent.Write("today.csv", Header + "d1,PHONE-1,TikTok,1.0,,IOS\nd2,PHONE-2,Signal,1.0,,IOS\n");
        var yesterday = agent.Write("yesterday.csv", Header + "d1,PHONE-1,Signal,1.0,,IOS\nd2,PHONE-2,TikTok,1.0,,IOS\n");
        (await ScanFileAsync(agent, today, "2026-11-20")).Open.Should().Equal("d1 tiktok");
        var before = Dump(agent.StorePath, "violations", "events", "devices");

        var older = await ScanFileAsync(agent, yesterday, "2026-11-19");

        older.Code.Should().Be(1, older.Error);
        older.Changes.Should().BeEmpty();
        older.Scan.GetProperty("olderThanKnown").GetBoolean().Should().BeTrue();
        older.Error.Should().Contain("This inventory is of 2026-11-19 00:00 UTC, older than the one of 2026-11-20 00:00 UTC already recorded, so nothing was changed.");
        Dump(agent.StorePath, "violations", "events", "devices").Should().Equal(before);

        // And what comes after is measured against today's, not against the older one.
        var tomorrow = await ScanFileAsync(agent, yesterday, "2026-11-21");
        tomorrow.Changes.Should().Equal(new Dictionary<string, int> { ["opened"] = 1, ["resolved"] = 1 });
        tomorrow.Code.Should().Be(0);
    }

    [Fact]
    public async Task A_shrunk_fleet_is_incomplete_and_closes_nothing_until_it_is_accepted_once()
    {
        var fleet = Fleet();
        fleet.Add(World.Phone("leaver").Install("TikTok"));
        for (var i = 0; i < 27; i++)
        {
            fleet.Add(World.Phone($"more-{i}"));
        }

        await using var world = await World.StartAsync(fleet.Tenant);
        (await world.ScanAsync()).Devices.Should().Be(32);
        var before = await world.HistoryAsync();
        fleet.Remove("leaver");
        for (var i = 0; i < 10; i++)
        {
            fleet.Remove($"more-{i}");
        }

        fleet["phone"].Uninstall("TikTok").RefreshDay = null;
        var shrunk = await world.NextDayAsync();

        shrunk.Code.Should().Be(3);
        shrunk.FaultCodes.Should().Equal("fleet-shrank");
        shrunk.Error.Should().Contain("from 32 to 21 devices").And.Contain("--accept-shrunk-fleet");
        shrunk.Open.Should().Equal("leaver tiktok", "phone tiktok");
        shrunk.Written("devices").Should().Be(0);
        (await world.HistoryAsync()).Except(before).Should().OnlyContain(e => e.Contains("NotConfirmed", StringComparison.Ordinal));
        (await world.NextDayAsync()).Code.Should().Be(3, "it is measured against the last complete scan, not against the incomplete one");

        var accepted = await world.NextDayAsync("--accept-shrunk-fleet");
        accepted.Code.Should().Be(0, accepted.Error);
        accepted.Changes.Should().Equal(new Dictionary<string, int> { ["resolved"] = 1, ["noLongerManaged"] = 1 });
        (await world.NextDayAsync()).Code.Should().Be(0, "it is the known size from now on");
    }

    [Fact]
    public async Task Two_tenants_in_one_store_keep_apart()
    {
        await using var contoso = await StartAsync();
        var other = Fleet();
        await using var fabrikam = await World.StartAsync(other.Tenant, tenant: "fabrikam");
        var agent = contoso.Agent
            .Set("Tenants:1:Name", "fabrikam").Set("Tenants:1:TenantId", AgentFixture.TenantId).Set("Tenants:1:SimulatorUrl", fabrikam.Simulator.BaseAddress.ToString().TrimEnd('/'));
        (await contoso.ScanAsync("--tenant", "contoso")).Open.Should().Equal("phone tiktok");
        (await contoso.ScanAsync("--tenant", "fabrikam")).Changes.Should().Equal(new Dictionary<string, int> { ["opened"] = 1 });
        other["phone"].Uninstall("TikTok").RefreshDay = null;
        fabrikam.Simulator.Advance(TimeSpan.FromDays(1));

        (await contoso.ScanAsync("--tenant", "fabrikam")).Changes.Should().Equal(new Dictionary<string, int> { ["resolved"] = 1 });
        (await contoso.ScanAsync("--tenant", "contoso")).Changes.Should().BeEmpty();
        (await contoso.ViolationsAsync("contoso")).Should().ContainSingle().Which.State.Should().Be(ViolationState.Open);
        (await contoso.ViolationsAsync("fabrikam")).Should().ContainSingle().Which.State.Should().Be(ViolationState.Resolved);

        var unnamed = await contoso.ScanAsync();
        unnamed.Code.Should().Be(2);
        unnamed.Error.Should().Contain("contoso, fabrikam");
        var unknown = await contoso.ScanAsync("--tenant", "fabricam");
        unknown.Code.Should().Be(2);
        unknown.Error.Should().Contain("fabricam").And.Contain("contoso, fabrikam");
        (await agent.RunAsync("report", "--store", agent.StorePath, "--output", "reports")).Code.Should().Be(2);
        (await agent.RunAsync("report", "--store", agent.StorePath, "--output", "reports", "--tenant", "nobody")).Code.Should().Be(2);
        var report = await agent.RunAsync("report", "--store", agent.StorePath, "--output", "reports", "--tenant", "fabrikam", "--policy", World.Ban);
        report.Code.Should().Be(0, report.Error);
        report.Out.Should().Contain("compliance-fabrikam-").And.NotContain("contoso");
    }

    [Fact]
    public async Task A_store_of_simulated_tenants_is_refused_for_real_ones_and_the_other_way_round()
    {
        await using var world = await StartAsync();
        await world.ScanAsync();
        using var real = new AgentFixture { StorePath = world.Agent.StorePath };
        var file = real.Write("rows.csv", Header + "d1,PHONE-1,TikTok,1.0,,IOS\n");
        var before = Dump(world);

        var onSimulated = await ScanFileAsync(real, file, "2026-11-20");
        onSimulated.Code.Should().Be(4);
        onSimulated.Error.Should().Contain("SIMULATED");
        Dump(world).Should().Equal(before);

        real.StorePath = Path.Combine(real.Folder, "state", "real.db");
        (await ScanFileAsync(real, file, "2026-11-20")).Code.Should().Be(0);
        var rows = Dump(real.StorePath, "violations", "events", "devices", "scans", "tenants");
        world.Agent.StorePath = real.StorePath;
        var onReal = await world.ScanAsync();
        onReal.Code.Should().Be(4);
        onReal.Error.Should().Contain("real tenants");
        (await real.RunAsync("demo", "--once", "--devices", "10", "--store", real.StorePath)).Should().Match<AgentOutcome>(demo => demo.Code == 4 && demo.Error.Contains("real tenants"));
        Dump(real.StorePath, "violations", "events", "devices", "scans", "tenants").Should().Equal(rows);
    }

    [Fact]
    public async Task The_service_refuses_a_simulator_and_a_demo_store()
    {
        await using var world = await StartAsync();
        await world.ScanAsync();

        var simulated = await world.Agent.RunAsync("run", "--policy", World.Ban, "--store", world.Agent.StorePath);
        simulated.Code.Should().Be(2, simulated.Error);
        simulated.Error.Should().Contain("SimulatorUrl");

        using var real = new AgentFixture();
        real.Set("Tenants:0:Name", "contoso").Set("Tenants:0:TenantId", AgentFixture.TenantId)
            .Set("Tenants:0:Credential:Kind", "ClientSecret").Set("Tenants:0:Credential:ClientId", AgentFixture.TenantId).Set("Tenants:0:Credential:ClientSecret", "not-a-secret")
            .Set("Service:Url", "http://127.0.0.1:0");
        var before = Dump(world);
        var onDemo = await real.RunAsync("run", "--policy", World.Ban, "--store", world.Agent.StorePath);
        onDemo.Code.Should().Be(4, onDemo.Error);
        onDemo.Error.Should().Contain("SIMULATED");
        Dump(world).Should().Equal(before);
    }

    private static async Task<World> StartAsync() => await World.StartAsync(Fleet().Tenant);

    private static Fleet Fleet()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.AddClean(3);
        return fleet;
    }

    private static Task<ScanOutcome> ScanFileAsync(AgentFixture agent, string file, string day) =>
        agent.ScanAsync("--inventory", file, "--as-of", day + "T00:00:00Z", "--policy", World.Ban);

    private static List<string> Dump(World world) => Dump(world.Agent.StorePath, "violations", "events", "devices", "scans", "tenants");

    private static List<string> Dump(string store, params string[] tables)
    {
        using var connection = new SqliteConnection($"Data Source={store};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return [.. tables.SelectMany(table => StoreRows.Of(connection, table))];
    }
}
