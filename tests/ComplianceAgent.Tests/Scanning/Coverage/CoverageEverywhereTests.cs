using System.Text.Json;
using System.Text.RegularExpressions;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reports;
using ComplianceAgent.Tests.Reports;
using ComplianceAgent.Tests.Scanning.LifeCycle;

namespace ComplianceAgent.Tests.Scanning.Coverage;

/// <summary>A fleet with every coverage class: the lines sum to it, the same in every format.</summary>
public sealed partial class CoverageEverywhereTests
{
    private static readonly string[] Packs = ["be-federal-tiktok", "us-federal-tiktok"];
    private static readonly string[] Classes = [.. Enum.GetValues<CoverageClass>().Order().Select(ReportWords.Code)];

    [Fact]
    public async Task The_lines_sum_to_fifty_in_the_result_and_in_every_report_overall_and_by_policy()
    {
        await using var world = await World.StartAsync(EveryClassFleet.Build());
        var reports = Path.Combine(world.Agent.Folder, "reports");

        var scan = await world.ScanAsync("--policy", Packs[0], "--policy", Packs[1], "--output", reports);

        scan.Code.Should().Be(0, scan.Error);
        scan.Devices.Should().Be(EveryClassFleet.Size);
        var result = OfResult(scan.Json);
        result[""].Should().Equal(Whole(EveryClassFleet.Expected));
        result[Packs[0]].Should().Equal(Whole(EveryClassFleet.Expected));
        result[Packs[1]].Should().Equal(Whole(EveryClassFleet.ExpectedOfUs));
        result.Values.Should().AllSatisfy(lines => lines.Values.Sum().Should().Be(EveryClassFleet.Size));
        Whole(scan.Coverage).Should().Equal(result[""]);
        foreach (var format in new[] { OfJson(reports), OfCsv(reports), OfHtml(reports) })
        {
            format.Should().BeEquivalentTo(result);
        }
    }

    [Fact]
    public async Task Only_devices_whose_apps_were_read_are_called_clean()
    {
        await using var world = await World.StartAsync(EveryClassFleet.Build());
        await world.ScanAsync();
        await using var store = await world.OpenStoreAsync();
        var ids = world.Simulator.Tenant.Devices(world.Now).Select(device => device.Id).ToList();

        var devices = await store.DevicesAsync(world.Tenant, ids, TestContext.Current.CancellationToken);

        devices.Should().HaveCount(EveryClassFleet.Size);
        var clean = devices.Values.Where(device => device.State.Coverage == CoverageClass.Clean).ToList();
        clean.Should().OnlyContain(device => device.State.RowCount > 0);
        clean.Select(device => device.State.DeviceId).Should().HaveCount(EveryClassFleet.Expected["clean"]).And.OnlyContain(id =>
            id.StartsWith("clean", StringComparison.Ordinal) || id.StartsWith("fully-managed", StringComparison.Ordinal) || id.StartsWith("owner-unknown", StringComparison.Ordinal));
        clean.Single(device => device.State.Owner == DeviceOwner.Unknown).State.ReasonCode.Should().Be("assessed-owner-unknown");
    }

    [Fact]
    public async Task By_detected_apps_no_device_without_a_find_is_called_clean_and_the_result_says_what_the_route_cannot_tell()
    {
        await using var world = await World.StartAsync(EveryClassFleet.Build());
        world.Agent.Set("Inventory:Route", "detectedApps");
        var reports = Path.Combine(world.Agent.Folder, "reports");

        var scan = await world.ScanAsync("--output", reports);

        scan.Coverage.Should().NotContainKey("clean");
        scan.Coverage.Values.Sum().Should().Be(EveryClassFleet.Size);
        scan.Coverage["violating"].Should().Be(EveryClassFleet.Expected["violating"]);
        scan.Scan.GetProperty("cannotTell").EnumerateArray().Select(line => line.GetString()).Should().Contain("clean");
        OfJson(reports).Should().BeEquivalentTo(OfResult(scan.Json));
    }

