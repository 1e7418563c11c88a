using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Benchmarks;

/// <summary>What a page of the dashboard costs over a big store: first byte, whole page and bytes, each the median of several requests to the service in a process of its own.</summary>
internal static class PagesBenchmark
{
    private const string Tenant = "contoso";
    private const int Rounds = 9;

    private static readonly DateTimeOffset Now = new(2026, 11, 28, 4, 30, 0, TimeSpan.Zero);
    private static readonly Option<int> Violations = new("--violations") { Description = "Violations in the store.", DefaultValueFactory = _ => 100_000 };
    private static readonly Option<int> Devices = new("--devices") { Description = "Devices in the store.", DefaultValueFactory = _ => 1_000_000 };

    private static readonly string[] Pages =
    [
        "", "/violations", "/violations?state=open&due=overdue", "/violations?sort=device&page=1500", "/violations?search=user-77777", "/devices", "/devices?class=stale&after=device-0500000", "/devices/device-0000077",
        "/policies", "/policies?name=TikTok", "/exceptions", "/reviews", "/tickets", "/scans", "/audit", "/audit?kind=opened&before=50000",
    ];

    public static Command Command()
    {
        var command = new Command("pages", "First byte, whole page and bytes of every page of the dashboard, over a generated store.") { Violations, Devices };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Violations), parsed.GetValue(Devices), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int violations, int devices, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("compliance-agent-benchmark-").FullName;
        try
        {
            var file = Path.Combine(folder, "compliance.db");
            await MakeAsync(file, violations, devices, cancellationToken);
            Say($"{violations:N0} violations, {devices:N0} devices, store {new FileInfo(file).Length / 1e6:N0} MB");
            using var process = Process.Start(StartOf(folder, file))!;
            try
            {
                await MeasureAsync(process, cancellationToken);
                process.Refresh();
                Say($"peak of the service {process.PeakWorkingSet64 / 1024.0 / 1024.0:N0} MiB");
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ProcessStartInfo StartOf(string folder, string file)
    {
        string[] settings =
        [
            "Service:Url=http://127.0.0.1:0", $"Tenants:0:Name={Tenant}", "Tenants:0:TenantId=11111111-2222-3333-4444-555555555555", "Tenants:0:SimulatorUrl=http://127.0.0.1:9", "Tenants:0:Schedule:Cron=0 0 0 1 1 ? 2099",
            "Policies:Use:0=be-federal-tiktok", "Policies:Use:1=us-federal-tiktok", "Audit:CheckpointFile=none",
        ];
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "compliance-agent.exe" : "compliance-agent"),
            ["run", "--simulated", "--store", file, .. settings.SelectMany(setting => new[] { "--set", setting })])
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment["XDG_STATE_HOME"] = folder;
        return start;
    }

