using System.Text;
using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Tickets.Trackers.Http;
using ComplianceAgent.Tests.WholeProcess;
using IntuneSimulator;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Diagnostics;

/// <summary>What a scan sends to a collector, as it comes over the wire: one trace, figures and logs, and nothing of anybody.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private const string Tenant = "otlp-tenant";
    private const string Policy = "be-federal-tiktok";

    private readonly AgentFixture agent = new();
    private readonly LoopbackServer collector = LoopbackServer.Answering(200, "");
    private readonly LoopbackServer desk = LoopbackServer.Answering(200, "");
    private SimulatorHost simulator = null!;

    public async ValueTask InitializeAsync()
    {
        simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { TenantId = AgentFixture.TenantId, Devices = 60, BannedShare = 0.2, DoubtfulShare = 0.05, PollsUntilCompleted = 1 }, TestContext.Current.CancellationToken);
        agent.WithSimulator(simulator.BaseAddress, Tenant).Set("Policies:Use:0", Policy).Set("Graph:ExportPollSeconds", "2").Set("Log:Format", "json")
            .Set("Tickets:Tracker", "Webhook").Set("Tickets:Webhook:Url", desk.Url + "/hook/secret-path").Set("Tickets:Webhook:Secret", "a key that nobody knows, of 24 bytes and more")
            .Set("Telemetry:OtlpEndpoint", collector.Url).Set("Telemetry:OtlpHeaders", "x-canary=first, x-other=second");
    }

    public async ValueTask DisposeAsync()
    {
        await simulator.DisposeAsync();
        await collector.DisposeAsync();
        await desk.DisposeAsync();
        agent.Dispose();
    }

    [Fact]
    public async Task One_trace_tells_a_whole_scan_and_nothing_of_anybody()
    {
        (await agent.ScanAsync()).Code.Should().Be(ExitCodes.Held);
        var released = await agent.RunAsync("release", Policy, "--channel", "tickets", "--reason", "Pilot went well", "--store", agent.StorePath);
        released.Code.Should().Be(ExitCodes.Done, released.Error);
        var (before, sent) = (collector.Heard.Count, desk.Heard.Count);
        sent.Should().BeGreaterThan(0);
        simulator.Advance(TimeSpan.FromDays(40));
        var scanned = await agent.ScanAsync("--output", "reports");
        scanned.Code.Should().BeOneOf([ExitCodes.Done, ExitCodes.Held], scanned.Error);
        desk.Heard.Count.Should().BeGreaterThan(sent, "something was found and something removed since");

        var heard = collector.Heard.Skip(before).ToList();
        heard.Select(request => request.Path).Distinct().Should().BeEquivalentTo(["/v1/traces", "/v1/metrics", "/v1/logs"]);
        heard.Should().OnlyContain(request => request.Body.Length > 0 && request.Headers["x-canary"] == "first" && request.Headers["x-other"] == "second" && request.Headers["Content-Type"] == "application/x-protobuf");
        OneTrace([.. heard.Where(request => request.Path == "/v1/traces").SelectMany(request => OtlpSpans.Of(request.Body))]);
        desk.Heard.Should().NotContain(request => request.Headers.ContainsKey("traceparent"), "spans stay in the house");

        var logs = LogLines();
        TellsOfNobody(string.Concat(collector.Heard.Select(request => Encoding.UTF8.GetString(request.Body))) + string.Join('\n', logs));
        var finished = logs.Select(line => JsonDocument.Parse(line).RootElement).Last(line => line.GetProperty("@m").GetString()!.Contains("finished: complete"));
        finished.GetProperty("Tenant").GetString().Should().Be(Tenant);
        finished.GetProperty("Scan").GetInt64().Should().Be(2);
        finished.GetProperty("Policies").EnumerateArray().Select(policy => policy.GetString()).Should().Equal(Policy);
        // Counters alone: gauges of one name are one to the library, and those of hosts that other tests end beside this one take them along.
        Encoding.UTF8.GetString([.. heard.Where(request => request.Path == "/v1/metrics").SelectMany(request => request.Body)]).Should()
            .Contain("compliance_agent.scans").And.Contain("compliance_agent.graph.requests").And.Contain("compliance_agent.outbox.sent").And.Contain(Tenant);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_sent_whatever_stands_in_the_environment()
    {
        await using var sandbox = new Sandbox();
        sandbox.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
        sandbox.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        sandbox.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");

        (await sandbox.ScanAsync("--inventory", "apps.csv")).Code.Should().Be(ExitCodes.Done);

        collector.Heard.Should().BeEmpty();
    }

    [Fact]
    public async Task A_collector_that_is_not_there_changes_nothing_of_a_scan()
    {
        agent.Set("Telemetry:OtlpEndpoint", "http://127.0.0.1:9");

        var scanned = await agent.ScanAsync();

        scanned.Code.Should().Be(ExitCodes.Held, scanned.Error);
        scanned.Error.Should().NotContain("OpenTelemetry");
    }

    private static void OneTrace(IReadOnlyList<OtlpSpan> all)
    {
        // Other tests scan in this process too, and whoever listens hears them.
        var scan = all.Should().ContainSingle(span => span.Name == "scan" && span.Tags.GetValueOrDefault("compliance_agent.tenant") == Tenant).Which;
        var spans = all.Where(span => span.Trace == scan.Trace).ToList();
        scan.Parent.Should().BeEmpty();
        scan.Tags.Should().Contain("compliance_agent.tenant", Tenant).And.Contain("compliance_agent.outcome", "complete").And.Contain("compliance_agent.route", "export").And.Contain("compliance_agent.scan", "2");
        all.Should().NotContain(span => span.Trace != scan.Trace && span.Tags.GetValueOrDefault("compliance_agent.tenant") == Tenant, "all of it is one trace");

        Below(scan, "store.load", "inventory", "match", "store.commit", "retention", "reports", "send");
        var inventory = spans.Single(span => span.Name == "inventory");
        Below(inventory, "inventory.sign_in", "inventory.export.job", "inventory.export.download", "inventory.export.parse", "inventory.devices");
        var requests = spans.Where(span => span.Tags.ContainsKey("url.full")).ToList();
        requests.Should().Contain(span => span.Parent == spans.Single(known => known.Name == "inventory.export.job").Id && span.Tags["url.full"].EndsWith("/v1.0/deviceManagement/reports/exportJobs"))
            .And.Contain(span => span.Parent == spans.Single(known => known.Name == "inventory.export.download").Id)
            .And.Contain(span => span.Parent == spans.First(known => known.Name == "send").Id);
        requests.Should().NotContain(span => span.Tags["url.full"].Contains('?') || span.Tags["url.full"].Contains("sig=") || span.Tags["url.full"].Contains("secret-path") || span.Tags["url.full"].Contains(".zip"));

        void Below(OtlpSpan parent, params string[] names) => spans.Where(span => span.Parent == parent.Id).Select(span => span.Name).Should().Contain(names);
    }

    /// <summary>Names of everything that people and devices of the tenant are known by.</summary>
    private void TellsOfNobody(string text)
    {
        var (apps, names, found) = (new List<SimulatedApp>(), new HashSet<string>(), new HashSet<string>());
        foreach (var device in simulator.Tenant.Devices(simulator.Now))
        {
            simulator.Tenant.VisibleApps(device, simulator.Now, apps);
            names.UnionWith([device.Id, device.Name, device.SerialNumber, device.UserId, device.UserPrincipalName, device.UserDisplayName]);
            found.UnionWith(apps.Where(app => app.Product is not null).Select(app => app.Name));
        }

        names.RemoveWhere(name => name.Length < 3);
        names.Should().HaveCountGreaterThan(100);
        names.Where(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)).Should().BeEmpty();
        // Ids of policies are written small.
        found.Where(name => text.Contains(name, StringComparison.Ordinal)).Should().BeEmpty();
        text.Should().NotContain("Bearer ").And.NotContain("sig=").And.NotContain("a key that nobody knows");
    }

    private List<string> LogLines() => [.. Directory.GetFiles(agent.LogFolder).SelectMany(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    })];
}
