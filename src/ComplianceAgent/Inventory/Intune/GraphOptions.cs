using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>How the agent talks to Graph (section <c>Graph</c>); the defaults suit any tenant.</summary>
public sealed class GraphOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Graph";

    /// <summary>
    /// Requests a second and tenant, tries included. Intune allows an app 2000 requests in 20 seconds; at the highest value a full
    /// bucket and twenty seconds of refill stay below that.
    /// </summary>
    [Range(1, 90, ErrorMessage = "Graph:RequestsPerSecond must be from 1 to 90: Intune throttles an app above 2000 requests in 20 seconds.")]
    public int RequestsPerSecond { get; set; } = 50;

    /// <summary>Longest time for one try of one request, its body included.</summary>
    [Range(5, 600, ErrorMessage = "Graph:AttemptTimeoutSeconds must be from 5 to 600.")]
    public int AttemptTimeoutSeconds { get; set; } = 60;

    /// <summary>Longest time for one request with all its tries and waits.</summary>
    [Range(1, 240, ErrorMessage = "Graph:TotalTimeoutMinutes must be from 1 to 240.")]
    public int TotalTimeoutMinutes { get; set; } = 30;

    /// <summary>Tries after the first.</summary>
    [Range(0, 20, ErrorMessage = "Graph:MaxRetries must be from 0 to 20.")]
    public int MaxRetries { get; set; } = 8;

    /// <summary>First wait between tries when the reply names none; it doubles up to 60 seconds.</summary>
    [Range(1, 60, ErrorMessage = "Graph:RetryBaseSeconds must be from 1 to 60.")]
    public int RetryBaseSeconds { get; set; } = 2;

    /// <summary>Longest <c>Retry-After</c> that is obeyed; a longer one is cut to this.</summary>
    [Range(1, 3600, ErrorMessage = "Graph:MaxRetryAfterSeconds must be from 1 to 3600.")]
    public int MaxRetryAfterSeconds { get; set; } = 300;

    /// <summary>Longest silence in the middle of a body, pages and downloads alike.</summary>
    [Range(1, 300, ErrorMessage = "Graph:IdleTimeoutSeconds must be from 1 to 300.")]
    public int IdleTimeoutSeconds { get; set; } = 30;

    /// <summary>How long requests are held back when nearly all of them fail.</summary>
    [Range(1, 600, ErrorMessage = "Graph:CircuitBreakSeconds must be from 1 to 600.")]
    public int CircuitBreakSeconds { get; set; } = 30;

    /// <summary>Largest JSON reply.</summary>
    [Range(1, 512, ErrorMessage = "Graph:MaxReplyMegabytes must be from 1 to 512.")]
    public int MaxReplyMegabytes { get; set; } = 32;

    /// <summary>Rows asked for in one page.</summary>
    [Range(1, 1000, ErrorMessage = "Graph:PageSize must be from 1 to 1000: Intune gives no more.")]
    public int PageSize { get; set; } = 1000;

    /// <summary>Most pages of one list; more is taken for a list without end.</summary>
    [Range(1, 1000000, ErrorMessage = "Graph:MaxPages must be from 1 to 1000000.")]
    public int MaxPages { get; set; } = 10_000;

    /// <summary>Name of the export report; Microsoft has renamed it twice.</summary>
    [Required(ErrorMessage = "Graph:ExportReport must name the report, by default AppInvRawData.")]
    [RegularExpression("[A-Za-z0-9]{1,128}", ErrorMessage = "Graph:ExportReport must be 1 to 128 letters and digits, by default AppInvRawData.")]
    public string ExportReport { get; set; } = "AppInvRawData";

    /// <summary>Time between two looks at an export job.</summary>
    [Range(2, 60, ErrorMessage = "Graph:ExportPollSeconds must be from 2 to 60: Intune allows 48 export requests a minute.")]
    public int ExportPollSeconds { get; set; } = 15;

    /// <summary>Least time without progress after which an export job counts as stuck (or five times the last good job, if that is more).</summary>
    [Range(1, 240, ErrorMessage = "Graph:ExportStuckMinutes must be from 1 to 240.")]
    public int ExportStuckMinutes { get; set; } = 10;

    /// <summary>Export jobs started at most before the other route is taken.</summary>
    [Range(1, 10, ErrorMessage = "Graph:ExportJobTries must be from 1 to 10.")]
    public int ExportJobTries { get; set; } = 3;

    /// <summary>Tries of one download, each going on where the last broke off.</summary>
    [Range(1, 20, ErrorMessage = "Graph:DownloadTries must be from 1 to 20.")]
    public int DownloadTries { get; set; } = 6;

    /// <summary>Largest exported file.</summary>
    [Range(1, 1048576, ErrorMessage = "Graph:MaxDownloadMegabytes must be from 1 to 1048576.")]
    public int MaxDownloadMegabytes { get; set; } = 8192;

    internal TimeSpan AttemptTimeout => TimeSpan.FromSeconds(AttemptTimeoutSeconds);

    internal TimeSpan TotalTimeout => TimeSpan.FromMinutes(TotalTimeoutMinutes);

    internal TimeSpan IdleTimeout => TimeSpan.FromSeconds(IdleTimeoutSeconds);

    internal TimeSpan PollInterval => TimeSpan.FromSeconds(ExportPollSeconds);
}
