using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.LifeCycle;
using IntuneSimulator;
using IntuneSimulator.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Tests.Scanning.Tenants;

/// <summary>A tenant's own register of exceptions beside that of all, through the command line; and one tenant's trouble that is no other's.</summary>
public sealed class TenantRegisterTests : IDisposable
{
    private readonly AgentFixture agent = new();

    public TenantRegisterTests()
    {
        Directory.CreateDirectory(Path.Combine(agent.Folder, "tenants.d"));
        agent.Set("TenantFiles:Path", Path.Combine(agent.Folder, "tenants.d"))
            .Set("Policies:Use:0", agent.Write("ours.yaml", "schema: 1\npolicy: ours\nextends: be-federal-tiktok\nexceptions: { reasons: [research] }\n"));
        agent.Write("tenants.d/_defaults.yaml", $"tenantId: {AgentFixture.TenantId}\nsimulatorUrl: http://127.0.0.1:9\n");
        agent.Write("rows.csv", "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n" + string.Concat(Enumerable.Range(1, 3).Select(i => $"d{i},TikTok,1,TikTok Pte. Ltd.,IOS\n")));
    }

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task Both_registers_count_for_the_tenant_and_its_own_for_nobody_else()
    {
        agent.Set("Exceptions:Register", Register("shared.yaml", "id: lab, device: d1"));
        Tenant("contoso", Register("contoso-exceptions.yaml", "id: lab, device: d2"));
        Tenant("fabrikam");

        var contoso = await ScanAsync("contoso");
        var fabrikam = await ScanAsync("fabrikam");

        contoso.Open.Should().Equal("d3 tiktok");
        fabrikam.Open.Should().Equal("d2 tiktok", "d3 tiktok");
        Hash(contoso, "exceptionRegister").Should().Be(Hash(fabrikam, "exceptionRegister"));
        Hash(contoso, "tenantExceptionRegister").Should().HaveLength(64).And.NotBe(Hash(contoso, "exceptionRegister"));
        fabrikam.Scan.TryGetProperty("tenantExceptionRegister", out var none).Should().Be(none.ValueKind == JsonValueKind.Null);

        var list = await agent.RunAsync("exceptions", "list", "--tenant", "contoso", "--store", agent.StorePath);
        list.Out.Should().Contain("tenant-register:lab").And.Contain("\nregister:lab").And.Contain("Device d2");
        (await agent.RunAsync("exceptions", "list", "--tenant", "fabrikam", "--store", agent.StorePath)).Out.Should().NotContain("tenant-register:lab").And.Contain("register:lab");
        (await agent.RunAsync("exceptions", "export", "--form", "json", "--tenant", "contoso", "--store", agent.StorePath)).Out.Should().Contain(Hash(contoso, "tenantExceptionRegister"));
        (await agent.RunAsync("exceptions", "revoke", "tenant-register:lab", "--why", "x", "--tenant", "contoso", "--store", agent.StorePath)).Error.Should().Contain("stands in the register: change it there");
        (await agent.RunAsync("report", "--tenant", "contoso", "--output", "out", "--store", agent.StorePath)).Code.Should().Be(0);
        foreach (var ending in new[] { ".json", ".html", "-summary.csv" })
        {
            (await File.ReadAllTextAsync(Path.Combine(agent.Folder, "out", "compliance-contoso-latest" + ending), TestContext.Current.CancellationToken)).Should().Contain(Hash(contoso, "tenantExceptionRegister"), ending);
        }

        (await agent.RunAsync("audit", "list", "--tenant", "contoso", "--store", agent.StorePath)).Out.Should().Contain("The tenant's own register of exceptions changed (hash none to");
    }

