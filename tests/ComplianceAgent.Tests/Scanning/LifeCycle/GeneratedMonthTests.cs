using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Store;
using global::IntuneSimulator;
using Microsoft.Data.Sqlite;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>A made-up fleet with everything that fleets do, for a month: what must be true on every single day.</summary>
public sealed class GeneratedMonthTests
{
    private static readonly string[] Packs = ["be-federal-tiktok", "us-federal-tiktok"];
    private static readonly string[] Banned = ["tiktok", "tiktok_lite", "tiktok_live_studio"];

    [Fact]
    public async Task Every_day_of_a_month_the_store_says_what_the_tenant_shows()
    {
        await using var world = await World.StartAsync(options: new SimulatorOptions { Devices = 300, Seed = 1, BannedShare = 0.6 });
        var met = new HashSet<ViolationEventKind>();
        long lastEvent = 0;
        for (var day = 1; day <= 30; day++)
        {
            var scan = await world.ScanAsync([.. Packs.SelectMany(pack => new[] { "--policy", pack })]);
            scan.Code.Should().Be(0, scan.Error);
            scan.Coverage.Values.Sum().Should().Be(scan.Devices);
            var shown = Shown(world);
            await using (var store = await world.OpenStoreAsync())
            {
                var state = (await store.ReadAsync(world.Tenant, TestContext.Current.CancellationToken))!;
                var news = await store.EventsAsync(world.Tenant, lastEvent, 10_000, TestContext.Current.CancellationToken);
                lastEvent += news.Count;
                met.UnionWith(news.Select(e => e.Kind));
                CheckLive(state, shown, day);
                CheckEnds(state, news, shown, day);
                CheckCoverage(state.LastScan!);
            }

            HighestCount(world).Should().Be(1, "one row per device, policy and subject, on day {0}", day);
            world.Simulator.Advance(TimeSpan.FromDays(1));
        }

        // A month without these would prove little.
        met.Should().Contain([
            ViolationEventKind.Opened, ViolationEventKind.Resolved, ViolationEventKind.Returned, ViolationEventKind.NoLongerManaged,
            ViolationEventKind.Linked, ViolationEventKind.NotConfirmed, ViolationEventKind.ConfirmedAgain]);
    }

    /// <summary>Open equals shown, but for what cannot be confirmed now.</summary>
    private static void CheckLive(TenantState state, HashSet<(string, string)> shown, int day)
    {
        foreach (var policy in Packs)
        {
            var live = state.Violations.Where(violation => violation.PolicyId == policy && violation is { State: ViolationState.Open, Severity: Severity.Violation }).ToList();
            live.Select(Pair).Should().OnlyHaveUniqueItems();
            live.Where(violation => violation.NotConfirmedSince is null).Select(Pair).Should().BeSubsetOf(shown, "confirmed means shown, on day {0}", day);
            shown.Should().BeSubsetOf(live.Select(Pair), "what is shown is open, on day {0}", day);
        }
    }

    /// <summary>Nothing counts as removed while the tenant still shows it.</summary>
    private static void CheckEnds(TenantState state, IReadOnlyList<StoredEvent> news, HashSet<(string, string)> shown, int day)
    {
        var ended = state.Ended.ToDictionary(violation => violation.Id);
        foreach (var e in news.Where(e => e.Kind is ViolationEventKind.Resolved or ViolationEventKind.NoLongerManaged))
        {
            shown.Should().NotContain(Pair(ended[e.ViolationId]), "it {0} on day {1}", e.Kind, day);
        }
    }

    private static void CheckCoverage(ScanResult scan)
    {
        foreach (var lines in scan.Coverage.GroupBy(line => line.PolicyId))
        {
            lines.Sum(line => line.Devices).Should().Be(scan.Devices, "the lines of \"{0}\" sum to the fleet", lines.Key);
        }

        scan.Coverage.Select(line => line.PolicyId).Distinct().Should().BeEquivalentTo([.. Packs, ""]);
        scan.Coverage.Where(line => line.PolicyId.Length == 0 && line.Class == CoverageClass.Violating).Sum(line => line.Devices).Should().Be(scan.DevicesInViolation);
    }

    /// <summary>What the tenant's inventory shows now of the banned family on devices that both packs speak of; an older record of the same hardware is not counted.</summary>
    private static HashSet<(string, string)> Shown(World world) =>
        [.. world.Simulator.ExpectedFindings
            .Where(found => Banned.Contains(found.Product) && found.OwnerType != "personal" && found.Coverage != global::IntuneSimulator.Tenants.SimulatedCoverage.Duplicate)
            .Select(found => (found.DeviceId, found.Product))];

    private static (string, string) Pair(Violation violation) => (violation.DeviceId, violation.Subject);

    private static long HighestCount(World world)
    {
        using var connection = new SqliteConnection($"Data Source={world.Agent.StorePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM violations GROUP BY device_id, policy_id, subject)";
        return (long)command.ExecuteScalar()!;
    }
}
