namespace IntuneSimulator.Tenants;

/// <summary>What is true of a device record at one moment, in minutes counted from the day the tenant starts.</summary>
internal readonly record struct DeviceMoment
{
    /// <summary>Place in the fleet.</summary>
    public required int Slot { get; init; }

    /// <summary>How often the hardware has enrolled before.</summary>
    public required int Generation { get; init; }

    /// <summary>The place whose serial number and apps these are; another one for an older duplicate.</summary>
    public required int Hardware { get; init; }

    public required DeviceKind Kind { get; init; }

    public required long Enrolled { get; init; }

    /// <summary>The last minute at which the device did anything; now, for one that is in touch.</summary>
    public required long ActiveUntil { get; init; }

    /// <summary>The minute that is spoken of.</summary>
    public required long Now { get; init; }

    /// <summary>How long it has been silent.</summary>
    public TimeSpan Silence => TimeSpan.FromMinutes(Now - ActiveUntil);

    /// <summary>True when the rows do not come before the first seven days are over.</summary>
    public bool FirstInventoryLate { get; init; }

    /// <summary>Its rows have vanished for some days.</summary>
    public bool RowsHidden { get; init; }

    /// <summary>An older record of the same hardware.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>Last contact: every few hours.</summary>
    public long LastSync(ulong hash)
    {
        var interval = 120 + Chance.Below(Chance.Mix(hash ^ 0x51), 480);
        return Math.Max(Enrolled, ActiveUntil - Chance.FloorMod(ActiveUntil + Chance.Below(Chance.Mix(hash ^ 0x52), interval), interval));
    }
}

/// <summary>
/// When devices come, go, fall silent and enrol again: a pure function of seed, place and minute. The first places of a fleet get the
/// rare cases, so that a fleet of fifty has them all.
/// </summary>
internal sealed class DeviceLife(ulong seed, int devices)
{
    /// <summary>Minutes in a day.</summary>
    public const long Day = 24 * 60;

    private const int FirstSpecial = 17;
    private const long LingerDays = 21;
    private const long JoinerPeriod = 120 * Day;

    /// <summary>Places that are filled at the start, and after them those that fill later.</summary>
    public int Slots { get; } = devices + Math.Max(2, devices / 25);

    /// <summary>The records of a place that Intune lists at a minute: none, one, or an old and a new one.</summary>
    public int At(int slot, long now, Span<DeviceMoment> into)
    {
        if (slot >= devices)
        {
            return JoinerAt(slot, now, into);
        }

        var (change, at) = ChangeOf(slot);
        if (change == Change.None || now < at)
        {
            into[0] = Base(slot, now);
            return 1;
        }

        if (change == Change.Leaves)
        {
            return 0;
        }

        var count = 0;
        if (change == Change.EnrolsAgainOldStays && now < at + (LingerDays * Day))
        {
            into[count++] = Base(slot, at) with { IsDuplicate = true, Now = now };
        }

        into[count++] = Base(slot, now) with { Generation = 1, Enrolled = at, ActiveUntil = now, FirstInventoryLate = false };
        return count;
    }

    /// <summary>The number from which everything about a place follows.</summary>
    public ulong HashOf(int slot) => Chance.Of(seed, (ulong)slot);

    private int JoinerAt(int slot, long now, Span<DeviceMoment> into)
    {
        var hash = HashOf(slot);
        var first = (slot - devices) switch { 0 => 3 * Day, 1 => 11 * Day, _ => Day * (1 + Chance.Below(Chance.Mix(hash ^ 1), 60)) } + Chance.Below(Chance.Mix(hash ^ 2), (int)Day);
        var since = now - first;
        var stays = Day * (30 + Chance.Below(Chance.Mix(hash ^ 3), 70));
        if (since < 0 || Chance.FloorMod(since, JoinerPeriod) >= stays)
        {
            return 0;
        }

        var generation = (int)(since / JoinerPeriod);
        into[0] = new DeviceMoment
        {
            Slot = slot,
            Generation = generation,
            Hardware = slot,
            Now = now,
            Kind = KindFacts.Draw(Chance.Mix(hash ^ 4)),
            Enrolled = first + (generation * JoinerPeriod),
            ActiveUntil = now,
            FirstInventoryLate = (hash & 1) == 0,
        };
        return 1;
    }

