using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>One tenant: an entry of <c>Tenants</c>.</summary>
public sealed class TenantOptions
{
    /// <summary>Short key, <c>[a-z0-9-]{1,64}</c>; every stored row carries it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Entra tenant id (GUID) or verified domain.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>Which cloud the tenant lives in.</summary>
    public GraphCloud Cloud { get; set; } = GraphCloud.Global;

    /// <summary>How the agent signs in.</summary>
    public CredentialOptions Credential { get; set; } = new();

    /// <summary>Policies in force for this tenant, ids or whole paths of files; empty takes <c>Policies:Use</c>.</summary>
    public IList<string> Policies { get; set; } = [];

    /// <summary>Register of exceptions of this tenant alone (YAML), whole path; it counts beside that of <c>Exceptions:Register</c>. Empty for none.</summary>
    public string Exceptions { get; set; } = "";

    /// <summary>True to refuse a scan with a token that may do more than read, instead of noting it.</summary>
    public bool RefuseExcessPermissions { get; set; }

    /// <summary>When it is scanned by <c>run</c>.</summary>
    public TenantSchedule Schedule { get; set; } = new();

    /// <summary>
    /// Address of an Intune simulator (loopback only). Set, it stands for the whole cloud, no real credential is used and everything
    /// is marked SIMULATED. Refused by <c>run</c>.
    /// </summary>
    public string? SimulatorUrl { get; set; }
}

/// <summary>National clouds.</summary>
public enum GraphCloud
{
    /// <summary>Worldwide, GCC included.</summary>
    Global,

    /// <summary>US Government L4 (GCC High).</summary>
    GccHigh,

    /// <summary>US Government L5 (DoD).</summary>
    DoD,

    /// <summary>China, operated by 21Vianet.</summary>
    China,
}

/// <summary>How the agent signs in to a tenant.</summary>
public sealed class CredentialOptions
{
    /// <summary>Kind of credential.</summary>
    public CredentialKind Kind { get; set; } = CredentialKind.Certificate;

    /// <summary>Application (client) id; for a user-assigned managed identity its client id, empty for the system-assigned one.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Certificate: path of a PFX or PEM file with its private key.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>Certificate: password of the PFX. Better given as environment variable or file.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Workload identity: file with the federated token; empty takes AZURE_FEDERATED_TOKEN_FILE.</summary>
    public string? TokenFilePath { get; set; }

    /// <summary>Client secret (last resort).</summary>
    public string? ClientSecret { get; set; }

    /// <summary>File that holds the client secret, so that it stands in no setting.</summary>
    public string? ClientSecretFile { get; set; }
}

/// <summary>Kinds of credential, best first.</summary>
public enum CredentialKind
{
    /// <summary>Client certificate.</summary>
    Certificate,

    /// <summary>Azure managed identity.</summary>
    ManagedIdentity,

    /// <summary>Workload identity federation (Kubernetes).</summary>
    WorkloadIdentity,

    /// <summary>Client secret.</summary>
    ClientSecret,
}

/// <summary>When a tenant is scanned.</summary>
public sealed class TenantSchedule
{
    /// <summary>Quartz cron expression, seconds first. Default: daily at 04:30.</summary>
    public string Cron { get; set; } = "0 30 4 * * ?";

    /// <summary>IANA or Windows zone id in which the expression counts.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Each firing is put off by a random time up to this, so that tenants do not start at once.</summary>
    [Range(0, 720)]
    public int JitterMinutes { get; set; } = 15;
}
