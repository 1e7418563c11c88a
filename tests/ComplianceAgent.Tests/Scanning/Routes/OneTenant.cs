using System.Text;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Inventory.Intune;
using IntuneSimulator;
using IntuneSimulator.Http;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Scanning.Routes;

/// <summary>One simulated tenant, started and asked by both routes of Graph when the first test wants it.</summary>
public sealed class OneTenant : IAsyncLifetime
{
    private const string Policy = """
        schema: 1
        policy: house-ban
        title: { en: House ban }
        scope:
          owner: { company: violation, personal: advice, unknown: violation }
        rules:
          - { product: tiktok, family: true }
          - { product: douyin, family: true }
          - { product: capcut, family: true }
          - product: deepseek
          - product: lemon8

        """;

    private readonly Lazy<Task<SimulatorHost>> started = new(() => SimulatorHost.StartAsync(
        new SimulatorOptions { Devices = 300, Seed = 5, AppsPerDevice = 20, MaxPageSize = 3, BannedShare = 0.3, DoubtfulShare = 0.05, TenantId = AgentFixture.TenantId }));

    private readonly string folder = Directory.CreateTempSubdirectory("one-tenant-").FullName;
    private readonly Lazy<Task<Asked>> asked;

    public OneTenant()
    {
        asked = new(AskAsync);
        PolicyFile = Path.Combine(folder, "house-ban.yaml");
    }

    internal SimulatorHost Sim { get; private set; } = null!;

    internal string PolicyFile { get; }

    internal int DeviceCount => Sim.Tenant.Devices(Sim.Now).Count();

    internal int DevicesWithApps
    {
        get
        {
            var apps = new List<SimulatedApp>();
            return Sim.Tenant.Devices(Sim.Now).Count(device =>
            {
                Sim.Tenant.VisibleApps(device, Sim.Now, apps);
                return apps.Count > 0;
            });
        }
    }

    internal Task<Asked> AskedAsync() => asked.Value;

    internal IReadOnlyList<string> Truth(Func<ExpectedFinding, bool> counts) =>
        [.. Sim.ExpectedFindings.Where(counts).Select(finding => $"{finding.DeviceId} {finding.Product}").Order(StringComparer.Ordinal)];

    /// <summary>An agent with a store of its own.</summary>
    internal static AgentFixture NewAgent() => new() { Clock = new FastClock(20) };

    /// <summary>Writes a report of the tenant; gives the path.</summary>
    internal async Task<string> WriteAsync(string into, string name, bool zip, ReportOptions options, Encoding? encoding)
    {
        var extension = options.Format == ReportFormat.Csv ? ".csv" : ".json";
        var path = Path.Combine(into, name + (zip ? ".zip" : extension));
        await using var file = File.Create(path);
        if (zip)
        {
            await ReportWriter.WriteZipAsync(file, Sim.Tenant, Sim.Now, options, name + extension);
            return path;
        }

        using var plain = new MemoryStream();
        await ReportWriter.WriteAsync(plain, Sim.Tenant, Sim.Now, options);
        var bytes = plain.ToArray();
        await file.WriteAsync(encoding is null ? bytes : [.. encoding.GetPreamble(), .. encoding.GetBytes(Encoding.UTF8.GetString(bytes))]);
        return path;
    }

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(PolicyFile, Policy);
        Sim = await started.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated)
        {
            await (await started.Value).DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<Asked> AskAsync()
    {
        Sim = await started.Value;
        using var first = NewAgent().WithSimulator(Sim.BaseAddress);
        var export = await first.ScanAsync("--policy", PolicyFile);
        using var second = NewAgent().WithSimulator(Sim.BaseAddress);
        var detected = await second.ScanAsync("--policy", PolicyFile, "--set", "Inventory:Route=detectedApps");
        return new Asked(export, detected, [.. Sim.Requests.Of(SimulatorListener.Graph)]);
    }

    /// <summary>What came of asking.</summary>
    internal sealed record Asked(ScanOutcome Export, ScanOutcome DetectedApps, IReadOnlyList<RecordedRequest> Requests)
    {
        /// <summary>How many further pages of a list were asked for.</summary>
        public int Pages(string path, string under = "") => Requests.Count(request =>
            request.Path.EndsWith(path, StringComparison.Ordinal) && request.Path.Contains(under, StringComparison.Ordinal) && request.Query.Contains("$skiptoken", StringComparison.Ordinal));
    }
}