    private DeviceMoment Base(int slot, long now)
    {
        var hash = HashOf(slot);
        var special = SpecialOf(slot, hash);
        var twin = special == Special.OlderDuplicate ? Twin(slot) : slot;
        return new DeviceMoment
        {
            Slot = slot,
            Generation = 0,
            Hardware = twin,
            Now = now,
            Kind = KindOf(twin),
            Enrolled = EnrolledOf(slot, special, hash),
            ActiveUntil = ActiveUntil(slot, special, hash, now),
            FirstInventoryLate = special == Special.NewWithoutRows,
            RowsHidden = special == Special.RowsHidden && Chance.FloorMod(now + HiddenPhase(slot, hash), 45 * Day) < Day * (4 + Chance.Below(Chance.Mix(hash ^ 15), 3)),
            IsDuplicate = special == Special.OlderDuplicate,
        };
    }

    /// <summary>The place whose hardware an older duplicate is a record of.</summary>
    private static int Twin(int slot) => Math.Max(0, slot < FirstSpecial + 8 ? 1 : slot - 1);

    private long EnrolledOf(int slot, Special special, ulong hash)
    {
        if (special == Special.OlderDuplicate)
        {
            return ActiveUntil(slot, special, hash, 0) - (300 * Day);
        }

        var age = special is Special.NewWithoutRows or Special.NewWithRows
            ? Day * Chance.Below(Chance.Mix(hash ^ 12), 4)
            : Day * (9 + Chance.Below(Chance.Mix(hash ^ 13), 700));
        var enrolled = -age - Chance.Below(Chance.Mix(hash ^ 14), (int)Day) + (age == 0 ? 0 : Day / 2);
        return Math.Min(enrolled, -1) - (special == Special.Stale ? 300 * Day : 0);
    }

    private long ActiveUntil(int slot, Special special, ulong hash, long now)
    {
        if (special == Special.OlderDuplicate)
        {
            // Hardware speaks under one record at a time: the older one fell silent before the newer one was made.
            var twin = Twin(slot);
            return EnrolledOf(twin, SpecialOf(twin, HashOf(twin)), HashOf(twin)) - (Day * (1 + Chance.Below(Chance.Mix(hash ^ 16), 20)));
        }

        if (special == Special.Stale)
        {
            return -Day * (40 + Chance.Below(Chance.Mix(hash ^ 16), 200));
        }

        if (special != Special.FallsSilent)
        {
            return now;
        }

        var inside = Chance.FloorMod(now + (Day * Chance.Below(Chance.Mix(hash ^ 17), 100)), 150 * Day);
        var silence = Day * (10 + Chance.Below(Chance.Mix(hash ^ 18), 35));
        return inside < silence ? now - inside : now;
    }

    private static long HiddenPhase(int slot, ulong hash) => slot == FirstSpecial + 2 ? Day : Day * Chance.Below(Chance.Mix(hash ^ 19), 45);

    private DeviceKind KindOf(int slot) => slot < KindFacts.All.Length ? (DeviceKind)slot : slot < FirstSpecial + 8 ? DeviceKind.IosCorporate : KindFacts.Draw(Chance.Mix(HashOf(slot) ^ 4));

    private static Special SpecialOf(int slot, ulong hash)
    {
        if (slot < FirstSpecial + 6)
        {
            return slot < FirstSpecial ? Special.None : (Special)(slot - FirstSpecial + 1);
        }

        return (Chance.Below(Chance.Mix(hash ^ 11), 1000)) switch
        {
            < 30 => Special.Stale,
            < 37 => Special.NewWithoutRows,
            < 52 => Special.RowsHidden,
            < 60 => Special.NewWithRows,
            < 68 => Special.OlderDuplicate,
            < 90 => Special.FallsSilent,
            _ => Special.None,
        };
    }

    private (Change Change, long At) ChangeOf(int slot)
    {
        var hash = HashOf(slot);
        if (devices >= 8 && slot >= devices - 3)
        {
            // Fleets of any size see a device leave and two enrol again within a fortnight.
            return (devices - slot) switch { 1 => (Change.Leaves, 5 * Day), 2 => (Change.EnrolsAgain, 9 * Day), _ => (Change.EnrolsAgainOldStays, 12 * Day) };
        }

        if (slot < FirstSpecial + 6)
        {
            return (Change.None, 0);
        }

        var at = (Day * (2 + Chance.Below(Chance.Mix(hash ^ 21), 98))) + Chance.Below(Chance.Mix(hash ^ 22), (int)Day);
        return Chance.Below(Chance.Mix(hash ^ 20), 1000) switch
        {
            < 30 => (Change.Leaves, at),
            < 50 => (Change.EnrolsAgain, at),
            < 70 => (Change.EnrolsAgainOldStays, at),
            _ => (Change.None, 0),
        };
    }

    private enum Change
    {
        None,
        Leaves,
        EnrolsAgain,
        EnrolsAgainOldStays,
    }

    private enum Special
    {
        None = 0,
        NewWithoutRows,
        Stale,
        RowsHidden,
        OlderDuplicate,
        NewWithRows,
        FallsSilent,
    }
}
