using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tests.Scanning.Reviews;

/// <summary>Exported files of one fleet, scanned day by day, and a person at the command line.</summary>
internal sealed class ReviewWorld : IDisposable
{
    /// <param name="persons">How many people a dismissal takes: one, unless the test is about the second.</param>
    public ReviewWorld(int persons = 1)
    {
        if (persons < 2)
        {
            Agent.Set("Excusing:Persons", "1");
        }
    }

    public const string Ban = "be-federal-tiktok";

    /// <summary>Two phones with a look-alike in two versions, one with the app itself, one with neither.</summary>
    public const string Fleet = """
        d1,T1kTok,1.0,Acme
        d2,T1kTok,1.1,Acme
        d3,TikTok,1.0,TikTok Pte. Ltd.
        d4,Outlook,1.0,Microsoft

        """;

    private int day = 1;

    public AgentFixture Agent { get; } = new();

    /// <summary>Scans the fleet of the next day.</summary>
    public Task<ScanOutcome> ScanAsync(string fleet = Fleet, params string[] more)
    {
        day++;
        Agent.Write("rows.csv", "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n" + fleet.ReplaceLineEndings("\n").Replace("\n", ",IOS\n", StringComparison.Ordinal));
        string[] policies = more.Contains("--policy") ? [] : ["--policy", Ban];
        return Agent.ScanAsync(["--inventory", "rows.csv", "--as-of", $"2026-10-{day:00}", .. policies, .. more]);
    }

    public Task<AgentOutcome> ReviewsAsync(params string[] args) => Agent.RunAsync(["reviews", .. args, "--store", Agent.StorePath]);

    /// <summary>The list as JSON.</summary>
    public async Task<JsonElement> ListAsync() => JsonDocument.Parse((await ReviewsAsync("list", "--all", "--json")).Out).RootElement;

    /// <summary>The one case that waits.</summary>
    public async Task<string> CaseAsync() => (await ListAsync()).GetProperty("waiting").EnumerateArray().Single().GetProperty("case").GetString()!;

    public async Task<TenantState> StateAsync()
    {
        await using var store = await ViolationStore.OpenAsync(
            new StoreConnection(Agent.StorePath), new StoreOpening { MustExist = true }, cancellationToken: TestContext.Current.CancellationToken);
        return (await store.ReadAsync("local", TestContext.Current.CancellationToken))!;
    }

    /// <summary>State and reason of each violation, by device.</summary>
    public async Task<IReadOnlyList<string>> StatesAsync()
    {
        var state = await StateAsync();
        return [.. state.Violations.Concat(state.Ended).Select(Told).Order(StringComparer.Ordinal)];

        static string Told(Violation violation) => $"{violation.DeviceId} {violation.State} {violation.StateReason.Code}";
    }

    public void Dispose() => Agent.Dispose();
}
