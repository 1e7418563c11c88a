using System.Collections.Immutable;
using System.Security.Claims;
using ComplianceAgent.Inventory;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>Reads from what the directory says of a person who they are and what they may do. Pure.</summary>
internal static class DirectoryGrants
{
    private const int MostName = 200;

    /// <summary>The person; null when the directory's token does not say who it is.</summary>
    /// <param name="token">Claims of a token that was validated, by their short names.</param>
    /// <param name="signIn">Names of roles, and what groups may.</param>
    /// <param name="session">Session.</param>
    public static Visitor? Visitor(ClaimsIdentity token, DashboardSignIn signIn, string session)
    {
        if (token.FindFirst("tid")?.Value is not { Length: > 0 } tenant || token.FindFirst("oid")?.Value is not { Length: > 0 } person)
        {
            return null;
        }

        var name = Cut(ForeignText.Clean(token.FindFirst("preferred_username")?.Value ?? token.FindFirst("upn")?.Value ?? token.FindFirst("name")?.Value ?? person).Trim());
        return new Visitor
        {
            Kind = VisitorKind.Directory,
            Name = name,
            Author = Author.OfDirectory(name, tenant, person),
            Grants = Of(token, signIn),
            Session = session,
            ProvedAt = long.TryParse(token.FindFirst("auth_time")?.Value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var proved)
                ? DateTimeOffset.FromUnixTimeSeconds(proved) : null,
        };
    }

    /// <summary>A line of <c>Dashboard:SignIn:Scopes</c>; null when it is none.</summary>
    public static (string Group, Grant Grant)? ParseScope(string text, IReadOnlyDictionary<string, Role> roles)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && Guid.TryParse(text[..at].Trim(), out _) && Grant.Parse(text[(at + 1)..].Trim(), roles) is { } grant ? (text[..at].Trim(), grant) : null;
    }

    private static ImmutableArray<Grant> Of(ClaimsIdentity token, DashboardSignIn signIn)
    {
        var roles = signIn.Roles;
        var groups = token.FindAll("groups").Select(claim => claim.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. token.FindAll("roles").Select(claim => Grant.Parse(claim.Value, roles)).OfType<Grant>(),
            .. signIn.Scopes.Select(scope => ParseScope(scope, roles)).Where(scope => scope is { } of && groups.Contains(of.Group)).Select(scope => scope!.Value.Grant),
        ];
    }

    private static string Cut(string name) => name.Length <= MostName ? name : name[..MostName];
}
