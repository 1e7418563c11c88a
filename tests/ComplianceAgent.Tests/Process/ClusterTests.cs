using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>Several agents on one PostgreSQL: every firing is scanned once, whoever dies, stops or stands still meanwhile.</summary>
public sealed partial class ClusterTests : IAsyncLifetime
{
    private readonly string tenants = Directory.CreateTempSubdirectory("agent-tenants-").FullName;
    private readonly List<Node> nodes = [];
    private PostgresServer server = null!;
    private string database = "";

    public async ValueTask InitializeAsync()
    {
        Sandbox.OnlyOnUnix();
        server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
        database = await server.CreateDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        Directory.Delete(tenants, recursive: true);
        if (database.Length > 0)
        {
            await server.DropDatabaseAsync(database);
        }
    }

    [Fact]
    public async Task Three_agents_scan_each_of_fifty_tenants_once()
    {
        await using var simulator = await SimulatorAsync(polls: 1);
        ScheduleFifty(simulator, TimeProvider.System.GetUtcNow().AddYears(1));
        var agents = new[] { await StartAsync(), await StartAsync(), await StartAsync() };

        // Only now: however slowly agents start, the moment must not have passed by then.
        ScheduleFifty(simulator, TimeProvider.System.GetUtcNow().AddSeconds(15));
        await EventuallyAsync(async () => await CountAsync("SELECT count(*) FROM scans") == 50, 150);

        (await CountAsync("SELECT count(*) FROM tenants WHERE last_scan = 1 AND stored_scan = 1")).Should().Be(50, "no scan may begin twice");
        var shares = agents.Select(agent => Began().Count(agent.Process.Error)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"scans by agent: {string.Join(", ", shares)}");
        shares.Sum().Should().Be(50);
        shares.Should().OnlyContain(share => share > 0);

        var health = await agents[0].HealthAsync();
        health.GetProperty("nodes").GetArrayLength().Should().Be(3);
        health.GetProperty("nodes").EnumerateArray().Count(node => node.GetProperty("isThis").GetBoolean()).Should().Be(1);
        health.GetProperty("tenants").EnumerateArray().Should().OnlyContain(tenant => tenant.GetProperty("lastCompleteScan").ValueKind == JsonValueKind.String);
        var status = await agents[1].Sandbox.RunAsync("status", "--json");
        status.Code.Should().Be(0, status.Error);
        var told = JsonDocument.Parse(status.Out).RootElement;
        told.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("state").GetString()).Should().Equal("alive", "alive", "alive");
        told.GetProperty("tenants").GetArrayLength().Should().Be(50);
        (await server.ScalarAsync(database, "SELECT count(*) FROM qrtz_scheduler_state")).Should().Be(3L, "whoever asks for the status is no agent");

