using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Tickets.Trackers.StandIns;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <content>What changes something.</content>
internal sealed partial class JiraServer
{
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
