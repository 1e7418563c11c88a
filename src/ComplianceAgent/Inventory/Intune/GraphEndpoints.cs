using Azure.Identity;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>
/// Where a tenant's Graph, sign-in and export storage are, and the one place that decides whether an address is one of them.
/// Host names alone do not do: a token must not go to another port or scheme of the same host either.
/// </summary>
internal sealed class GraphEndpoints
{
    private readonly string[] blobSuffixes;

    private GraphEndpoints(Uri root, Uri authority, bool isSimulated, params string[] blobSuffixes)
    {
        Root = root;
        Authority = authority;
        IsSimulated = isSimulated;
        this.blobSuffixes = blobSuffixes;
        BasePath = root.AbsolutePath.TrimEnd('/') + "/";
    }

    /// <summary>Graph root with version, without slash at its end.</summary>
    public Uri Root { get; }

    /// <summary>Sign-in host.</summary>
    public Uri Authority { get; }

    /// <summary>True when a simulator stands for the cloud.</summary>
    public bool IsSimulated { get; }

    /// <summary>Endings of the hosts on which exports lie; empty for a simulator, whose storage is loopback too.</summary>
    public IReadOnlyList<string> BlobSuffixes => blobSuffixes;

    /// <summary>What a token is asked for.</summary>
    public string Scope => Root.GetLeftPart(UriPartial.Authority) + "/.default";

    private string BasePath { get; }

    /// <summary>The endpoints of a tenant.</summary>
    public static GraphEndpoints Of(TenantOptions tenant) =>
        string.IsNullOrWhiteSpace(tenant.SimulatorUrl) ? Of(tenant.Cloud) : OfSimulator(new Uri(tenant.SimulatorUrl, UriKind.Absolute));

    /// <summary>The endpoints of a cloud.</summary>
    public static GraphEndpoints Of(GraphCloud cloud) => cloud switch
    {
        GraphCloud.GccHigh => new(
            new("https://graph.microsoft.us/v1.0"), AzureAuthorityHosts.AzureGovernment, false, ".blob.core.usgovcloudapi.net"),
        GraphCloud.DoD => new(
            new("https://dod-graph.microsoft.us/v1.0"), AzureAuthorityHosts.AzureGovernment, false, ".blob.core.usgovcloudapi.net"),
        GraphCloud.China => new(
            new("https://microsoftgraph.chinacloudapi.cn/v1.0"), AzureAuthorityHosts.AzureChina, false, ".blob.core.chinacloudapi.cn"),
        _ => new(
            new("https://graph.microsoft.com/v1.0"), AzureAuthorityHosts.AzurePublicCloud, false, ".blob.core.windows.net", ".blob.storage.azure.net"),
    };

    /// <summary>True for an address that may stand for a cloud: plain loopback, without user, query or fragment.</summary>
    public static bool IsSimulatorAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.IsLoopback
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    /// <summary>True when a request to the address may be made, and carry a token.</summary>
    public bool Covers(Uri? address) =>
        address is { IsAbsoluteUri: true } && address.UserInfo.Length == 0 && SameAuthority(address, Root)
        && address.AbsolutePath.StartsWith(BasePath, StringComparison.Ordinal);

    /// <summary>True when an exported file may be fetched from the address.</summary>
    public bool AllowsDownload(Uri address)
    {
        if (address.UserInfo.Length > 0)
        {
            return false;
        }

        // A simulator's storage listens on a port of its own, as Azure's has a host of its own: no token ever goes there.
        return IsSimulated
            ? address.IsLoopback && address.Scheme == Root.Scheme && SameHost(address, Root)
            : address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && address.HostNameType == UriHostNameType.Dns
                && Array.Exists(blobSuffixes, suffix => address.IdnHost.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }

    private static bool SameAuthority(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && SameHost(one, other);

    private static bool SameHost(Uri one, Uri other) => string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static GraphEndpoints OfSimulator(Uri address)
    {
        if (!IsSimulatorAddress(address.OriginalString))
        {
            throw new ArgumentException("A simulator is reached over loopback only.", nameof(address));
        }

        var root = address.AbsoluteUri.TrimEnd('/');
        return new GraphEndpoints(new Uri(root + "/v1.0"), new Uri(root), true);
    }
}