    [Fact]
    public async Task A_stale_violating_device_stays_violating_and_the_report_says_since_when_it_is_not_confirmed()
    {
        await using var world = await World.StartAsync(EveryClassFleet.Build());

        var scan = await world.ScanAsync();

        var silent = scan.Json.GetProperty("violations").EnumerateArray().Single(violation => violation.GetProperty("deviceId").GetString() == "violating-silent-0");
        silent.GetProperty("state").GetString().Should().Be("open");
        silent.GetProperty("notConfirmedSince").GetDateTimeOffset().Should().Be(World.Monday);
    }

    private static Dictionary<string, int> Whole(IReadOnlyDictionary<string, int> lines) => Classes.ToDictionary(line => line, line => lines.GetValueOrDefault(line));

    private static Dictionary<string, Dictionary<string, int>> OfResult(JsonElement json) => json.GetProperty("scan").GetProperty("coverage").EnumerateArray()
        .GroupBy(line => line.GetProperty("policyId").GetString()!)
        .ToDictionary(scope => scope.Key, scope => Whole(scope.GroupBy(line => line.GetProperty("class").GetString()!)
            .ToDictionary(line => line.Key, line => line.Sum(count => count.GetProperty("devices").GetInt32()))));

    private static Dictionary<string, Dictionary<string, int>> OfJson(string folder)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(Latest(folder, "*-latest.json")));
        return report.RootElement.GetProperty("coverage").GetProperty("scopes").EnumerateArray().ToDictionary(
            scope => scope.TryGetProperty("policy", out var policy) ? policy.GetString() ?? "" : "",
            scope => scope.GetProperty("lines").EnumerateArray().ToDictionary(line => line.GetProperty("class").GetString()!, line => line.GetProperty("devices").GetInt32()));
    }

    private static Dictionary<string, Dictionary<string, int>> OfCsv(string folder)
    {
        var rows = CsvReader.Read(File.ReadAllText(Latest(folder, "*-latest-coverage.csv")), ',');
        var header = rows[0].ToList();
        return rows.Skip(1).GroupBy(row => row[header.IndexOf("policy")]).ToDictionary(
            scope => scope.Key, scope => scope.ToDictionary(row => row[header.IndexOf("class")], row => int.Parse(row[header.IndexOf("devices")], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static Dictionary<string, Dictionary<string, int>> OfHtml(string folder)
    {
        var html = File.ReadAllText(Latest(folder, "*-latest.html"));
        var fleet = Table(html, "coverage-fleet");
        var lines = FleetLine().Matches(fleet).ToDictionary(line => line.Groups["class"].Value, line => Number(line.Groups["devices"].Value));
        var all = new Dictionary<string, Dictionary<string, int>> { [""] = lines };
        SumLine().Match(fleet).Groups["devices"].Value.Should().Be(EveryClassFleet.Size.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (policy, row) in Packs.Zip(Table(html, "coverage-policies").Split("<tr>").Skip(2)))
        {
            var cells = Cell().Matches(row).Select(cell => Number(cell.Groups["devices"].Value)).ToList();
            cells[^1].Should().Be(EveryClassFleet.Size);
            all[policy] = Classes.Zip(cells).ToDictionary(line => line.First, line => line.Second);
        }

        return all;
    }

    private static string Table(string html, string id)
    {
        var start = html.IndexOf($"id=\"{id}\"", StringComparison.Ordinal);
        return html[start..html.IndexOf("</table>", start, StringComparison.Ordinal)];
    }

    private static string Latest(string folder, string pattern) => Directory.GetFiles(folder, pattern).Should().ContainSingle(pattern).Subject;

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("<tr data-class=\"(?<class>[A-Za-z]+)\"[^\\n]*?<td class=\"num\">(?<devices>[0-9]+)</td>", RegexOptions.NonBacktracking)]
    private static partial Regex FleetLine();

    [GeneratedRegex("<th [^>]*>Fleet</th><td class=\"num\">(?<devices>[0-9]+)</td>", RegexOptions.NonBacktracking)]
    private static partial Regex SumLine();

    [GeneratedRegex("<td class=\"num[ a-z]*\">(?<devices>[0-9]+)</td>", RegexOptions.NonBacktracking)]
    private static partial Regex Cell();
}
