using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Tickets.Trackers.StandIns;
using Microsoft.AspNetCore.WebUtilities;

namespace ComplianceAgent.Tests.Tickets.Trackers.ServiceNow;

/// <summary>
/// A ServiceNow for tests, written after its published description of the Table API and of its OAuth endpoint: values and what people see of them, encoded
/// queries, data policies of the incident table, tokens that end. What it does without a word, this does too: unknown fields, conditions on them, values too long.
/// </summary>
internal sealed class ServiceNowServer(bool usesOAuth) : StandInServer
{
    public const string User = "compliance.agent";
    public const string Password = "correct horse battery staple";
    public const string ClientId = "4f1d6c0a9b8e4d2f";
    public const string ClientSecret = "secret-of-the-client-0001";

    private readonly Dictionary<string, DateTimeOffset> tokens = [];
    private ServiceNowTables? tables;
    private int lastToken;

    /// <summary>Its tables.</summary>
    public ServiceNowTables Tables => tables ??= Fill();

    /// <summary>How long a token lasts.</summary>
    public TimeSpan TokenLasts { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Tokens given out.</summary>
    public int Tokens => lastToken;

    /// <summary>Fields that the agent may not write: they are left out.</summary>
    public HashSet<string> WriteProtected { get; } = [];

    /// <summary>Fields that the agent may not read: they are not shown.</summary>
    public HashSet<string> Hidden { get; } = [];

    /// <summary>A business rule puts every state back.</summary>
    public bool KeepsStates { get; set; }

    /// <summary>Ends every token that was given out.</summary>
    public void EndTokens()
    {
        lock (Tables.Gate)
        {
            tokens.Clear();
        }
    }

    protected override ServerReply Throttle() => new(429, Error("Rejected by large REST API throttling", "")) { Headers = [("Retry-After", "7"), ("X-RateLimit-Limit", "500")] };

    protected override ServerReply Answer(ServerRequest request)
    {
        lock (Tables.Gate)
        {
            if (request is { Method: "POST", Path: "/oauth_token.do" })
            {
                return Token(request);
            }

            return request.Beneath("/api/now/table/") is not { Length: 1 or 2 } path ? new ServerReply(404) { Page = "<html><body>Page not found</body></html>" }
                : !IsKnown(request) ? new ServerReply(401, Error("User Not Authenticated", "Required to provide Auth information")) { Headers = [("WWW-Authenticate", "BASIC realm=\"Service-now\"")] }
                : !Tables.HasTable(path[0]) ? new ServerReply(400, Error("Invalid table " + path[0], ""))
                : Route(request, path);
        }
    }

    private static JsonObject Error(string message, string detail) =>
        new() { ["error"] = new JsonObject { ["message"] = message, ["detail"] = detail.Length > 0 ? detail : null }, ["status"] = "failure" };

    private ServiceNowTables Fill()
    {
        var made = new ServiceNowTables(Clock);
        foreach (var name in (string[])["Mobile desk", "Field support", "Twin", "Twin"])
        {
            made.Insert("sys_user_group", new Dictionary<string, string> { ["name"] = name });
        }

        made.Insert("sys_user", new Dictionary<string, string> { ["user_name"] = "desk.caller", ["name"] = "Desk Caller" });
        made.Insert("incident", new Dictionary<string, string> { ["short_description"] = "A ticket of somebody else", ["correlation_id"] = "other-system-1" });
        return made;
    }

    private ServerReply Token(ServerRequest request)
    {
        var form = QueryHelpers.ParseQuery(request.Text);
        if (!request.Headers.ContentType.ToString().StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) || form.GetValueOrDefault("grant_type") != "client_credentials")
        {
            return new ServerReply(400, new JsonObject { ["error"] = "unsupported_grant_type", ["error_description"] = "unsupported_grant_type" });
        }

        if (!usesOAuth || form.GetValueOrDefault("client_id") != ClientId || form.GetValueOrDefault("client_secret") != ClientSecret)
        {
            return new ServerReply(401, new JsonObject { ["error"] = "invalid_client", ["error_description"] = "access_denied for " + form.GetValueOrDefault("client_secret") });
        }

        var token = string.Create(CultureInfo.InvariantCulture, $"access-token-{++lastToken:000000}-{Guid.NewGuid():N}");
        tokens[token] = Clock.GetUtcNow() + TokenLasts;
        return new ServerReply(200, new JsonObject { ["access_token"] = token, ["scope"] = "useraccount", ["token_type"] = "Bearer", ["expires_in"] = (int)TokenLasts.TotalSeconds });
    }

    private bool IsKnown(ServerRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        return usesOAuth
            ? given.StartsWith("Bearer ", StringComparison.Ordinal) && tokens.TryGetValue(given[7..], out var until) && until > Clock.GetUtcNow()
            : given == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
    }

    private ServerReply Route(ServerRequest request, string[] path)
    {
        if (path.Length == 1)
        {
            return request.Method switch { "GET" => List(request, path[0]), "POST" => Insert(request, path[0]), _ => new ServerReply(405) };
        }

        return Tables.Find(path[0], path[1]) is not { } row
            ? new ServerReply(404, Error("No Record found", "Record doesn't exist or ACL restricts the record retrieval"))
            : request.Method switch
            {
                "GET" => new ServerReply(200, new JsonObject { ["result"] = Picture(path[0], row, request) }),
                "PATCH" or "PUT" => Update(request, path[0], row),
                _ => new ServerReply(405),
            };
    }