    [Fact]
    public async Task A_broken_one_touches_its_own_tenant_only_and_is_told()
    {
        var file = Register("contoso-exceptions.yaml", "id: lab, device: d2, user: ann");
        Tenant("contoso", file);
        Tenant("fabrikam");

        var contoso = await ScanAsync("contoso");
        var fabrikam = await ScanAsync("fabrikam");
        var list = await agent.RunAsync("tenants", "list", "--store", agent.StorePath);
        var validated = await agent.RunAsync("exceptions", "validate");

        contoso.Code.Should().Be(2);
        contoso.Error.Should().Contain("contoso-exceptions.yaml(4,5): name exactly one of");
        fabrikam.Code.Should().Be(0, fabrikam.Error);
        list.Code.Should().Be(1);
        list.Out.Should().Contain("contoso-exceptions.yaml (cannot be used)");
        list.Error.Should().Contain("Tenant contoso: ").And.Contain("contoso-exceptions.yaml(4,5)");
        validated.Code.Should().Be(2);
        validated.Out.Should().Contain("contoso-exceptions.yaml(4,5)");

        Register("contoso-exceptions.yaml", "id: lab, device: d2");
        (await ScanAsync("contoso")).Open.Should().Equal("d1 tiktok", "d3 tiktok");
        (await agent.RunAsync("exceptions", "validate")).Error.Should().Contain("Good: 1 exceptions").And.Contain("contoso-exceptions.yaml");
        (await agent.RunAsync("tenants", "list", "--store", agent.StorePath)).Code.Should().Be(0);
    }

    [Fact]
    public async Task What_all_share_may_name_one_and_a_relative_path_is_refused_with_its_line()
    {
        var shared = Register("shared.yaml", "id: lab, device: d1", "id: theirs, device: d2, tenant: fabrikam");
        agent.Write("tenants.d/_defaults.yaml", $"tenantId: {AgentFixture.TenantId}\nsimulatorUrl: http://127.0.0.1:9\nexceptions: {shared}\n");
        Tenant("contoso");
        Tenant("fabrikam");
        agent.Write("tenants.d/wrong.yaml", "policies: [ours]\nexceptions: registers/wrong.yaml\n");

        (await ScanAsync("contoso")).Open.Should().Equal("d2 tiktok", "d3 tiktok");
        var fabrikam = await ScanAsync("fabrikam");

        fabrikam.Open.Should().Equal("d3 tiktok");
        fabrikam.Error.Should().Contain("wrong.yaml(2,1): Exceptions must be the whole path");
        (await agent.RunAsync("policy", "list", "--set", "Tenants:0:Exceptions=here.yaml", "--set", "Tenants:0:Name=x")).Error.Should().NotContain("is a relative path", "on the command line it counts from the caller's folder");
    }

    [Fact]
    public void While_it_runs_the_last_good_one_of_each_tenant_stays_in_force()
    {
        var clock = new FakeTimeProvider();
        using var shared = RegisterMonitor.Start("", default, clock, TimeSpan.FromSeconds(5), NullLogger<RegisterMonitor>.Instance);
        using var registers = new TenantRegisters(
            shared, Options.Create(new PoliciesOptions { ReloadEvery = TimeSpan.FromSeconds(5) }), Options.Create(new ExceptionOptions()), clock, NullLogger<RegisterMonitor>.Instance);
        var contoso = new TenantOptions { Name = "contoso", Exceptions = Register("contoso.yaml", "id: lab, device: d1") };
        var fabrikam = new TenantOptions { Name = "fabrikam", Exceptions = Register("fabrikam.yaml", "id: lab, device: d2") };
        var good = registers.For(contoso).Own;
        registers.For(fabrikam).Own!.Entries.Should().ContainSingle();

        agent.Write("contoso.yaml", "broken");
        clock.Advance(TimeSpan.FromSeconds(6));
        registers.For(contoso).Own.Should().BeSameAs(good);
        registers.FaultsOf(contoso).Should().NotBeEmpty().And.OnlyContain(fault => fault.StartsWith("Tenant contoso: ", StringComparison.Ordinal));
        registers.FaultsOf(fabrikam).Should().BeEmpty();

        var moved = new TenantOptions { Name = "contoso", Exceptions = Path.Combine(agent.Folder, "not-there.yaml") };
        registers.For(moved).Own.Should().BeSameAs(good, "nothing good is at the new place");
        registers.FaultsOf(moved).Should().ContainSingle().Which.Should().Contain("not-there.yaml");
        Register("not-there.yaml", "id: other, device: d3");
        registers.For(moved).Own!.Entries[0].Waiver.Reference.Should().Be("tenant-register:other");
        registers.For(new TenantOptions { Name = "contoso" }).Own.Should().BeNull("taking the setting out ends it");
        FluentActions.Invoking(() => registers.For(new TenantOptions { Name = "new", Exceptions = Path.Combine(agent.Folder, "none.yaml") })).Should().Throw<PolicyException>();
    }

