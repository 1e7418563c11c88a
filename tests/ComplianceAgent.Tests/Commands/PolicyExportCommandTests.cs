using System.Text.Json;
using System.Xml.Linq;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Commands;

public sealed class PolicyExportCommandTests : IDisposable
{
    private readonly AgentFixture agent = new();

    [Fact]
    public async Task Standard_output_holds_the_file_and_nothing_else()
    {
        var outcome = await agent.RunAsync("policy", "export", "--for", "apple", "--policy", "be-federal-tiktok");

        outcome.Code.Should().Be(ExitCodes.Done);
        XDocument.Parse(outcome.Out).Descendants("string").Should().Contain(id => id.Value == "com.zhiliaoapp.musically");
        outcome.Error.Should().Contain("Not tried on a live tenant").And.Contain("cannot be prevented by apple");
    }

    [Fact]
    public async Task A_file_is_written_where_it_is_asked_for()
    {
        var outcome = await agent.RunAsync("policy", "export", "--for", "managed-play", "--policy", "be-federal-tiktok", "--output", "play.jsonc");

        outcome.Code.Should().Be(ExitCodes.Done);
        outcome.Out.Should().BeEmpty();
        var text = File.ReadAllText(Path.Combine(agent.Folder, "play.jsonc"));
        JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement.GetProperty("applications").GetArrayLength().Should().BeGreaterThan(5);
    }

    [Theory]
    [InlineData("policy", "export", "--for", "jamf", "--policy", "be-federal-tiktok")]
    [InlineData("policy", "export", "--policy", "be-federal-tiktok")]
    [InlineData("policy", "export", "--for", "apple", "--policy", "nothing-such")]
    [InlineData("policy", "export", "--for", "apple")]
    public async Task What_cannot_be_meant_ends_with_2_and_writes_nothing(params string[] line)
    {
        var outcome = await agent.RunAsync(line);

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Out.Should().BeEmpty();
        outcome.Error.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_ends_with_4()
    {
        var outcome = await agent.RunAsync("policy", "export", "--for", "apple", "--policy", "be-federal-tiktok", "--output", "no/such/folder/x");

        outcome.Code.Should().Be(ExitCodes.Failed);
        outcome.Error.Should().Contain("no/such/folder");
    }

    public void Dispose() => agent.Dispose();
}
