using System.Globalization;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.Exceptions;
using global::IntuneSimulator;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>A report of a past day, made again from the audit trail, says what the report of that day said.</summary>
public sealed class PastReportTests
{
    private static readonly string[] Packs = ["--policy", "be-federal-tiktok", "--policy", "us-federal-tiktok"];

    [Theory]
    [InlineData("SQLite", 14)]
    [InlineData("PostgreSQL", 6)]
    public async Task Every_day_of_a_lively_fleet_is_told_again_as_it_was_told(string engine, int days)
    {
        await using var world = await World.StartAsync(options: new SimulatorOptions { Devices = 300, Seed = 3, BannedShare = 0.6 });
        var server = engine == "PostgreSQL" ? await PostgresServer.GetAsync(TestContext.Current.CancellationToken) : null;
        var database = server is null ? "" : await server.CreateDatabaseAsync();
        try
        {
            world.Agent.StorePath = server?.ConnectionTo(database) ?? world.Agent.StorePath;
            var printed = new SortedDictionary<string, string>(StringComparer.Ordinal);
            for (var day = 1; day <= days; day++)
            {
                printed[world.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)] = await ScanAsync(world);
                world.Simulator.Advance(TimeSpan.FromDays(1));
            }

            foreach (var (day, report) in printed)
            {
                var again = await PastAsync(world.Agent, world.Tenant, day);
                Comparable(again).Should().Be(Comparable(report), "the report of {0} is made again", day);
                JsonNode.Parse(again)!["warnings"]![0]!["code"]!.GetValue<string>().Should().Be("report-rebuilt");
            }

            (await world.Agent.RunAsync("audit", "verify", "--store", world.Agent.StorePath)).Code.Should().Be(0);
        }
        finally
        {
            if (server is not null)
            {
                await server.DropDatabaseAsync(database);
            }
        }
    }

    [Fact]
    public async Task Exceptions_register_and_policy_are_those_of_the_day()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-10");
        await world.ScanAsync();
        var first = await world.ReportAsync(".json");
        world.Pass(3);
        (await world.RequestAsync("--device", "d2")).Code.Should().Be(0);
        (await world.AsAsync("bob", "approve", "1", "--why", "Seen")).Code.Should().Be(0);
        await world.ScanAsync();
        var second = await world.ReportAsync(".json");
        world.Pass(20);
        world.Register("id: other, device: d1, until: 2026-10-31");
        world.Agent.Write("ours.yaml", "schema: 1\npolicy: ours\nextends: be-federal-tiktok\nremoveBy: 2027-01-31\ntitle: { en: Another title }\nexceptions: { reasons: [research], maximumDays: 90, approver: Head of security }\n");
        await world.ScanAsync();

        Comparable(await PastAsync(world.Agent, "local", "2026-10-01")).Should().Be(Comparable(first));
        Comparable(await PastAsync(world.Agent, "local", "2026-10-04")).Should().Be(Comparable(second));
        var between = JsonNode.Parse(await PastAsync(world.Agent, "local", "2026-10-12T09:00Z"))!;
        between["generatedAt"]!.GetValue<string>().Should().StartWith("2026-10-12T09:00");
        between["headline"]!["openViolations"]!.GetValue<int>().Should().Be(1, "the exception of the register had ended, that of the store had not");
        first.Should().Contain("\"register:lab\"").And.NotContain("Another title");
    }

    [Fact]
    public async Task A_past_report_leaves_the_report_of_the_day_alone_and_lists_who_could_not_be_judged()
    {
        await using var world = await World.StartAsync(options: new SimulatorOptions { Devices = 200, Seed = 5 });
        await ScanAsync(world);
        var before = Files(world.Agent);
        var day = world.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var past = JsonNode.Parse(await PastAsync(world.Agent, world.Tenant, day))!;

        Files(world.Agent).Should().Contain(before, "no file is written over");
        var notJudged = past["notJudged"]!.AsArray();
        notJudged.Should().NotBeEmpty().And.HaveCount(past["blindSpots"]!.AsArray().Sum(spot => spot!["devices"]!.GetValue<int>()));
        notJudged.Select(device => device!["deviceId"]!.GetValue<string>()).Should().OnlyHaveUniqueItems();
        notJudged.Should().OnlyContain(device => device!["since"] != null && device!["reason"]!.GetValue<string>().Length > 0);
        var csv = Files(world.Agent).Single(file => file.Contains("-rebuilt-not-judged.csv", StringComparison.Ordinal));
        (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Should().HaveCount(notJudged.Count + 1);
        (await File.ReadAllTextAsync(csv.Replace("-not-judged.csv", ".html", StringComparison.Ordinal), TestContext.Current.CancellationToken))
            .Should().Contain("One by one").And.Contain("made again on").And.Contain(notJudged[0]!["deviceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_cannot_be_told_again_is_refused_with_what_to_do()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();

        async Task RefusedAsync(string says, params string[] args)
        {
            var outcome = await world.Agent.RunAsync(["report", "--store", world.Agent.StorePath, "--output", "out", .. args]);
            outcome.Code.Should().Be(2, outcome.Error);
            outcome.Error.Should().Contain(says);
        }

        await RefusedAsync("is neither a day (2026-11-20) nor a moment", "--as-of", "last week");
        await RefusedAsync("lies in the future", "--as-of", "2031-01-01");
        await RefusedAsync("its first scan ended at 2026-10-01 06:00 UTC", "--as-of", "2026-09-30");
        await RefusedAsync("--policy does not go with --as-of", "--as-of", "2026-10-01", "--policy", "be-federal-tiktok");
        Change(world.Agent, "UPDATE policy_versions SET content = replace(content, 'National', 'Rational')");
        var tampered = await world.Agent.RunAsync("report", "--store", world.Agent.StorePath, "--output", "out", "--as-of", "2026-10-01");
        tampered.Code.Should().Be(4);
        tampered.Error.Should().Contain("does not hold policy ours as it was in force then");
    }

    [Fact]
    public async Task A_moment_between_two_scans_is_told_as_the_first_left_it()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();
        world.Pass(2);
        await world.ScanAsync("d1,Outlook,1.0,Microsoft\nd2,TikTok,1.0,TikTok Pte. Ltd.\nd3,Outlook,1.0,Microsoft\n");

        var first = JsonNode.Parse(await PastAsync(world.Agent, "local", "2026-10-02T12:00Z"))!;
        var last = JsonNode.Parse(await PastAsync(world.Agent, "local", "2026-10-03"))!;

        (first["lastScan"]!["number"]!.GetValue<int>(), first["headline"]!["openViolations"]!.GetValue<int>()).Should().Be((1, 2));
        (last["lastScan"]!["number"]!.GetValue<int>(), last["headline"]!["openViolations"]!.GetValue<int>()).Should().Be((2, 1));
    }

    private static async Task<string> ScanAsync(World world)
    {
        var scan = await world.Agent.RunAsync(["scan", "--store", world.Agent.StorePath, "--output", "out", .. Packs]);
        scan.Code.Should().BeOneOf([0, 5], scan.Error);
        return await File.ReadAllTextAsync(Path.Combine(world.Agent.Folder, "out", $"compliance-{world.Tenant}-latest.json"), TestContext.Current.CancellationToken);
    }

    private static async Task<string> PastAsync(AgentFixture agent, string tenant, string asOf)
    {
        var report = await agent.RunAsync("report", "--store", agent.StorePath, "--output", "out", "--as-of", asOf);
        report.Code.Should().Be(0, report.Error);
        var file = report.Out.Split('\n').Single(line => line.EndsWith(".json", StringComparison.Ordinal));
        Path.GetFileName(file).Should().StartWith($"compliance-{tenant}-").And.EndWith("-rebuilt.json");
        return await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
    }

    /// <summary>A report without what says that it was made again.</summary>
    private static string Comparable(string report)
    {
        var json = JsonNode.Parse(report)!.AsObject();
        json.Remove("rebuiltAt");
        var warnings = json["warnings"]!.AsArray();
        foreach (var told in warnings.Where(warning => warning!["code"]!.GetValue<string>() == "report-rebuilt").ToList())
        {
            warnings.Remove(told);
        }

        return json.ToJsonString(new() { WriteIndented = true });
    }

    private static string[] Files(AgentFixture agent) => Directory.GetFiles(Path.Combine(agent.Folder, "out"));

    private static void Change(AgentFixture agent, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={agent.StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().Should().BePositive();
    }
}
