using System.Text.Json;
using IntuneSimulator.Faults;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>What stands on which stream, and with which code it ends.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("'--nonsense'", "scan", "--nonsense")]
    [InlineData("--devices", "demo", "--devices", "many")]
    [InlineData("--devices 3: must be between 10 and 1000000", "demo", "--devices", "3")]
    [InlineData("Required command was not provided", "policy")]
    [InlineData("--device-list and --as-of go with --inventory", "scan", "--policy", Sandbox.Policy, "--as-of", "2026-01-01")]
    [InlineData("--set nothing: write Key=Value", "policy", "list", "--set", "nothing")]
    [InlineData("there is no such settings file", "policy", "list", "--config", "absent.json")]
    [InlineData("no policy is in force; name at least one in Policies:Use or with --policy. There are: au-deepseek, au-kaspersky,", "scan")]
    [InlineData("there is no policy nonesuch. There are: au-deepseek,", "scan", "--policy", "nonesuch")]
    [InlineData("No tenant is configured", "scan", "--policy", Sandbox.Policy)]
    [InlineData("No tenant is configured", "run", "--policy", Sandbox.Policy)]
    [InlineData("--inventory absent.zip: there is no such file", "scan", "--policy", Sandbox.Policy, "--inventory", "absent.zip")]
    [InlineData("--platform beos: unknown", "policy", "explain", "TikTok", "--platform", "beos")]
    public async Task A_line_that_cannot_be_done_ends_2_with_nothing_on_standard_output(string message, params string[] line)
    {
        await using var sandbox = new Sandbox();

        var end = await sandbox.RunAsync(line);

        end.Code.Should().Be(2, end.Error);
        end.Out.Should().BeEmpty();
        end.Error.Should().Contain(message).And.NotContain("   at ");
    }

    [Fact]
    public async Task Json_output_is_one_object_even_when_warnings_are_logged()
    {
        await using var simulator = await Sandbox.SimulatorAsync(60);
        await using var sandbox = new Sandbox().WithSimulator(simulator);
        simulator.Faults.Add(SimulatorFault.ReportNameRefused, times: 100);

        var end = await sandbox.RunAsync("scan", "--json", "--policy", Sandbox.Policy, "--fail-on-violations");

        end.Error.Should().Contain("[WRN]").And.Contain("open violations");
        using var json = JsonDocument.Parse(end.Out);
        json.RootElement.ValueKind.Should().Be(JsonValueKind.Object);
        json.RootElement.GetProperty("scan").GetProperty("route").GetString().Should().Be("detectedApps");
        end.Code.Should().Be(1, "there are open violations, and --fail-on-violations asked");
    }

    [Fact]
    public async Task Policy_match_prints_one_object_a_row_in_order()
    {
        await using var sandbox = new Sandbox();
        var rows = Enumerable.Range(1, 300).Select(i => i % 3 == 0 ? $"android,TikTok,TikTok Ltd.,{i}," : $"windows,\"Editor\n{i}\",Somebody,1,").ToList();
        sandbox.Write("apps.csv", "platform,name,publisher,version,identifier\n" + string.Join('\n', rows) + "\n");

        var end = await sandbox.RunAsync("policy", "match", "--apps", "apps.csv", "--policy", Sandbox.Policy);

        end.Code.Should().Be(0, end.Error);
        var lines = end.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => line.GetProperty("row").GetInt32()).Should().Equal(Enumerable.Range(1, 300));
        lines.Select(line => line.GetProperty("matches").GetArrayLength() > 0).Should().Equal(Enumerable.Range(1, 300).Select(i => i % 3 == 0));
    }

    [Fact]
    public async Task A_name_that_begins_with_an_at_sign_is_a_name()
    {
        await using var sandbox = new Sandbox();
        sandbox.Write("notes", "TikTok");

        var end = await sandbox.RunAsync("policy", "explain", "@notes", "--policy", Sandbox.Policy);

        end.Code.Should().Be(0, end.Error);
        end.Out.Should().StartWith("@notes").And.Contain("no match").And.NotContain("TikTok (");
    }

    [Fact]
    public async Task The_version_of_an_app_is_not_the_version_of_the_program()
    {
        await using var sandbox = new Sandbox();

        var app = await sandbox.RunAsync("policy", "explain", "TikTok", "--platform", "ios", "--version", "3.1", "--policy", Sandbox.Policy);
        var program = await sandbox.RunAsync("--version");

        app.Code.Should().Be(0, app.Error);
        app.Out.Should().Contain("violation, strong");
        program.Code.Should().Be(0);
        program.Out.Trim().Should().MatchRegex(@"^\d+\.\d+\.\d+").And.NotContain("TikTok");
    }

    [Theory]
    [InlineData("--help > /dev/full")]
    [InlineData("policy list > /dev/full")]
    [InlineData("policy list >&-")]
    public async Task A_result_that_cannot_be_written_is_a_failure_and_no_abort(string line)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        await using var sandbox = new Sandbox { Before = $"\"$0\" {line}; exit $?" };

        var end = await sandbox.RunAsync();

        end.Code.Should().Be(4, end.Error);
        end.Error.Should().NotContain("   at ");
    }

    [Fact]
    public async Task A_standard_error_that_cannot_be_written_does_not_stop_the_work()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        await using var sandbox = new Sandbox { Before = "\"$0\" \"$@\" 2> /dev/full; exit $?" };
        sandbox.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");

        var end = await sandbox.RunAsync("scan", "--inventory", "apps.csv", "--policy", Sandbox.Policy, "--json", "--fail-on-violations");

        end.Code.Should().Be(1);
        JsonDocument.Parse(end.Out).RootElement.GetProperty("violations").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_fault()
    {
        Sandbox.OnlyOnUnix();
        await using var sandbox = new Sandbox { Before = "\"$0\" policy list | head -c 1; exit ${PIPESTATUS[0]}" };

        (await sandbox.RunAsync()).Code.Should().Be(0);
    }
}
