using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>A certificate authority of one test, and a certificate of this machine from it, as PEM files.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 root;
    private readonly ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestCertificates(string folder)
    {
        Directory.CreateDirectory(folder);
        var authority = new CertificateRequest("CN=Test authority", rootKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        root = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var own = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), now.AddDays(-1), now.AddDays(29), RandomNumberGenerator.GetBytes(8));
        RootFile = Write(folder, "root.pem", root.ExportCertificatePem());
        CertificateFile = Write(folder, "server.pem", own.ExportCertificatePem());
        KeyFile = Write(folder, "server.key", key.ExportPkcs8PrivateKeyPem());
        Server = X509CertificateLoader.LoadPkcs12(own.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
    }

    public string RootFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public X509Certificate2 Server { get; }

    /// <summary>Writes another certificate of this machine over the first, as a renewal does; gives its thumbprint.</summary>
    public string Renew()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var renewed = Issue("localhost", now.AddDays(-1), now.AddDays(20), exportable: true);
        File.WriteAllText(CertificateFile, renewed.ExportCertificatePem());
        File.WriteAllText(KeyFile, renewed.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return renewed.Thumbprint;
    }

    /// <summary>Trusts this authority and no other.</summary>
    public SslClientAuthenticationOptions Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    /// <summary>A certificate of this authority for a host by name.</summary>
    public X509Certificate2 Issue(string host, DateTimeOffset from, DateTimeOffset until, bool exportable = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = Request(host, key).Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), from, until, RandomNumberGenerator.GetBytes(8));
        return X509CertificateLoader.LoadPkcs12(own.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null, exportable ? X509KeyStorageFlags.Exportable : X509KeyStorageFlags.DefaultKeySet);
    }

    /// <summary>A certificate for a host by name that nobody vouches for but itself.</summary>
    public static X509Certificate2 SelfSigned(string host, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = Request(host, key).CreateSelfSigned(from, until);
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
    }

    private static CertificateRequest Request(string host, ECDsa key)
    {
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    public void Dispose()
    {
        rootKey.Dispose();
        Server.Dispose();
        root.Dispose();
    }

    private static string Write(string folder, string name, string pem)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, pem);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }
}
