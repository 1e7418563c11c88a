namespace ComplianceAgent.Inventory.Intune;

/// <summary>An application permission of Microsoft Graph.</summary>
/// <param name="Name">Its name, as it stands in a token.</param>
/// <param name="Id">Id of the app role, the same in every tenant.</param>
/// <param name="For">What the agent needs it for.</param>
internal sealed record GraphPermission(string Name, string Id, string For)
{
    /// <summary>Id of Microsoft Graph itself, the same in every tenant and cloud.</summary>
    public const string GraphApp = "00000003-0000-0000-c000-000000000000";

    /// <summary>The one that every scan needs.</summary>
    public static readonly GraphPermission Devices = new(TokenClaims.NeededRole, "2f51be20-0bb4-4fed-bf7b-db946066c75e", "devices, detected apps and export jobs, so for every scan");

    /// <summary>Needed where a tenant refuses export jobs without it.</summary>
    public static readonly GraphPermission Configuration = new("DeviceManagementConfiguration.Read.All", "dc377aa6-52d8-4e23-b271-2a7ae04cedf3", "export jobs, where a tenant refuses them without it");

    /// <summary>Needed with <c>Exceptions:ReadGroups</c>.</summary>
    public static readonly GraphPermission Groups = new("GroupMember.Read.All", "98830695-27a2-44f7-8c18-0c3ebc9698f6", "exceptions for Entra groups (Exceptions:ReadGroups)");
}

/// <summary>What a token may do, compared with what the agent needs. Pure.</summary>
/// <param name="Missing">Needed and not granted.</param>
/// <param name="Used">Granted and needed.</param>
/// <param name="Spare">Granted, and needed by some tenants only.</param>
/// <param name="Excess">Granted and never needed, as the token names them.</param>
internal sealed record PermissionReview(IReadOnlyList<GraphPermission> Missing, IReadOnlyList<GraphPermission> Used, IReadOnlyList<GraphPermission> Spare, IReadOnlyList<string> Excess)
{
    // Whoever may read groups or the directory whole may read the members of groups too.
    private static readonly string[] ReadGroups = [GraphPermission.Groups.Name, "Group.Read.All", "Directory.Read.All"];

    /// <summary>Compares.</summary>
    /// <param name="roles">Claim <c>roles</c> of the token.</param>
    /// <param name="readsGroups">True when the settings want members of Entra groups read.</param>
    public static PermissionReview Of(IReadOnlyList<string> roles, bool readsGroups)
    {
        ArgumentNullException.ThrowIfNull(roles);
        GraphPermission[] needed = [GraphPermission.Devices, .. readsGroups ? [GraphPermission.Groups] : Array.Empty<GraphPermission>()];
        GraphPermission[] named = [.. needed, GraphPermission.Configuration];
        return new PermissionReview(
            [.. needed.Where(permission => !IsCovered(permission, roles))],
            [.. needed.Where(permission => roles.Contains(permission.Name, StringComparer.Ordinal))],
            [.. new[] { GraphPermission.Configuration }.Where(permission => roles.Contains(permission.Name, StringComparer.Ordinal))],
            [.. roles.Where(role => !named.Any(permission => permission.Name == role)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static bool IsCovered(GraphPermission permission, IReadOnlyList<string> roles) => permission == GraphPermission.Devices
        ? roles.Any(TokenClaims.CanReadDevices)
        : roles.Any(role => ReadGroups.Contains(role, StringComparer.Ordinal));
}
