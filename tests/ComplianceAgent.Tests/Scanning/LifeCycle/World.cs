using System.Globalization;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using global::IntuneSimulator;
using global::IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>A simulated tenant whose days pass, the agent that scans it through its command line, and a look into the store.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Ban = "be-federal-tiktok";

    private World(SimulatorHost simulator, string tenant)
    {
        Simulator = simulator;
        Tenant = tenant;
        Agent = new AgentFixture { Clock = new ImpatientClock() }.WithSimulator(simulator.BaseAddress, tenant).Set("Graph:ExportPollSeconds", "2");
    }

    /// <summary>A Monday, three hours after the weekly refresh of scripted devices.</summary>
    public static DateTimeOffset Monday { get; } = new(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);

    public SimulatorHost Simulator { get; }

    public string Tenant { get; }

    public AgentFixture Agent { get; }

    /// <summary>True when the settings name the policies in force.</summary>
    public bool UsesSettings { get; private set; }

    public DateTimeOffset Now => Simulator.Now;

    public static async Task<World> StartAsync(ITenantModel? model = null, SimulatorOptions? options = null, string tenant = "contoso")
    {
        var simulator = await SimulatorHost.StartAsync(
            (options ?? new SimulatorOptions()) with { Tenant = model, PollsUntilCompleted = 1, Now = options?.Now ?? Monday, TenantId = AgentFixture.TenantId },
            TestContext.Current.CancellationToken);
        return new World(simulator, tenant);
    }

    /// <summary>An iPhone of the company that Intune refreshes on Mondays, with some ordinary apps.</summary>
    public static ScriptedDevice Phone(string id, string? serial = null)
    {
        var phone = new ScriptedDevice(id, "phone-" + id, SimulatedPlatform.IOS) { RefreshDay = DayOfWeek.Monday };
        phone.Record = phone.Record with { SerialNumber = serial ?? "F17" + id.ToUpperInvariant() };
        return phone.Install("Outlook").Install("Teams").Install("Signal");
    }

    /// <summary>Puts policies in force by the settings.</summary>
    public World Use(params string[] policies)
    {
        UsesSettings = true;
        for (var i = 0; i < policies.Length; i++)
        {
            Agent.Set($"Policies:Use:{i}", policies[i]);
        }

        return this;
    }

    /// <summary>Scans with the one pack, unless other policies are named.</summary>
    public Task<ScanOutcome> ScanAsync(params string[] more) =>
        Agent.ScanAsync(more.Contains("--policy") || UsesSettings ? more : ["--policy", Ban, .. more]);

    /// <summary>Lets a day pass and scans.</summary>
    public Task<ScanOutcome> NextDayAsync(params string[] more)
    {
        Simulator.Advance(TimeSpan.FromDays(1));
        return ScanAsync(more);
    }

    public async Task<ViolationStore> OpenStoreAsync() => await ViolationStore.OpenAsync(
        new StoreConnection(Agent.StorePath), new StoreOpening { MustExist = true }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Every violation of the tenant, live and ended.</summary>
    public async Task<IReadOnlyList<Violation>> ViolationsAsync(string? tenant = null)
    {
        await using var store = await OpenStoreAsync();
        var state = await store.ReadAsync(tenant ?? Tenant, TestContext.Current.CancellationToken);
        return state is null ? [] : [.. state.Violations, .. state.Ended];
    }

    public async Task<Violation> ViolationOfAsync(string device) => (await ViolationsAsync()).Single(violation => violation.DeviceId == device);

    /// <summary>Everything that ever happened to violations, as "yyyy-MM-dd device Kind reason", in order of day and device.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync()
    {
        await using var store = await OpenStoreAsync();
        var events = await store.EventsAsync(Tenant, limit: 100_000, cancellationToken: TestContext.Current.CancellationToken);
        var devices = (await ViolationsAsync()).ToDictionary(violation => violation.Id, violation => violation.DeviceId);
        return [.. events.Where(e => e.ViolationId != Guid.Empty).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.At:MM-dd} {devices[e.ViolationId]} {e.Kind} {e.Reason.Code}")).Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        Agent.Dispose();
    }
}
