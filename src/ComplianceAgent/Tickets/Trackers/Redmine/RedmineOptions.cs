using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Tickets.Trackers.Redmine;

/// <summary>The markup that Redmine's texts are set to (Administration, Settings, General, Text formatting).</summary>
public enum RedmineMarkup
{
    /// <summary>Textile.</summary>
    Textile,

    /// <summary>Markdown, or CommonMark.</summary>
    Markdown,
}

/// <summary>Redmine; section <c>Tickets:Redmine</c>.</summary>
public sealed class RedmineOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Tickets:Redmine";

    /// <summary>Address of its start page.</summary>
    public string Url { get; set; } = "";

    /// <summary>API key of the agent's account, or where it stands.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Identifier of the project for tickets that no unit's queue is named for.</summary>
    public string Project { get; set; } = "";

    /// <summary>Tracker (kind of issue), by name or id; empty takes the project's first.</summary>
    public string Tracker { get; set; } = "";

    /// <summary>Custom field of issues that holds our key, by name or id.</summary>
    [Required(ErrorMessage = "Tickets:Redmine:KeyField must name a custom field.")]
    public string KeyField { get; set; } = "ComplianceKey";

    /// <summary>Status of an issue that is opened again; empty takes the first that is not closed.</summary>
    public string OpenStatus { get; set; } = "";

    /// <summary>Status of an issue that is done; empty takes the first closed one.</summary>
    public string ClosedStatus { get; set; } = "";

    /// <summary>Status of a double; empty takes that of an issue that is done.</summary>
    public string DoubleStatus { get; set; } = "";

    /// <summary>Priority of an issue that is due; empty takes Redmine's default.</summary>
    public string PriorityNormal { get; set; } = "";

    /// <summary>Priority of an issue that is overdue; empty takes the one above the default.</summary>
    public string PriorityHigh { get; set; } = "";

    /// <summary>The markup its texts are set to.</summary>
    public RedmineMarkup Markup { get; set; }

    /// <summary>Rows in a page; it gives no more than 100. Not a setting.</summary>
    internal int PageSize { get; set; } = 100;

    /// <summary>What is missing or cannot be.</summary>
    internal IEnumerable<string> Faults() =>
    [
        .. TrackerRules.Address(Section + ":Url", Url, "https://redmine.example.org"),
        .. TrackerRules.Secret(Section + ":ApiKey", ApiKey, "the API key of the agent's account (in Redmine: My account, API access key)"),
        .. TrackerRules.Needed(Section + ":Project", Project, "the identifier of the project that tickets go to, as its address shows it"),
    ];
}
