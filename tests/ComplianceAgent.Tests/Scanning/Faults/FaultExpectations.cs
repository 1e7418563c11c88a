using System.Collections.Immutable;
using IntuneSimulator.Faults;
using static IntuneSimulator.Faults.SimulatorFault;

namespace ComplianceAgent.Tests.Scanning.Faults;

/// <summary>How a scan with a fault must end.</summary>
internal enum FaultEnding
{
    /// <summary>Complete, with the same open violations.</summary>
    Recovers,

    /// <summary>Exit 3: says what happened, closes nothing.</summary>
    Incomplete,

    /// <summary>Exit 4: one clear message, the store as it was.</summary>
    Fails,
}

/// <summary>What must come of a fault in one scene.</summary>
/// <param name="Scene">Route.</param>
/// <param name="Course">How often it strikes.</param>
/// <param name="Ending">How the scan must end.</param>
/// <param name="Code">Reason that must be given among the faults (incomplete), the notes or the route's reasons (recovered); null for none.</param>
/// <param name="FallsBack">Whether the detected apps must have been read in place of the export.</param>
internal sealed record FaultExpectation(FaultScene Scene, FaultCourse Course, FaultEnding Ending, string? Code = null, bool FallsBack = false);

/// <summary>
/// What the agent makes of each fault that the simulator knows. A new member of <see cref="SimulatorFault"/> fails the tests until its
/// line stands here.
/// </summary>
internal static class FaultExpectations
{
    public static ImmutableArray<FaultExpectation> Of(SimulatorFault fault) => fault switch
    {
        TooManyRequestsInteger or TooManyRequestsFractional or TooManyRequestsHttpDate or TooManyRequestsNoHint => Passing("graph-throttled"),
        RequestTimeout or InternalServerError or ServiceUnavailable or GatewayTimeout => Passing("graph-server-error"),
        BadGatewayHtml or ServiceUnavailableHtml or GatewayTimeoutHtml or HtmlPage => Passing("graph-reply-not-json"),
        EmptyBody or TruncatedJson or MalformedJson => Passing("graph-reply-malformed"),
        ConnectionReset or ResetMidBody or HangBeforeHeaders or HangAfterHeaders => Passing("graph-unreachable"),
        UnauthorizedClaimsChallenge => Passing("graph-unauthorized"),
        Unauthorized => Lasting("graph-unauthorized", "graph-unauthorized"),
        RedirectElsewhere => Lasting("graph-redirect-refused", "graph-redirect-refused"),
        Forbidden =>
        [
            // Struck once it is the export that is refused: the documents disagree about the permission it needs.
            new(FaultScene.Export, FaultCourse.Once, FaultEnding.Recovers, "graph-forbidden", FallsBack: true),
            new(FaultScene.DetectedApps, FaultCourse.Once, FaultEnding.Incomplete, "graph-forbidden"),
            new(FaultScene.Export, FaultCourse.ForEver, FaultEnding.Fails, "graph-permission-missing"),
            new(FaultScene.DetectedApps, FaultCourse.ForEver, FaultEnding.Fails, "graph-permission-missing"),
        ],

        // A list that broke off: what was read counts, nothing is closed.
        NextLinkOtherHost or NextLinkOtherPort or NextLinkOtherScheme or NextLinkUserInfo or NextLinkNonsense => Pages(FaultEnding.Incomplete, "graph-link-foreign"),
        MissingPage => Pages(FaultEnding.Incomplete, "graph-not-found"),
        // Where no count is declared, a skipped page shows because devices with a banned app are not in the list, and Graph knows them by id.
        SkippedPage => Always(FaultScene.Export, FaultEnding.Incomplete, "device-list-skipped").AddRange(Always(FaultScene.DetectedApps, FaultEnding.Incomplete, "graph-list-short")),
        PageWithoutValue => Pages(FaultEnding.Incomplete, "graph-page-without-list"),
        NextLinkLoop =>
        [
            // Struck once, the page that links to itself is read twice and then goes on: nothing is lost.
            new(FaultScene.Export, FaultCourse.Once, FaultEnding.Recovers, "devices-repeated"),
            new(FaultScene.DetectedApps, FaultCourse.Once, FaultEnding.Recovers),
            new(FaultScene.Export, FaultCourse.ForEver, FaultEnding.Incomplete, "graph-link-loop"),
            new(FaultScene.DetectedApps, FaultCourse.ForEver, FaultEnding.Incomplete, "graph-link-loop"),
        ],
        RepeatedRows =>
        [
            new(FaultScene.Export, FaultCourse.Once, FaultEnding.Recovers, "devices-repeated"),
            new(FaultScene.DetectedApps, FaultCourse.Once, FaultEnding.Recovers),
            new(FaultScene.Export, FaultCourse.ForEver, FaultEnding.Recovers, "devices-repeated"),
            new(FaultScene.DetectedApps, FaultCourse.ForEver, FaultEnding.Recovers, "devices-repeated"),
        ],

        VanishedApp =>
        [
            new(FaultScene.DetectedApps, FaultCourse.Once, FaultEnding.Recovers, "detected-apps-vanished"),
            new(FaultScene.DetectedApps, FaultCourse.ForEver, FaultEnding.Incomplete, "detected-apps-vanished"),
        ],
        // Struck when the device of a known violation is in the list no longer: see PartialReadTests.
        VanishedDevice => [],
        UnknownTexts or PoisonNames => Always(FaultScene.Export, FaultEnding.Recovers).AddRange(Always(FaultScene.DetectedApps, FaultEnding.Recovers)),
        DeviceCountTooHigh => Always(FaultScene.DetectedApps, FaultEnding.Incomplete, "detected-app-devices-short"),

        ShortSelectRefused => Always(FaultScene.Export, FaultEnding.Recovers, "graph-refused").AddRange(Always(FaultScene.ExportAlone, FaultEnding.Recovers, "graph-refused")),
        ReportNameRefused => Export("graph-refused"),
        ReportColumnMissing => Export("columns-missing"),
        JobStuck => Export("export-job-stuck"),
        JobFailed => Export("export-job-failed"),
        JobVanished => Export("graph-not-found"),
        JobWithoutUrl => Export("export-job-without-url"),
        UrlExpired or UrlGone => Export("export-url-expired"),
        DownloadHostRefused => Elsewhere("export-host-refused"),
        DownloadRedirect => Elsewhere("export-download-status"),
        DownloadUnavailable => Export("export-download-status", onceIsTold: false),
        DownloadBreaks or DownloadBreaksNoRange or DownloadChanges or DownloadHangs => Export("export-download-broken", onceIsTold: false),
        DownloadHtml => Export("export-download-not-a-file", onceIsTold: false),
        ZipTruncated => Export("zip-broken"),
        ZipWrongCrc => Export("zip-crc"),
        ZipContentCutShort => Export("csv-last-row-short"),
        ZipTwoFiles => Export("zip-second-file"),
        ZipEmpty => Export("zip-empty"),

        TokenUnavailable =>
        [
            new(FaultScene.Export, FaultCourse.Once, FaultEnding.Recovers),
            new(FaultScene.Export, FaultCourse.ForEver, FaultEnding.Fails, "sign-in-failed"),
        ],
        TokenRefused => Always(FaultScene.Export, FaultEnding.Fails, "sign-in-secret-refused"),
        _ => throw new InvalidOperationException($"Nobody has said what a scan makes of {fault}."),
    };

