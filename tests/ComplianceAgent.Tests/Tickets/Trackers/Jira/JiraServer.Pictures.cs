using System.Globalization;
using System.Text.Json.Nodes;
using ComplianceAgent.Tests.Tickets.Trackers.StandIns;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <content>How it shows screens, workflow and issues.</content>
internal sealed partial class JiraServer
{
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
}
