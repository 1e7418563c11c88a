using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Inventory.Intune;
using IntuneSimulator;
using IntuneSimulator.Faults;
using IntuneSimulator.Http;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>A written-down tenant of thirty devices in pages of ten: what half a read proves, and what it does not.</summary>
public sealed class PartialReadTests
{
    private const string First = "00000000-0000-4000-8000-000000000005";
    private const string Last = "00000000-0000-4000-8000-000000000025";

    [Fact]
    public async Task What_the_first_page_proves_is_recorded_and_what_lies_behind_a_broken_page_stays()
    {
        await using var bench = await ScriptedBench.StartAsync(Device(Last).Install("TikTok", product: "tiktok"));
        bench.Find(First).Install("TikTok", product: "tiktok");
        bench.Find(Last).Uninstall("TikTok");
        bench.Sim.Advance(TimeSpan.FromDays(8));
        bench.Sim.Faults.Add(SimulatorFault.InternalServerError, int.MaxValue, "/managedDevices", skip: 1);

        var broken = await bench.ScanAsync();

        broken.Code.Should().Be(3, broken.Error);
        broken.FaultCodes.Should().Contain("graph-server-error");
        broken.Open.Should().Equal($"{First} tiktok", $"{Last} tiktok");
        FaultScans.NothingWasClosed(broken);

        bench.Sim.Faults.Clear();
        var whole = await bench.ScanAsync();

        whole.Code.Should().Be(0, whole.Error);
        whole.Open.Should().Equal($"{First} tiktok");
        whole.Changes.Should().ContainKey("resolved").WhoseValue.Should().Be(1);
    }

    [Theory]
    [InlineData(SimulatorFault.HtmlPage, "graph-reply-not-json", 3)]
    [InlineData(SimulatorFault.TooManyRequestsNoHint, "graph-throttled", 3)]
    [InlineData(SimulatorFault.ConnectionReset, "graph-unreachable", 3)]
    [InlineData(SimulatorFault.Forbidden, "graph-permission-missing", 4)]
    public async Task Without_the_device_list_no_export_closes_anything(SimulatorFault fault, string code, int exit)
    {
        await using var bench = await ScriptedBench.StartAsync(Device(Last).Install("TikTok", product: "tiktok"));
        bench.Find(Last).Uninstall("TikTok");
        bench.Sim.Advance(TimeSpan.FromDays(8));
        bench.Sim.Faults.Add(fault, int.MaxValue, "/managedDevices");

        var broken = await bench.ScanAsync();

        broken.Code.Should().Be(exit, broken.Error);
        if (exit == 3)
        {
            FaultScans.Incomplete(broken, [$"{Last} tiktok"], code);
        }

        bench.Sim.Faults.Clear();
        (await bench.ScanAsync()).Changes.Should().ContainKey("resolved", "the violation was still live, and now its end is proved");
    }

    [Fact]
    public async Task A_missing_second_page_of_an_apps_devices_is_no_vanished_app()
    {
        await using var bench = await ScriptedBench.StartAsync([.. Enumerable.Range(0, 25).Select(i => Device(Id(i)).Install("TikTok", product: "tiktok"))]);
        bench.Sim.Faults.Add(SimulatorFault.MissingPage, path: "/detectedApps/");

        var broken = await bench.ScanAsync("--set", "Inventory:Route=detectedApps");

        FaultScans.Incomplete(broken, bench.Before, "graph-not-found");
        FaultScans.Codes(broken, "notes").Should().NotContain("detected-apps-vanished");
    }

    [Fact]
    public async Task A_device_that_left_is_asked_for_and_only_its_404_ends_the_violation()
    {
        await using var bench = await ScriptedBench.StartAsync(Device(Last).Install("TikTok", product: "tiktok"));
        bench.Tenant.Remove(Last);
        bench.Sim.Faults.Add(SimulatorFault.ServiceUnavailable, int.MaxValue, "/managedDevices/");

        var untold = await bench.ScanAsync();

        untold.Code.Should().Be(0, untold.Error);
        untold.Open.Should().Equal($"{Last} tiktok");
        untold.Changes.Should().Equal(Only("notConfirmed", 1));

        bench.Sim.Faults.Clear();
        bench.Sim.Faults.Add(SimulatorFault.VanishedDevice, int.MaxValue);
        var gone = await bench.ScanAsync();

        bench.Sim.Faults.Struck(SimulatorFault.VanishedDevice).Should().Be(1);
        gone.Code.Should().Be(0, gone.Error);
        gone.Open.Should().BeEmpty();
        gone.Changes.Should().Equal(Only("noLongerManaged", 1));
    }

