using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Tickets.Trackers.RequestTracker;

/// <summary>Request Tracker 5; section <c>Tickets:RequestTracker</c>.</summary>
public sealed class RtOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Tickets:RequestTracker";

    /// <summary>Address of its start page.</summary>
    public string Url { get; set; } = "";

    /// <summary>Auth token of the agent's account, or where it stands.</summary>
    public string Token { get; set; } = "";

    /// <summary>Queue for tickets that no unit's queue is named for.</summary>
    public string Queue { get; set; } = "";

    /// <summary>Custom field (Enter one value) that holds our key.</summary>
    [RegularExpression(@"^[\p{L}\p{N} _-]{1,100}$", ErrorMessage = "Tickets:RequestTracker:KeyField must be the name of a custom field: letters, digits, blanks, - and _.")]
    public string KeyField { get; set; } = "ComplianceKey";

    /// <summary>Status of a ticket that is opened again.</summary>
    [Required(ErrorMessage = "Tickets:RequestTracker:OpenStatus must name a status.")]
    public string OpenStatus { get; set; } = "open";

    /// <summary>Status of a ticket that is done.</summary>
    [Required(ErrorMessage = "Tickets:RequestTracker:ClosedStatus must name a status.")]
    public string ClosedStatus { get; set; } = "resolved";

    /// <summary>Status of a double.</summary>
    [Required(ErrorMessage = "Tickets:RequestTracker:DoubleStatus must name a status.")]
    public string DoubleStatus { get; set; } = "rejected";

    /// <summary>Priority of a ticket that is due.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Tickets:RequestTracker:PriorityNormal must be from 0 to 1000000.")]
    public int PriorityNormal { get; set; } = 50;

    /// <summary>Priority of a ticket that is overdue.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Tickets:RequestTracker:PriorityHigh must be from 0 to 1000000.")]
    public int PriorityHigh { get; set; } = 100;

    /// <summary>Rows in a page; it gives no more than 100. Not a setting.</summary>
    internal int PageSize { get; set; } = 100;

    /// <summary>What is missing or cannot be.</summary>
    internal IEnumerable<string> Faults() =>
    [
        .. TrackerRules.Address(Section + ":Url", Url, "https://rt.example.org"),
        .. TrackerRules.Secret(Section + ":Token", Token, "an auth token of the agent's account (in RT: Logged in as, Settings, Auth Tokens)"),
        .. TrackerRules.Needed(Section + ":Queue", Queue, "the name of the queue that tickets go to"),
    ];
}
