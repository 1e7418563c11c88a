namespace IntuneSimulator.Tenants;

/// <summary>
/// Who carries a banned app, and when: for good, from a day on, until a day, or on and off. The first four places of every fleet carry
/// one of each course, so that the smallest fleet has something to find.
/// </summary>
internal sealed class BannedCourses(double bannedShare, double doubtfulShare)
{
    private const long Day = DeviceLife.Day;

    /// <summary>Adds the banned and doubtful apps that a device had at its last refresh.</summary>
    public void Add(KindFacts facts, int slot, ulong hardware, long daily, long weekly, List<SimulatedApp> into)
    {
        var hash = Chance.Mix(hardware ^ 0xBAD);
        if (slot < 4 || Chance.Share(hash) < bannedShare)
        {
            AddOne(AppStock.Shared.Banned(facts.Platform), Chance.Mix(hash ^ 1), CourseOf(slot, hash), slot, daily, weekly, into);
            if ((hash & 0xF) == 0)
            {
                AddOne(AppStock.Shared.Banned(facts.Platform), Chance.Mix(hash ^ 2), Course.Always, slot, daily, weekly, into);
            }
        }

        if (Chance.Share(Chance.Mix(hash ^ 3)) < doubtfulShare)
        {
            AddOne(AppStock.Shared.Doubtful(facts.Platform), Chance.Mix(hash ^ 4), Course.Always, slot, daily, weekly, into);
        }
    }

    private static void AddOne(ShelfApp[] apps, ulong hash, Course course, int slot, long daily, long weekly, List<SimulatedApp> into)
    {
        // The first places get what their platform's list names first: plain TikTok.
        var app = apps.Length == 0 ? null : slot < 4 ? apps[0] : Pick(apps, hash);
        if (app is null)
        {
            return;
        }

        var at = app.Kind == AppKind.Modern ? weekly : daily;
        if (at != long.MinValue && IsInstalled(course, slot, hash, at) && !into.Contains(app.At(at, hash)))
        {
            into.Add(app.At(at, hash));
        }
    }

    private static ShelfApp? Pick(ShelfApp[] apps, ulong hash)
    {
        var at = Chance.Below(hash, Math.Max(1, apps.Sum(a => a.Weight)));
        foreach (var app in apps)
        {
            at -= app.Weight;
            if (at < 0)
            {
                return app;
            }
        }

        return null;
    }

    private static Course CourseOf(int slot, ulong hash) =>
        slot < 4 ? (Course)slot : Chance.Below(Chance.Mix(hash ^ 5), 10) switch { < 4 => Course.Always, < 6 => Course.Removed, < 8 => Course.OnAndOff, _ => Course.Arrives };

    private static bool IsInstalled(Course course, int slot, ulong hash, long at)
    {
        var day = (slot < 4 ? 4 : 1 + Chance.Below(Chance.Mix(hash ^ 6), 40)) * Day;
        return course switch
        {
            Course.Always => true,
            Course.Removed => at < day,
            Course.Arrives => at >= day,
            _ => Chance.FloorMod(at + (slot < 4 ? 12 * Day : day), 32 * Day) < 16 * Day,
        };
    }

    private enum Course
    {
        Always = 0,
        Removed,
        OnAndOff,
        Arrives,
    }
}