    [Fact]
    public async Task A_tenant_that_hangs_and_one_with_a_broken_register_keep_no_other_from_being_scanned()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var silent = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 10, TenantId = AgentFixture.TenantId }, cancel);
        await using var sound = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 10, TenantId = AgentFixture.TenantId }, cancel);
        silent.Faults.Add(SimulatorFault.HangBeforeHeaders, times: 100_000, path: "/deviceManagement/");
        using var hurried = new AgentFixture { Clock = new ImpatientClock() };
        var port = FreePort();
        var often = "schedule: { cron: \"0/2 * * * * ?\", jitterMinutes: 0 }\n";
        hurried.Write("tenants.d/_defaults.yaml", $"tenantId: {AgentFixture.TenantId}\n{often}policies: [be-federal-tiktok]\n");
        hurried.Write("tenants.d/a-silent.yaml", $"simulatorUrl: {Address(silent)}\n");
        hurried.Write("tenants.d/b-sound.yaml", $"simulatorUrl: {Address(sound)}\n");
        hurried.Write("tenants.d/c-broken.yaml", $"simulatorUrl: {Address(sound)}\nexceptions: {hurried.Write("broken.yaml", "schema: 1\n")}\n");
        hurried.Set("TenantFiles:Path", Path.Combine(hurried.Folder, "tenants.d")).Set("Service:Url", $"http://127.0.0.1:{port}").Set("Inventory:Route", "detectedApps").Set("Store:Connection", "Data Source=" + hurried.StorePath);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var run = hurried.RunAsync(["run", "--simulated"], stop.Token);
        await EventuallyAsync(async () => (await HealthAsync(port)) is { } health && Last(health, "b-sound") is not null && silent.Faults.Struck(SimulatorFault.HangBeforeHeaders) > 0);
        var first = Last((await HealthAsync(port))!.Value, "b-sound");
        await EventuallyAsync(async () => Last((await HealthAsync(port))!.Value, "b-sound") != first);

        var told = (await HealthAsync(port))!.Value;
        Last(told, "a-silent").Should().BeNull("it hangs still");
        told.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()).Should().OnlyContain(fault => fault!.StartsWith("Tenant c-broken: ", StringComparison.Ordinal)).And.NotBeEmpty();
        Last(told, "c-broken").Should().BeNull();
        await stop.CancelAsync();
        var ended = await run;
        ended.Code.Should().Be(0, ended.Error);
        ended.Error.Should().Contain("Tenant c-broken: ");
    }

    private static string Address(SimulatorHost simulator) => simulator.BaseAddress.ToString().TrimEnd('/');

    private static string? Last(JsonElement health, string tenant) =>
        health.GetProperty("tenants").EnumerateArray().Single(one => one.GetProperty("tenant").GetString() == tenant).GetProperty("lastCompleteScan").GetString();

    private static async Task<JsonElement?> HealthAsync(int port)
    {
        using var http = new HttpClient();
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), TestContext.Current.CancellationToken);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(120));
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Tenant(string name, string? register = null) => agent.Write($"tenants.d/{name}.yaml", register is null ? "" : $"exceptions: {register}\n");

    private string Register(string file, params string[] entries) => agent.Write(
        file,
        "schema: 1\nregister: ours\nexceptions:\n" + string.Concat(entries.Select(entry =>
            $"  - {{ policy: ours, reason: research, why: Lab, requester: Ann, approver: Bob, from: 2026-10-01, until: 2030-10-01, {entry} }}\n")));

    private Task<ScanOutcome> ScanAsync(string tenant) => agent.ScanAsync("--inventory", "rows.csv", "--tenant", tenant);

    private static string Hash(ScanOutcome scan, string register) => scan.Scan.GetProperty(register).GetProperty("hash").GetString()!;
}
