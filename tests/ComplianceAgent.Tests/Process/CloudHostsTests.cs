using System.Diagnostics;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>
/// The agent as a customer runs it, with Microsoft's own names and the real sign-in library, behind a proxy that leads them to a simulator: whoever
/// cannot prove to be Microsoft is refused at each of the three hosts, and what stands in between is named by its layer.
/// </summary>
public sealed class CloudHostsTests : IAsyncLifetime
{
    private const string Secret = "canary-of-the-client-secret";

    private static readonly (HostState State, string Layer)[] Obstacles =
    [
        (HostState.SelfSigned, "TLS"), (HostState.Expired, "TLS"), (HostState.OtherName, "TLS"), (HostState.OldProtocol, "TLS"), (HostState.ProxyAsksForName, "proxy"), (HostState.Silent, "time-out"),
    ];

    private readonly Sandbox sandbox = new();
    private TestCertificates authority = null!;
    private SimulatorHost simulator = null!;
    private CloudHosts hosts = null!;

    public async ValueTask InitializeAsync()
    {
        simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                Devices = 40, AppsPerDevice = 8, BannedShare = 0.1, PollsUntilCompleted = 1, NamesCloud = true, ClientSecret = Secret,
                // A real tenant has the time of this machine, or nothing is judged.
                Now = TimeProvider.System.GetUtcNow(),
            },
            TestContext.Current.CancellationToken);
        authority = new TestCertificates(Path.Combine(sandbox.Folder, "authority"));
        hosts = new CloudHosts(simulator, authority);
        sandbox.Environment["HTTPS_PROXY"] = hosts.Address;
        sandbox.Environment["https_proxy"] = hosts.Address;
        sandbox.Environment["NO_PROXY"] = null;
        sandbox.Environment["no_proxy"] = null;
        sandbox.Environment["SSL_CERT_FILE"] = authority.RootFile;
        sandbox.Environment["SSL_CERT_DIR"] = Directory.CreateDirectory(Path.Combine(sandbox.Folder, "nobody")).FullName;
        Configure();
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await hosts.DisposeAsync();
        await simulator.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task A_scan_signs_in_and_reads_the_export_by_Microsofts_own_names_through_a_proxy()
    {
        Sandbox.OnlyOnUnix();

        var scan = await sandbox.ScanAsync("--config", "settings.json");

        scan.Code.Should().Be(0, scan.Error);
        scan.Complete.Should().BeTrue();
        scan.Open.Should().BeEquivalentTo(
            simulator.ExpectedFindings.Where(finding => finding.Product == "tiktok" && finding.OwnerType != "personal" && finding.Coverage != SimulatedCoverage.Duplicate).Select(finding => $"{finding.DeviceId} {finding.Product}"));
        hosts.Reached.Keys.Should().BeEquivalentTo([CloudHosts.Login, CloudHosts.Graph, CloudHosts.Blob]);
        scan.Error.Should().NotContain(Secret);
    }

    [Theory]
    [InlineData(CloudHosts.Login, "the login host could not be reached")]
    [InlineData(CloudHosts.Graph, "Graph could not be reached")]
    [InlineData(CloudHosts.Blob, "The storage that holds the export could not be reached")]
    public async Task Whoever_cannot_prove_to_be_Microsoft_is_refused_and_the_layer_is_named(string host, string told)
    {
        Sandbox.OnlyOnUnix();
        hosts.Put(host, HostState.SelfSigned);
        await using var run = sandbox.Start(["run", "--config", "settings.json"]);
        await run.SaysAsync("Running.");
        foreach (var (state, layer) in Obstacles)
        {
            hosts.Put(host, state);
            await UntilAsync(() => hosts.WasAsked(host, state), run);
            // One scan comes after another: what is said from here on is said of this obstacle.
            var heard = run.Error.Length;
            await UntilAsync(() => run.Error[heard..].Split('\n').Any(line => line.Contains(told, StringComparison.Ordinal) && line.Contains($"({layer})", StringComparison.Ordinal)), run);
        }

        run.Error.Should().NotContain("complete true");
        hosts.Put(host, HostState.Good);
        await run.SaysAsync("complete true");
        await run.SignalAsync("TERM");
        (await run.EndAsync()).Code.Should().Be(0);
        run.Error.Should().NotContain(Secret);
    }

    [Theory]
    [InlineData("http://no-such-proxy.invalid:3128", "DNS")]
    [InlineData("http://127.0.0.1:9", "TCP")]
    public async Task A_proxy_that_is_not_there_is_named_by_its_layer(string proxy, string layer)
    {
        sandbox.Environment["HTTPS_PROXY"] = proxy;
        sandbox.Environment["https_proxy"] = proxy;

        var scan = await sandbox.ScanAsync("--config", "settings.json");

        scan.Code.Should().Be(4, scan.Error);
        scan.Error.Should().Contain($"the login host could not be reached, or broke off or went silent ({layer})").And.NotContain(Secret);
    }

    private static async Task UntilAsync(Func<bool> holds, AgentProcess run)
    {
        for (var watch = Stopwatch.StartNew(); !holds(); await AgentProcess.Pause(50))
        {
            (watch.Elapsed.TotalSeconds < 120 && !run.IsOver).Should().BeTrue(run.Error);
        }
    }

    private void Configure()
    {
        var settings = sandbox.Write("settings.json", JsonSerializer.Serialize(new
        {
            Tenants = new[]
            {
                new
                {
                    Name = "contoso", simulator.Options.TenantId, Credential = new { Kind = "ClientSecret", ClientId = Guid.NewGuid(), ClientSecret = Secret },
                    Schedule = new { Cron = "0/1 * * * * ?", JitterMinutes = 0 },
                },
            },
            Graph = new { ExportPollSeconds = 2, RetryBaseSeconds = 1, MaxRetries = 0, DownloadTries = 1, ExportJobTries = 1, AttemptTimeoutSeconds = 5 },
            Inventory = new { Route = "export" },
            Policies = new { Use = new[] { Sandbox.Policy } },
            Service = new { Url = "http://127.0.0.1:0" },
        }));
        Sandbox.SetMode(settings, 0b110_000_000);
    }
}
