using ComplianceAgent.Inventory;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>
/// Who is in which group, as one scan read it. A group that was not read says nothing: what an exception for it excuses stays excused, and nothing new is.
/// </summary>
public sealed class GroupMembership
{
    private readonly HashSet<string> read = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, string> byId;
    private readonly ILookup<string, string> byName;

    private GroupMembership(IReadOnlyDictionary<string, IReadOnlyList<GroupMember>> groups)
    {
        read.UnionWith(groups.Keys);
        var all = groups.SelectMany(group => group.Value.Select(member => (Group: group.Key, Member: member))).ToList();
        byId = all.Where(one => one.Member.Id.Length > 0).ToLookup(one => one.Member.Id, one => one.Group, StringComparer.OrdinalIgnoreCase);
        byName = all.Where(one => one.Member.UserPrincipalName.Length > 0).ToLookup(one => one.Member.UserPrincipalName, one => one.Group, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No group was read.</summary>
    public static GroupMembership Unread { get; } = new(new Dictionary<string, IReadOnlyList<GroupMember>>());

    /// <summary>The groups that were read whole, by object id.</summary>
    public static GroupMembership Of(IReadOnlyDictionary<string, IReadOnlyList<GroupMember>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return groups.Count == 0 ? Unread : new(groups);
    }

    /// <summary>True when the group was read whole.</summary>
    public bool IsRead(string groupId) => read.Contains(groupId.Trim());

    /// <summary>
    /// The groups of a device's primary user. The object id decides where the device tells it: a name may have gone to somebody else.
    /// </summary>
    public IEnumerable<string> GroupsOf(ManagedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.UserId.Trim() is { Length: > 0 } id ? byId[id] : device.UserPrincipalName.Trim() is { Length: > 0 } name ? byName[name] : [];
    }
}
