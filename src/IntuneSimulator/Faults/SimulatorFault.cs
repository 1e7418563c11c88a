namespace IntuneSimulator.Faults;

/// <summary>Everything that can go wrong on demand. <see cref="FaultTable"/> says where each strikes.</summary>
public enum SimulatorFault
{
    /// <summary>429 with <c>Retry-After</c> as a whole number of seconds.</summary>
    TooManyRequestsInteger,

    /// <summary>429 with <c>Retry-After</c> as a fraction of a second, as Intune sends it.</summary>
    TooManyRequestsFractional,

    /// <summary>429 with <c>Retry-After</c> as an HTTP date, beside a <c>Date</c> header.</summary>
    TooManyRequestsHttpDate,

    /// <summary>429 without <c>Retry-After</c>.</summary>
    TooManyRequestsNoHint,

    /// <summary>408 with a JSON error.</summary>
    RequestTimeout,

    /// <summary>500 with a JSON error.</summary>
    InternalServerError,

    /// <summary>502 with an HTML body.</summary>
    BadGatewayHtml,

    /// <summary>503 with a JSON error.</summary>
    ServiceUnavailable,

    /// <summary>503 with an HTML body.</summary>
    ServiceUnavailableHtml,

    /// <summary>504 with a JSON error.</summary>
    GatewayTimeout,

    /// <summary>504 with an HTML body.</summary>
    GatewayTimeoutHtml,

    /// <summary>403 with a JSON error: the permission is missing.</summary>
    Forbidden,

    /// <summary>401 with a claims challenge (continuous access evaluation).</summary>
    UnauthorizedClaimsChallenge,

    /// <summary>401 without a challenge: the token was revoked.</summary>
    Unauthorized,

    /// <summary>A redirect to another host, answered 307.</summary>
    RedirectElsewhere,

    /// <summary>The connection is reset before any answer.</summary>
    ConnectionReset,

    /// <summary>Nothing is answered, not even headers.</summary>
    HangBeforeHeaders,

    /// <summary>Headers and half of the body come, and then nothing.</summary>
    HangAfterHeaders,

    /// <summary>The connection is reset in the middle of the body.</summary>
    ResetMidBody,

    /// <summary>200 with an HTML page, as a captive portal answers.</summary>
    HtmlPage,

    /// <summary>200 with an empty body.</summary>
    EmptyBody,

    /// <summary>200 with JSON that ends half-way, its length declared as sent.</summary>
    TruncatedJson,

    /// <summary>200 with something that is no JSON at all.</summary>
    MalformedJson,

    /// <summary>A page whose nextLink is the page itself.</summary>
    NextLinkLoop,

    /// <summary>A nextLink to another host name.</summary>
    NextLinkOtherHost,

    /// <summary>A nextLink to another port of the same host: the canary listens there.</summary>
    NextLinkOtherPort,

    /// <summary>A nextLink with the other scheme (http for https and the reverse).</summary>
    NextLinkOtherScheme,

    /// <summary>A nextLink whose user information looks like the right host.</summary>
    NextLinkUserInfo,

    /// <summary>A nextLink that is no address.</summary>
    NextLinkNonsense,

    /// <summary>The second page is not there (404).</summary>
    MissingPage,

    /// <summary>A page is left out without a word; only the count tells.</summary>
    SkippedPage,

    /// <summary>A page that repeats rows of the page before (a rename during the sweep).</summary>
    RepeatedRows,

    /// <summary>A page without its <c>value</c>.</summary>
    PageWithoutValue,

    /// <summary>An app vanishes between the list and the question for its devices (404).</summary>
    VanishedApp,

    /// <summary>A device vanishes between the list and the question for it (404).</summary>
    VanishedDevice,

    /// <summary>Lists and reports hold platform, agent and state texts that nobody knows.</summary>
    UnknownTexts,

    /// <summary>Names with NUL, lone surrogates, a megabyte, markup, escapes and formulas.</summary>
    PoisonNames,

    /// <summary><c>deviceCount</c> says more than its devices (a partial or lagging roll-up).</summary>
    DeviceCountTooHigh,

    /// <summary>The report name is refused (400), as when Microsoft renamed it.</summary>
    ReportNameRefused,

    /// <summary>A short select is refused (400); the full list of columns is accepted.</summary>
    ShortSelectRefused,

    /// <summary>The report lacks the column <c>DeviceId</c>.</summary>
    ReportColumnMissing,

    /// <summary>The job never leaves <c>inProgress</c>.</summary>
    JobStuck,

    /// <summary>The job turns <c>failed</c>.</summary>
    JobFailed,

    /// <summary>The job is unknown when it is asked for (404).</summary>
    JobVanished,

    /// <summary>The job is <c>completed</c> and has no url.</summary>
    JobWithoutUrl,

    /// <summary>The url has expired: 403 from the blob host.</summary>
    UrlExpired,

    /// <summary>The blob is gone: 404 from the blob host.</summary>
    UrlGone,

    /// <summary>The url points to a host that must not be trusted.</summary>
    DownloadHostRefused,

    /// <summary>The blob host redirects to the canary.</summary>
    DownloadRedirect,

    /// <summary>The blob host answers 503.</summary>
    DownloadUnavailable,

    /// <summary>The download breaks midway; ranges are served afterwards.</summary>
    DownloadBreaks,

    /// <summary>The download breaks midway, and ranges are not supported.</summary>
    DownloadBreaksNoRange,

    /// <summary>The download breaks midway, and the blob is another one (ETag, content) afterwards.</summary>
    DownloadChanges,

    /// <summary>The download hangs midway.</summary>
    DownloadHangs,

    /// <summary>The blob host answers 200 with an HTML page.</summary>
    DownloadHtml,

    /// <summary>The zip ends early, its length declared as sent.</summary>
    ZipTruncated,

    /// <summary>The zip's CRC is wrong.</summary>
    ZipWrongCrc,

    /// <summary>The file in the zip ends in the middle of a row, the zip itself being sound.</summary>
    ZipContentCutShort,

    /// <summary>The zip holds two files.</summary>
    ZipTwoFiles,

    /// <summary>The zip holds nothing.</summary>
    ZipEmpty,

    /// <summary>The token endpoint refuses the credential (401 invalid_client).</summary>
    TokenRefused,

    /// <summary>The token endpoint answers 503.</summary>
    TokenUnavailable,
}

/// <summary>Where in the course of a request a fault strikes.</summary>
public enum FaultStage
{
    /// <summary>Instead of the answer.</summary>
    Reply,

    /// <summary>On the bytes of a JSON answer.</summary>
    Body,

    /// <summary>On a page of a list.</summary>
    Page,

    /// <summary>On the data of the tenant, for as long as the rule lasts.</summary>
    Data,

    /// <summary>On the request that starts an export job, or on the job it starts.</summary>
    Job,

    /// <summary>On the download.</summary>
    Download,
}
