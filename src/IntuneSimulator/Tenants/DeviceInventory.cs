namespace IntuneSimulator.Tenants;

/// <summary>
/// What the inventory shows of a device: the apps it had at its last refresh. Seven days count from enrolment, one day for Windows
/// installer apps; personal devices show managed apps only, some kinds show nothing.
/// </summary>
internal sealed class DeviceInventory(ulong seed, int appsPerDevice, AppStock stock, BannedCourses courses)
{
    private const double ManagedShare = 0.6;

    // New devices have no rows yet, and on a few they are hidden.
    private const double WithRows = 0.982;

    private readonly int wantedOfAll = (int)Math.Round(KindFacts.RowsOfInventoried(appsPerDevice, platform => ManagedRows(stock, platform)) / WithRows);

    private const long Day = DeviceLife.Day;

    /// <summary>Marks a device without an inventory of a kind.</summary>
    private const long Never = long.MinValue;

    /// <summary>Puts the rows into the list.</summary>
    public void Fill(in DeviceMoment device, ulong hash, List<SimulatedApp> into)
    {
        into.Clear();
        var facts = KindFacts.All[(int)device.Kind];
        if (device.RowsHidden || facts.Coverage is SimulatedCoverage.AgentMissing or SimulatedCoverage.Aosp or SimulatedCoverage.ConfigurationManagerOnly or SimulatedCoverage.NoInventoryPlatform)
        {
            return;
        }

        var hardware = Chance.Of(seed, (ulong)device.Hardware, 77);
        var weekly = Refresh(device, hash, 7 * Day, device.FirstInventoryLate ? 7 * Day : 0);
        if (facts.Coverage == SimulatedCoverage.Personal)
        {
            FillManaged(facts.Platform, hardware, weekly, into);
            return;
        }

        var daily = facts.Platform == SimulatedPlatform.Windows ? Refresh(device, hash, Day, FirstDaily(device, facts, hash)) : weekly;
        FillAll(facts, hardware, facts.Coverage == SimulatedCoverage.StoreAppsOnly ? Never : daily, weekly, into);
        courses.Add(facts, device.Hardware, hardware, facts.Coverage == SimulatedCoverage.StoreAppsOnly ? Never : daily, weekly, into);
    }

    /// <summary>True when nothing has been collected yet: neither the weekly inventory nor, on Windows, the daily one.</summary>
    public static bool HasNoRowsYet(in DeviceMoment device, KindFacts facts, ulong hash)
    {
        var readsDaily = facts.Platform == SimulatedPlatform.Windows && facts.Coverage != SimulatedCoverage.StoreAppsOnly;
        return Refresh(device, hash, 7 * Day, device.FirstInventoryLate ? 7 * Day : 0) == Never
            && !(readsDaily && Refresh(device, hash, Day, FirstDaily(device, facts, hash)) != Never);
    }

    private static long FirstDaily(in DeviceMoment device, KindFacts facts, ulong hash) =>
        device.FirstInventoryLate || !facts.HasUser ? Day * (1 + Chance.Below(Chance.Mix(hash ^ 0x61), 7)) : 0;

    private static long Refresh(in DeviceMoment device, ulong hash, long period, long first)
    {
        var age = device.LastSync(hash) - device.Enrolled;
        return age < first ? Never : device.Enrolled + (age / period * period);
    }

    private static double ManagedRows(AppStock stock, SimulatedPlatform platform) => ManagedShare * stock.Managed(platform).Count(app => IsListed(platform, app));

    /// <summary>On personal Windows the installer apps are not collected at all.</summary>
    private static bool IsListed(SimulatedPlatform platform, ShelfApp app) => platform != SimulatedPlatform.Windows || app.Kind == AppKind.Modern;

    private void FillManaged(SimulatedPlatform platform, ulong hardware, long at, List<SimulatedApp> into)
    {
        if (at == Never)
        {
            return;
        }

        var apps = stock.Managed(platform);
        for (var i = 0; i < apps.Length; i++)
        {
            var app = apps[i];
            var hash = Chance.Of(hardware, (ulong)i, 5);
            if (Chance.Share(hash) < ManagedShare && IsListed(platform, app))
            {
                into.Add(app.At(at, hash));
            }
        }
    }

    private void FillAll(KindFacts facts, ulong hardware, long daily, long weekly, List<SimulatedApp> into)
    {
        var ordinary = stock.Shelf(facts.Platform, modern: false);
        var modern = stock.Shelf(facts.Platform, modern: true);
        var windows = facts.Platform == SimulatedPlatform.Windows;
        var wanted = Math.Max(1, (wantedOfAll / 2) + Chance.Below(Chance.Mix(hardware ^ 6), wantedOfAll + 1));
        Span<ushort> taken = stackalloc ushort[320];
        var count = 0;
        wanted = Math.Min(wanted, taken.Length);
        for (var position = 0; count < wanted && position < wanted * 3; position++)
        {
            var isModern = windows && position % 4 == 3;
            var at = isModern ? weekly : daily;
            if (at == Never)
            {
                continue;
            }

            var shelf = isModern ? modern : ordinary;
            var hash = Chance.Of(hardware, (ulong)position, Stay(hardware, position, at));
            var place = shelf.Draw(hash);
            var mark = isModern ? (ushort)(place | 0x8000) : place;
            if (!taken[..count].Contains(mark))
            {
                taken[count++] = mark;
                into.Add(shelf.Apps[place].At(at, hardware ^ place));
            }
        }
    }

    /// <summary>Apps come and go: each place on the device is taken by one app for 40 to 440 days, and then by the next.</summary>
    private static ulong Stay(ulong hardware, int position, long at)
    {
        var life = Chance.Mix(hardware ^ ((ulong)position << 20));
        var length = Day * (40 + (long)(life & 0x1FF));
        return (ulong)Chance.FloorDiv(at + (long)((life >> 16) & 0xFFFFF), length);
    }
}
