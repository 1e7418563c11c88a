using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Scanning.WhatIf;

/// <summary><c>policy match --inventory</c>: the same question asked of exported files, without a store.</summary>
public sealed class WhatIfOfFilesTests : IDisposable
{
    private const string Devices = "Device ID,Device name,Ownership,OS,Last check-in\n";
    private readonly AgentFixture agent = new();

    public WhatIfOfFilesTests()
    {
        agent.Write("apps.csv", """
            DeviceId,DeviceName,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform
            d1,PHONE-1,TikTok,1.0,,IOS
            d2,PHONE-2,TikTok Lite,1.0,,IOS
            d3,PHONE-3,Signal,1.0,,IOS
            d4,PHONE-4,T1kTok,1.0,,IOS

            """);
        agent.Write("new.yaml", "schema: 1\npolicy: ours\ntitle: { en: Ours }\nrules:\n  - product: tiktok\n  - id: signal\n    name: Signal\n");
    }

    [Fact]
    public async Task A_new_policy_against_one_that_ships()
    {
        var answer = await MatchAsync("--policy", "new.yaml", "--against", "be-federal-tiktok");

        Totals(answer).Should().Be("open 1/1, review 0/0, advice 0/0, keep 2/2, withdraw 1/1, end 0/0");
        Totals(await MatchAsync("--policy", "be-federal-tiktok", "--against", "new.yaml")).Should().Be("open 1/1, review 0/0, advice 0/0, keep 2/2, withdraw 1/1, end 0/0", "the other way round what opened is withdrawn");
        Totals(await MatchAsync("--policy", "new.yaml", "--against", "new.yaml")).Should().Be("open 0/0, review 0/0, advice 0/0, keep 3/3, withdraw 0/0, end 0/0");
    }

    [Fact]
    public async Task Without_one_to_compare_with_everything_is_new()
    {
        Totals(await MatchAsync("--policy", "new.yaml")).Should().Be("open 2/2, review 1/1, advice 0/0, keep 0/0, withdraw 0/0, end 0/0");
        Totals(await MatchAsync("--product", "tiktok")).Should().Be("open 2/2, review 1/1, advice 0/0, keep 0/0, withdraw 0/0, end 0/0");
        Directory.Exists(Path.Combine(agent.Folder, "state")).Should().BeFalse();
    }

    [Fact]
    public async Task A_changed_file_is_compared_with_the_policy_in_force_of_the_same_id()
    {
        agent.Set("Policies:Path", Path.Combine(agent.Folder, "bans")).Set("Policies:Use:0", "ours");
        agent.Write("bans/ours.yaml", "schema: 1\npolicy: ours\ntitle: { en: Ours }\nrules:\n  - product: tiktok\n    family: true\n");

        var answer = await MatchAsync("--policy", "new.yaml");

        Totals(answer).Should().Be("open 1/1, review 0/0, advice 0/0, keep 2/2, withdraw 1/1, end 0/0");
        answer.GetProperty("against")[0].GetProperty("origin").GetString().Should().EndWith("ours.yaml");
    }

    [Fact]
    public async Task Owners_come_from_the_device_list()
    {
        agent.Write("devices.csv", Devices + "d1,PHONE-1,Personal,iOS,2026-11-22\nd2,PHONE-2,Corporate,iOS,2026-11-22\nd3,PHONE-3,Corporate,iOS,2026-11-22\nd5,PHONE-5,Corporate,iOS,2026-11-22\n");

        var answer = await MatchAsync("--policy", "new.yaml", "--device-list", "devices.csv");

        answer.GetProperty("devices").GetInt32().Should().Be(4);
        Totals(answer).Should().StartWith("open 1/1, review 0/0");
        answer.GetProperty("whatIf").GetProperty("adviceOnlyCounted").GetProperty("ours").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task People_get_a_table_and_a_rule_that_is_too_broad_is_told()
    {
        agent.Write("apps.csv", "DeviceId,ApplicationName,Platform\n" + string.Concat(Enumerable.Range(0, 60).Select(n => $"d{n % 6},Leisure {n},IOS\n")));
        agent.Write("all.yaml", "schema: 1\npolicy: ours\ntitle: { en: Ours }\nrules:\n  - id: all\n    name: \"*e*\"\n");

        var outcome = await agent.RunAsync("policy", "match", "--inventory", "apps.csv", "--policy", "all.yaml");

        outcome.Code.Should().Be(0, outcome.Error);
        outcome.Out.Should().Contain("ours").And.Contain("against no policy").And.Contain("These policies would")
            .And.Contain("Rule all of policy ours would hit 60 of 60 distinct apps on 6 of 6 devices").And.NotContain("Leisure");
    }

    [Theory]
    [InlineData("Give either --apps", "--policy", "new.yaml")]
    [InlineData("Give either --apps", "--apps", "apps.csv", "--inventory", "apps.csv", "--policy", "new.yaml")]
    [InlineData("go with --inventory", "--apps", "apps.csv", "--policy", "new.yaml", "--against", "be-federal-tiktok")]
    [InlineData("there is no such file", "--inventory", "nowhere.zip", "--policy", "new.yaml")]
    public async Task Options_that_do_not_go_together_are_refused(string said, params string[] line)
    {
        var outcome = await agent.RunAsync(["policy", "match", .. line]);

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain(said);
        outcome.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task Explain_prints_json_of_a_file_that_stands_in_for_a_pack()
    {
        agent.Write("mine.yaml", "schema: 1\npolicy: be-federal-tiktok\ntitle: { en: Mine }\nrules:\n  - product: tiktok\n");

        var outcome = await agent.RunAsync("policy", "explain", "TikTok Lite", "--platform", "ios", "--policy", "mine.yaml", "--json");

        outcome.Code.Should().Be(0, outcome.Error);
        var policy = JsonDocument.Parse(outcome.Out).RootElement.GetProperty("policies")[0];
        policy.GetProperty("title").GetString().Should().Be("Mine");
        policy.GetProperty("matches").GetArrayLength().Should().Be(0);
    }

    public void Dispose() => agent.Dispose();

    private async Task<JsonElement> MatchAsync(params string[] more)
    {
        var outcome = await agent.RunAsync(["policy", "match", "--inventory", "apps.csv", "--json", .. more]);
        outcome.Code.Should().Be(0, outcome.Error);
        return JsonDocument.Parse(outcome.Out).RootElement;
    }

    private static string Totals(JsonElement answer) => string.Join(", ", answer.GetProperty("whatIf").GetProperty("totals").EnumerateObject()
        .Select(fate => $"{fate.Name} {fate.Value.GetProperty("violations").GetInt32()}/{fate.Value.GetProperty("devices").GetInt32()}"));
}
