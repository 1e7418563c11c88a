using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tests.Violations;

/// <summary>A small world: one policy against TikTok, phones of one company, one scan a day.</summary>
internal static class Samples
{
    public const string Tenant = "contoso";
    public const string Product = "tiktok";
    public const string Ban = "ban";

    public static DateTimeOffset Day(double day) => new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero).AddDays(day - 1);

    public static Policy Policy(string id = Ban) => new()
    {
        Id = id,
        Title = ImmutableSortedDictionary<string, string>.Empty.Add("en", "TikTok"),
        Rules = [new PolicyRule { Id = Product, Product = Product }],
        Hash = "hash-1",
        Origin = "pack:" + id,
    };

    public static ManagedDevice Phone(string id = "phone-1", string serial = "C02XK0AAJG5J") => new()
    {
        Id = id,
        Name = "Ann's iPhone",
        Platform = Platform.IOS,
        OperatingSystem = "iOS",
        Owner = DeviceOwner.Company,
        UserId = "user-1",
        UserPrincipalName = "ann@contoso.example",
        UserDisplayName = "Ann",
        Email = "ann@contoso.example",
        SerialNumber = serial,
        EnrolledAt = Day(-100),
        LastSyncAt = Day(1),
    };

    public static Finding Finding(ManagedDevice? device = null, string policy = Ban, string subject = Product) => new()
    {
        Device = device ?? Phone(),
        PolicyId = policy,
        PolicyHash = "hash-1",
        RuleId = subject,
        Subject = subject,
        SubjectName = "TikTok",
        Severity = Severity.Violation,
        Confidence = Confidence.Strong,
        App = new DistinctApp(Platform.IOS, "TikTok", "ByteDance", "1.0"),
        Evidence = Reason.Of("name-and-publisher", ("name", "TikTok")),
    };

    public static DeviceSighting InFleet(ulong? fingerprint = 2, int rows = 60, CoverageClass observable = CoverageClass.Clean, DateTimeOffset? lastSync = null) =>
        new(DevicePresence.InFleet, rows, fingerprint, Day(2), lastSync ?? Day(2), Platform.IOS, new Observability(observable, Reason.Of("test")));

    public static DeviceSighting Away(DevicePresence presence) => InFleet() with { Presence = presence };

    /// <summary>A violation first seen on day 1, with fingerprint 1.</summary>
    public static Violation Known(ManagedDevice? device = null, string policy = Ban, string subject = Product)
    {
        var input = Input(Day(1), [Finding(device, policy, subject)]) with { Policies = [Policy(policy)] };
        var id = (device ?? Phone()).Id;
        return LifeCycle.Decide(input with { Devices = new Dictionary<string, DeviceSighting> { [id] = InFleet(fingerprint: 1) with { InventoryAt = Day(1) } } })
            .Single().Violation;
    }

    /// <summary>The scan of a day, a day after the one before, of a fleet whose only device of interest is phone-1, its inventory changed.</summary>
    public static LifeCycleInput Input(DateTimeOffset now, IReadOnlyCollection<Finding>? findings = null, params Violation[] known) => new()
    {
        Tenant = Tenant,
        Scan = new ScanFacts { Number = 7, Complete = true, Now = now, InventoryAsOf = now, PreviousScanAsOf = now.AddDays(-1) },
        Known = known,
        Findings = findings ?? [],
        Devices = new Dictionary<string, DeviceSighting> { ["phone-1"] = InFleet() },
        Policies = [Policy()],
        StillMatches = _ => true,
    };

    public static LifeCycleInput With(this LifeCycleInput input, string device, DeviceSighting sighting) =>
        input with { Devices = new Dictionary<string, DeviceSighting>(input.Devices) { [device] = sighting } };
}
