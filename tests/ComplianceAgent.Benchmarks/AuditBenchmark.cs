using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Benchmarks;

/// <summary>What it costs to verify a long chain: events a minute and memory of <c>audit verify</c>, in a process of its own.</summary>
internal static class AuditBenchmark
{
    private const int EventsAViolation = 4;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 4, 30, 0, TimeSpan.Zero);
    private static readonly Option<int> Events = new("--events") { Description = "Events of the chain; four of each violation.", DefaultValueFactory = _ => 200_000 };

    public static Command Command()
    {
        var command = new Command("audit", "Events a minute and memory of 'audit verify' on a generated chain.") { Events };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Events), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int events, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("compliance-agent-benchmark-").FullName;
        try
        {
            var file = Path.Combine(folder, "compliance.db");
            await MakeAsync(file, events / EventsAViolation, cancellationToken);
            var run = await AgentRun.OfAsync(folder, ["audit", "verify", "--store", file], cancellationToken);
            Say($"{"events",10} {"seconds",9} {"events/min",12} {"peak MiB",9} {"store MB",9}");
            Say($"{events,10:N0} {run.Seconds,9:N1} {events / run.Seconds * 60,12:N0} {run.PeakMebibytes,9:N0} {new FileInfo(file).Length / 1e6,9:N0}");
            Console.WriteLine(run.Output);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MakeAsync(string file, int violations, CancellationToken cancellationToken)
    {
        await using var store = await ViolationStore.OpenAsync(StoreConnection.Parse(file), new StoreOpening { Simulated = false }, cancellationToken: cancellationToken);
        Violation[] all = [.. Enumerable.Range(1, violations).Select(Made)];
        for (var version = 1; version <= EventsAViolation; version++)
        {
            var run = await store.BeginScanAsync("contoso", cancellationToken);
            var at = Start.AddDays(version);
            var (kind, reason) = version == 1 ? (ViolationEventKind.Opened, Reason.Of("seen-first")) : (ViolationEventKind.Updated, Reason.Of("details-changed", ("what", "version")));
            all = [.. all.Select(violation => violation with { App = violation.App with { Version = Text(version) } })];
            await store.CommitAsync(
                new ScanCommit { Run = run, Result = Result(run, at), Changes = [.. all.Select(violation => new ViolationChange(violation, kind, reason, IsNew: kind == ViolationEventKind.Opened))] }, cancellationToken);
        }
    }

    private static Violation Made(int number) => new()
    {
        Id = Guid.CreateVersion7(Start),
        Tenant = "contoso",
        DeviceId = "device-" + Text(number),
        PolicyId = "be-federal-tiktok",
        Subject = "tiktok",
        SubjectName = "TikTok",
        RuleId = "tiktok",
        PolicyHash = new string('a', 64),
        State = ViolationState.Open,
        Severity = Severity.Violation,
        Confidence = Confidence.Exact,
        App = new DistinctApp(Platform.IOS, "TikTok", "TikTok Ltd.", "1", ""),
        Evidence = Reason.Of("name-and-publisher", ("name", "TikTok")),
        Device = new ManagedDevice { Id = "device-" + Text(number), Name = "phone " + Text(number), Platform = Platform.IOS, Owner = DeviceOwner.Company, UserPrincipalName = $"user{Text(number)}@contoso.example" },
        FirstSeenAt = Start,
        StateSince = Start,
        StateReason = Reason.Of("seen-first"),
    };

    private static ScanResult Result(ScanRun run, DateTimeOffset at) => new()
    {
        Tenant = run.Tenant,
        Number = run.Number,
        StartedAt = at,
        FinishedAt = at,
        InventoryAsOf = at,
        Route = InventoryRoute.Export,
        Complete = true,
        Devices = 0,
        AppRows = 0,
        DistinctApps = 0,
        Policies = [],
        CatalogueHash = "",
        Coverage = [],
        OpenViolations = 0,
        DevicesInViolation = 0,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
