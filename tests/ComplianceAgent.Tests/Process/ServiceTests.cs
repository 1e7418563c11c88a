using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary><c>run</c> as a service manager sees it: it stays up whatever happens to a tenant, tells its health, and stops in order.</summary>
public sealed class ServiceTests : IAsyncDisposable
{
    private const string Secret = "canary-of-the-client-secret";
    private readonly Sandbox sandbox = new();
    private readonly HttpClient http = new();
    private readonly int port = FreePort();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task It_stays_up_goes_on_scanning_and_tells_each_tenants_fault_apart()
    {
        Sandbox.OnlyOnUnix();
        Configure();
        await using var run = sandbox.Start(["run", "--config", "settings.json"]);
        await run.SaysAsync("Running.");
        (await http.GetStringAsync(Address("/health/live"), TestContext.Current.CancellationToken)).Should().Be("live");

        var (first, _) = await ReadyAsync(health => Failure(health, "broken") is not null);
        var (later, status) = await ReadyAsync(health => Attempt(health, "broken") > Attempt(first, "broken") && Failure(health, "unreachable") is not null);

        status.Should().Be(HttpStatusCode.OK, "nobody can expect a complete scan of a service that has just started");
        Failure(later, "broken").Should().Contain("broken.pem");
        Failure(later, "unreachable").Should().Contain("signing in failed").And.NotContain("broken.pem");
        run.IsOver.Should().BeFalse();

        var watch = Stopwatch.StartNew();
        await run.SignalAsync("TERM");
        var end = await run.EndAsync();
        end.Code.Should().Be(0, end.Error);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
        end.Out.Should().BeEmpty();
        end.Error.Should().Contain("The scheduled scan of tenant broken failed: ").And.NotContain("   at ").And.NotContain("Request starting");
        await NoSecretAsync(end, later);
        await sandbox.StoreIsWholeAsync();
        Sandbox.OpenToOthers(sandbox.State).Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_not_ready_once_a_tenants_last_complete_scan_is_too_long_ago_or_its_policies_are_broken()
    {
        Sandbox.OnlyOnUnix();
        Configure(cron: "0 0 0 1 1 ? 2099");
        sandbox.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");
        foreach (var tenant in new[] { "broken", "unreachable" })
        {
            (await sandbox.ScanAsync("--config", "settings.json", "--tenant", tenant, "--inventory", "apps.csv")).Code.Should().Be(0);
        }

        (await sandbox.ScanAsync("--config", "settings.json", "--tenant", "left", "--inventory", "apps.csv")).Code.Should().Be(0);
        await using var run = sandbox.Start(["run", "--config", "settings.json"]);
        await run.SaysAsync("Running.");
        var (fresh, ready) = await ReadyAsync(_ => true);
        ready.Should().Be(HttpStatusCode.OK, "a tenant that left does not make the service unready");
        var left = fresh.GetProperty("notScheduledAnyMore").EnumerateArray().Single();
        left.GetProperty("tenant").GetString().Should().Be("left");
        left.GetProperty("lastCompleteScan").GetDateTimeOffset().Should().BeAfter(TimeProvider.System.GetUtcNow().AddHours(-1));
        fresh.GetProperty("tenants").EnumerateArray().Select(tenant => tenant.GetProperty("lastCompleteScan").GetDateTimeOffset()).Should().HaveCount(2);

        // The scan of one tenant was two hours ago, and Service:ReadyWithinHours is one.
        var old = TimeProvider.System.GetUtcNow().AddHours(-2).ToString("O", CultureInfo.InvariantCulture);
        await sandbox.AskAsync($"UPDATE scans SET result = json_set(result, '$.finishedAt', '{old}'), hash = '' WHERE tenant = 'broken'");
        var (stale, late) = await ReadyAsync(health => !health.GetProperty("ready").GetBoolean());
        late.Should().Be(HttpStatusCode.ServiceUnavailable);
        Of(stale, "broken").GetProperty("ready").GetBoolean().Should().BeFalse();
        Of(stale, "unreachable").GetProperty("ready").GetBoolean().Should().BeTrue();

        sandbox.Write("bans/house.yaml", "schema: 1\npolicy: be-federal-tiktok\nnonsense: 1\n");
        var (broken, faulty) = await ReadyAsync(health => health.GetProperty("faults").GetArrayLength() > 0);
        faulty.Should().Be(HttpStatusCode.ServiceUnavailable);
        broken.GetProperty("faults")[0].GetString().Should().Contain("house.yaml");
    }

    [Fact]
    public async Task Tenants_come_change_and_go_with_their_files_while_it_runs()
    {
        Sandbox.OnlyOnUnix();
        Configure(cron: "0 0 0 1 1 ? 2099");
        var file = sandbox.Write("tenants.d/northwind.yaml", TenantFile("0 0 0 1 1 ? 2099"));
        Sandbox.SetMode(file, 0b110_000_000);
        await using var run = sandbox.Start(["run", "--config", "settings.json", "--set", "TenantFiles:Path=tenants.d", "--set", "TenantFiles:ReloadEvery=00:00:01"]);
        await run.SaysAsync("Running.");
        await ReadyAsync(health => Names(health).SequenceEqual(["broken", "unreachable", "northwind"]));

        sandbox.Write("tenants.d/northwind.yaml", TenantFile("0/1 * * * * ?"));
        await ReadyAsync(health => Failure(health, "northwind") is not null);

        sandbox.Write("tenants.d/northwind.yaml", "nonsense: 1\n");
        var (broken, status) = await ReadyAsync(health => health.GetProperty("faults").GetArrayLength() > 0);
        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        broken.GetProperty("faults")[0].GetString().Should().Contain("northwind.yaml(1,1): nonsense: there is no such setting.");
        Names(broken).Should().Contain("northwind", "it stays as it was");

        File.Delete(file);
        await ReadyAsync(health => Names(health).SequenceEqual(["broken", "unreachable"]));
        await run.SaysAsync("Tenant northwind is in no settings any more");

        static IEnumerable<string> Names(JsonElement health) => health.GetProperty("tenants").EnumerateArray().Select(tenant => tenant.GetProperty("tenant").GetString()!);

        static string TenantFile(string cron) =>
            $"tenantId: northwind.example\ncredential: {{ kind: ClientSecret, clientId: {Guid.NewGuid()}, clientSecret: {Secret} }}\nschedule: {{ cron: \"{cron}\", jitterMinutes: 0 }}\n";
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_message()
    {
        Configure();
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();

        var end = await sandbox.RunAsync("run", "--config", "settings.json");

        end.Code.Should().Be(4, end.Error);
        end.Error.Should().Contain($"Service:Url http://127.0.0.1:{port}: cannot be listened on").And.NotContain("   at ").And.NotContain("Exception");
        (await sandbox.AskAsync("SELECT coalesce(max(last_scan), 0) FROM tenants")).Should().Be(0L, "no scan may begin, and fence off another agent's");
    }

    [Fact]
    public async Task A_second_service_on_the_store_is_refused_a_scan_beside_it_is_not_and_a_killed_one_holds_nothing()
    {
        Configure(cron: "0 0 0 1 1 ? 2099");
        sandbox.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");
        await using var first = sandbox.Start(["run", "--config", "settings.json"]);
        await first.SaysAsync("Running.");

        var second = await sandbox.RunAsync("run", "--config", "settings.json", "--set", "Service:Url=http://127.0.0.1:1");
        second.Code.Should().Be(4, second.Error);
        second.Error.Should().Contain($"Another agent runs on the store '{sandbox.Store}'").And.Contain("two would scan every tenant twice").And.NotContain("   at ");
        (await sandbox.ScanAsync("--config", "settings.json", "--tenant", "broken", "--inventory", "apps.csv")).Code.Should().Be(0);

        first.Kill();
        await first.EndAsync();
        await using var third = sandbox.Start(["run", "--config", "settings.json"]);
        await third.SaysAsync("Running.");
        Sandbox.OpenToOthers(sandbox.State).Should().BeEmpty();
    }

    [Fact]
    public async Task A_service_whose_store_is_missing_does_not_start_anew()
    {
        Configure(cron: "0 0 0 1 1 ? 2099");
        sandbox.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");
        (await sandbox.ScanAsync("--config", "settings.json", "--tenant", "broken", "--inventory", "apps.csv")).Code.Should().Be(0);
        File.Delete(sandbox.Store);

        var end = await sandbox.RunAsync("run", "--config", "settings.json");

        end.Code.Should().Be(4, end.Error);
        end.Error.Should().Contain("holds nothing of tenant broken").And.Contain("store accept");
        File.Exists(sandbox.Store).Should().BeFalse();
    }

    [Fact]
    public async Task Simulated_tenants_and_the_store_of_a_demo_are_refused()
    {
        Configure();
        var simulated = await sandbox.RunAsync("run", "--config", "settings.json", "--set", "Tenants:1:SimulatorUrl=http://127.0.0.1:5000");
        simulated.Code.Should().Be(2);
        simulated.Error.Should().Contain("unreachable has a SimulatorUrl").And.Contain("real tenants only");

        (await sandbox.RunAsync("demo", "--devices", "10", "--once", "--store", "demo.db")).Code.Should().Be(0);
        var demo = await sandbox.RunAsync("run", "--config", "settings.json", "--store", "demo.db");
        demo.Code.Should().Be(4);
        demo.Error.Should().Contain("demo.db' is of a demo");
    }

    private void Configure(string cron = "0/1 * * * * ?")
    {
        // A login host that refuses at once: what a closed network does, without its waiting.
        sandbox.Environment["HTTPS_PROXY"] = "http://127.0.0.1:9";
        sandbox.Write("bans/empty.txt", "");
        var broken = sandbox.Write("broken.pem", "this is no certificate");
        var settings = sandbox.Write("settings.json", JsonSerializer.Serialize(new
        {
            Tenants = new object[]
            {
                Tenant("broken", new { Kind = "Certificate", ClientId = Guid.NewGuid(), CertificatePath = broken }),
                Tenant("unreachable", new { Kind = "ClientSecret", ClientId = Guid.NewGuid(), ClientSecret = Secret }),
            },
            Policies = new { Use = new[] { Sandbox.Policy }, Path = Path.Combine(sandbox.Work, "bans"), ReloadEvery = "00:00:01" },
            Service = new { Url = $"http://127.0.0.1:{port}", ReadyWithinHours = 1 },
        }));
        Sandbox.SetMode(settings, 0b110_000_000);

        object Tenant(string name, object credential) => new { Name = name, TenantId = Guid.NewGuid(), Credential = credential, Schedule = new { Cron = cron, JitterMinutes = 0 } };
    }

    private async Task<(JsonElement Health, HttpStatusCode Status)> ReadyAsync(Func<JsonElement, bool> until)
    {
        for (var watch = Stopwatch.StartNew(); ; await AgentProcess.Pause(100))
        {
            using var reply = await http.GetAsync(Address("/health/ready"), TestContext.Current.CancellationToken);
            var health = JsonDocument.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
            if (until(health))
            {
                return (health, reply.StatusCode);
            }

            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60), $"health should change by then, and is {health}");
        }
    }

    private Uri Address(string path) => new($"http://127.0.0.1:{port}{path}");

    private static JsonElement Of(JsonElement health, string tenant) =>
        health.GetProperty("tenants").EnumerateArray().Single(candidate => candidate.GetProperty("tenant").GetString() == tenant);

    private static string? Failure(JsonElement health, string tenant) => Of(health, tenant).GetProperty("lastFailure").GetString();

    private static DateTimeOffset Attempt(JsonElement health, string tenant) =>
        Of(health, tenant).GetProperty("lastAttempt") is { ValueKind: JsonValueKind.String } at ? at.GetDateTimeOffset() : DateTimeOffset.MinValue;

    private async Task NoSecretAsync(AgentOutcome end, JsonElement health)
    {
        (end.Out + end.Error + health).Should().NotContain(Secret);
        foreach (var file in Directory.EnumerateFiles(sandbox.State, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Should().NotContain(Secret, file);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
