using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>Looks at what a tenant is signed in to with: whether it can be read, by whom else, and how long it is good.</summary>
internal static class CredentialFindings
{
    /// <summary>Name of the check.</summary>
    public const string Name = "credential";

    /// <summary>How long before its end somebody is told: an application's owner may be on holiday.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(30);

    /// <summary>What is to be said of a tenant's credential.</summary>
    public static IEnumerable<Finding> Of(TenantOptions tenant, DateTimeOffset now)
    {
        var credential = tenant.Credential;
        return credential switch
        {
            { Kind: CredentialKind.Certificate, CertificatePath: { Length: > 0 } path } => [.. Certificate(tenant, now), .. Wide(tenant.Name, path)],
            _ when tenant.SimulatorUrl is { Length: > 0 } => [Finding.Ok(Name, tenant.Name, "a simulator takes any")],
            { Kind: CredentialKind.ManagedIdentity } => [Finding.Ok(Name, tenant.Name, "managed identity: there is no secret to keep")],
            { Kind: CredentialKind.WorkloadIdentity } => [Finding.Ok(Name, tenant.Name, "workload identity: there is no secret to keep")],
            { ClientSecretFile: { Length: > 0 } file } => [Finding.Ok(Name, tenant.Name, SecretSays), .. Wide(tenant.Name, file)],
            _ => [Finding.Warning(Name, tenant.Name, $"the client secret stands in the settings. {SecretSays}", "Put it into a file of its own (Credential:ClientSecretFile), or better sign in with a certificate.")],
        };
    }

    /// <summary>How long a certificate is good. Pure.</summary>
    public static Finding Lifetime(string check, string subject, X509Certificate2 certificate, DateTimeOffset now, string remedy)
    {
        var (from, until) = (new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        var days = ((int)Math.Floor((until - now).TotalDays)).ToString(CultureInfo.InvariantCulture);
        var which = string.Create(CultureInfo.InvariantCulture, $"certificate {certificate.Thumbprint} ({ForeignText.Clean(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))}), good until {until.UtcDateTime:yyyy-MM-dd}");
        return until <= now ? Finding.Fault(check, subject, $"{which}: it has expired", remedy)
            : from > now ? Finding.Fault(check, subject, $"{which}: it is not good before {from.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", remedy)
            : until - now <= Ahead ? Finding.Warning(check, subject, $"{which}: it ends in {days} days", remedy)
            : Finding.Ok(check, subject, which);
    }

    private const string SecretSays = "When a client secret ends only Entra shows: App registrations, the agent's application, Certificates & secrets.";

    private static IEnumerable<Finding> Certificate(TenantOptions tenant, DateTimeOffset now)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = TenantCredentials.LoadCertificate(tenant.Credential);
        }
        catch (InventoryException unreadable)
        {
            return [Finding.Fault(Name, tenant.Name, unreadable.Message)];
        }

        using (certificate)
        {
            return [Lifetime(Name, tenant.Name, certificate, now, $"Make a new one, upload its public part in Entra, and put it at {tenant.Credential.CertificatePath}; the next scan reads it.")];
        }
    }

    private static IEnumerable<Finding> Wide(string tenant, string path)
    {
        try
        {
            PrivateFile.RefuseWideSecret(path, "a credential");
            return [];
        }
        catch (StoreException wide)
        {
            return [Finding.Warning(Name, tenant, wide.Message)];
        }
    }
}
