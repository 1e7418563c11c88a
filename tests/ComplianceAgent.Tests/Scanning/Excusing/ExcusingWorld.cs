using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Scanning.Excusing;

/// <summary>Exported files of a fleet whose days pass, a house's policy that people change, and people at the command line.</summary>
internal sealed class ExcusingWorld : IDisposable
{
    public const string House = """
        schema: 1
        policy: house
        title: { en: House ban }
        rules:
          - product: tiktok
          - id: clocks
            name: "Clock*"

        """;

    public const string Fleet = """
        d1,TikTok,1.0,TikTok Pte. Ltd.
        d2,TikTok,1.0,TikTok Pte. Ltd.
        d3,Clock Radio,1.0,Acme
        d4,Outlook,1.0,Microsoft

        """;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 10, 1, 6, 0, 0, TimeSpan.Zero));

    public ExcusingWorld(int persons = 2)
    {
        Agent = new AgentFixture { Clock = clock }.Set("Excusing:Persons", persons.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(Path.Combine(Agent.Folder, "catalogue"));
        Agent.Set("Policies:Path", Path.Combine(Agent.Folder, "catalogue"));
        Policy(House);
        Agent.Write("other.yaml", "schema: 1\npolicy: other\ntitle: { en: Other }\nrules: [{ product: wechat }]\n");
    }

    public AgentFixture Agent { get; }

    /// <summary>Writes the house's policy.</summary>
    public void Policy(string text) => Agent.Write("house.yaml", text);

    /// <summary>Scans the fleet on the next day, by the house's policy and another one unless other policies are named.</summary>
    public Task<ScanOutcome> ScanAsync(params string[] more)
    {
        clock.Advance(TimeSpan.FromDays(1));
        Agent.Write("rows.csv", "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n" + Fleet.ReplaceLineEndings("\n").Replace("\n", ",IOS\n", StringComparison.Ordinal));
        string[] policies = more.Contains("--policy") ? [] : ["--policy", "house.yaml", "--policy", "other.yaml"];
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Agent.Write("devices.csv", "DeviceId,DeviceName,OwnerType,OS,LastContact\n" + string.Concat(new[] { "d1", "d2", "d3", "d4" }.Select(id => $"{id},{id},1,iOS,{day}\n")));
        return Agent.ScanAsync(["--inventory", "rows.csv", "--device-list", "devices.csv", "--as-of", day, .. policies, .. more]);
    }

    public Task<AgentOutcome> AsAsync(string account, params string[] args)
    {
        Agent.Account = new Author(account, Author.OsAccount);
        return Agent.RunAsync([.. args, "--store", Agent.StorePath]);
    }

    /// <summary>The acts as "number kind state violations/devices".</summary>
    public async Task<IReadOnlyList<string>> ActsAsync() =>
        [.. JsonDocument.Parse((await AsAsync("eve@pc-1", "excuses", "list", "--all", "--json")).Out).RootElement.GetProperty("acts").EnumerateArray().Select(act =>
            $"{act.GetProperty("number")} {act.GetProperty("kind").GetString()} {act.GetProperty("state").GetString()} {act.GetProperty("violations")}/{act.GetProperty("devices")}")];

    public async Task<TenantState> StateAsync()
    {
        await using var store = await ViolationStore.OpenAsync(
            new StoreConnection(Agent.StorePath), new StoreOpening { MustExist = true }, cancellationToken: TestContext.Current.CancellationToken);
        return (await store.ReadAsync("local", TestContext.Current.CancellationToken))!;
    }

    /// <summary>State and severity of each violation, by device.</summary>
    public async Task<IReadOnlyList<string>> StatesAsync()
    {
        var state = await StateAsync();
        return [.. state.Violations.Concat(state.Ended).Select(Told).Order(StringComparer.Ordinal)];

        static string Told(Violation violation) => $"{violation.DeviceId} {violation.State} {violation.Severity}";
    }

    /// <summary>Writes reports of what is stored and reads one of them.</summary>
    public async Task<string> ReportAsync(string ending)
    {
        (await Agent.RunAsync("report", "--store", Agent.StorePath, "--output", "out")).Code.Should().Be(0);
        return await File.ReadAllTextAsync(Path.Combine(Agent.Folder, "out", "compliance-local-latest" + ending), TestContext.Current.CancellationToken);
    }

    public void Dispose() => Agent.Dispose();
}
