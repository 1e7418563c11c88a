using IntuneSimulator.Tenants;

namespace IntuneSimulator.Http;

/// <summary>Entra groups and the people in them. Graph asks for a permission of its own, and for the headers of advanced queries.</summary>
internal sealed class GroupEndpoints(GroupBook groups, PageWriter pages, SimulatorOptions options)
{
    private const string Metadata = "https://graph.microsoft.com/v1.0/$metadata#groups";
    private static readonly string[] Enough = ["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"];

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1.0/groups/{id}", http => AnswerAsync(http, group => PageWriter.WriteOneAsync(http, Metadata + "/$entity", group, GraphFields.Group)));
        foreach (var cast in new[] { "graph.user", "microsoft.graph.user" })
        {
            app.MapGet("/v1.0/groups/{id}/transitiveMembers/" + cast, http => AnswerAsync(http, group => WriteMembersAsync(http, group)));
        }
    }

    private Task AnswerAsync(HttpContext http, Func<SimulatedGroup, Task> answer) => !options.Roles.Any(Enough.Contains)
        ? Replies.WriteErrorAsync(http, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
        : groups.Find((string)http.Request.RouteValues["id"]!) is { } group
            ? answer(group)
            : Replies.WriteErrorAsync(http, 404, "Request_ResourceNotFound", "Resource does not exist or one of its queried reference-property objects are not present.");

    private Task WriteMembersAsync(HttpContext http, SimulatedGroup group)
    {
        if (http.Request.Headers["ConsistencyLevel"] != "eventual" || http.Request.Query["$count"] != "true")
        {
            return Replies.WriteErrorAsync(http, 400, "Request_UnsupportedQuery", "The request requires the header ConsistencyLevel: eventual and the query $count=true.");
        }

        SimulatedMember[] members = group.IsHidden ? [] : [.. group.Members.OrderBy(member => member.Id, StringComparer.Ordinal)];
        return pages.WriteAsync(
            http, Metadata + "/users", after => members.Where(member => after is null || string.CompareOrdinal(member.Id, after) > 0), member => member.Id, GraphFields.User, () => members.Length);
    }
}
