using ComplianceAgent.Inventory;
using ComplianceAgent.Scanning;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.LifeCycle;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tests.Scanning;

/// <summary>What the audit trail dates beside violations: policies, register, clock, and what people let pass.</summary>
public sealed class NoticeTests
{
    private const string House = """
        schema: 1
        policy: house-ban
        title: { en: House ban }
        rules:
          - id: tiktok-anything
            name: "TikTok*"

        """;

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(-0.9, false)]
    [InlineData(1.1, true)]
    [InlineData(-1.1, true)]
    [InlineData(24 * 365, true)]
    public void A_clock_may_be_off_by_an_hour(double hours, bool isWrong)
    {
        (ClockCheck.Judge(World.Monday.AddHours(hours), World.Monday) is not null).Should().Be(isWrong);
        ClockCheck.Judge(World.Monday.AddHours(hours), theirs: null).Should().BeNull("files tell no time");
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    [InlineData(-24 * 400)]
    [InlineData(24 * 365 * 10)]
    public async Task A_scan_by_a_wrong_clock_is_refused_and_changes_nothing(int hours)
    {
        await using var world = await StartAsync();
        await world.ScanAsync();
        var before = await world.ViolationsAsync();
        world.Simulator.Advance(TimeSpan.FromDays(1));
        world.Simulator.DateAhead = TimeSpan.FromHours(-hours);

        var refused = await world.ScanAsync();

        refused.Code.Should().Be(4);
        refused.Error.Should().Contain("This machine's clock says 2026-11-03 06:").And.Contain("Microsoft Graph's").And.Contain("Set the clock right");
        (await world.ViolationsAsync()).Should().BeEquivalentTo(before);
        (await NoticesAsync(world)).Should().ContainSingle("the first scan alone was stored");

        world.Simulator.DateAhead = TimeSpan.Zero;
        (await world.ScanAsync()).Code.Should().Be(0);
    }

    [Fact]
    public async Task A_scan_that_was_dated_ahead_does_not_stop_those_after_it_and_the_audit_says_that_the_clock_went_back()
    {
        await using var ahead = await StartAsync(World.Monday.AddDays(200));
        (await ahead.ScanAsync()).Open.Should().ContainSingle();
        var dated = await ahead.ViolationOfAsync("phone");
        await using var world = await StartAsync();
        world.Agent.StorePath = ahead.Agent.StorePath;

        var again = await world.ScanAsync();

        again.Code.Should().Be(0, again.Error);
        again.Changes.Should().BeEmpty();
        (await world.ViolationOfAsync("phone")).Should().BeEquivalentTo(new { dated.Id, dated.FirstSeenAt, State = ViolationState.Open });
        (await NoticesAsync(world)).Should().Equal("PolicyChanged audit-policy-began", "ClockChanged audit-clock-back");
        (await world.Agent.RunAsync("audit", "verify", "--store", world.Agent.StorePath)).Code.Should().Be(0);
        (await world.Agent.RunAsync("audit", "list", "--store", world.Agent.StorePath)).Out.Should().Contain("it went back. Events keep their order.");
    }

    [Fact]
    public async Task A_policy_comes_changes_and_goes_and_each_is_an_event_with_its_hash()
    {
        await using var world = await StartAsync();
        var file = world.Agent.Write("house.yaml", House);
        await world.ScanAsync("--policy", file, "--policy", World.Ban);
        (await world.NextDayAsync("--policy", file, "--policy", World.Ban)).Written("events").Should().Be(0, "nothing changed");
        world.Agent.Write("house.yaml", House.Replace("House ban", "The house's ban", StringComparison.Ordinal));
        await world.NextDayAsync("--policy", file, "--policy", World.Ban);
        await world.NextDayAsync("--policy", World.Ban);

        (await NoticesAsync(world)).Should().Equal(
            "PolicyChanged audit-policy-began", "PolicyChanged audit-policy-began", "PolicyChanged audit-policy-changed", "PolicyChanged audit-policy-left", "ExcuseDecided audit-excuse-decided");
        var list = await world.Agent.RunAsync("audit", "list", "--store", world.Agent.StorePath);
        list.Out.Should().Contain("Policy house-ban changed (hash ").And.Contain("counts no longer");
    }

    [Fact]
    public async Task Who_took_a_shrunk_fleet_for_what_it_is_stands_in_the_audit()
    {
        var fleet = new Fleet();
        fleet.AddClean(40);
        await using var world = await World.StartAsync(fleet.Tenant);
        world.Agent.Account = new Author("ann@desk", Author.OsAccount);
        await world.ScanAsync();
        for (var i = 0; i < 30; i++)
        {
            fleet.Remove($"clean-{i}");
        }

        (await world.NextDayAsync()).FaultCodes.Should().Contain("fleet-shrank");
        (await world.ScanAsync("--accept-shrunk-fleet")).Code.Should().Be(0);
        (await world.ScanAsync("--accept-shrunk-fleet")).Code.Should().Be(0);

        (await NoticesAsync(world)).Should().Equal("PolicyChanged audit-policy-began", "ShrunkFleetAccepted fleet-shrank");
        (await world.Agent.RunAsync("audit", "list", "--store", world.Agent.StorePath)).Out.Should().Contain("ann@desk");
    }

    [Fact]
    public void Of_the_register_of_exceptions_each_version_is_an_event()
    {
        var run = new ScanRun("contoso", 1, World.Monday);
        var without = Violations.Store.StoreContract.Result(run, World.Monday);
        var with = without with { ExceptionRegister = new("/etc/register.yaml", "hash-1", 3) };

        ScanNotices.Of(without, with).Select(notice => notice.Reason.Code).Should().Equal("audit-register-changed");
        ScanNotices.Of(with, with with { ExceptionRegister = new("/etc/register.yaml", "hash-2", 3) }).Should().ContainSingle();
        ScanNotices.Of(with, with).Should().BeEmpty();
        ScanNotices.Of(with, with with { TenantExceptionRegister = new("/etc/contoso.yaml", "hash-3", 1) }).Select(notice => notice.Reason.Code).Should().Equal("audit-tenant-register-changed");
        ScanNotices.Of(with, with with { CatalogueHash = "other" }).Select(notice => notice.Kind).Should().Equal(ViolationEventKind.CatalogueChanged);
    }

    private static async Task<World> StartAsync(DateTimeOffset? now = null)
    {
        var fleet = new Fleet();
        fleet.Add(World.Phone("phone").Install("TikTok"));
        return await World.StartAsync(fleet.Tenant, new global::IntuneSimulator.SimulatorOptions { Now = now ?? World.Monday });
    }

    private static async Task<IReadOnlyList<string>> NoticesAsync(World world)
    {
        await using var store = await world.OpenStoreAsync();
        var events = await store.EventsAsync(world.Tenant, limit: 1000, cancellationToken: TestContext.Current.CancellationToken);
        return [.. events.Where(e => e.ViolationId == Guid.Empty).Select(e => $"{e.Kind} {e.Reason.Code}")];
    }
}
