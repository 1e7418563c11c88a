using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Tickets.Trackers.StandIns;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>
/// A Jira for tests, written after Atlassian's published descriptions: Cloud (REST 3, documents as trees, the search with page tokens, an index that lags) or
/// Data Center (REST 2, wiki text, a workflow whose closed issues cannot be edited). It knows the part an agent needs and refuses the rest.
/// </summary>
internal sealed partial class JiraServer(bool isCloud) : StandInServer
{
    public const string User = "agent@example.org";
    public const string Token = "jira-token-of-the-agent-0001";

    private static readonly JiraStatus[] CloudStatuses = [new("1", "To Do", "new"), new("2", "In Progress", "indeterminate"), new("3", "Done", "done"), new("4", "Declined", "done")];
    private static readonly JiraTransition[] CloudMoves = [new("11", "To Do", [], "To Do"), new("21", "In Progress", [], "In Progress"), new("31", "Done", [], "Done"), new("41", "Decline", [], "Declined")];

    private static readonly JiraStatus[] ClassicStatuses = [new("1", "Open", "new"), new("3", "In Progress", "indeterminate"), new("4", "Reopened", "new"), new("5", "Resolved", "done"), new("6", "Closed", "done")];
    private static readonly JiraTransition[] ClassicMoves =
    [
        new("4", "Start Progress", ["Open", "Reopened"], "In Progress"), new("5", "Resolve Issue", ["Open", "In Progress", "Reopened"], "Resolved", AsksForResolution: true),
        new("2", "Close Issue", ["Open", "In Progress", "Reopened", "Resolved"], "Closed", AsksForResolution: true), new("3", "Reopen Issue", ["Resolved", "Closed"], "Reopened"),
    ];

    private static readonly string[] Resolutions = ["Done", "Won't Do", "Duplicate", "Fixed"];
    private static readonly string[] LinkTypes = ["Blocks", "Duplicate", "Relates"];

    private JiraDesk? desk;

    /// <summary>Issues, workflow and index.</summary>
    public JiraDesk Desk => desk ??= new JiraDesk(Clock, isCloud ? CloudStatuses : ClassicStatuses, isCloud ? CloudMoves : ClassicMoves);

    /// <summary>Projects and fields.</summary>
    public JiraForms Forms { get; } = new(isCloud);

    /// <summary>True when the token has ended.</summary>
    public bool TokenEnded { get; set; }

    /// <summary>A bad credential is answered as a stranger's question is: nothing is there. Jira does so on some paths.</summary>
    public bool AnswersStrangers { get; set; }

    private string Root => isCloud ? "/rest/api/3/" : "/rest/api/2/";

    protected override ServerReply Answer(ServerRequest request)
    {
        if (request.Beneath(Root) is not { } path)
        {
            return new ServerReply(404) { Page = "<html><body>Oops, you've found a dead link.</body></html>" };
        }

        if (!IsKnown(request))
        {
            return Stranger(path);
        }

        if (request.Method is "POST" or "PUT" && (!request.Headers.ContentType.ToString().StartsWith("application/json", StringComparison.Ordinal) || request.Json() is not JsonObject))
        {
            return Errors(400, "Unexpected end-of-input or unsupported media type");
        }

        lock (Desk.Gate)
        {
            return Route(request, path) with { Headers = isCloud ? [("X-AACCOUNTID", "5b10a2844c20165700ede21g")] : [("X-AUSERNAME", "agent"), ("X-Seraph-LoginReason", "OK")] };
        }
    }

    private static ServerReply Errors(int status, string message) => new(status, new JsonObject { ["errorMessages"] = new JsonArray(message), ["errors"] = new JsonObject() });

    private static ServerReply Errors(JsonObject errors) => new(400, new JsonObject { ["errorMessages"] = new JsonArray(), ["errors"] = errors });

