using System.Globalization;

namespace IntuneSimulator.Tenants;

/// <summary>
/// A tenant of any size, made from a seed. Every answer is computed from (seed, place, minute); nothing is kept per device, so a million
/// devices cost no more memory than ten.
/// </summary>
public sealed class GeneratedTenant : ITenantModel
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromDays(30);
    private readonly ulong seed;
    private readonly int devices;
    private readonly DateTimeOffset start;
    private readonly DeviceLife life;
    private readonly DeviceInventory inventory;

    /// <summary>Creates a tenant as the options say.</summary>
    public GeneratedTenant(SimulatorOptions options)
        : this(NotNull(options).Seed, options.Devices, options.FirstDay ?? options.Now, options.AppsPerDevice, options.BannedShare, options.DoubtfulShare, options.DistinctApps)
    {
    }

    /// <summary>Creates a tenant whose first day is given; devices is how many there are on that day.</summary>
    public GeneratedTenant(
        long seed, int devices, DateTimeOffset start, int appsPerDevice = 60, double bannedShare = 0.008, double doubtfulShare = 0.002, int distinctApps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(devices, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(devices, 8_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(appsPerDevice, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(appsPerDevice, 160);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(distinctApps, SimulatorOptions.MostDistinctApps);
        this.seed = Chance.Mix((ulong)seed);
        this.devices = devices;
        this.start = start;
        life = new DeviceLife(this.seed, devices);
        inventory = new DeviceInventory(this.seed, appsPerDevice, AppStock.Of(distinctApps), new BannedCourses(bannedShare, doubtfulShare));
    }

    /// <inheritdoc/>
    public int Revision => 0;

    /// <inheritdoc/>
    public IEnumerable<SimulatedDevice> Devices(DateTimeOffset now, string? afterId = null)
    {
        var minute = MinuteOf(now);
        var first = 0;
        var afterGeneration = -1;
        if (afterId is not null && DeviceIds.TryRead(seed, afterId, out var afterSlot, out afterGeneration))
        {
            first = afterSlot;
        }

        var records = new DeviceMoment[2];
        for (var slot = first; slot < life.Slots; slot++)
        {
            var count = life.At(slot, minute, records);
            for (var i = 0; i < count; i++)
            {
                if (slot != first || records[i].Generation > afterGeneration)
                {
                    yield return Describe(records[i]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public SimulatedDevice? Find(string id, DateTimeOffset now)
    {
        if (!DeviceIds.TryRead(seed, id, out var slot, out var generation) || slot >= life.Slots)
        {
            return null;
        }

        Span<DeviceMoment> records = stackalloc DeviceMoment[2];
        var count = life.At(slot, MinuteOf(now), records);
        foreach (var record in records[..count])
        {
            if (record.Generation == generation)
            {
                return Describe(record);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void VisibleApps(SimulatedDevice device, DateTimeOffset now, List<SimulatedApp> into)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(into);
        inventory.Fill(device.Moment, life.HashOf(device.Moment.Slot), into);
    }

    private static SimulatorOptions NotNull(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }

    private long MinuteOf(DateTimeOffset now) => (long)Math.Floor((now - start).TotalMinutes);

    private SimulatedDevice Describe(in DeviceMoment moment)
    {
        var hash = life.HashOf(moment.Slot);
        var hardware = life.HashOf(moment.Hardware);
        var facts = KindFacts.All[(int)moment.Kind];
        var person = facts.HasUser ? Chance.Below(Chance.Mix(hardware ^ 31), Math.Max(1, devices * 6 / 7)) : -1;
        var lastSync = start.AddMinutes(moment.LastSync(hash));
        var now = start.AddMinutes(Math.Max(moment.ActiveUntil, moment.Enrolled));
        return new SimulatedDevice
        {
            Id = DeviceIds.Make(seed, moment.Slot, moment.Generation).ToString(),
            Name = NameOf(facts, moment, person),
            Platform = facts.Platform,
            OperatingSystem = PlatformSpelling.InManagedDevices(facts.Platform) is "AndroidForWork" && facts.Owner == "company" ? "AndroidEnterprise" : PlatformSpelling.InManagedDevices(facts.Platform),
            OsVersion = facts.OsVersions[Chance.Below(Chance.Mix(hardware ^ 32), facts.OsVersions.Length)],
            OwnerType = facts.Owner,
            ManagementAgent = facts.Agent,
            EnrollmentType = facts.Enrolment,
            Model = facts.Models[Chance.Below(Chance.Mix(hardware ^ 33), facts.Models.Length)],
            Manufacturer = facts.Maker,
            SerialNumber = facts.Coverage == SimulatedCoverage.Personal ? "" : string.Create(CultureInfo.InvariantCulture, $"SIM{hardware >> 24:X10}"),
            UserId = person < 0 ? "" : DeviceIds.Make(~seed, person, 0).ToString(),
            UserPrincipalName = person < 0 ? "" : People.Upn(person),
            UserDisplayName = person < 0 ? "" : People.DisplayName(person),
            EntraDeviceId = Chance.Below(Chance.Mix(hash ^ 34), 100) < 3 ? Guid.Empty.ToString() : DeviceIds.Make(seed ^ 0xAAD, moment.Hardware, moment.Generation).ToString(),
            Category = People.Unit(Chance.Mix(hardware ^ 35)),
            ComplianceState = Chance.Below(Chance.Mix(hash ^ 36), 20) == 0 ? "noncompliant" : "compliant",
            IsSupervised = facts.Enrolment == "appleBulkWithUser" && facts.Platform == SimulatedPlatform.IOS,
            EnrolledAt = facts.Coverage == SimulatedCoverage.ConfigurationManagerOnly ? null : start.AddMinutes(moment.Enrolled),
            LastSyncAt = moment.FirstInventoryLate && now - lastSync > TimeSpan.FromHours(6) ? null : lastSync,
            Coverage = CoverageOf(moment, facts, hash),
            Moment = moment,
        };
    }

    private static string NameOf(KindFacts facts, in DeviceMoment moment, int person) => facts.NamePrefix.EndsWith("of", StringComparison.Ordinal)
        ? $"{facts.NamePrefix} {People.DisplayName(Math.Max(0, person))}"
        : string.Create(CultureInfo.InvariantCulture, $"{facts.NamePrefix}-{moment.Hardware + 1:00000}");

    private static SimulatedCoverage CoverageOf(in DeviceMoment moment, KindFacts facts, ulong hash)
    {
        if (moment.IsDuplicate)
        {
            return SimulatedCoverage.Duplicate;
        }

        if (facts.Coverage is not (SimulatedCoverage.Assessable or SimulatedCoverage.WorkProfileOnly or SimulatedCoverage.StoreAppsOnly))
        {
            return facts.Coverage;
        }

        if (DeviceInventory.HasNoRowsYet(moment, facts, hash))
        {
            return SimulatedCoverage.NewlyEnrolled;
        }

        return moment.Silence > StaleAfter ? SimulatedCoverage.Stale : moment.RowsHidden ? SimulatedCoverage.RowsHidden : facts.Coverage;
    }
}
