using IntuneSimulator.Faults;
using static IntuneSimulator.Faults.SimulatorFault;

namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>Statuses that stand in the place of an answer.</summary>
public sealed class StatusFaultTests(GoodScan good) : FaultScans(good)
{
    internal static readonly SimulatorFault[] Faults =
    [
        TooManyRequestsInteger, TooManyRequestsFractional, TooManyRequestsHttpDate, TooManyRequestsNoHint, RequestTimeout, InternalServerError, ServiceUnavailable, GatewayTimeout,
    ];

    public static TheoryData<SimulatorFault, FaultScene, FaultCourse> Cases => Of(Faults);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_scan_recovers_or_closes_nothing_and_says_why(SimulatorFault fault, FaultScene scene, FaultCourse course) => StrikeAsync(fault, scene, course);
}

/// <summary>Answers that are none: web pages, broken JSON, broken connections.</summary>
public sealed class ReplyFaultTests(GoodScan good) : FaultScans(good)
{
    internal static readonly SimulatorFault[] Faults =
    [
        BadGatewayHtml, ServiceUnavailableHtml, GatewayTimeoutHtml, HtmlPage, EmptyBody, TruncatedJson, MalformedJson, ConnectionReset, ResetMidBody,
    ];

    public static TheoryData<SimulatorFault, FaultScene, FaultCourse> Cases => Of(Faults);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_scan_recovers_or_closes_nothing_and_says_why(SimulatorFault fault, FaultScene scene, FaultCourse course) => StrikeAsync(fault, scene, course);
}

/// <summary>Neighbours that go silent.</summary>
public sealed class SilenceFaultTests(GoodScan good) : FaultScans(good)
{
    internal static readonly SimulatorFault[] Faults = [HangBeforeHeaders, HangAfterHeaders, DownloadHangs];

    public static TheoryData<SimulatorFault, FaultScene, FaultCourse> Cases => Of(Faults);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_scan_recovers_or_closes_nothing_and_says_why(SimulatorFault fault, FaultScene scene, FaultCourse course) => StrikeAsync(fault, scene, course);
}

/// <summary>Refusals: of the token, of the permission, and redirects.</summary>
public sealed class RefusalFaultTests(GoodScan good) : FaultScans(good)
{
    internal static readonly SimulatorFault[] Faults = [Forbidden, UnauthorizedClaimsChallenge, Unauthorized, RedirectElsewhere, TokenRefused, TokenUnavailable];

    public static TheoryData<SimulatorFault, FaultScene, FaultCourse> Cases => Of(Faults);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_scan_recovers_or_closes_nothing_and_says_why(SimulatorFault fault, FaultScene scene, FaultCourse course) => StrikeAsync(fault, scene, course);
}

/// <summary>Lists that lead astray, break off, or lose or repeat rows; data that nobody expects.</summary>
public sealed class ListFaultTests(GoodScan good) : FaultScans(good)
{
    internal static readonly SimulatorFault[] Faults =
    [
        NextLinkLoop, NextLinkOtherHost, NextLinkOtherPort, NextLinkOtherScheme, NextLinkUserInfo, NextLinkNonsense, MissingPage, SkippedPage, RepeatedRows,
        PageWithoutValue, VanishedApp, UnknownTexts, PoisonNames, DeviceCountTooHigh,
    ];

    public static TheoryData<SimulatorFault, FaultScene, FaultCourse> Cases => Of(Faults);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_scan_recovers_or_closes_nothing_and_says_why(SimulatorFault fault, FaultScene scene, FaultCourse course) => StrikeAsync(fault, scene, course);
}

/// <summary>Export jobs that are refused, fail, vanish or never end.</summary>
public sealed class JobFaultTests(GoodScan good) : FaultScans(good)
{
    internal static readonly SimulatorFault[] Faults = [ReportNameRefused, ShortSelectRefused, ReportColumnMissing, JobStuck, JobFailed, JobVanished, JobWithoutUrl];

    public static TheoryData<SimulatorFault, FaultScene, FaultCourse> Cases => Of(Faults);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_scan_recovers_or_closes_nothing_and_says_why(SimulatorFault fault, FaultScene scene, FaultCourse course) => StrikeAsync(fault, scene, course);
}

/// <summary>Downloads that expire, move, break off or change.</summary>
public sealed class DownloadFaultTests(GoodScan good) : FaultScans(good)
{
    internal static readonly SimulatorFault[] Faults =
    [
        UrlExpired, UrlGone, DownloadHostRefused, DownloadRedirect, DownloadUnavailable, DownloadBreaks, DownloadBreaksNoRange, DownloadChanges, DownloadHtml,
    ];

    public static TheoryData<SimulatorFault, FaultScene, FaultCourse> Cases => Of(Faults);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_scan_recovers_or_closes_nothing_and_says_why(SimulatorFault fault, FaultScene scene, FaultCourse course) => StrikeAsync(fault, scene, course);
}

/// <summary>Files that are not what they should be.</summary>
public sealed class ZipFaultTests(GoodScan good) : FaultScans(good)
{
    internal static readonly SimulatorFault[] Faults = [ZipTruncated, ZipWrongCrc, ZipContentCutShort, ZipTwoFiles, ZipEmpty];

    public static TheoryData<SimulatorFault, FaultScene, FaultCourse> Cases => Of(Faults);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_scan_recovers_or_closes_nothing_and_says_why(SimulatorFault fault, FaultScene scene, FaultCourse course) => StrikeAsync(fault, scene, course);
}

/// <summary>No fault is forgotten.</summary>
public sealed class EveryFaultTests
{
    public static TheoryData<SimulatorFault> All => [.. Enum.GetValues<SimulatorFault>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_fault_of_the_simulator_has_an_expectation_and_a_test(SimulatorFault fault)
    {
        SimulatorFault[] tested =
        [
            .. StatusFaultTests.Faults, .. ReplyFaultTests.Faults, .. SilenceFaultTests.Faults, .. RefusalFaultTests.Faults, .. ListFaultTests.Faults,
            .. JobFaultTests.Faults, .. DownloadFaultTests.Faults, .. ZipFaultTests.Faults, VanishedDevice,
        ];
        tested.Should().ContainSingle(known => known == fault);
        (FaultExpectations.Of(fault).Length > 0 || fault == VanishedDevice).Should().BeTrue();
    }
}