    private static ServerReply NoIssue() => Errors(404, "Issue does not exist or you do not have permission to see it.");

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    private bool IsKnown(ServerRequest request)
    {
        var expected = isCloud ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Token}")) : "Bearer " + Token;
        return !TokenEnded && request.Headers.Authorization == expected;
    }

    private ServerReply Stranger(string[] path)
    {
        var reply = !AnswersStrangers ? isCloud ? new ServerReply(401) { Page = "Client must be authenticated to access this resource." } : Errors(401, "Authentication failed")
            : path[0] == "search" ? new ServerReply(200, new JsonObject { ["issues"] = new JsonArray(), ["isLast"] = true, ["total"] = 0 })
            : path[0] == "issue" ? NoIssue() : Errors(401, "Authentication required");
        return reply with { Headers = [("X-Seraph-LoginReason", "AUTHENTICATED_FAILED"), ("WWW-Authenticate", "Basic realm=\"jira\"")] };
    }

    private ServerReply Route(ServerRequest request, string[] path) => (request.Method, path) switch
    {
        ("GET", ["myself"]) => new(200, new JsonObject { ["displayName"] = "Compliance Agent", ["active"] = true }),
        ("GET", ["project", var key]) => Forms.Project(key) is { } project ? new(200, new JsonObject { ["id"] = project.Id, ["key"] = project.Key, ["name"] = project.Key }) : Errors(404, $"No project could be found with key '{key}'."),
        ("GET", ["issueLinkType"]) => new(200, new JsonObject { ["issueLinkTypes"] = new JsonArray([.. LinkTypes.Select(type => (JsonNode)new JsonObject { ["name"] = type })]) }),
        ("GET", ["issue", "createmeta", var project, "issuetypes"]) => Types(request, project),
        ("GET", ["issue", "createmeta", var project, "issuetypes", var type]) => Fields(request, project, type),
        ("GET", ["search", "jql"]) when isCloud => SearchCloud(request),
        ("GET", ["search"]) when isCloud => Errors(410, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API."),
        ("GET", ["search"]) => SearchClassic(request),
        ("POST", ["issue"]) => Create((JsonObject)request.Json()!),
        ("POST", ["issueLink"]) => Link((JsonObject)request.Json()!),
        (_, ["issue", var id, .. var rest]) => Desk.Find(id) is { } issue ? OfIssue(request, issue, rest) : NoIssue(),
        _ => new(404) { Page = "<html><body>404</body></html>" },
    };

    private ServerReply OfIssue(ServerRequest request, JiraStoredIssue issue, string[] rest) => (request.Method, rest) switch
    {
        ("GET", []) => new(200, Picture(issue.Id, issue.Now!, request.Value("fields"))),
        ("PUT", []) => Edit(issue, (JsonObject)request.Json()!),
        ("GET", ["comment"]) => Comments(issue.Now!, request),
        ("POST", ["comment"]) => Comment(issue, (JsonObject)request.Json()!),
        ("GET", ["transitions"]) => new(200, new JsonObject { ["expand"] = "transitions", ["transitions"] = new JsonArray([.. Desk.Offered(issue.Now!).Select(move => (JsonNode)Picture(move, request.Value("expand").Contains("transitions.fields")))]) }),
        ("POST", ["transitions"]) => Move(issue, (JsonObject)request.Json()!),
        _ => new(405),
    };

    private ServerReply SearchCloud(ServerRequest request) => Search(request, out var query, out var most) ?? Found(request, Desk.Search(query!), most);

    private ServerReply Found(ServerRequest request, List<(string Id, JiraIssueState State)> found, int most)
    {
        var token = request.Value("nextPageToken");
        if (token.Length > 0 && !token.StartsWith("page-", StringComparison.Ordinal))
        {
            return Errors(400, "The nextPageToken is invalid.");
        }

        // Without fields only ids come.
        var fields = request.Value("fields");
        var start = token.Length > 0 ? int.Parse(token.AsSpan(5), CultureInfo.InvariantCulture) : 0;
        var page = new JsonObject
        {
            ["issues"] = new JsonArray([.. found.Skip(start).Take(most).Select(row => fields.Length == 0 ? new JsonObject { ["id"] = row.Id } : (JsonNode)Picture(row.Id, row.State, fields))]),
            ["isLast"] = start + most >= found.Count,
        };
        if (start + most < found.Count)
        {
            page["nextPageToken"] = string.Create(CultureInfo.InvariantCulture, $"page-{start + most}");
        }

        return new(200, page);
    }

    private ServerReply SearchClassic(ServerRequest request)
    {
        if (Search(request, out var query, out var most) is { } refused)
        {
            return refused;
        }

        var found = Desk.Search(query!);
        var start = int.TryParse(request.Value("startAt"), CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        return new(200, new JsonObject
        {
            ["startAt"] = start,
            ["maxResults"] = most,
            ["total"] = found.Count,
            ["issues"] = new JsonArray([.. found.Skip(start).Take(most).Select(row => (JsonNode)Picture(row.Id, row.State, request.Value("fields")))]),
        });
    }

    private ServerReply? Search(ServerRequest request, out Jql? query, out int most)
    {
        most = Math.Clamp(int.TryParse(request.Value("maxResults"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 50, 1, isCloud ? 100 : 1000);
        try
        {
            query = Jql.Parse(request.Value("jql"));
            return isCloud && query.IsUnbounded ? Errors(400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.") : null;
        }
        catch (JqlException unread)
        {
            query = null;
            return Errors(400, unread.Message);
        }
    }
}
