using System.Collections.Concurrent;

namespace IntuneSimulator.Tenants;

/// <summary>A person in a simulated group.</summary>
/// <param name="Id">Object id.</param>
/// <param name="UserPrincipalName">User principal name.</param>
public sealed record SimulatedMember(string Id, string? UserPrincipalName);

/// <summary>A simulated Entra group.</summary>
/// <param name="Id">Object id.</param>
/// <param name="Members">Its people, nested groups resolved.</param>
/// <param name="IsHidden">True when its membership is hidden: Graph then shows it as empty.</param>
public sealed record SimulatedGroup(string Id, IReadOnlyList<SimulatedMember> Members, bool IsHidden = false);

/// <summary>The groups of a simulated tenant; safe to change while requests run.</summary>
public sealed class GroupBook
{
    private readonly ConcurrentDictionary<string, SimulatedGroup> groups = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts a group into the place of the one with its id.</summary>
    public void Set(SimulatedGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        groups[group.Id] = group;
    }

    /// <summary>Takes a group away.</summary>
    public void Remove(string id) => groups.TryRemove(id, out _);

    /// <summary>A group; null when there is none.</summary>
    public SimulatedGroup? Find(string id) => groups.GetValueOrDefault(id);
}
