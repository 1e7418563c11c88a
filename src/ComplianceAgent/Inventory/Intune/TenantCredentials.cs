using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>Makes a tenant's credential. Files are read anew for every scan, so that a renewed certificate or secret needs no restart.</summary>
internal static class TenantCredentials
{
    /// <summary>The credential of a tenant.</summary>
    /// <exception cref="InventoryException">A file that it needs cannot be read.</exception>
    public static TokenCredential Create(TenantOptions tenant, GraphEndpoints endpoints, IHttpClientFactory clients, GraphOptions options, TimeProvider clock)
    {
        if (endpoints.IsSimulated)
        {
            var address = new Uri($"{endpoints.Authority.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(tenant.TenantId)}/oauth2/v2.0/token");
            return new SimulatorCredential(
                clients.CreateClient(GraphPipeline.SignIn),
                address,
                Or(tenant.Credential.ClientId),
                Or(string.IsNullOrEmpty(tenant.Credential.ClientSecretFile) ? tenant.Credential.ClientSecret : ReadSecret(tenant.Credential)),
                options.AttemptTimeout,
                clock);

            // A simulator takes any name and secret unless it was started with others.
            static string Or(string? given) => string.IsNullOrEmpty(given) ? "simulated" : given;
        }

        return Create(tenant.TenantId, tenant.Credential, new SignInHost(endpoints.Authority, clients.CreateClient(GraphPipeline.SignIn), options.AttemptTimeout));
    }

    /// <summary>When the certificate that a tenant signs in with ends; null when it signs in otherwise or the file cannot be read, which a scan tells.</summary>
    public static DateTimeOffset? CertificateEnd(TenantOptions tenant)
    {
        if (tenant is { SimulatorUrl: not null } or not { Credential.Kind: CredentialKind.Certificate })
        {
            return null;
        }

        try
        {
            using var certificate = LoadCertificate(tenant.Credential);
            return new DateTimeOffset(certificate.NotAfter);
        }
        catch (InventoryException)
        {
            return null;
        }
    }

    private static TokenCredential Create(string tenantId, CredentialOptions credential, SignInHost host) => credential.Kind switch
    {
        CredentialKind.ManagedIdentity => new ManagedIdentityCredential(
            credential.ClientId.Length == 0 ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(credential.ClientId)),
        CredentialKind.WorkloadIdentity => new WorkloadIdentityCredential(WorkloadOptions(tenantId, credential, host)),
        CredentialKind.ClientSecret => new ClientSecretCredential(
            tenantId, credential.ClientId, ReadSecret(credential), host.Of(new ClientSecretCredentialOptions())),
        _ => new ClientCertificateCredential(
            tenantId, credential.ClientId, LoadCertificate(credential), host.Of(new ClientCertificateCredentialOptions())),
    };

    private static WorkloadIdentityCredentialOptions WorkloadOptions(string tenantId, CredentialOptions credential, SignInHost host)
    {
        var options = host.Of(new WorkloadIdentityCredentialOptions { TenantId = tenantId, ClientId = credential.ClientId });
        if (!string.IsNullOrEmpty(credential.TokenFilePath))
        {
            options.TokenFilePath = credential.TokenFilePath;
        }

        return options;
    }

    private static string ReadSecret(CredentialOptions credential)
    {
        if (!string.IsNullOrEmpty(credential.ClientSecret))
        {
            return credential.ClientSecret;
        }

        var path = credential.ClientSecretFile ?? "";
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } secret ? secret : throw Unreadable("sign-in-secret-file-unreadable", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable("sign-in-secret-file-unreadable", path);
        }
    }

    /// <summary>The certificate that a tenant signs in with.</summary>
    /// <exception cref="InventoryException">It cannot be read, or has no private key.</exception>
    public static X509Certificate2 LoadCertificate(CredentialOptions credential)
    {
        var path = credential.CertificatePath ?? "";
        try
        {
            var certificate = IsPem(path) ? LoadPem(path, credential.CertificatePassword) : X509CertificateLoader.LoadPkcs12FromFile(path, credential.CertificatePassword);
            return certificate.HasPrivateKey ? certificate : throw Unreadable("sign-in-certificate-without-key", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw Unreadable("sign-in-certificate-unreadable", path);
        }
    }

    private static X509Certificate2 LoadPem(string path, string? password) =>
        string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password);

    // Told by content: PEM files come as .pem, .crt, .cer and .key.
    private static bool IsPem(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[4096];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.AsSpan(0, length).IndexOf("-----BEGIN"u8) >= 0;
    }

    // The inner exception stays out: whatever a library writes into its message must not reach a log beside a secret.
    private static InventoryException Unreadable(string code, string path) => new(Reason.Of(code, ("path", path)));

    /// <summary>Where tokens are had, and how long is waited there.</summary>
    private sealed record SignInHost(Uri Authority, HttpClient Http, TimeSpan Patience)
    {
        /// <summary>Sets what every kind of credential shares. The library's own patience is 100 s a try.</summary>
        public TOptions Of<TOptions>(TOptions options)
            where TOptions : TokenCredentialOptions
        {
            options.AuthorityHost = Authority;
            options.Transport = new HttpClientTransport(Http);
            options.Retry.MaxRetries = 2;
            options.Retry.NetworkTimeout = Patience;
            return options;
        }
    }
}
