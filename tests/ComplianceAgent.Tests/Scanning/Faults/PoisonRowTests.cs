using System.Globalization;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Inventory.Intune;
using ComplianceAgent.Tests.Reports;
using IntuneSimulator;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>Hundreds of hostile names between ordinary ones: no row of them stops a scan, a report or a table.</summary>
public sealed class PoisonRowTests
{
    private const int Devices = 40;

    [Theory]
    [InlineData("export")]
    [InlineData("detectedApps")]
    public async Task Through_Graph_every_ordinary_violation_is_found_and_every_report_is_written(string route)
    {
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tenant = Poisoned(), MaxPageSize = 100, TenantId = AgentFixture.TenantId });
        using var agent = new AgentFixture { Clock = new FastClock(FaultBench.Speed) }
            .WithSimulator(sim.BaseAddress).Set("Graph:ExportPollSeconds", "3").Set("Graph:AttemptTimeoutSeconds", "600").Set("Inventory:Route", route);

        var scan = await agent.ScanAsync("--policy", GoodScan.Policy);

        FoundAll(scan);
        await ReportsAreSoundAsync(agent);
        await PlainOutputIsHarmlessAsync(agent);
    }

    [Theory]
    [InlineData(ReportFormat.Csv, ',', true)]
    [InlineData(ReportFormat.Csv, ';', false)]
    [InlineData(ReportFormat.Json, ',', true)]
    [InlineData(ReportFormat.JsonArrays, ',', false)]
    public async Task Through_files_every_ordinary_violation_is_found_and_every_report_is_written(ReportFormat format, char delimiter, bool zip)
    {
        using var agent = new AgentFixture();
        var tenant = Poisoned();
        var now = new DateTimeOffset(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);
        var apps = await WriteAsync(agent, "apps", tenant, now, new ReportOptions { Format = format, Delimiter = delimiter }, zip);
        var devices = await WriteAsync(agent, "devices", tenant, now, new ReportOptions { ReportName = ReportColumns.Devices, Format = format, Delimiter = delimiter }, zip);

        var scan = await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", apps, "--device-list", devices);

        FoundAll(scan);
        await ReportsAreSoundAsync(agent);
        await PlainOutputIsHarmlessAsync(agent, "--inventory", apps, "--device-list", devices);
    }

    [Fact]
    public async Task Rows_that_cannot_be_used_are_set_aside_counted_and_the_first_is_named()
    {
        using var agent = new AgentFixture();
        var rows = new StringBuilder("ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId,Platform\r\n");
        for (var i = 0; i < 200; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"TikTok,,38.{i},d{i},IOS\r\nthree,cells,only\r\nZoom,,1,,IOS\r\none,cell,too,d{i},many,here\r\n");
        }

        var scan = await agent.ScanAsync("--policy", GoodScan.Policy, "--inventory", agent.Write("rows.csv", rows.ToString()), "--as-of", "2026-11-02");

        scan.Code.Should().Be(0, scan.Error);
        scan.Open.Should().HaveCount(200);
        var aside = scan.Scan.GetProperty("setAside");
        aside.GetProperty("row-wrong-columns").GetProperty("count").GetInt32().Should().Be(400);
        aside.GetProperty("row-wrong-columns").GetProperty("first").GetString().Should().Be("rows.csv:3");
        aside.GetProperty("row-without-device").GetProperty("count").GetInt32().Should().Be(200);
        FaultScans.Codes(scan, "notes").Count(code => code == "rows-set-aside").Should().Be(2, "each kind is told once");
        scan.Error.Should().Contain("400 rows could not be used").And.Contain("rows.csv:3");
        await ReportsAreSoundAsync(agent, 200);
    }

    /// <summary>Every device has TikTok and its share of the hostile names, as app name, publisher and version; every other one has a hostile name and user.</summary>
    private static ScriptedTenant Poisoned()
    {
        var tenant = new ScriptedTenant();
        for (var i = 0; i < Devices; i++)
        {
            var device = new ScriptedDevice($"00000000-0000-4000-8000-{i:000000000000}", $"WS-{i:000}", SimulatedPlatform.Windows);
            if (i % 2 == 1)
            {
                device.Record = device.Record with { Name = Short(i), UserDisplayName = Short(i + 1), UserPrincipalName = Short(i + 2), Category = Short(i + 3), Model = Short(i + 4) };
            }

            tenant.Add(device.Install("TikTok", "Bytedance Pte. Ltd.", "1.0.5.0", "tiktok"));
            foreach (var (name, at) in HostileNames.All.Select((name, at) => (name, at)).Where(pair => pair.at % Devices == i))
            {
                device.Install(name, "Publisher", "1.0").Install($"App {at}", name, "1.0").Install($"App {at}", "Publisher", name);
            }
        }

        return tenant;
    }

    private static string Short(int at)
    {
        var name = HostileNames.All[at * 7 % HostileNames.All.Count];
        return name.Length > 1000 ? name[..1000] : name;
    }

    private static void FoundAll(ScanOutcome scan)
    {
        scan.Code.Should().Be(0, scan.Error);
        scan.Complete.Should().BeTrue();
        scan.Devices.Should().Be(Devices);
        scan.Open.Should().Equal(Enumerable.Range(0, Devices).Select(i => $"00000000-0000-4000-8000-{i:000000000000} tiktok"));
        IsHarmless(scan.Error);
    }

    private static async Task ReportsAreSoundAsync(AgentFixture agent, int violations = Devices)
    {
        var folder = Path.Combine(agent.Folder, "reports");
        var written = await agent.RunAsync("report", "--format", "html,csv,json", "--store", agent.StorePath, "--policy", GoodScan.Policy, "--output", folder);
        written.Code.Should().Be(0, written.Error);
        var files = Directory.GetFiles(folder, "*-latest*");

        var html = await File.ReadAllTextAsync(files.Single(file => file.EndsWith(".html", StringComparison.Ordinal)));
        html.Should().NotContainAny("<script>alert", "<img src=x", "\u001b", "\0");
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(files.Single(file => file.EndsWith(".json", StringComparison.Ordinal))));
        json.RootElement.GetProperty("violations").GetArrayLength().Should().Be(violations);
        foreach (var csv in files.Where(file => file.EndsWith(".csv", StringComparison.Ordinal)))
        {
            var rows = CsvReader.Read(await File.ReadAllTextAsync(csv), ',');
            rows.Select(row => row.Count).Distinct().Should().ContainSingle("a name breaks no row of {0}", csv);
            rows.SelectMany(row => row).Should().NotContain(cell => cell.Length > 0 && "=+@\t".Contains(cell[0]), "a cell that starts so is a formula to a spreadsheet");
        }

        files.Should().Contain(file => file.EndsWith(".csv", StringComparison.Ordinal));
    }

    /// <summary>The table for people, on a dry run.</summary>
    private static async Task PlainOutputIsHarmlessAsync(AgentFixture agent, params string[] more)
    {
        var plain = await agent.RunAsync(["scan", "--dry-run", "--store", agent.StorePath, "--policy", GoodScan.Policy, .. more]);
        plain.Code.Should().Be(0, plain.Error);
        IsHarmless(plain.Out + plain.Error);
    }

    private static void IsHarmless(string printed) =>
        printed.Should().NotMatchRegex("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F\\u202A-\\u202E\\u2066-\\u2069]");

    private static async Task<string> WriteAsync(AgentFixture agent, string name, ScriptedTenant tenant, DateTimeOffset now, ReportOptions options, bool zip)
    {
        var extension = options.Format == ReportFormat.Csv ? ".csv" : ".json";
        var path = Path.Combine(agent.Folder, name + (zip ? ".zip" : extension));
        await using var file = File.Create(path);
        _ = zip ? await ReportWriter.WriteZipAsync(file, tenant, now, options, name + extension) : await ReportWriter.WriteAsync(file, tenant, now, options);
        return path;
    }
}