    private static async Task MeasureAsync(Process process, CancellationToken cancellationToken)
    {
        var link = await LinkAsync(process, cancellationToken);
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(link.GetLeftPart(UriPartial.Authority)) };
        (await http.GetAsync(link, cancellationToken)).EnsureSuccessStatusCode();
        Say($"{"page",-46} {"first byte ms",14} {"whole ms",9} {"kB",7}");
        foreach (var page in Pages)
        {
            var (first, whole, bytes) = (new List<double>(), new List<double>(), 0L);
            for (var round = 0; round < Rounds; round++)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync($"/t/{Tenant}{page}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                answer.EnsureSuccessStatusCode();
                first.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                bytes = (await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Length;
                whole.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            Say($"{(page.Length == 0 ? "overview" : page),-46} {Median(first),14:N0} {Median(whole),9:N0} {bytes / 1e3,7:N0}");
        }
    }

    private static async Task<Uri> LinkAsync(Process process, CancellationToken cancellationToken)
    {
        while (await process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is var at and >= 0 && line.Contains("/signin?token=", StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new Uri(line[at..].Trim());
            }
        }

        throw new InvalidOperationException("The service ended before it listened.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task MakeAsync(string file, int violations, int devices, CancellationToken cancellationToken)
    {
        await using var store = await ViolationStore.OpenAsync(StoreConnection.Parse(file), new StoreOpening { Simulated = true }, cancellationToken: cancellationToken);
        var run = await store.BeginScanAsync(Tenant, cancellationToken);
        await store.CommitAsync(
            new ScanCommit
            {
                Run = run,
                Result = Result(run, violations, devices),
                Changes = [.. Enumerable.Range(0, violations).Select(Made).Select(violation => new ViolationChange(violation, ViolationEventKind.Opened, violation.StateReason, IsNew: true))],
                Devices = Enumerable.Range(0, devices).Select(Device),
            },
            cancellationToken);
    }

    private static DeviceState Device(int number) => new(
        Name(number), Platform.IOS, DeviceOwner.Company, number % 20 == 0 ? CoverageClass.Stale : CoverageClass.Clean, number % 20 == 0 ? "stale" : "assessed", (ulong)number, 60);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"device-{number:0000000}");

    private static Violation Made(int number) => new()
    {
        Id = Guid.CreateVersion7(Now.AddMinutes(-number)),
        Tenant = Tenant,
        DeviceId = Name(number),
        PolicyId = number % 2 == 0 ? "be-federal-tiktok" : "us-federal-tiktok",
        Subject = "tiktok",
        SubjectName = "TikTok",
        RuleId = "tiktok",
        PolicyHash = "hash",
        State = number % 10 < 6 ? ViolationState.Open : number % 10 < 9 ? ViolationState.Resolved : number % 100 == 9 ? ViolationState.Review : ViolationState.Excepted,
        Severity = Severity.Violation,
        Confidence = Confidence.Strong,
        App = new DistinctApp(Platform.IOS, "TikTok", "TikTok Pte. Ltd.", "35.1.0"),
        Evidence = Reason.Of("name-and-publisher", ("name", "TikTok"), ("publisher", "TikTok Pte. Ltd.")),
        Device = new ManagedDevice
        {
            Id = Name(number), Name = $"Phone {number.ToString(CultureInfo.InvariantCulture)}", Platform = Platform.IOS, OperatingSystem = "iOS", Owner = DeviceOwner.Company, UserId = $"user-{number.ToString(CultureInfo.InvariantCulture)}",
            UserPrincipalName = $"user-{number.ToString(CultureInfo.InvariantCulture)}@contoso.example", UserDisplayName = "A person", Email = "person@contoso.example", SerialNumber = "C02XK0AAJG5J", Category = $"Unit {(number % 12).ToString(CultureInfo.InvariantCulture)}", EnrolledAt = Now.AddDays(-400),
        },
        FirstSeenAt = Now.AddDays(-(number % 60)),
        InventoryAt = Now,
        StateSince = Now.AddDays(-(number % 60)),
        StateReason = Reason.Of("seen-first"),
    };

    private static ScanResult Result(ScanRun run, int violations, int devices) => new()
    {
        Tenant = Tenant,
        Number = run.Number,
        Simulated = true,
        StartedAt = Now.AddMinutes(-5),
        FinishedAt = Now,
        InventoryAsOf = Now,
        Route = InventoryRoute.Export,
        Complete = true,
        Devices = devices,
        AppRows = devices * 60L,
        DistinctApps = 10_000,
        Policies = [],
        CatalogueHash = "catalogue",
        Coverage = [new CoverageCount("", CoverageClass.Stale, "stale", PlatformFamily.IOS, DeviceOwner.Company, (devices + 19) / 20), new CoverageCount("", CoverageClass.Clean, "assessed", PlatformFamily.IOS, DeviceOwner.Company, devices - ((devices + 19) / 20))],
        OpenViolations = violations * 6 / 10,
        DevicesInViolation = violations * 6 / 10,
    };

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