    /// <summary>A fault that passes is waited out; one that stays makes the scan incomplete.</summary>
    private static ImmutableArray<FaultExpectation> Passing(string code) =>
    [
        new(FaultScene.Export, FaultCourse.Once, FaultEnding.Recovers),
        new(FaultScene.DetectedApps, FaultCourse.Once, FaultEnding.Recovers),
        new(FaultScene.Export, FaultCourse.ForEver, FaultEnding.Incomplete, code),
        new(FaultScene.DetectedApps, FaultCourse.ForEver, FaultEnding.Incomplete, code),
    ];

    /// <summary>A fault that no further try would cure: the export gives way to detected apps, and detected apps to nothing.</summary>
    private static ImmutableArray<FaultExpectation> Lasting(string once, string forEver) =>
    [
        new(FaultScene.Export, FaultCourse.Once, FaultEnding.Recovers, once, FallsBack: true),
        new(FaultScene.DetectedApps, FaultCourse.Once, FaultEnding.Incomplete, once),
        new(FaultScene.Export, FaultCourse.ForEver, FaultEnding.Incomplete, forEver),
        new(FaultScene.DetectedApps, FaultCourse.ForEver, FaultEnding.Incomplete, forEver),
    ];

    /// <summary>A fault of a list: of devices where the export gives the apps, of apps first where detected apps do.</summary>
    private static ImmutableArray<FaultExpectation> Pages(FaultEnding ending, string code) => Always(FaultScene.Export, ending, code).AddRange(Always(FaultScene.DetectedApps, ending, code));

    /// <summary>A fault of the export: another try cures it, or the other route; without the other route the scan is incomplete.</summary>
    private static ImmutableArray<FaultExpectation> Export(string code, bool onceIsTold = true) =>
    [
        new(FaultScene.Export, FaultCourse.Once, FaultEnding.Recovers, onceIsTold ? code : null),
        new(FaultScene.Export, FaultCourse.ForEver, FaultEnding.Recovers, code, FallsBack: true),
        new(FaultScene.ExportAlone, FaultCourse.ForEver, FaultEnding.Incomplete, code),
    ];

    /// <summary>An export that lies where it must not be fetched: the other route at once.</summary>
    private static ImmutableArray<FaultExpectation> Elsewhere(string code) =>
    [
        new(FaultScene.Export, FaultCourse.Once, FaultEnding.Recovers, code, FallsBack: true),
        new(FaultScene.Export, FaultCourse.ForEver, FaultEnding.Recovers, code, FallsBack: true),
        new(FaultScene.ExportAlone, FaultCourse.Once, FaultEnding.Incomplete, code),
        new(FaultScene.ExportAlone, FaultCourse.ForEver, FaultEnding.Incomplete, code),
    ];

    private static ImmutableArray<FaultExpectation> Always(FaultScene scene, FaultEnding ending, string? code = null) =>
        [new(scene, FaultCourse.Once, ending, code), new(scene, FaultCourse.ForEver, ending, code)];
}