        // A tenant that leaves the settings is in the schedule of no agent any more.
        File.Delete(Path.Combine(tenants, "tenant-00.yaml"));
        await EventuallyAsync(async () => await CountAsync("SELECT count(*) FROM qrtz_job_details") == 49, 30);
    }

    [Fact]
    public async Task A_scan_goes_on_elsewhere_when_its_agent_is_killed_stopped_or_frozen()
    {
        await using var simulator = await SimulatorAsync(polls: 6);
        Schedule("idle", simulator, TimeProvider.System.GetUtcNow().AddYears(1));
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await StartAsync();
        }

        var killed = await ScansAsync("killed", simulator);
        killed.Process.Kill();
        var taken = await TakenOverAsync("killed", killed, 60);
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after a kill: {taken.TotalSeconds:0.0} s");
        taken.Should().BeLessThan(TimeSpan.FromSeconds(15));
        await StoredAsync("killed", 2);

        var stopped = await ScansAsync("stopped", simulator);
        var watch = Stopwatch.StartNew();
        await stopped.Process.SignalAsync("TERM");
        taken = await TakenOverAsync("stopped", stopped, 30);
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after an orderly stop: {taken.TotalSeconds:0.0} s");
        taken.Should().BeLessThan(TimeSpan.FromSeconds(6), "what is handed over waits for no check-in");
        (await stopped.Process.EndAsync()).Code.Should().Be(0);
        await StoredAsync("stopped", 2);

        await StartAsync();
        var frozen = await ScansAsync("frozen", simulator);
        await frozen.Process.SignalAsync("STOP");
        taken = await TakenOverAsync("frozen", frozen, 60);
        TestContext.Current.TestOutputHelper?.WriteLine($"taken over after a freeze: {taken.TotalSeconds:0.0} s");
        await frozen.Process.SignalAsync("CONT");
        await frozen.Process.SaysAsync("of tenant 'frozen' was not stored: a later scan has begun since");
        await StoredAsync("frozen", 2);

        (await CountAsync("SELECT count(*) FROM scans")).Should().Be(3, "each firing is stored once");
        (await CountAsync("SELECT count(*) FROM (SELECT tenant, violation_id FROM events GROUP BY tenant, violation_id, kind HAVING count(*) > 1) AS doubled")).Should().Be(0);
        foreach (var tenant in new[] { "killed", "stopped", "frozen" })
        {
            var audit = await nodes[^1].Sandbox.RunAsync("audit", "verify", "--tenant", tenant);
            audit.Code.Should().Be(0, audit.Out + audit.Error);
        }
    }

    [Fact]
    public async Task An_agent_alone_that_was_killed_scans_after_its_next_start_what_it_was_scanning()
    {
        await using var simulator = await SimulatorAsync(polls: 4);
        Schedule("idle", simulator, TimeProvider.System.GetUtcNow().AddYears(1));
        await StartAsync();
        var killed = await ScansAsync("lonely", simulator);
        killed.Process.Kill();
        var again = await StartAsync();

        await again.Process.SaysAsync("Scan 2 of tenant lonely started");
        await StoredAsync("lonely", 2);
    }

    private void ScheduleFifty(SimulatorHost simulator, DateTimeOffset due)
    {
        for (var i = 0; i < 50; i++)
        {
            Schedule($"tenant-{i:00}", simulator, due);
        }
    }

    [GeneratedRegex("Scan \\d+ of tenant \\S+ started", RegexOptions.NonBacktracking)]
    private static partial Regex Began();

    /// <summary>A small tenant at today's date, whose exports are ready after some polls of two seconds.</summary>
    private static Task<SimulatorHost> SimulatorAsync(int polls) => SimulatorHost.StartAsync(
        new SimulatorOptions { Devices = 60, AppsPerDevice = 20, BannedShare = 0.1, PollsUntilCompleted = polls, Now = TimeProvider.System.GetUtcNow() }, TestContext.Current.CancellationToken);

    private async Task<Node> StartAsync()
    {
        var sandbox = new Sandbox();
        var connection = server.ConnectionTo(database);
        sandbox.Set("Store:Connection", connection).Set("TenantFiles:Path", tenants).Set("TenantFiles:ReloadEvery", "00:00:01")
            .Set("Service:Url", "http://127.0.0.1:0").Set("Graph:ExportPollSeconds", "2").Set("Policies:Use:0", Sandbox.Policy);
        var node = new Node(sandbox, sandbox.Start(["run", "--simulated", "--output", "reports"]));
        nodes.Add(node);
        await node.Process.SaysAsync("Running.");
        return node;
    }

    /// <summary>Puts a tenant into the settings of all agents, due in a moment.</summary>
    private void Schedule(string tenant, SimulatorHost simulator, DateTimeOffset due)
    {
        var file = Path.Combine(tenants, tenant + ".yaml");
        File.WriteAllText(file + ".new", $"tenantId: {simulator.Options.TenantId}\nsimulatorUrl: {simulator.BaseAddress.ToString().TrimEnd('/')}\nschedule: {{ cron: \"{due.UtcDateTime.ToString("s m H d M", CultureInfo.InvariantCulture)} ? {due.Year}\", jitterMinutes: 0 }}\n");
        Sandbox.SetMode(file + ".new", 0b110_000_000);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The agent that scans a tenant that is due in a moment.</summary>
    private async Task<Node> ScansAsync(string tenant, SimulatorHost simulator)
    {
        Schedule(tenant, simulator, TimeProvider.System.GetUtcNow().AddSeconds(5));
        Node? found = null;
        await EventuallyAsync(() => Task.FromResult((found = nodes.Find(node => Has(node, $"Scan 1 of tenant {tenant} started"))) is not null), 60);
        return found!;
    }

    private async Task<TimeSpan> TakenOverAsync(string tenant, Node from, int seconds)
    {
        var watch = Stopwatch.StartNew();
        await EventuallyAsync(() => Task.FromResult(nodes.Exists(node => node != from && Has(node, $"Scan 2 of tenant {tenant} started"))), seconds);
        return watch.Elapsed;
    }

    private async Task StoredAsync(string tenant, long number)
    {
        await EventuallyAsync(async () => await CountAsync($"SELECT count(*) FROM scans WHERE tenant = '{tenant}'") == 1, 60);
        (await CountAsync($"SELECT number FROM scans WHERE tenant = '{tenant}'")).Should().Be(number);
    }

    private static bool Has(Node node, string text) => node.Process.Error.Contains(text, StringComparison.Ordinal);

    private async Task<long> CountAsync(string sql) => await server.ScalarAsync(database, sql) is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;

    private async Task EventuallyAsync(Func<Task<bool>> condition, int seconds)
    {
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(seconds), string.Join("\n\n", nodes.Select(node => node.Process.Error)).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            await AgentProcess.Pause(50);
        }
    }

    private sealed class Node(Sandbox sandbox, AgentProcess process) : IAsyncDisposable
    {
        public Sandbox Sandbox => sandbox;

        public AgentProcess Process => process;

        public async Task<JsonElement> HealthAsync()
        {
            using var http = new HttpClient();
            var address = HealthAddress().Match(process.Error).Value;
            return JsonDocument.Parse(await http.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken)).RootElement;
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:\\d+/health/ready", RegexOptions.NonBacktracking)]
    private static partial Regex HealthAddress();
}
