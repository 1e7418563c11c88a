using Microsoft.AspNetCore.Authorization;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// Names of what is asked of a visitor before a page or endpoint is reached. What names none asks for <see cref="Reader"/>: nothing is open because
/// somebody forgot to close it. Which tenant and unit is asked again by whatever reads or acts.
/// </summary>
public static class AccessPolicies
{
    /// <summary>May look.</summary>
    public const string Reader = nameof(Role.Reader);

    /// <summary>May decide reviews and exceptions.</summary>
    public const string Approver = nameof(Role.Approver);

    /// <summary>May release, scan, retry, and make keys.</summary>
    public const string Administrator = nameof(Role.Administrator);

    /// <summary>Adds them.</summary>
    internal static void Add(AuthorizationOptions options)
    {
        foreach (var (name, role) in RoleNames.Own)
        {
            options.AddPolicy(name, policy => policy.RequireAssertion(context => Visitor.Of(context.User).May(role)));
        }

        options.DefaultPolicy = options.GetPolicy(Reader)!;
        options.FallbackPolicy = options.GetPolicy(Reader)!;
    }
}
