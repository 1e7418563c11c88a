using Microsoft.Extensions.Options;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>The setting <c>Tenants</c>, a list from the first day.</summary>
public sealed class TenantList : List<TenantOptions>
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Tenants";
}

/// <summary>Judges the list of tenants whole: every fault at once, each naming the setting, what is allowed and what to do.</summary>
public static class TenantRules
{
    /// <summary>All faults; none means that every tenant can be tried.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<TenantOptions> tenants)
    {
        ArgumentNullException.ThrowIfNull(tenants);
        var faults = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < tenants.Count; i++)
        {
            var at = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Tenants:{i}");
            faults.AddRange(Check(tenants[i], at));
            if (tenants[i].Name.Length > 0 && !names.Add(tenants[i].Name))
            {
                faults.Add($"{at}:Name must be unique, but an earlier tenant has the same name; give each tenant its own.");
            }
        }

        return faults;
    }

    /// <summary>The faults of one tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="at">Where it stands, for example <c>Tenants:0</c>.</param>
    public static IEnumerable<string> Check(TenantOptions tenant, string at)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        if (!IsName(tenant.Name))
        {
            yield return $"{at}:Name must be 1 to 64 of a-z, 0-9 and hyphen; it becomes the key of everything stored for the tenant.";
        }

        if (!IsTenantId(tenant.TenantId))
        {
            yield return $"{at}:TenantId must be the tenant's GUID or a verified domain, as Entra shows it under Overview.";
        }

        if (tenant.Exceptions.Length > 0 && !Path.IsPathFullyQualified(tenant.Exceptions))
        {
            yield return $"{at}:Exceptions must be the whole path of a register of exceptions (YAML), from the root; leave it empty for none.";
        }

        if (!Enum.IsDefined(tenant.Cloud))
        {
            yield return $"{at}:Cloud must be Global, GccHigh, DoD or China.";
        }

        if (!string.IsNullOrWhiteSpace(tenant.SimulatorUrl))
        {
            if (!GraphEndpoints.IsSimulatorAddress(tenant.SimulatorUrl))
            {
                yield return $"{at}:SimulatorUrl must be a loopback address such as http://127.0.0.1:5000; leave it empty for a real tenant.";
            }

            yield break;
        }

        foreach (var fault in CheckCredential(tenant.Credential, at + ":Credential"))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> CheckCredential(CredentialOptions credential, string at) => credential.Kind switch
    {
        CredentialKind.Certificate => CheckClientId(credential, at).Concat(CheckFile(
            credential.CertificatePath, at + ":CertificatePath", "the path of a PFX or PEM file with its private key")),
        CredentialKind.ClientSecret => CheckClientId(credential, at).Concat(CheckSecret(credential, at)),
        CredentialKind.WorkloadIdentity => CheckClientId(credential, at).Concat(credential.TokenFilePath is { Length: > 0 } path
            ? CheckFile(path, at + ":TokenFilePath", "the path of the federated token, or empty for AZURE_FEDERATED_TOKEN_FILE") : []),
        CredentialKind.ManagedIdentity => credential.ClientId.Length == 0 ? [] : CheckClientId(credential, at),
        _ => [at + ":Kind must be Certificate, ManagedIdentity, WorkloadIdentity or ClientSecret."],
    };

    private static IEnumerable<string> CheckClientId(CredentialOptions credential, string at)
    {
        if (!Guid.TryParse(credential.ClientId, out _))
        {
            yield return at + ":ClientId must be the GUID that Entra shows as Application (client) ID.";
        }
    }

    private static IEnumerable<string> CheckSecret(CredentialOptions credential, string at)
    {
        var hasValue = !string.IsNullOrWhiteSpace(credential.ClientSecret);
        var hasFile = !string.IsNullOrWhiteSpace(credential.ClientSecretFile);
        if (hasValue == hasFile)
        {
            yield return $"Exactly one of {at}:ClientSecret and {at}:ClientSecretFile must be set; a file keeps the secret out of the settings.";
        }
        else if (hasFile)
        {
            foreach (var fault in CheckFile(credential.ClientSecretFile, at + ":ClientSecretFile", "the path of a file that holds the client secret"))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> CheckFile(string? path, string setting, string meaning)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            yield return $"{setting} must be {meaning}.";
        }
        else if (!File.Exists(path))
        {
            yield return $"{setting} must be {meaning}; there is no file at '{path}' that the agent may read.";
        }
    }

    /// <summary>True for the name of a tenant.</summary>
    internal static bool IsName(string name) =>
        name.Length is >= 1 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>True for a GUID or a domain.</summary>
    internal static bool IsTenantId(string id) =>
        Guid.TryParse(id, out _)
        || (id.Length <= 253 && id.Contains('.', StringComparison.Ordinal) && !id.StartsWith('.') && !id.EndsWith('.')
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'));
}

/// <summary>Refuses to start with a tenant that cannot work.</summary>
internal sealed class TenantListValidator : IValidateOptions<TenantList>
{
    public ValidateOptionsResult Validate(string? name, TenantList options)
    {
        var faults = TenantRules.Check(options);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
