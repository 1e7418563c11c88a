using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Violations.Store;
using ComplianceAgent.Violations.Store;
using IntuneSimulator;
using Npgsql;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>Real agents of two versions on one PostgreSQL store: one brings it up to date, whoever dies; an old one writes nothing more, and no scan is lost.</summary>
public sealed partial class RollingUpgradeTests : IAsyncLifetime
{
    private readonly List<Sandbox> sandboxes = [];
    private PostgresServer server = null!;
    private PastStore store = null!;

    public async ValueTask InitializeAsync()
    {
        Sandbox.OnlyOnUnix();
        server = await PostgresServer.GetAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sandbox in sandboxes)
        {
            await sandbox.DisposeAsync();
        }

        await (store?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Of_two_that_start_at_once_one_is_killed_in_the_midst_of_the_upgrade_and_the_other_does_it_and_scans()
    {
        store = await PastStore.RestoreAsync(PastStore.OldestDatabase, server);
        Task<ScanOutcome> scanning;
        await using (var report = await HoldAsync())
        {
            await using var first = Agent().Start(["store", "migrate"]);
            await WaitAsync(sessions: 1);
            scanning = Agent().ScanAsync("--inventory", "apps.csv", "--as-of", "2026-10-19", "--policy", "us-federal-tiktok");
            await WaitAsync(sessions: 2);
            (await store.RowsAsync($"SELECT count(*) FROM {PostgresStore.HistoryTable}")).Should().Equal(["2"], "one step is done, the next waits for the table");
            first.Kill();
        }

        var scan = await scanning;
        scan.Code.Should().Be(0, scan.Error);
        scan.Open.Should().Equal(["d2 tiktok", "d2 tiktok", "d5 tiktok", "d5 tiktok"]);
        scan.Changes.Should().BeEmpty("the same apps are no news");
        foreach (var broken in PastStore.Broken)
        {
            (await store.RowsAsync(broken)).Should().Equal(["0"], broken);
        }

        await using var made = PastStore.OfDatabase(server, await server.CreateDatabaseAsync());
        await (await ViolationStore.OpenAsync(StoreConnection.Parse(made.Connection), new StoreOpening(), cancellationToken: TestContext.Current.CancellationToken)).DisposeAsync();
        (await store.SchemaAsync()).Should().Equal(await made.SchemaAsync());
    }

    [Fact]
    public async Task An_agent_that_scans_while_a_newer_one_comes_stores_nothing_stands_by_and_leaves_the_scan_to_it()
    {
        store = PastStore.OfDatabase(server, await server.CreateDatabaseAsync());
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Devices = 20, AppsPerDevice = 5, BannedShare = 0.2, PollsUntilCompleted = 2, Now = TimeProvider.System.GetUtcNow() }, TestContext.Current.CancellationToken);
        var old = await RunAsync(simulator, TimeProvider.System.GetUtcNow().AddYears(1));
        // Far enough for the file to be read before, on a busy machine too: a moment that has passed is never scanned.
        Schedule(sandboxes[0], simulator, TimeProvider.System.GetUtcNow().AddSeconds(10));
        await old.SaysAsync("Scan 1 of tenant contoso started");

        await store.ExecuteAsync($"INSERT INTO {PostgresStore.HistoryTable} VALUES ('29991231000000_Later', '99.0')");
        await old.SaysAsync("The scan of tenant contoso is left to an agent of the newer version");

        old.Error.Should().Contain("The scheduled scan of tenant contoso failed: The store '").And.Contain("by a newer version of this program (29991231000000_Later)").And.Contain("stop it and start the newer version in its place");
        var (ready, health) = await HealthAsync(old);
        ready.Should().Be(HttpStatusCode.ServiceUnavailable);
        health.Should().Contain("stop it and start the newer version in its place").And.Contain("\"tenant\":\"contoso\"", "what is there can still be looked at");
        (await store.RowsAsync("SELECT last_scan, stored_scan FROM tenants WHERE tenant = 'contoso'")).Should().Equal("1 | 0");
        foreach (var table in new[] { "scans", "violations", "events", "devices" })
        {
            (await store.RowsAsync($"SELECT count(*) FROM {table}")).Should().Equal(["0"], table);
        }

        (await store.RowsAsync($"SELECT count(*) FROM qrtz_triggers WHERE trigger_name = 'contoso' AND trigger_group = '{TenantSchedules.PassedOnGroup}'"))
            .Should().Equal(["1"], "the firing waits for the newer agent");
    }

    /// <summary>Keeps changes of the table of violations waiting, as a long report does.</summary>
    private async Task<NpgsqlConnection> HoldAsync()
    {
        var connection = new NpgsqlConnection(store.Connection + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE violations IN ACCESS SHARE MODE", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Until so many sessions wait for a lock.</summary>
    private Task WaitAsync(int sessions) => UntilAsync(async () =>
        await store.RowsAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") is [var waiting]
        && waiting == sessions.ToString(CultureInfo.InvariantCulture));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(120));
            await AgentProcess.Pause(500);
        }
    }

    private Sandbox Agent()
    {
        var sandbox = new Sandbox().Set("Store:Connection", store.Connection);
        sandboxes.Add(sandbox);
        sandbox.Write("apps.csv", PastStore.Second);
        return sandbox;
    }

    private async Task<AgentProcess> RunAsync(SimulatorHost simulator, DateTimeOffset due)
    {
        var sandbox = Agent();
        Directory.CreateDirectory(Path.Combine(sandbox.Work, "tenants"));
        Schedule(sandbox, simulator, due);
        sandbox.Set("TenantFiles:Path", Path.Combine(sandbox.Work, "tenants")).Set("TenantFiles:ReloadEvery", "00:00:01")
            .Set("Service:Url", "http://127.0.0.1:0").Set("Dashboard:Enabled", "false").Set("Graph:ExportPollSeconds", "2").Set("Policies:Use:0", Sandbox.Policy);
        var process = sandbox.Start(["run", "--simulated"]);
        await process.SaysAsync("Running.");
        return process;
    }

    private static void Schedule(Sandbox sandbox, SimulatorHost simulator, DateTimeOffset due)
    {
        var file = Path.Combine(sandbox.Work, "tenants", "contoso.yaml");
        File.WriteAllText(file + ".new", $"tenantId: {simulator.Options.TenantId}\nsimulatorUrl: {simulator.BaseAddress.ToString().TrimEnd('/')}\nschedule: {{ cron: \"{due.UtcDateTime.ToString("s m H d M", CultureInfo.InvariantCulture)} ? {due.Year}\", jitterMinutes: 0 }}\n");
        Sandbox.SetMode(file + ".new", 0b110_000_000);
        File.Move(file + ".new", file, overwrite: true);
    }

    private static async Task<(HttpStatusCode Code, string Text)> HealthAsync(AgentProcess agent)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(HealthAddress().Match(agent.Error).Value), TestContext.Current.CancellationToken);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:\\d+/health/ready", RegexOptions.NonBacktracking)]
    private static partial Regex HealthAddress();
}
