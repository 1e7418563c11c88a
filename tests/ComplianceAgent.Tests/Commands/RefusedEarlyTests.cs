using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Commands;

/// <summary>What cannot come to a good end is said before the work, and not after it.</summary>
public sealed class RefusedEarlyTests : IDisposable
{
    private readonly AgentFixture agent = new();

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_scan_whose_report_could_not_be_written_is_not_begun()
    {
        agent.Write("taken", "a file where the folder would be");
        agent.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");

        var scan = await agent.RunAsync("scan", "--inventory", "apps.csv", "--policy", "be-federal-tiktok", "--store", agent.StorePath, "--output", "taken/reports");

        scan.Code.Should().Be(ExitCodes.BadUsage, scan.Error);
        scan.Error.Should().Contain("--output " + Path.Combine(agent.Folder, "taken", "reports") + ": cannot be written").And.Contain("Name a place");
        File.Exists(agent.StorePath).Should().BeFalse();
    }

    [Fact]
    public async Task A_scan_leaves_nothing_of_having_asked()
    {
        agent.Write("apps.csv", "Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,TikTok,TikTok Ltd.,1,phone-1\n");

        var scan = await agent.RunAsync("scan", "--inventory", "apps.csv", "--policy", "be-federal-tiktok", "--store", agent.StorePath, "--output", "reports");

        scan.Code.Should().Be(ExitCodes.Done, scan.Error);
        Directory.EnumerateFiles(Path.Combine(agent.Folder, "reports"), ".*").Should().BeEmpty();
    }

    [Fact]
    public async Task A_shape_that_could_not_be_written_is_not_looked_for()
    {
        agent.Write("taken", "a file where the folder would be");

        var doctor = await agent.RunAsync("doctor", "--probe", "taken/shape.json", "--store", agent.StorePath);

        doctor.Code.Should().Be(ExitCodes.BadUsage, doctor.Error);
        doctor.Error.Should().Contain("--probe ").And.Contain("cannot be written");
        doctor.Out.Should().BeEmpty();
    }

    [Theory]
    [InlineData("policy", "validate")]
    [InlineData("policy", "test")]
    public async Task An_option_that_there_is_not_is_no_file(params string[] verb)
    {
        var outcome = await agent.RunAsync([.. verb, "--strange", "x"]);

        outcome.Code.Should().Be(ExitCodes.BadUsage, outcome.Out);
        outcome.Error.Should().Contain("Unrecognized option '--strange'");
    }
}
