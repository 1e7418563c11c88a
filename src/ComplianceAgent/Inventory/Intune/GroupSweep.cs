using ComplianceAgent.Reasons;
using Microsoft.Graph.Models;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>Reads the people in an Entra group, whole or not at all: half a group would end exceptions of the other half.</summary>
internal sealed class GroupSweep(GraphConnection graph)
{
    /// <summary>The permission it needs besides the scan's own.</summary>
    public const string NeededRole = "GroupMember.Read.All";

    private const int PageSize = 999;
    private const string What = "members of a group";

    /// <summary>The people of a group.</summary>
    public async Task<GroupRead> ReadAsync(string groupId, CancellationToken cancellationToken)
    {
        var members = new List<GroupMember>();
        var users = graph.Client.Groups[groupId].TransitiveMembers.GraphUser;
        var sweep = await graph.SweepAsync<UserCollectionResponse>(
            What,
            (link, cancel) => link is null
                ? users.GetAsync(
                    request =>
                    {
                        Advanced(request.Headers);
                        request.QueryParameters.Top = Math.Min(PageSize, graph.Options.PageSize);
                        request.QueryParameters.Count = true;
                        request.QueryParameters.Select = ["id", "userPrincipalName"];
                    },
                    cancel)
                : users.WithUrl(link).GetAsync(request => Advanced(request.Headers), cancel),
            page => Take(page, members),
            cancellationToken);
        if (sweep.Fault is { } fault)
        {
            return GroupRead.Failed(Tell(fault));
        }

        return members.Count == 0 && await WhyEmptyAsync(groupId, cancellationToken) is { } why ? GroupRead.Failed(why) : new GroupRead(members, null);
    }

    /// <summary>Graph shows a group with hidden membership as empty to whoever may not see it; that must not pass for a group without people.</summary>
    private async Task<Reason?> WhyEmptyAsync(string groupId, CancellationToken cancellationToken)
    {
        var group = await graph.AskAsync(
            "a group", cancel => graph.Client.Groups[groupId].GetAsync(request => request.QueryParameters.Select = ["id", "visibility"], cancel), cancellationToken);
        return group.Fault is { } fault ? Tell(fault) : group.Value?.Visibility == "HiddenMembership" ? Reason.Of("group-hidden") : null;
    }

    /// <summary>A list of one kind of members is an advanced query of Graph.</summary>
    private static void Advanced(Microsoft.Kiota.Abstractions.RequestHeaders headers) => headers.TryAdd("ConsistencyLevel", "eventual");

    private static Reason Tell(GraphFault fault) => fault.Kind == GraphFaultKind.Forbidden ? Reason.Of("group-forbidden", ("role", NeededRole)) : fault.Reason;

    private static int? Take(UserCollectionResponse page, List<GroupMember> members)
    {
        if (page.Value is not { } users || users.Exists(user => string.IsNullOrEmpty(user.Id)))
        {
            return null;
        }

        members.AddRange(users.Select(user => new GroupMember(user.Id!, user.UserPrincipalName ?? "")));
        return users.Count;
    }
}
