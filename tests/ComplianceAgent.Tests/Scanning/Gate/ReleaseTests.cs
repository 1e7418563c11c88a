using ComplianceAgent.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Scanning.Gate;

/// <summary>Closings held and let go through the command line.</summary>
public sealed class ReleaseTests : IDisposable
{
    private const string Ban = "be-federal-tiktok";
    private const int Phones = 24;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 10, 1, 2, 0, 0, TimeSpan.Zero));
    private readonly AgentFixture agent = new();

    public ReleaseTests() => agent.Clock = clock;

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_scan_that_would_close_all_is_held_and_a_day_later_confirmed()
    {
        await HoldAsync();

        clock.Advance(TimeSpan.FromHours(12));
        var sameDay = await ScanAsync(gone: Phones);
        clock.Advance(TimeSpan.FromHours(12));
        var dayLater = await ScanAsync(gone: Phones);

        sameDay.Code.Should().Be(5);
        sameDay.Changes.Should().BeEmpty();
        dayLater.Code.Should().Be(0);
        dayLater.Changes.Should().BeEquivalentTo(new Dictionary<string, int> { ["resolved"] = Phones });
    }

    [Fact]
    public async Task What_is_released_is_closed_by_the_next_scan_a_pilot_and_a_batch_first()
    {
        await HoldAsync();
        agent.Write("pilot.txt", "phone-03\nphone-04\nphone-99\n");

        var pilot = await agent.RunAsync("release", Ban, "--devices", Path.Combine(agent.Folder, "pilot.txt"), "--reason", "Looked at both", "--store", agent.StorePath);
        var afterPilot = await ScanAsync(gone: Phones);
        var batch = await agent.RunAsync("release", Ban, "--first", "5", "--reason", "First batch", "--store", agent.StorePath);
        var afterBatch = await ScanAsync(gone: Phones);
        var rest = await agent.RunAsync("release", Ban, "--reason", "All right", "--store", agent.StorePath);
        var last = await ScanAsync(gone: Phones);

        pilot.Out.Should().Contain($"2 held closings of policy {Ban} are released");
        afterPilot.Code.Should().Be(5);
        afterPilot.Changes.Should().Contain("resolved", 2);
        batch.Out.Should().Contain("5 held closings");
        afterBatch.Changes.Should().Contain("resolved", 5);
        rest.Out.Should().Contain($"{Phones - 7} held closings");
        last.Code.Should().Be(0);
        last.Open.Should().BeEmpty();
        (await agent.RunAsync("release", "--store", agent.StorePath)).Out.Should().Contain("Nothing is held for tenant local.").And.Contain("Looked at both").And.Contain("First batch");
    }

    [Fact]
    public async Task Apps_that_are_back_are_held_no_longer()
    {
        await HoldAsync();

        var back = await ScanAsync(gone: 0);

        back.Code.Should().Be(0);
        back.Open.Should().HaveCount(Phones);
        (await agent.RunAsync("release", "--store", agent.StorePath)).Out.Should().Contain("Nothing is held");
    }

    [Fact]
    public async Task What_cannot_be_released_is_told()
    {
        await HoldAsync();

        (await agent.RunAsync("release", "no-such", "--reason", "x", "--store", agent.StorePath)).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains($"Held: {Ban}."));
        (await agent.RunAsync("release", Ban, "--store", agent.StorePath)).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("--reason: say why"));
        (await agent.RunAsync("release", "--first", "3", "--store", agent.StorePath)).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("Name the policy"));
        (await agent.RunAsync("release", Ban, "--first", "0", "--reason", "x", "--store", agent.StorePath)).Should().Match<AgentOutcome>(o => o.Code == 2 && o.Error.Contains("--first must be"));
        (await agent.RunAsync("release", "--store", agent.StorePath)).Out.Should().Contain(Ban).And.NotContain("Released policy");
    }

    private async Task HoldAsync()
    {
        (await ScanAsync(gone: 0)).Open.Should().HaveCount(Phones);
        clock.Advance(TimeSpan.FromDays(1));
        var held = await ScanAsync(gone: Phones);
        held.Code.Should().Be(5);
        held.Open.Should().HaveCount(Phones, "what is held still counts");
        held.Scan.GetProperty("heldClosings")[0].GetProperty("count").GetInt32().Should().Be(Phones);
        held.Json.ToString().Should().Contain("closings-held");
    }

    private Task<ScanOutcome> ScanAsync(int gone)
    {
        var rows = Enumerable.Range(0, Phones).SelectMany(n => (string[])
        [
            $"phone-{n:00},Outlook,1.{(n < gone ? 1 : 0)},Microsoft,IOS",
            .. n < gone ? Array.Empty<string>() : [$"phone-{n:00},TikTok,1.0,TikTok Pte. Ltd.,IOS"],
        ]);
        agent.Write("rows.csv", "DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n" + string.Join('\n', rows) + "\n");
        return agent.ScanAsync("--inventory", "rows.csv", "--as-of", clock.GetUtcNow().ToString("O"), "--policy", Ban);
    }
}
