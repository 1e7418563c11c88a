using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.LifeCycle;

namespace ComplianceAgent.Tests.Scanning.Coverage;

/// <summary>What a scan tells beside its figures.</summary>
public sealed class NotesTests
{
    [Fact]
    public async Task Rows_set_aside_are_told_once_with_their_number_and_the_place_of_the_first()
    {
        using var agent = new AgentFixture();
        agent.Write("rows.csv", "DeviceId,DeviceName,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\nd1,P,TikTok,1.0,,IOS\nd2,P\nd3,P,TikTok,1.0,,IOS,more\n,P,TikTok,1.0,,IOS\n");

        var scan = await agent.ScanAsync("--inventory", "rows.csv", "--as-of", "2026-11-20", "--policy", World.Ban);

        scan.Code.Should().Be(0, scan.Error);
        scan.Open.Should().Equal("d1 tiktok");
        var notes = scan.Scan.GetProperty("notes").EnumerateArray().Where(note => note.GetProperty("code").GetString() == "rows-set-aside").Select(note => note.GetProperty("text").GetString());
        notes.Should().Equal(
            "1 rows could not be used (row-without-device); the first was met at rows.csv:5.",
            "2 rows could not be used (row-wrong-columns); the first was met at rows.csv:3.");
    }

    [Fact]
    public async Task A_device_without_rows_is_told_apart_from_a_fleet_without_rows()
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        fleet.Add(World.Phone("rowless")).RowsHidden = true;
        await using var world = await World.StartAsync(fleet.Tenant);
        var reports = Path.Combine(world.Agent.Folder, "reports");
        await world.ScanAsync("--output", reports);
        (await File.ReadAllTextAsync(Directory.GetFiles(reports, "*-latest-blind-spots.csv").Single(), TestContext.Current.CancellationToken))
            .Should().Contain("Intune has no app of it, and does not say why.");

        fleet["phone"].Change(phone => phone.RowsHidden = true);
        var empty = await world.NextDayAsync();

        // Nobody's rows at all: such an export is not believed, another route is taken, and nothing is closed.
        empty.Scan.GetProperty("route").GetString().Should().Be("detectedApps");
        (await world.ViolationOfAsync("phone")).State.Should().Be(ComplianceAgent.Violations.ViolationState.Open);
    }
}
