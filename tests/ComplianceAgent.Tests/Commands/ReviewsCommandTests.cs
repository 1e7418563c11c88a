using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.Reviews;

namespace ComplianceAgent.Tests.Commands;

/// <summary>What goes wrong at the command line is told, and nothing is written.</summary>
public sealed class ReviewsCommandTests
{
    [Fact]
    public async Task Without_a_store_there_is_nothing_to_review_and_none_is_made()
    {
        using var agent = new AgentFixture();

        var list = await agent.RunAsync("reviews", "list", "--store", agent.StorePath);

        list.Code.Should().Be(2);
        list.Error.Should().Contain("There is no store at").And.Contain("scan first");
        File.Exists(agent.StorePath).Should().BeFalse();
    }

    [Fact]
    public async Task An_empty_queue_says_so()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync("d4,Outlook,1.0,Microsoft\n");

        var list = await world.ReviewsAsync("list", "--all");

        list.Code.Should().Be(0);
        list.Out.Should().Contain("Tenant local: no suspected match waits for a person.").And.Contain("nothing was decided yet");
    }

    [Fact]
    public async Task An_unknown_case_is_told_with_the_one_that_was_meant_and_none_is_decided()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync();
        var id = await world.CaseAsync();
        var typo = id[1] + id[..1] + id[2..];
        typo = typo == id ? (id[0] == '0' ? "1" : "0") + id[1..] : typo;

        var outcome = await world.ReviewsAsync("dismiss", typo, id, "--reason", "x");

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain($"{typo}: there is no such case. Is {id} meant?").And.Contain("Nothing was written.").And.Contain("reviews list --all");
        (await world.CaseAsync()).Should().Be(id);
    }

    [Theory]
    [InlineData("dismiss 0123456789", "--reason")]
    [InlineData("confirm --reason x", "CASE")]
    [InlineData("undo", "--reason")]
    public async Task A_case_and_a_reason_are_needed(string line, string told)
    {
        using var world = new ReviewWorld();

        var outcome = await world.ReviewsAsync(line.Split(' '));

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain(told);
    }

    [Fact]
    public async Task A_reason_of_blanks_is_none()
    {
        using var world = new ReviewWorld();

        var outcome = await world.ReviewsAsync("dismiss", "0123456789", "--reason", "  ");

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain("--reason: say why");
    }

    [Fact]
    public async Task Several_cases_are_decided_at_once_and_doing_it_twice_changes_nothing()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync("d1,T1kTok,1.0,Acme\nd2,T1kT0k,1.0,Other\nd4,Outlook,1.0,Microsoft\n");
        var ids = (await world.ListAsync()).GetProperty("waiting").EnumerateArray().Select(waiting => waiting.GetProperty("case").GetString()!).ToArray();
        ids.Should().HaveCount(2);

        var first = await world.ReviewsAsync(["dismiss", .. ids, "--reason", "Both clocks"]);
        var second = await world.ReviewsAsync(["dismiss", .. ids, "--reason", "Both clocks"]);

        first.Out.Should().Contain("Frees 2 devices.").And.Contain("Dismissed: 2 of 2, as ");
        second.Code.Should().Be(0);
        second.Out.Should().Contain($"{ids[0]}: dismissed already, by ").And.NotContain("Frees");
        (await world.ListAsync()).GetProperty("decisions").EnumerateArray().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_decision_is_kept_with_its_author_the_account_and_its_reason()
    {
        using var world = new ReviewWorld();
        await world.ScanAsync();
        await world.ReviewsAsync("dismiss", await world.CaseAsync(), "--reason", "  Ticket\t4711 ");

        var decision = (await world.ListAsync()).GetProperty("decisions")[0];

        decision.GetProperty("author").GetString().Should().Be($"{Environment.UserName}@{Environment.MachineName}");
        decision.GetProperty("authorSource").GetString().Should().Be("os-account");
        decision.GetProperty("reason").GetString().Should().Be("Ticket 4711");
        decision.GetProperty("stands").GetBoolean().Should().BeTrue();
    }
}