    [Fact]
    public async Task A_page_skipped_without_a_word_closes_nothing_even_when_by_id_the_device_is_gone()
    {
        // The export names ten devices that the list lacks: more than retire between two questions.
        await using var bench = await ScriptedBench.StartAsync(Device(Id(15)).Install("TikTok", product: "tiktok"));
        bench.Sim.Faults.Add(SimulatorFault.SkippedPage, path: "/managedDevices");
        bench.Sim.Faults.Add(SimulatorFault.VanishedDevice, int.MaxValue);

        var scan = await bench.ScanAsync();

        bench.Sim.Faults.Struck(SimulatorFault.VanishedDevice).Should().BePositive();
        FaultScans.Incomplete(scan, bench.Before, "devices-only-in-rows");
    }

    [Fact]
    public async Task After_a_fault_the_next_good_scan_confirms_what_was_kept_and_opens_nothing_twice()
    {
        await using var bench = await ScriptedBench.StartAsync([.. Enumerable.Range(0, 3).Select(i => Device(Id(9 * i)).Install("TikTok", product: "tiktok"))]);
        bench.Sim.Faults.Add(SimulatorFault.GatewayTimeoutHtml, int.MaxValue, "/managedDevices");
        var broken = await bench.ScanAsync();
        FaultScans.Incomplete(broken, bench.Before, "graph-reply-not-json");
        broken.Changes.Should().Equal(Only("notConfirmed", 3));
        bench.Sim.Faults.Clear();

        var after = await bench.ScanAsync();

        after.Code.Should().Be(0, after.Error);
        after.Open.Should().Equal(bench.Before);
        after.Changes.Should().Equal(Only("confirmedAgain", 3));
    }

    [Fact]
    public async Task A_broken_download_goes_on_by_range_where_it_stopped()
    {
        await using var bench = await ScriptedBench.StartAsync(Device(Last).Install("TikTok", product: "tiktok"));
        bench.Sim.Requests.Clear();
        bench.Sim.Faults.Add(SimulatorFault.DownloadBreaks, times: 2);

        var scan = await bench.ScanAsync();

        scan.Open.Should().Equal(bench.Before);
        bench.Sim.Requests.Of(SimulatorListener.Blob).Select(request => request.Range is null).Should().Equal(true, false, false);
    }

    [Fact]
    public async Task A_setting_given_twice_counts_as_given_last()
    {
        using var agent = new AgentFixture();
        (await agent.RunAsync("scan", "--set", "Graph:MaxRetries=99", "--set", "graph:maxretries=3")).Error.Should().Contain("no policy is in force").And.NotContain("MaxRetries");
        var refused = await agent.RunAsync("scan", "--set", "Graph:MaxRetries=3", "--set", "Graph:MaxRetries=99");
        refused.Code.Should().Be(2);
        refused.Error.Should().Contain("Graph:MaxRetries must be from 0 to 20.");
    }

    private static Dictionary<string, int> Only(string kind, int count) => new() { [kind] = count };

    private static string Id(int number) => $"00000000-0000-4000-8000-{number:000000000000}";

    private static ScriptedDevice Device(string id) => new(id, "WS-" + id[^3..], SimulatedPlatform.Windows);

    /// <summary>The tenant after one good scan.</summary>
    private sealed class ScriptedBench : IAsyncDisposable
    {
        private readonly Dictionary<string, ScriptedDevice> devices = [];
        private readonly AgentFixture agent = new() { Clock = new FastClock(FaultBench.Speed) };

        private ScriptedBench(SimulatorHost sim, ScriptedTenant tenant)
        {
            Sim = sim;
            Tenant = tenant;
            agent.WithSimulator(sim.BaseAddress).Set("Graph:MaxRetries", "1").Set("Graph:ExportPollSeconds", "3").Set("Graph:AttemptTimeoutSeconds", "600");
        }

        public SimulatorHost Sim { get; }

        public ScriptedTenant Tenant { get; }

        public IReadOnlyList<string> Before { get; private set; } = [];

        public static async Task<ScriptedBench> StartAsync(params ScriptedDevice[] devices)
        {
            var tenant = new ScriptedTenant();
            var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tenant = tenant, MaxPageSize = 10, TenantId = AgentFixture.TenantId });
            var bench = new ScriptedBench(sim, tenant);
            foreach (var device in devices.Concat(Enumerable.Range(0, 30).Select(i => Device(Id(i)))).DistinctBy(device => device.Id))
            {
                bench.devices.Add(device.Id, tenant.Add(device.Install("7-Zip 25.01 (x64)", "Igor Pavlov")));
            }

            var scan = await bench.ScanAsync();
            scan.Code.Should().Be(0, scan.Error);
            bench.Before = scan.Open;
            bench.Before.Should().HaveCount(devices.Length);
            return bench;
        }

        public ScriptedDevice Find(string id) => devices[id];

        public Task<ScanOutcome> ScanAsync(params string[] more) => agent.ScanAsync(["--policy", GoodScan.Policy, .. more]);

        public async ValueTask DisposeAsync()
        {
            await Sim.DisposeAsync();
            agent.Dispose();
        }
    }
}
