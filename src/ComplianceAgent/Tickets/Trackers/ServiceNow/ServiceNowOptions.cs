using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tickets.Trackers.ServiceNow;

/// <summary>ServiceNow, Table API; section <c>Tickets:ServiceNow</c>.</summary>
public sealed partial class ServiceNowOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Tickets:ServiceNow";

    private const string FieldName = @"^([a-z][a-z0-9_]{0,79})?$";
    private const string StateName = @"^-?[A-Za-z0-9_]{1,40}$";

    /// <summary>Address of the instance.</summary>
    public string Url { get; set; } = "";

    /// <summary>Table of the tickets: incident, or another that extends task.</summary>
    [RegularExpression(@"^[a-z][a-z0-9_]{0,79}$", ErrorMessage = "Tickets:ServiceNow:Table must be the name of a table: small letters, digits and _.")]
    public string Table { get; set; } = "incident";

    /// <summary>Account, for basic authentication.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password, or where it stands.</summary>
    public string Password { get; set; } = "";

    /// <summary>Client id, for OAuth client credentials; empty takes account and password.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret, or where it stands.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>Assignment group for tickets that no unit's queue is named for, by name or sys_id; empty for none.</summary>
    public string AssignmentGroup { get; set; } = "";

    /// <summary>Caller of new tickets, by user name or sys_id; empty for none.</summary>
    public string Caller { get; set; } = "";

    /// <summary>Category of new tickets; empty for none.</summary>
    public string Category { get; set; } = "";

    /// <summary>Urgency of a ticket that is due (3 is low); empty leaves it.</summary>
    public string UrgencyNormal { get; set; } = "";

    /// <summary>Urgency of a ticket that is overdue (1 is high); empty leaves it.</summary>
    public string UrgencyHigh { get; set; } = "";

    /// <summary>Field for the due date; empty for none.</summary>
    [RegularExpression(FieldName, ErrorMessage = "Tickets:ServiceNow:DueDateField must be the name of a field: small letters, digits and _.")]
    public string DueDateField { get; set; } = "due_date";

    /// <summary>Field for comments: work_notes is for the desk alone, comments also for the caller.</summary>
    [RegularExpression("^(work_notes|comments)$", ErrorMessage = "Tickets:ServiceNow:CommentField must be work_notes or comments.")]
    public string CommentField { get; set; } = "work_notes";

    /// <summary>State of a ticket that is done.</summary>
    [RegularExpression(StateName, ErrorMessage = "Tickets:ServiceNow:CloseState must be the value of a state, such as 6.")]
    public string CloseState { get; set; } = "6";

    /// <summary>State of a ticket that is opened again.</summary>
    [RegularExpression(StateName, ErrorMessage = "Tickets:ServiceNow:ReopenState must be the value of a state, such as 2.")]
    public string ReopenState { get; set; } = "2";

    /// <summary>States that count as done; none takes 6, 7 and 8.</summary>
    public IList<string> ClosedStates { get; set; } = [];

    /// <summary>States from which nothing is opened again; none takes 7 and 8.</summary>
    public IList<string> FinalStates { get; set; } = [];

    /// <summary>Field for how it was solved; empty for none.</summary>
    [RegularExpression(FieldName, ErrorMessage = "Tickets:ServiceNow:CloseCodeField must be the name of a field: small letters, digits and _.")]
    public string CloseCodeField { get; set; } = "close_code";

    /// <summary>How it was solved.</summary>
    public string CloseCode { get; set; } = "Solution provided";

    /// <summary>The same for a double.</summary>
    public string DoubleCode { get; set; } = "Duplicate";

    /// <summary>Field for the words with which it is closed; empty for none.</summary>
    [RegularExpression(FieldName, ErrorMessage = "Tickets:ServiceNow:CloseNotesField must be the name of a field: small letters, digits and _.")]
    public string CloseNotesField { get; set; } = "close_notes";

    /// <summary>The words with which it is closed.</summary>
    public string CloseNotes { get; set; } = "Closed by the Compliance Agent.";

    /// <summary>Field in which a double names the ticket that stays; empty for none.</summary>
    [RegularExpression(FieldName, ErrorMessage = "Tickets:ServiceNow:DoubleField must be the name of a field: small letters, digits and _.")]
    public string DoubleField { get; set; } = "parent_incident";

    /// <summary>More fields of new tickets, <c>NAME=VALUE</c>.</summary>
    public IList<string> Fields { get; set; } = [];

    /// <summary>Rows asked for in a page.</summary>
    internal int PageSize { get; set; } = 100;

    /// <summary>True for OAuth.</summary>
    internal bool UsesOAuth => ClientId.Length > 0;

    /// <summary>True for a state that counts as done.</summary>
    internal bool IsClosed(string state) => Has(ClosedStates, ["6", "7", "8"], state);

    /// <summary>True for a state from which nothing is opened again.</summary>
    internal bool IsFinal(string state) => Has(FinalStates, ["7", "8"], state);

    /// <summary>What is missing or cannot be.</summary>
    internal IEnumerable<string> Faults() =>
    [
        .. TrackerRules.Address(Section + ":Url", Url, "https://example.service-now.com"),
        .. UsesOAuth
            ? TrackerRules.Secret(Section + ":ClientSecret", ClientSecret, "the secret of the OAuth client (System OAuth, Application Registry)")
            : TrackerRules.Needed(Section + ":User", User, $"the agent's account, or {Section}:ClientId for OAuth").Concat(TrackerRules.Secret(Section + ":Password", Password, "the password of the agent's account")),
        .. User.Contains(':', StringComparison.Ordinal) || User.Any(char.IsControl) ? [$"{Section}:User may hold no colon and no control character."] : Array.Empty<string>(),
        .. Name("AssignmentGroup", AssignmentGroup),
        .. Name("Caller", Caller),
        .. FieldSetting.Faults(Section + ":Fields", Fields, "short_description", "description", "correlation_id", "correlation_display", "state"),
        .. FieldSetting.Of(Fields).Where(field => !Field().IsMatch(field.Name)).Select(field => $"{Section}:Fields: \"{field.Name}\" is no name of a field: small letters, digits and _."),
        .. !IsClosed(CloseState) ? [$"{Section}:ClosedStates must hold {Section}:CloseState ({CloseState}), else nothing would count as closed."] : Array.Empty<string>(),
        .. IsClosed(ReopenState) ? [$"{Section}:ReopenState ({ReopenState}) must not be one of {Section}:ClosedStates."] : Array.Empty<string>(),
    ];

    /// <summary>What may stand in a query: an operator in a name would make another query of it.</summary>
    internal static bool IsQueryable(string name) => name.Length <= 100 && !name.Contains('^', StringComparison.Ordinal) && !name.Any(char.IsControl);

    private static IEnumerable<string> Name(string setting, string name) =>
        IsQueryable(name) && !name.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) ? [] : [$"{Section}:{setting} may be no longer than 100 characters and hold neither ^ nor a script."];

    private static bool Has(ICollection<string> states, string[] otherwise, string state) => (states.Count > 0 ? states : otherwise).Contains(state);

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,79}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
