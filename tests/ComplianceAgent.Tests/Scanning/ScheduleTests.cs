using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;

namespace ComplianceAgent.Tests.Scanning;

/// <summary>When tenants are scanned, by which agent, and how people learn of it.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(-1, null)]
    [InlineData(1.2, "1.2 seconds ahead of")]
    [InlineData(-3600, "3600.0 seconds behind")]
    public void A_clock_may_be_wrong_by_a_second(double seconds, string? said)
    {
        var fault = StandbyWatch.Judge(TimeSpan.FromSeconds(seconds));
        if (said is null)
        {
            fault.Should().BeNull();
        }
        else
        {
            fault.Should().Contain(said).And.Contain("NTP");
        }
    }

    [Theory]
    [InlineData("0 30 2 * * ?", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")] // 02:30 does not exist on the 29th: the hour is skipped, the scan is not.
    [InlineData("0 30 2 * * ?", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("0 30 4 * * ?", "2026-03-28T12:00:00Z", "2026-03-29T02:30:00Z")]
    [InlineData("0 30 4 * * ?", "2026-10-24T12:00:00Z", "2026-10-25T03:30:00Z")]
    public void A_daily_scan_is_neither_lost_nor_doubled_when_the_clocks_are_put_forward_or_back(string cron, string now, string next)
    {
        var schedule = new TenantSchedule { Cron = cron, TimeZone = "Europe/Brussels" };
        var first = ScheduleRules.NextOf(schedule, At(now));
        first.Should().BeCloseTo(At(next), TimeSpan.FromMinutes(31), "within the hour that is skipped or doubled");
        var days = 0;
        for (var at = At(now); ScheduleRules.NextOf(schedule, at) is { } fires && fires < At(now).AddDays(7); at = fires)
        {
            days++;
        }

        days.Should().Be(7);
    }

    [Fact]
    public void A_schedule_that_lies_in_the_past_fires_never() =>
        ScheduleRules.NextOf(new TenantSchedule { Cron = "0 0 0 1 1 ? 2020" }, At("2026-01-01T00:00:00Z")).Should().BeNull();

    [Fact]
    public async Task Status_tells_of_each_tenant_and_ends_with_1_until_all_were_scanned()
    {
        using var agent = new AgentFixture().Set("Tenants:0:Name", "contoso").Set("Tenants:0:TenantId", "contoso.example").Set("Tenants:0:Credential:Kind", "ManagedIdentity");
        agent.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");

        var before = await agent.RunAsync("status", "--store", agent.StorePath);
        before.Code.Should().Be(1, before.Error);
        before.Out.Should().Contain("(not made yet)").And.Contain("contoso").And.Contain("never");
        File.Exists(agent.StorePath).Should().BeFalse("looking makes no store");

        (await agent.ScanAsync("--policy", "be-federal-tiktok", "--inventory", "apps.csv")).Code.Should().Be(0);
        var after = await agent.RunAsync("status", "--store", agent.StorePath, "--json");
        after.Code.Should().Be(0, after.Error);
        var tenant = JsonDocument.Parse(after.Out).RootElement.GetProperty("tenants")[0];
        tenant.GetProperty("openViolations").GetInt32().Should().Be(1);
        tenant.GetProperty("nextScan").GetDateTimeOffset().Should().BeAfter(TimeProvider.System.GetUtcNow());
        (await agent.RunAsync("status", "--store", agent.StorePath)).Out.Should().Contain("several need PostgreSQL").And.NotContain("any more");

        (await agent.ScanAsync("--policy", "be-federal-tiktok", "--inventory", "apps.csv", "--tenant", "northwind")).Code.Should().Be(0);
        (await agent.RunAsync("status", "--store", agent.StorePath)).Out.Should().MatchRegex(@"Tenant northwind is in no settings and not scheduled any more; its last complete scan: \d{4}-\d\d-\d\d \d\d:\d\d UTC");
        (await agent.RunAsync("tenants", "remove", "northwind", "--erase", "--store", agent.StorePath)).Code.Should().Be(0);
        (await agent.RunAsync("status", "--store", agent.StorePath)).Out.Should().NotContain("northwind");
    }

    [Fact]
    public async Task Status_says_what_is_overdue_what_waits_and_what_to_do()
    {
        var clock = new ShiftedClock();
        using var agent = new AgentFixture { Clock = clock }.Set("Tenants:0:Name", "contoso").Set("Tenants:0:TenantId", "contoso.example").Set("Tenants:0:Credential:Kind", "ManagedIdentity");
        agent.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\niOS,T1kTok,Acme,1,phone-2\n");

        var before = await agent.RunAsync("status", "--store", agent.StorePath);
        before.Out.Should().MatchRegex("contoso +never scanned +never").And.Contain("  contoso: never scanned. See that 'compliance-agent run' is running; 'compliance-agent doctor --tenant contoso' says what is wrong");

        (await agent.ScanAsync("--policy", "be-federal-tiktok", "--inventory", "apps.csv")).Code.Should().Be(0);
        var after = await agent.RunAsync("status", "--store", agent.StorePath);
        after.Code.Should().Be(0);
        after.Out.Should().MatchRegex(@"contoso +up to date +\d{4}-\d\d-\d\d \d\d:\d\d \(0 minutes ago\)").And.Contain("  contoso: 1 suspected match waits for a person: 'compliance-agent reviews list --tenant contoso'.");

        clock.Forward(TimeSpan.FromDays(3));
        var late = await agent.RunAsync("status", "--store", agent.StorePath);
        late.Code.Should().Be(1);
        late.Out.Should().MatchRegex("contoso +OVERDUE").And.Contain("  contoso: no complete scan for 3 days (Service:ReadyWithinHours is 48).").And.Contain("'compliance-agent scan --tenant contoso' scans now");
        var tenant = JsonDocument.Parse((await agent.RunAsync("status", "--json", "--store", agent.StorePath)).Out).RootElement.GetProperty("tenants")[0];
        (tenant.GetProperty("state").GetString(), tenant.GetProperty("waitingForReview").GetInt32(), tenant.GetProperty("toDo").GetArrayLength()).Should().Be(("overdue", 1, 2));
    }

    [Fact]
    public async Task An_agent_whose_clock_is_wrong_does_not_start_and_stands_by_when_it_goes_wrong_later()
    {
        var cancel = TestContext.Current.CancellationToken;
        var server = await PostgresServer.GetAsync(cancel);
        var database = await server.CreateDatabaseAsync();
        var port = FreePort();
        var clock = new Adjusted { By = TimeSpan.FromSeconds(90) };
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 10, TenantId = AgentFixture.TenantId }, cancel);
        using var agent = new AgentFixture { Clock = clock }.WithSimulator(simulator.BaseAddress)
            .Set("Tenants:0:Schedule:Cron", "0/2 * * * * ?").Set("Tenants:0:Schedule:JitterMinutes", "0").Set("Service:Url", $"http://127.0.0.1:{port}").Set("Policies:Use:0", "be-federal-tiktok").Set("Graph:ExportPollSeconds", "2")
            .Set("Store:Connection", server.ConnectionTo(database));

        var refused = await agent.RunAsync("run", "--simulated");
        refused.Code.Should().Be(4);
        refused.Error.Should().Contain("This machine's clock is ").And.Contain("seconds ahead of the database server's");

        clock.By = TimeSpan.Zero;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var run = agent.RunAsync(["run", "--simulated"], stop.Token);
        await EventuallyAsync(async () => await ScansAsync() > 1);
        clock.By = TimeSpan.FromSeconds(-30);
        await EventuallyAsync(async () => (await HealthAsync(port)).Contains("seconds behind the database server", StringComparison.Ordinal));
        await Task.Delay(TimeSpan.FromSeconds(3), cancel);
        var standing = await ScansAsync();
        await Task.Delay(TimeSpan.FromSeconds(6), cancel);
        (await ScansAsync()).Should().Be(standing, "of three firings none may begin");

        clock.By = TimeSpan.Zero;
        await EventuallyAsync(async () => await ScansAsync() > standing);
        await stop.CancelAsync();
        (await run).Code.Should().Be(0);
        await server.DropDatabaseAsync(database);

        async Task<long> ScansAsync() => Convert.ToInt64(await server.ScalarAsync(database, "SELECT coalesce(sum(last_scan), 0) FROM tenants"), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string> HealthAsync(int port)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()).FirstOrDefault() ?? "";
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(90));
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Adjusted : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }
}
