using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Scanning.Exceptions;

/// <summary>
/// Exported files of a fleet whose days pass, a policy that allows exceptions for research of up to 90 days, and people at the command line.
/// </summary>
internal sealed class ExceptionWorld : IDisposable
{
    public const string Fleet = """
        d1,TikTok,1.0,TikTok Pte. Ltd.
        d2,TikTok,1.0,TikTok Pte. Ltd.
        d3,Outlook,1.0,Microsoft

        """;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 10, 1, 6, 0, 0, TimeSpan.Zero));

    public ExceptionWorld(string terms = "{ reasons: [research], maximumDays: 90, approver: Head of security }")
    {
        Agent = new AgentFixture { Clock = clock };
        Agent.Set("Policies:Use:0", Agent.Write("ours.yaml", $"schema: 1\npolicy: ours\nextends: be-federal-tiktok\nexceptions: {terms}\n"));
    }

    public AgentFixture Agent { get; }

    /// <summary>Writes a register and puts it in force.</summary>
    public ExceptionWorld WithRegister(params string[] entries)
    {
        Agent.Set("Exceptions:Register", Register(entries));
        return this;
    }

    /// <summary>Writes the register, each entry for research from October.</summary>
    public string Register(params string[] entries) => Agent.Write(
        "exceptions.yaml",
        "schema: 1\nregister: ours\nexceptions:" + (entries.Length == 0 ? " []\n" : "\n" + string.Concat(entries.Select(entry =>
            $"  - {{ policy: ours, reason: research, why: Lab, requester: Ann, approver: Bob, from: 2026-10-01, {entry} }}\n"))));

    public void Pass(int days) => clock.Advance(TimeSpan.FromDays(days));

    /// <summary>Scans the fleet of the present day.</summary>
    public Task<ScanOutcome> ScanAsync(string fleet = Fleet, params string[] more)
    {
        Agent.Write("rows.csv", "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n" + fleet.ReplaceLineEndings("\n").Replace("\n", ",IOS\n", StringComparison.Ordinal));
        return Agent.ScanAsync(["--inventory", "rows.csv", "--as-of", clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), .. more]);
    }

    public Task<AgentOutcome> AsAsync(string person, params string[] args)
    {
        Agent.Account = new Author(person + "@pc-7", Author.OsAccount);
        return Agent.RunAsync(["exceptions", .. args, .. args[0] == "validate" ? [] : new[] { "--store", Agent.StorePath }]);
    }

    public Task<AgentOutcome> RequestAsync(params string[] more) =>
        AsAsync("ann", ["request", "ours", "--reason", "research", "--why", "Lab", "--until", "2026-12-01", .. more.Length == 0 ? ["--device", "d1"] : more]);

    public async Task<IReadOnlyList<JsonElement>> ListAsync() =>
        [.. JsonDocument.Parse((await AsAsync("eve", "list", "--all", "--json")).Out).RootElement.GetProperty("exceptions").EnumerateArray()];

    /// <summary>State and reason of each violation, by device.</summary>
    public async Task<IReadOnlyList<string>> StatesAsync()
    {
        await using var store = await ViolationStore.OpenAsync(
            new StoreConnection(Agent.StorePath), new StoreOpening { MustExist = true }, cancellationToken: TestContext.Current.CancellationToken);
        var state = (await store.ReadAsync("local", TestContext.Current.CancellationToken))!;
        return [.. state.Violations.Concat(state.Ended).Select(Told).Order(StringComparer.Ordinal)];

        static string Told(Violation violation) => $"{violation.DeviceId} {violation.State} {violation.StateReason.Code}";
    }

    /// <summary>Writes reports of what is stored and reads one of them.</summary>
    public async Task<string> ReportAsync(string ending)
    {
        (await Agent.RunAsync("report", "--store", Agent.StorePath, "--output", "out")).Code.Should().Be(0);
        return await File.ReadAllTextAsync(Path.Combine(Agent.Folder, "out", "compliance-local-latest" + ending), TestContext.Current.CancellationToken);
    }

    public static IReadOnlyList<string> Notes(ScanOutcome scan) => [.. scan.Scan.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("code").GetString()!)];

    public void Dispose() => Agent.Dispose();
}
