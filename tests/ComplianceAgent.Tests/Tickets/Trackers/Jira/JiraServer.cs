using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Tickets.Trackers.StandIns;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>
/// A Jira for tests, written after Atlassian's published descriptions: Cloud (REST 3, documents as trees, the search with page tokens, an index that lags) or
/// Data Center (REST 2, wiki text, a workflow whose closed issues cannot be edited). It knows the part an agent needs and refuses the rest.
/// </summary>
internal sealed class JiraServer(bool isCloud) : StandInServer
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

    private ServerReply Types(ServerRequest request, string project) => Forms.Project(project) is null
        ? Errors(isCloud ? 404 : 400, "The project does not exist or you cannot create issues in it.")
        : Page(request, [.. Forms.Types.Select(type => (JsonNode)new JsonObject { ["id"] = type.Id, ["name"] = type.Name, ["subtask"] = false })], "issueTypes");

    private ServerReply Fields(ServerRequest request, string project, string type) => Forms.Project(project) is not { } found || Forms.Types.All(known => known.Id != type)
        ? Errors(404, "The issue type or project does not exist.")
        : Page(request, [.. found.Fields.Select(Picture)], "fields");

    private ServerReply Page(ServerRequest request, JsonNode[] rows, string name)
    {
        var start = int.TryParse(request.Value("startAt"), CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var most = Math.Min(int.TryParse(request.Value("maxResults"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 50, isCloud ? 200 : 50);
        var page = new JsonObject { ["startAt"] = start, ["maxResults"] = most, ["total"] = rows.Length, [isCloud ? name : "values"] = new JsonArray([.. rows.Skip(start).Take(most)]) };
        if (!isCloud)
        {
            page["isLast"] = start + most >= rows.Length;
        }

        return new(200, page);
    }

    private static JsonNode Picture(JiraFormField field)
    {
        var schema = new JsonObject { ["type"] = field.Type };
        schema[field.Kind.Length > 0 ? "custom" : "system"] = field.Kind.Length > 0 ? field.Kind : field.Id;
        if (field.Items.Length > 0)
        {
            schema["items"] = field.Items;
        }

        var picture = new JsonObject { ["required"] = field.Required, ["schema"] = schema, ["name"] = field.Name, ["fieldId"] = field.Id, ["hasDefaultValue"] = field.HasDefault };
        if (field.Allowed is { } allowed)
        {
            picture["allowedValues"] = new JsonArray([.. allowed.Select(value => (JsonNode)new JsonObject { [field.Type == "option" ? "value" : "name"] = value })]);
        }

        return picture;
    }

    private JsonObject Picture(JiraTransition move, bool withFields)
    {
        var picture = new JsonObject { ["id"] = move.Id, ["name"] = move.Name, ["to"] = Picture(Desk.Status(move.To)) };
        if (withFields)
        {
            picture["fields"] = !move.AsksForResolution ? new JsonObject() : new JsonObject
            {
                ["resolution"] = new JsonObject { ["required"] = true, ["name"] = "Resolution", ["allowedValues"] = new JsonArray([.. Resolutions.Select(name => (JsonNode)new JsonObject { ["name"] = name })]) },
            };
        }

        return picture;
    }

    private static JsonObject Picture(JiraStatus status) => new() { ["id"] = status.Id, ["name"] = status.Name, ["statusCategory"] = new JsonObject { ["key"] = status.Category } };

    private JsonObject Picture(string id, JiraIssueState issue, string asked)
    {
        var all = new JsonObject
        {
            ["project"] = new JsonObject { ["key"] = issue.Project },
            ["issuetype"] = new JsonObject { ["name"] = issue.Type },
            ["status"] = Picture(Desk.Status(issue.Status)),
            ["resolution"] = issue.Resolution.Length > 0 ? new JsonObject { ["name"] = issue.Resolution } : null,
            ["assignee"] = issue.Assignee.Length > 0 ? new JsonObject { ["displayName"] = issue.Assignee } : null,
            ["labels"] = new JsonArray([.. issue.Labels.Order(StringComparer.Ordinal).Select(label => (JsonNode)label)]),
            ["created"] = Moment(issue.Created),
            ["updated"] = Moment(issue.Updated),
            ["issuelinks"] = new JsonArray([.. issue.Links.Select(link => (JsonNode)new JsonObject { ["type"] = new JsonObject { ["name"] = link.Type }, ["outwardIssue"] = new JsonObject { ["key"] = link.Outward } })]),
        };
        foreach (var field in Forms.Project(issue.Project)!.Fields.Where(field => !all.ContainsKey(field.Id)))
        {
            all[field.Id] = issue.Field(field.Id);
        }

        var wanted = asked.Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in all.Select(field => field.Key).Where(name => wanted.Length > 0 && !wanted.Contains(name)).ToList())
        {
            all.Remove(name);
        }

        return new JsonObject { ["id"] = id, ["key"] = issue.Key, ["self"] = $"{Url}{Root}issue/{id}", ["fields"] = all };
    }

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

    private ServerReply Create(JsonObject body)
    {
        if (body.FirstOrDefault(member => member.Key is not ("fields" or "update" or "properties" or "historyMetadata" or "transition")) is { Key: { } unknown })
        {
            return Errors(400, $"Unrecognized field \"{unknown}\"");
        }

        var errors = new JsonObject();
        var fields = body["fields"] as JsonObject ?? [];
        var project = Forms.Project((string?)fields["project"]?["key"] ?? (string?)fields["project"]?["id"] ?? "");
        var type = Forms.Types.FirstOrDefault(type => type.Id == (string?)fields["issuetype"]?["id"] || type.Name == (string?)fields["issuetype"]?["name"]);
        if (project is null)
        {
            errors["project"] = isCloud ? "valid project is required" : "project is required";
            return Errors(errors);
        }

        if (type.Id is null)
        {
            errors["issuetype"] = "Specify a valid issue type";
            return Errors(errors);
        }

        var (given, labels) = Forms.Read(project, fields, isNew: true, errors);
        if (errors.Count > 0)
        {
            return Errors(errors);
        }

        var set = given.Where(field => field.Value is not null).ToImmutableDictionary(field => field.Key, field => field.Value!);
        var issue = Desk.Create(project.Key, type.Name, set.ContainsKey("priority") ? set : set.Add("priority", """{"name":"Medium"}"""), labels ?? []);
        return new(201, new JsonObject { ["id"] = issue.Id, ["key"] = issue.Now!.Key, ["self"] = $"{Url}{Root}issue/{issue.Id}" });
    }

    private ServerReply Edit(JiraStoredIssue issue, JsonObject body)
    {
        var errors = new JsonObject();
        var fields = body["fields"] as JsonObject ?? [];
        if (!isCloud && issue.Now!.Status == "Closed")
        {
            foreach (var (name, _) in fields)
            {
                errors[name] = $"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown.";
            }
        }

        var (given, labels) = errors.Count > 0 ? (ImmutableDictionary<string, string?>.Empty, null) : Forms.Read(Forms.Project(issue.Now!.Project)!, fields, isNew: false, errors);
        if (errors.Count > 0)
        {
            return Errors(errors);
        }

        Desk.Change(issue, state => state with
        {
            Fields = state.Fields.RemoveRange(given.Where(field => field.Value is null).Select(field => field.Key)).SetItems(given.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value!))),
            Labels = labels ?? state.Labels,
        });
        return new(204);
    }

    private ServerReply Comment(JiraStoredIssue issue, JsonObject body)
    {
        var fault = body["body"] is null || (body["body"] is JsonValue text && ((string?)text)?.Trim().Length == 0) ? "Comment body can not be empty!" : Forms.TextFault(body["body"]);
        return fault is not null
            ? Errors(new JsonObject { ["comment"] = fault })
            : new(201, new JsonObject { ["id"] = Desk.Comment(issue, body["body"]!.ToJsonString()) });
    }

    private static ServerReply Comments(JiraIssueState issue, ServerRequest request)
    {
        var start = int.TryParse(request.Value("startAt"), CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var most = int.TryParse(request.Value("maxResults"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 50;
        var sorted = request.Value("orderBy") == "-created" ? issue.Comments.Reverse() : issue.Comments;
        return new(200, new JsonObject
        {
            ["startAt"] = start,
            ["maxResults"] = most,
            ["total"] = issue.Comments.Length,
            ["comments"] = new JsonArray([.. sorted.Skip(start).Take(most).Select(comment => (JsonNode)new JsonObject { ["id"] = comment.Id, ["body"] = JsonNode.Parse(comment.Body), ["created"] = Moment(comment.At) })]),
        });
    }

    private ServerReply Move(JiraStoredIssue issue, JsonObject body)
    {
        var id = (string?)body["transition"]?["id"] ?? "";
        if (!int.TryParse(id, CultureInfo.InvariantCulture, out _))
        {
            return Errors(400, "'transition' identifier must be an integer");
        }

        if (Desk.Offered(issue.Now!).FirstOrDefault(move => move.Id == id) is not { } chosen)
        {
            return Errors(400, $"It seems that you have tried to perform a workflow operation that is not valid for the current state of this issue {issue.Now!.Key}.");
        }

        var resolution = (string?)body["fields"]?["resolution"]?["name"] ?? "";
        if (resolution.Length > 0 && !chosen.AsksForResolution)
        {
            return Errors(new JsonObject { ["resolution"] = "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown." });
        }

        if (chosen.AsksForResolution && !Resolutions.Contains(resolution))
        {
            return Errors(new JsonObject { ["resolution"] = resolution.Length == 0 ? "Please indicate a resolution." : "The resolution selected is invalid." });
        }

        Desk.Move(issue, chosen.To, resolution);
        return new(204);
    }

    private ServerReply Link(JsonObject body)
    {
        var (type, inward, outward) = ((string?)body["type"]?["name"] ?? "", (string?)body["inwardIssue"]?["key"] ?? "", (string?)body["outwardIssue"]?["key"] ?? "");
        if (!LinkTypes.Contains(type))
        {
            return Errors(404, $"No issue link type with name '{type}' found.");
        }

        if (Desk.Find(inward) is not { } from || Desk.Find(outward) is not { } to)
        {
            return NoIssue();
        }

        Desk.Change(from, state => state.Links.Contains((type, to.Now!.Key)) ? state : state with { Links = state.Links.Add((type, to.Now!.Key)) });
        return new(201);
    }
}
