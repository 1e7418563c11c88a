using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Scanning.LifeCycle;

/// <summary>A month of a small fleet, scanned every morning through Graph. Day 1 is Monday 2 November; Intune refreshes these phones on Mondays.</summary>
public sealed class MonthTests
{
    private const int Days = 30;

    /// <summary>What the store must have noted of the month: nothing more, nothing twice.</summary>
    private static readonly string[] Expected =
    [
        "11-02 away Opened seen-first",
        "11-02 cleaned Opened seen-first",
        "11-02 hidden Opened seen-first",
        "11-02 kept Opened seen-first",
        "11-02 leaver Opened seen-first",
        "11-02 old-id Opened seen-first",
        "11-02 silent Opened seen-first",
        "11-02 unsure Opened seen-first",

        // Its app left on Tuesday the 3rd; the inventory of Monday the 9th proves it. It came back on the 18th and is seen on the 23rd.
        "11-09 cleaned Resolved absent-inventory-changed",
        "11-23 cleaned Returned seen-again",

        // Intune hid its rows for three days.
        "11-05 hidden NotConfirmed unknown-no-rows",
        "11-08 hidden ConfirmedAgain seen-confirmed-again",

        // Its rows came back without the app.
        "11-11 unsure NotConfirmed unknown-no-rows",
        "11-16 unsure Resolved absent-inventory-changed",

        // Its last contact was on 10 October: on 10 November that is more than thirty days ago, and its rows are as old.
        "11-10 silent NotConfirmed unknown-not-observable",

        // Enrolled again under a new id on the 12th; its inventory comes on the 16th.
        "11-12 old-id NoLongerManaged gone-device",
        "11-16 new-id Linked linked-by-serial",

        // Left for good.
        "11-13 leaver NoLongerManaged gone-device",

        // Left, and is back under the same id.
        "11-14 away NoLongerManaged gone-device",
        "11-20 away ManagedAgain seen-device-back",

        // The app came on Wednesday the 4th and shows on the 9th.
        "11-09 newcomer Opened seen-first",
    ];

    [Fact]
    public async Task A_month_of_scans_notes_what_happened_to_each_device_once_and_nothing_else()
    {
        var fleet = Fleet();
        await using var world = await World.StartAsync(fleet.Tenant);
        for (var day = 2; day < 2 + Days; day++)
        {
            if (day > 2)
            {
                Happens(fleet, day);
                world.Simulator.Advance(TimeSpan.FromDays(1));
            }

            var scan = await world.ScanAsync();
            scan.Code.Should().Be(0, scan.Error);
            scan.Complete.Should().BeTrue();
            scan.Coverage.Values.Sum().Should().Be(scan.Devices);
        }

        (await world.HistoryAsync()).Should().Equal(Expected.Order(StringComparer.Ordinal));
        var violations = (await world.ViolationsAsync()).ToDictionary(violation => violation.DeviceId);
        violations["cleaned"].Should().BeEquivalentTo(new { State = ViolationState.Open, ReturnCount = 1, FirstSeenAt = World.Monday });
        violations["hidden"].NotConfirmedSince.Should().BeNull();
        violations["silent"].Should().BeEquivalentTo(new { State = ViolationState.Open, NotConfirmedSince = World.Monday.AddDays(7) });
        violations["new-id"].Should().BeEquivalentTo(new { State = ViolationState.Open, FirstSeenAt = World.Monday, LinkedFrom = violations["old-id"].Id });
        violations["away"].Should().BeEquivalentTo(new { State = ViolationState.Open, ReturnCount = 0, FirstSeenAt = World.Monday });
        violations["leaver"].State.Should().Be(ViolationState.NoLongerManaged);
    }

    private static Fleet Fleet()
    {
        var fleet = new Fleet();
        foreach (var id in new[] { "away", "cleaned", "hidden", "kept", "leaver", "old-id", "silent", "unsure" })
        {
            fleet.Add(World.Phone(id).Install("TikTok"));
        }

        fleet.Add(World.Phone("newcomer"));
        fleet.AddClean(6);
        fleet["silent"].SilentSince = World.Monday.AddDays(-23);
        return fleet;
    }

    /// <summary>What happens between the scan of the day before and that of the given day of November.</summary>
    private static void Happens(Fleet fleet, int day)
    {
        switch (day)
        {
            case 4:
                fleet["cleaned"].Uninstall("TikTok");
                break;
            case 5:
                fleet["hidden"].Change(phone => phone.RowsHidden = true);
                fleet["newcomer"].Install("TikTok");
                break;
            case 8:
                fleet["hidden"].Change(phone => phone.RowsHidden = false);
                break;
            case 11:
                fleet["unsure"].Change(phone => phone.RowsHidden = true).Uninstall("TikTok");
                break;
            case 12:
                fleet.EnrolAgain("old-id", "new-id");
                fleet["new-id"].Install("TikTok").Change(phone => phone.RowsHidden = true);
                break;
            case 13:
                fleet.Remove("leaver");
                break;
            case 14:
                fleet.Remove("away");
                break;
            case 16:
                fleet["unsure"].Change(phone => phone.RowsHidden = false);
                fleet["new-id"].Change(phone => phone.RowsHidden = false);
                break;
            case 19:
                fleet["cleaned"].Install("TikTok");
                break;
            case 20:
                fleet.Add(World.Phone("away").Install("TikTok"));
                break;
            default:
                break;
        }
    }
}
