using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Commands;

public sealed class PolicyCommandTests : IDisposable
{
    private readonly AgentFixture agent = new();

    [Fact]
    public async Task The_list_shows_the_packs_and_says_that_none_is_in_force()
    {
        var outcome = await agent.RunAsync("policy", "list");

        outcome.Code.Should().Be(ExitCodes.Done);
        outcome.Out.Should().ContainAll("be-federal-tiktok", "be-flanders-tiktok", "be-federal-deepseek", "us-federal-tiktok", "eu-commission-tiktok");
        outcome.Error.Should().Contain("No policy is in force");
    }

    [Fact]
    public async Task What_ships_is_valid()
    {
        var outcome = await agent.RunAsync("policy", "validate");

        outcome.Code.Should().Be(ExitCodes.Done);
        outcome.Error.Should().Contain("Good");
    }

    [Fact]
    public async Task A_broken_file_gets_every_fault_with_its_place()
    {
        agent.Write("bad.yaml", "schema: 1\npolicy: bad\ntitel: { en: Bad }\nrules: []\nremoveBy: soon\n");

        var outcome = await agent.RunAsync("policy", "validate", "bad.yaml");

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Out.Should().Contain("bad.yaml(3,1)").And.Contain("bad.yaml(4,").And.Contain("bad.yaml(5,");
    }

    [Fact]
    public async Task Schemas_are_written_where_they_are_asked_for()
    {
        var outcome = await agent.RunAsync("policy", "schema", "--output", "schemas");

        outcome.Code.Should().Be(ExitCodes.Done);
        foreach (var path in outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonDocument.Parse(File.ReadAllText(path.Trim())).RootElement.GetProperty("properties").EnumerateObject().Should().NotBeEmpty();
        }
    }

    [Theory]
    [InlineData("TikTok Lite", "tiktok_lite")]
    [InlineData("Ban TikTok", "never-flag case")]
    [InlineData("@x", "no match.")]
    [InlineData("[/]", "no match.")]
    public async Task Explain_says_how_an_app_would_be_judged(string name, string said)
    {
        var outcome = await agent.RunAsync("policy", "explain", name, "--platform", "android", "--version", "3.1");

        outcome.Code.Should().Be(ExitCodes.Done);
        outcome.Out.Should().StartWith(name).And.Contain(said);
    }

    [Fact]
    public async Task Match_prints_one_object_a_row_in_order()
    {
        agent.Write("apps.csv", "platform,name,publisher,version,identifier\nios,TikTok,,38.1,\nwindows,Notepad++,Notepad++ Team,8.6,\nwindows,Kaspersky Endpoint Security for Windows,AO Kaspersky Lab,12,\nios,T1kTok,,,\n");

        var outcome = await agent.RunAsync("policy", "match", "--apps", "apps.csv", "--product", "tiktok", "--vendor", "kaspersky");

        outcome.Code.Should().Be(ExitCodes.Done);
        var rows = outcome.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        rows.Select(row => row.GetProperty("row").GetInt32()).Should().Equal(1, 2, 3, 4);
        var tiktok = rows[0].GetProperty("matches")[0];
        tiktok.GetProperty("policy").GetString().Should().Be("ad-hoc");
        tiktok.GetProperty("product").GetString().Should().Be("tiktok");
        tiktok.GetProperty("confidence").GetString().Should().Be("strong");
        tiktok.GetProperty("severity").GetString().Should().Be("violation");
        tiktok.GetProperty("explanation").GetString().Should().Contain("TikTok");
        rows[1].GetProperty("matches").GetArrayLength().Should().Be(0);
        rows[2].GetProperty("matches").GetArrayLength().Should().Be(1);
        rows[3].GetProperty("matches")[0].GetProperty("confidence").GetString().Should().Be("suspected");
    }

    [Theory]
    [InlineData("--product", "tiktak", "tiktok")]
    [InlineData("--vendor", "bytedanse", "bytedance")]
    public async Task An_unknown_id_is_refused_with_the_nearest(string option, string id, string near)
    {
        agent.Write("apps.csv", "name\nTikTok\n");

        var outcome = await agent.RunAsync("policy", "match", "--apps", "apps.csv", option, id);

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Error.Should().Contain(id).And.Contain(near);
        outcome.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_no_list_of_apps_is_never_an_empty_answer()
    {
        agent.Write("apps.csv", "a,b,c\n1,2,3\n");

        var outcome = await agent.RunAsync("policy", "match", "--apps", "apps.csv", "--product", "tiktok");

        outcome.Code.Should().Be(ExitCodes.Failed);
        outcome.Error.Should().Contain("apps.csv").And.Contain("platform,name,publisher,version,identifier");
    }

    public void Dispose() => agent.Dispose();
}
