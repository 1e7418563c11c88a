using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>The dashboard and its API; section <c>Dashboard</c>. Where it listens is <c>Service:Url</c>.</summary>
public sealed class DashboardOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Dashboard";

    /// <summary>Serve pages and API, not the health endpoints alone.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Addresses or networks of reverse proxies whose <c>X-Forwarded-*</c> headers count; from anybody else they count for nothing.</summary>
    public IList<string> TrustedProxies { get; set; } = [];

    /// <summary>PEM file with the server's certificate and those between it and its root, when <c>Service:Url</c> is https.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>PEM file with its private key.</summary>
    public string CertificateKey { get; set; } = "";

    /// <summary>Secret, or a reference to one, with which the keys that seal cookies are sealed themselves in the store; empty leaves them as they are.</summary>
    public string KeyProtection { get; set; } = "";

    /// <summary>Minutes without a request after which a session ends.</summary>
    [Range(5, 1440, ErrorMessage = "Dashboard:IdleMinutes must be between 5 and 1440.")]
    public int IdleMinutes { get; set; } = 30;

    /// <summary>Hours after which a session ends, whatever is done in it.</summary>
    [Range(1, 24, ErrorMessage = "Dashboard:SessionHours must be between 1 and 24.")]
    public int SessionHours { get; set; } = 10;

    /// <summary>Sign-in with Entra ID; empty means loopback only.</summary>
    public DashboardSignIn SignIn { get; set; } = new();
}

/// <summary>How people sign in; section <c>Dashboard:SignIn</c>.</summary>
public sealed class DashboardSignIn
{
    /// <summary>The authority's host; sovereign clouds have others.</summary>
    [RegularExpression("^https://[^/?#]+/?$", ErrorMessage = "Dashboard:SignIn:Instance must be an https address such as https://login.microsoftonline.com/.")]
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    /// <summary>Id of the directory; the only one whose people get in. Empty: nobody signs in, and the dashboard is for this machine alone.</summary>
    public string TenantId { get; set; } = "";

    /// <summary>Id of the application registered there.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The application's secret, or a reference to it: <c>env:NAME</c>, <c>file:/path</c>, <c>keyvault:https://…</c>.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>PEM file with certificate and private key, instead of a secret.</summary>
    public string ClientCertificate { get; set; } = "";

    /// <summary>PEM file with the root that the authority's certificate must come from; empty takes the system's.</summary>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>App role that may look.</summary>
    public string ReaderRole { get; set; } = "Reader";

    /// <summary>App role that may decide reviews and exceptions.</summary>
    public string ApproverRole { get; set; } = "Approver";

    /// <summary>App role that may release, scan and make keys.</summary>
    public string AdministratorRole { get; set; } = "Administrator";

    /// <summary>Roles by group: <c>GROUP-ID=Role:tenant/unit</c>, tenant and unit as in app roles.</summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>True when people sign in.</summary>
    internal bool IsOn => TenantId.Length > 0;

    /// <summary>The roles by the names that the directory gives them.</summary>
    internal IReadOnlyDictionary<string, Role> Roles => new Dictionary<string, Role>(StringComparer.Ordinal)
    {
        [ReaderRole] = Role.Reader,
        [ApproverRole] = Role.Approver,
        [AdministratorRole] = Role.Administrator,
    };
}
