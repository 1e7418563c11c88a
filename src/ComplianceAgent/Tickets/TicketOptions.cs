using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Tickets;

/// <summary>Where tickets go.</summary>
public enum TrackerKind
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Atlassian Jira, Cloud or Data Center.</summary>
    Jira,

    /// <summary>ServiceNow, Table API.</summary>
    ServiceNow,

    /// <summary>Request Tracker 5, REST 2.0.</summary>
    RequestTracker,

    /// <summary>Redmine, REST.</summary>
    Redmine,

    /// <summary>Any system that makes tickets of mail.</summary>
    Mail,

    /// <summary>A receiver of the customer's own: signed CloudEvents.</summary>
    Webhook,
}

/// <summary>How violations are put together into tickets.</summary>
public enum TicketGrouping
{
    /// <summary>One ticket a device.</summary>
    Device,

    /// <summary>One ticket a user; devices without one have their own.</summary>
    User,
}

/// <summary>Tickets; section <c>Tickets</c>. Each tracker has a section of its own beneath it.</summary>
public sealed class TicketOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Tickets";

    /// <summary>Where tickets go.</summary>
    public TrackerKind Tracker { get; set; }

    /// <summary>One ticket a device or a user. Switching leaves open tickets as they are; what is new goes by the new rule.</summary>
    public TicketGrouping GroupBy { get; set; }

    /// <summary>File (YAML) that names a queue, and languages, by device category; empty for none.</summary>
    public string UnitFile { get; set; } = "";

    /// <summary>Language of tickets where nothing names another: en, fr, nl, de, or two such as nl+fr.</summary>
    [RegularExpression(@"^(en|fr|nl|de)(\+(en|fr|nl|de))?$", ErrorMessage = "Tickets:Language must be en, fr, nl or de, or two of them such as nl+fr.")]
    public string Language { get; set; } = "en";

    /// <summary>Folder with templates that take the place of the shipped ones; empty for none.</summary>
    public string TemplatePath { get; set; } = "";

    /// <summary>Whom people ask: printed in tickets and messages.</summary>
    [StringLength(200, ErrorMessage = "Tickets:Contact must be at most 200 characters.")]
    public string Contact { get; set; } = "";

    /// <summary>Most calls that change something, a minute.</summary>
    [Range(1, 6000, ErrorMessage = "Tickets:MaxPerMinute must be between 1 and 6000.")]
    public int MaxPerMinute { get; set; } = 60;

    /// <summary>New tickets or messages of one policy in one scan that the gate lets pass once the policy is released; more are held again.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Tickets:MaxOpenings must be between 1 and 1000000.")]
    public int MaxOpenings { get; set; } = 100;

    /// <summary>Tries of one ticket or message before it is set aside (a dead letter).</summary>
    [Range(1, 100, ErrorMessage = "Tickets:MaxTries must be between 1 and 100.")]
    public int MaxTries { get; set; } = 10;

    /// <summary>How often the state of tickets is read back.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "Tickets:SyncEvery must be between 00:00:10 and 1.00:00:00 (a day).")]
    public TimeSpan SyncEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Longest time of one call, its reply included.</summary>
    [Range(1, 600, ErrorMessage = "Tickets:TimeoutSeconds must be between 1 and 600.")]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>How long after a call whose reply was lost a search may still miss what it made; 0 takes the tracker's own figure.</summary>
    [Range(0, 3600, ErrorMessage = "Tickets:SettleSeconds must be between 0 and 3600.")]
    public int SettleSeconds { get; set; }

    /// <summary>More tickets than this that people closed otherwise than as done are not heeded by one sync: somebody has to look.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Tickets:MaxProposals must be between 1 and 1000000.")]
    public int MaxProposals { get; set; } = 50;

    /// <summary>
    /// What a status or resolution of the tracker means, <c>STATUS=MEANING</c> or <c>STATUS/RESOLUTION=MEANING</c> with <c>*</c> for any;
    /// meanings: open, verify, propose-exception, propose-dismissal, duplicate, leave. Each tracker brings its own for what is not named here.
    /// </summary>
    public IList<string> Meanings { get; set; } = [];
}
