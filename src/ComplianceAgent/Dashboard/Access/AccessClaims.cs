using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using ComplianceAgent.Violations.Keys;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// Writes a visitor into claims and reads them back. Only these claims are believed, and only of an identity that this class made: what a directory
/// sends is judged once, at sign-in.
/// </summary>
internal static class AccessClaims
{
    private const string Authentication = "ComplianceAgent";
    private const string KindType = "ca:kind";
    private const string NameType = "ca:name";
    private const string SourceType = "ca:source";
    private const string GrantType = "ca:grant";
    private const string SessionType = "ca:session";
    private const string ProvedType = "ca:proved";

    /// <summary>The visitor as a principal.</summary>
    public static ClaimsPrincipal Write(Visitor visitor)
    {
        var identity = new ClaimsIdentity(Authentication, NameType, roleType: "ca:role");
        identity.AddClaim(new Claim(KindType, visitor.Kind.ToString()));
        identity.AddClaim(new Claim(NameType, visitor.Author.Name));
        identity.AddClaim(new Claim(SourceType, visitor.Author.Source));
        identity.AddClaim(new Claim(SessionType, visitor.Session));
        identity.AddClaims(visitor.Grants.Select(grant => new Claim(GrantType, grant.ToString())));
        if (visitor.ProvedAt is { } proved)
        {
            identity.AddClaim(new Claim(ProvedType, proved.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>The visitor of a principal; nobody when it is none of ours.</summary>
    public static Visitor Read(ClaimsPrincipal? principal)
    {
        if (principal?.Identities.FirstOrDefault(identity => identity is { AuthenticationType: Authentication, IsAuthenticated: true }) is not { } ours
            || !Enum.TryParse<VisitorKind>(ours.FindFirst(KindType)?.Value, out var kind))
        {
            return Visitor.Nobody;
        }

        var name = ours.FindFirst(NameType)?.Value ?? "";
        return new Visitor
        {
            Kind = kind,
            Name = name,
            Author = new Author(name, ours.FindFirst(SourceType)?.Value ?? Author.Agent),
            Grants = [.. ours.FindAll(GrantType).Select(claim => Grant.Parse(claim.Value, RoleNames.Own)).OfType<Grant>()],
            Session = ours.FindFirst(SessionType)?.Value ?? "",
            ProvedAt = long.TryParse(ours.FindFirst(ProvedType)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var proved) ? DateTimeOffset.FromUnixTimeSeconds(proved) : null,
        };
    }

    /// <summary>The person who started the agent and opened its link.</summary>
    public static Visitor Local(Author account, string session) => new()
    {
        Kind = VisitorKind.Local,
        Name = account.Name,
        Author = account,
        Grants = [Grant.Everywhere(Role.Administrator)],
        Session = session,
    };

    /// <summary>A machine with a key.</summary>
    public static Visitor Of(AccessKey key, string name) => new()
    {
        Kind = VisitorKind.Key,
        Name = name,
        Author = new Author(name, Author.Key),
        Grants = RoleNames.Own.TryGetValue(key.Role, out var role) && role != Role.Approver ? [new Grant(role, key.Tenant, Unit: null)] : ImmutableArray<Grant>.Empty,
        Session = key.Id,
    };
}
