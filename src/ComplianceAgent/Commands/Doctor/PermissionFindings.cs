using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>Says which permissions are missing and which are granted without need, with the commands that change it. Pure.</summary>
internal static class PermissionFindings
{
    /// <summary>Name of the check.</summary>
    public const string Name = "permissions";

    /// <summary>What is to be said of a tenant's permissions.</summary>
    public static IEnumerable<Finding> Of(TenantOptions tenant, PermissionReview review)
    {
        foreach (var missing in review.Missing)
        {
            yield return Finding.Fault(Name, tenant.Name, $"{missing.Name} is missing. It is needed for {missing.For}.", [.. EntraCommands.Grant(tenant, missing)]);
        }

        if (review.Excess.Count > 0)
        {
            yield return Finding.Warning(
                Name,
                tenant.Name,
                $"granted and never needed: {ForeignText.Clean(string.Join(", ", review.Excess))}. Whoever gets hold of the agent's credential can use them.",
                [.. EntraCommands.Remove(tenant, review.Excess)]);
        }

        if (review.Missing.Count == 0)
        {
            var spare = review.Spare.Count == 0 ? "" : $"; {string.Join(", ", review.Spare.Select(permission => permission.Name))} is needed only where a tenant refuses export jobs without it";
            yield return Finding.Ok(Name, tenant.Name, (review.Used.Count > 0 ? $"{string.Join(", ", review.Used.Select(permission => permission.Name))} granted" : "the devices can be read") + spare);
        }
    }
}

/// <summary>Commands of the Azure command line that change what the agent's application may do. Pure.</summary>
internal static class EntraCommands
{
    private const string Nobody = "APPLICATION-ID";

    /// <summary>Grants a permission, and consents to it.</summary>
    public static IEnumerable<string> Grant(TenantOptions tenant, GraphPermission permission) => tenant.Credential.Kind == CredentialKind.ManagedIdentity
        ?
        [
            $"agent=$(az ad sp show --id {Application(tenant)} --query id -o tsv); graph=$(az ad sp show --id {GraphPermission.GraphApp} --query id -o tsv)",
            $"az rest --method POST --url https://{GraphEndpoints.Of(tenant.Cloud).Root.Host}/v1.0/servicePrincipals/$agent/appRoleAssignments --body \"{{\\\"principalId\\\":\\\"$agent\\\",\\\"resourceId\\\":\\\"$graph\\\",\\\"appRoleId\\\":\\\"{permission.Id}\\\"}}\"",
        ]
        :
        [
            $"az ad app permission add --id {Application(tenant)} --api {GraphPermission.GraphApp} --api-permissions {permission.Id}=Role",
            $"az ad app permission admin-consent --id {Application(tenant)}",
        ];

    /// <summary>Takes permissions out of the application's list; the consent given before is revoked by hand.</summary>
    public static IEnumerable<string> Remove(TenantOptions tenant, IEnumerable<string> roles) =>
    [
        .. roles.Where(IsPlain).Select(role =>
            $"az ad app permission delete --id {Application(tenant)} --api {GraphPermission.GraphApp} --api-permissions $(az ad sp show --id {GraphPermission.GraphApp} --query \"appRoles[?value=='{role}'].id\" -o tsv)"),
        "Then revoke the consent: Entra admin centre, Enterprise applications, the agent's application, Permissions.",
    ];

    // A setting and a token are foreign text, and somebody will paste this into a shell.
    private static string Application(TenantOptions tenant) => Guid.TryParse(tenant.Credential.ClientId, out var id) ? id.ToString() : Nobody;

    private static bool IsPlain(string role) => role.Length is > 0 and <= 100 && role.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-');
}
