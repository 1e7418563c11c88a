using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory;

/// <summary>A person in a group.</summary>
/// <param name="Id">Entra object id; empty when not told.</param>
/// <param name="UserPrincipalName">User principal name; empty when not told.</param>
public readonly record struct GroupMember(string Id, string UserPrincipalName);

/// <summary>The people in a group, through nested groups too. Personal data: held while a scan judges, never stored.</summary>
/// <param name="Members">The people; empty when they could not all be read.</param>
/// <param name="Fault">Why not; null when they were.</param>
public sealed record GroupRead(IReadOnlyList<GroupMember> Members, Reason? Fault)
{
    /// <summary>A group whose people could not all be read.</summary>
    public static GroupRead Failed(Reason fault) => new([], fault);
}
