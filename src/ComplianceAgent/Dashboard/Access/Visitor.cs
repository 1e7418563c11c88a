using System.Collections.Immutable;
using System.Security.Claims;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>How somebody got in.</summary>
public enum VisitorKind : byte
{
    /// <summary>Not at all.</summary>
    Nobody = 0,

    /// <summary>By the link that the agent printed when it started.</summary>
    Local,

    /// <summary>By the organisation's directory.</summary>
    Directory,

    /// <summary>A machine, by one of the agent's own keys.</summary>
    Key,
}

/// <summary>
/// Who looks or acts, and what they may do where. Roles may differ from tenant to tenant and from unit to unit, so whoever decides for a tenant
/// asks with the tenant; what is told without one is the least that holds everywhere they see.
/// </summary>
public sealed record Visitor
{
    /// <summary>Somebody who did not get in.</summary>
    public static Visitor Nobody { get; } = new() { Kind = VisitorKind.Nobody, Name = "", Author = new Author("", Author.Agent), Grants = [] };

    /// <summary>Name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Who it is, to the record.</summary>
    public required Author Author { get; init; }

    /// <summary>How they got in.</summary>
    public required VisitorKind Kind { get; init; }

    /// <summary>What they may do, and where.</summary>
    public required ImmutableArray<Grant> Grants { get; init; }

    /// <summary>The session, for limits and for reading roles again; the id of a key.</summary>
    public string Session { get; init; } = "";

    /// <summary>When the person last proved to the directory who they are; null when it did not tell.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>The highest role they have anywhere: what menus go by. For a deed ask <see cref="May(Role, string)"/>.</summary>
    public Role Role => Grants.IsEmpty ? Role.None : Grants.Max(grant => grant.Role);

    /// <summary>Tenants they see; null for all.</summary>
    public ImmutableArray<string>? Tenants => Grants.Any(grant => grant.Tenant is null) ? null : [.. Grants.Select(grant => grant.Tenant!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Device categories they see; null for all. Where it differs from tenant to tenant this is too narrow rather than too wide: <see cref="UnitsIn"/> is exact.</summary>
    public ImmutableArray<string>? Units => Grants.All(grant => grant.Unit is null) ? null : [.. Grants.Select(grant => grant.Unit).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>True when the organisation's directory says who they are.</summary>
    public bool SignedIn => Kind == VisitorKind.Directory;

    /// <summary>One text a person or key, whatever session: limits of use are counted by it.</summary>
    public string Id => Kind switch
    {
        VisitorKind.Directory => Author.DirectoryId ?? Name,
        VisitorKind.Key => "key " + Session,
        VisitorKind.Local => "local",
        _ => "",
    };

    /// <summary>The visitor behind a request or a circuit.</summary>
    public static Visitor Of(ClaimsPrincipal? principal) => AccessClaims.Read(principal);

    /// <summary>True when they see anything of a tenant.</summary>
    public bool Sees(string tenant) => May(Role.Reader, tenant);

    /// <summary>True when they see devices of a category, in every tenant they see.</summary>
    public bool SeesUnit(string unit) => Units is not { } units || units.Contains(unit, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when they see devices of a category of a tenant.</summary>
    public bool SeesUnit(string tenant, string unit) => UnitsIn(tenant) is not { } units || units.Contains(unit, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when they may do something anywhere.</summary>
    public bool May(Role least) => Role >= least && least > Role.None;

    /// <summary>True when they may do something in a tenant, at least for some of its devices.</summary>
    public bool May(Role least, string tenant) => Grants.Any(grant => grant.Role >= least && grant.IsOf(tenant));

    /// <summary>Device categories of a tenant for which they have a role; null for all, none when they have it nowhere there.</summary>
    public ImmutableArray<string>? UnitsIn(string tenant, Role least = Role.Reader)
    {
        var there = Grants.Where(grant => grant.Role >= least && grant.IsOf(tenant)).ToList();
        return there.Exists(grant => grant.Unit is null) ? null : [.. there.Select(grant => grant.Unit!).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>True when they have a role for every device of a tenant.</summary>
    public bool MayAll(Role least, string tenant) => May(least, tenant) && UnitsIn(tenant, least) is null;

    /// <summary>The visitor as they are in one tenant: role and units are exact there, and they see no other.</summary>
    public Visitor In(string tenant) => this with { Grants = [.. Grants.Where(grant => grant.IsOf(tenant)).Select(grant => grant with { Tenant = tenant })] };
}
