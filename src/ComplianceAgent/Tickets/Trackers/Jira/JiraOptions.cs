using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>Which Jira.</summary>
public enum JiraKind
{
    /// <summary>Atlassian's own: REST version 3, documents as trees, an account's mail address and API token.</summary>
    Cloud,

    /// <summary>On machines of the customer: REST version 2, wiki text, a personal access token.</summary>
    DataCenter,
}

/// <summary>Jira; section <c>Tickets:Jira</c>.</summary>
public sealed partial class JiraOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Tickets:Jira";

    /// <summary>Which Jira.</summary>
    public JiraKind Kind { get; set; }

    /// <summary>Address of its start page.</summary>
    public string Url { get; set; } = "";

    /// <summary>Cloud: mail address of the agent's account.</summary>
    public string User { get; set; } = "";

    /// <summary>Cloud: API token; Data Center: personal access token. Or where it stands.</summary>
    public string Token { get; set; } = "";

    /// <summary>Key of the project for tickets that no unit's queue is named for.</summary>
    public string Project { get; set; } = "";

    /// <summary>Issue type, by name or id.</summary>
    [Required(ErrorMessage = "Tickets:Jira:IssueType must name an issue type.")]
    public string IssueType { get; set; } = "Task";

    /// <summary>Label of every ticket of ours; with our key behind it, the label a ticket is found by.</summary>
    [RegularExpression(@"^[A-Za-z0-9_-]{1,60}$", ErrorMessage = "Tickets:Jira:KeyLabel must be 1 to 60 letters, digits, - and _.")]
    public string KeyLabel { get; set; } = "compliance-agent";

    /// <summary>More labels for new tickets.</summary>
    public IList<string> Labels { get; set; } = [];

    /// <summary>Priority of a ticket that is due; empty leaves it to Jira.</summary>
    public string PriorityNormal { get; set; } = "";

    /// <summary>Priority of a ticket that is overdue; empty leaves it to Jira.</summary>
    public string PriorityHigh { get; set; } = "";

    /// <summary>Field for the due date; empty for none.</summary>
    public string DueDateField { get; set; } = "duedate";

    /// <summary>More fields of new tickets, <c>NAME=VALUE</c> or <c>customfield_123=VALUE</c>.</summary>
    public IList<string> Fields { get; set; } = [];

    /// <summary>Transitions that close a ticket, the first that is offered is taken; none takes usual names, then the only one into a done status.</summary>
    public IList<string> CloseTransitions { get; set; } = [];

    /// <summary>Transitions that open a ticket again.</summary>
    public IList<string> ReopenTransitions { get; set; } = [];

    /// <summary>Resolution where the transition asks for one.</summary>
    public string Resolution { get; set; } = "Done";

    /// <summary>Resolution of a double where the transition asks for one.</summary>
    public string DoubleResolution { get; set; } = "Duplicate";

    /// <summary>Type of link from a double to the ticket that stays; empty makes none.</summary>
    public string DoubleLink { get; set; } = "Duplicate";

    /// <summary>Rows asked for in a page.</summary>
    internal int PageSize { get; set; } = 100;

    /// <summary>True for Cloud.</summary>
    internal bool IsCloud => Kind == JiraKind.Cloud;

    /// <summary>True for a project's key.</summary>
    internal static bool IsProjectKey(string text) => ProjectKey().IsMatch(text);

    /// <summary>What is missing or cannot be.</summary>
    internal IEnumerable<string> Faults() =>
    [
        .. TrackerRules.Address(Section + ":Url", Url, "https://example.atlassian.net"),
        .. TrackerRules.Secret(Section + ":Token", Token, IsCloud ? "an API token of the agent's account (id.atlassian.com, Security, API tokens)" : "a personal access token of the agent's account (in Jira: Profile, Personal Access Tokens)"),
        .. IsCloud ? TrackerRules.Needed(Section + ":User", User, "the mail address of the agent's account") : [],
        .. TrackerRules.Needed(Section + ":Project", Project, "the key of the project that tickets go to, such as MDM"),
        .. Project.Length > 0 && !IsProjectKey(Project) ? [$"{Section}:Project: \"{Project}\" is no key of a project: capital letters, digits and _."] : Array.Empty<string>(),
        .. User.Contains(':', StringComparison.Ordinal) || User.Any(char.IsControl) ? [$"{Section}:User may hold no colon and no control character."] : Array.Empty<string>(),
        .. Labels.Where(label => label.Length is 0 or > 255 || label.Any(char.IsWhiteSpace)).Select(label => $"{Section}:Labels: \"{label}\" is no label: 1 to 255 characters without blanks."),
        .. FieldSetting.Faults(Section + ":Fields", Fields, "project", "issuetype", "summary", "description", "labels", "priority", DueDateField),
    ];

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{0,99}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ProjectKey();
}