    private ServerReply List(ServerRequest request, string table)
    {
        if (EncodedQuery.Parse(request.Value("sysparm_query"), field => field == "sys_id" || Tables.Field(table, field) is not null) is not { } query)
        {
            return new ServerReply(400, Error("Invalid query", request.Value("sysparm_query")));
        }

        IOrderedEnumerable<ServiceNowRow> sorted = Tables.Rows(table, query.Equal("correlation_id"), query.Equal("number")).Where(query.Fits).OrderBy(_ => 0);
        foreach (var (field, descends) in query.Order)
        {
            sorted = descends ? sorted.ThenByDescending(row => row[field], StringComparer.Ordinal) : sorted.ThenBy(row => row[field], StringComparer.Ordinal);
        }

        List<ServiceNowRow> all = [.. sorted];
        var limit = int.TryParse(request.Value("sysparm_limit"), CultureInfo.InvariantCulture, out var asked) ? asked : 10_000;
        var offset = int.TryParse(request.Value("sysparm_offset"), CultureInfo.InvariantCulture, out var start) ? start : 0;
        return new ServerReply(200, new JsonObject { ["result"] = new JsonArray([.. all.Skip(offset).Take(limit).Select(row => (JsonNode)Picture(table, row, request))]) })
        {
            Headers = [("X-Total-Count", all.Count.ToString(CultureInfo.InvariantCulture)), ("Link", $"<http://elsewhere.example/api/now/table/{table}?sysparm_offset={offset + limit}>;rel=\"next\"")],
        };
    }

    private ServerReply Insert(ServerRequest request, string table)
    {
        if (Read(request, out var given) is { } refused)
        {
            return refused;
        }

        return References(table, given) ?? new ServerReply(201, new JsonObject { ["result"] = Picture(table, Tables.Insert(table, given), request) });
    }

    private ServerReply Update(ServerRequest request, string table, ServiceNowRow row)
    {
        if ((Read(request, out var given) ?? References(table, given)) is { } refused)
        {
            return refused;
        }

        if (KeepsStates)
        {
            given.Remove("state");
        }

        var state = given.GetValueOrDefault("state", row["state"]);
        if (table == "incident" && row["state"] is "7" or "8" && state != row["state"])
        {
            return new ServerReply(403, Error("Operation Failed", "Operation against file 'incident' was aborted by Business Rule 'Closed incidents stay closed'. Business Rule Stack:Closed incidents stay closed"));
        }

        if (table == "incident" && state is "6" or "7" && (given.GetValueOrDefault("close_code", row["close_code"]).Length == 0 || given.GetValueOrDefault("close_notes", row["close_notes"]).Length == 0))
        {
            return new ServerReply(403, Error("Operation Failed", "Data Policy Exception: The following fields are mandatory: Resolution code, Resolution notes"));
        }

        if (state is not ("6" or "7") && row["state"] == "6")
        {
            (given["close_code"], given["close_notes"]) = ("", "");
        }

        return new ServerReply(200, new JsonObject { ["result"] = Picture(table, Tables.Update(table, row, given), request) });
    }

    private ServerReply? Read(ServerRequest request, out Dictionary<string, string> given)
    {
        given = [];
        if (!request.Headers.ContentType.ToString().StartsWith("application/json", StringComparison.Ordinal))
        {
            return new ServerReply(415, Error("Unsupported Media Type", ""));
        }

        if (request.Json() is not JsonObject body)
        {
            return new ServerReply(400, Error("Exception while reading request", "The payload is not valid JSON."));
        }

        foreach (var (name, value) in body.Where(field => !WriteProtected.Contains(field.Key)))
        {
            given[name] = value is JsonValue plain && plain.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";
        }

        return null;
    }

    /// <summary>A name where an id belongs would make a reference to nothing: this is refused here, so that a test sees it.</summary>
    private ServerReply? References(string table, Dictionary<string, string> given) => given
        .Where(field => field.Value.Length > 0 && Tables.Field(table, field.Key) is { Reference.Length: > 0 } reference && Tables.Find(reference.Reference, field.Value) is null)
        .Select(field => new ServerReply(400, Error("Invalid reference", $"{field.Key}: {field.Value}")))
        .FirstOrDefault();

    private JsonObject Picture(string table, ServiceNowRow row, ServerRequest request)
    {
        var asked = request.Value("sysparm_fields") is { Length: > 0 } names ? names.Split(',') : [.. Tables.Fields[table].Select(field => field.Name)];
        var picture = new JsonObject();
        foreach (var field in asked.Distinct().Select(name => Tables.Field(table, name)).OfType<ServiceNowField>().Where(field => !Hidden.Contains(field.Name)))
        {
            var (value, display) = (field.IsJournal ? "" : row[field.Name], Tables.Display(table, row, field.Name));
            picture[field.Name] = request.Value("sysparm_display_value") switch
            {
                "all" => new JsonObject { ["display_value"] = display, ["value"] = value },
                "true" => display,
                _ => value,
            };
        }

        return picture;
    }
}
