using System.Collections.Immutable;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>What somebody may do; each may do what the one before it may.</summary>
public enum Role : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Look.</summary>
    Reader,

    /// <summary>Decide reviews and exceptions.</summary>
    Approver,

    /// <summary>Release tickets and messages, begin scans, try sending again, make keys.</summary>
    Administrator,
}

/// <summary>A role and where it holds.</summary>
/// <param name="Role">The role.</param>
/// <param name="Tenant">Key of the tenant; null for every tenant.</param>
/// <param name="Unit">Device category within that tenant; null for every device.</param>
public sealed record Grant(Role Role, string? Tenant, string? Unit)
{
    private const char AfterRole = ':';
    private const char AfterTenant = '/';

    /// <summary>A role that holds everywhere.</summary>
    public static Grant Everywhere(Role role) => new(role, Tenant: null, Unit: null);

    /// <summary>Reads <c>Role</c>, <c>Role:tenant</c> or <c>Role:tenant/unit</c>; null when it is none of them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="roles">Names of the roles, as the directory spells them.</param>
    public static Grant? Parse(string text, IReadOnlyDictionary<string, Role> roles)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(roles);
        var (name, place) = Split(text, AfterRole);
        if (!roles.TryGetValue(name, out var role))
        {
            return null;
        }

        if (place is null)
        {
            return Everywhere(role);
        }

        var (tenant, unit) = Split(place, AfterTenant);
        return tenant.Length > 0 && unit?.Length != 0 ? new(role, tenant, unit) : null;
    }

    /// <summary>The same text that <see cref="Parse"/> reads, with the agent's own names of roles.</summary>
    public override string ToString() => (Tenant, Unit) switch
    {
        (null, _) => Role.ToString(),
        (_, null) => $"{Role}{AfterRole}{Tenant}",
        _ => $"{Role}{AfterRole}{Tenant}{AfterTenant}{Unit}",
    };

    /// <summary>True when it speaks of a tenant.</summary>
    public bool IsOf(string tenant) => Tenant is null || Tenant == tenant;

    private static (string Before, string? After) Split(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, null);
}

/// <summary>The agent's own names of roles.</summary>
public static class RoleNames
{
    /// <summary>By name.</summary>
    public static ImmutableDictionary<string, Role> Own { get; } = new[] { Role.Reader, Role.Approver, Role.Administrator }.ToImmutableDictionary(role => role.ToString(), StringComparer.Ordinal);
}
