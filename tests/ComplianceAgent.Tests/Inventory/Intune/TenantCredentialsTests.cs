using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Identity;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Inventory.Intune;

public sealed class TenantCredentialsTests : IDisposable
{
    private const string Password = "canary-certificate-password";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("credentials-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_pfx_file_makes_a_certificate_credential() =>
        Create(new() { CertificatePath = Write("a.pfx", Certificate().Export(X509ContentType.Pfx, Password)), CertificatePassword = Password })
            .Should().BeOfType<ClientCertificateCredential>();

    [Fact]
    public void A_pem_file_makes_a_certificate_credential_whatever_its_name()
    {
        using var certificate = Certificate();
        var pem = certificate.ExportCertificatePem() + "\n" + certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();

        Create(new() { CertificatePath = Write("a.crt", System.Text.Encoding.ASCII.GetBytes(pem)) }).Should().BeOfType<ClientCertificateCredential>();
    }

    [Fact]
    public void An_encrypted_pem_file_makes_a_certificate_credential()
    {
        using var certificate = Certificate();
        var key = certificate.GetRSAPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        var path = Write("a.pem", System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n" + key));

        Create(new() { CertificatePath = path, CertificatePassword = Password }).Should().BeOfType<ClientCertificateCredential>();
        Refusal(new() { CertificatePath = path, CertificatePassword = "wrong" }).Reason.Code.Should().Be("sign-in-certificate-unreadable");
    }

    [Fact]
    public void A_wrong_password_is_told_without_it()
    {
        var path = Write("a.pfx", Certificate().Export(X509ContentType.Pfx, "another"));

        var refusal = Refusal(new() { CertificatePath = path, CertificatePassword = Password });

        refusal.Reason.Code.Should().Be("sign-in-certificate-unreadable");
        refusal.ToString().Should().Contain(path).And.NotContain(Password);
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused_by_name()
    {
        using var certificate = Certificate();
        using var open = X509CertificateLoader.LoadCertificate(certificate.RawData);

        Refusal(new() { CertificatePath = Write("a.pfx", open.Export(X509ContentType.Pfx)) }).Reason.Code.Should().Be("sign-in-certificate-without-key");
    }

    [Fact]
    public void A_secret_is_read_from_its_file()
    {
        Create(new() { Kind = CredentialKind.ClientSecret, ClientSecretFile = Write("secret", "s3cret\n"u8.ToArray()) }).Should().BeOfType<ClientSecretCredential>();
        Create(new() { Kind = CredentialKind.ClientSecret, ClientSecret = "s3cret" }).Should().BeOfType<ClientSecretCredential>();
        Refusal(new() { Kind = CredentialKind.ClientSecret, ClientSecretFile = Write("empty", []) }).Reason.Code.Should().Be("sign-in-secret-file-unreadable");
    }

    [Fact]
    public void Identities_of_the_platform_need_no_secret()
    {
        Create(new() { Kind = CredentialKind.ManagedIdentity, ClientId = "" }).Should().BeOfType<ManagedIdentityCredential>();
        Create(new() { Kind = CredentialKind.ManagedIdentity }).Should().BeOfType<ManagedIdentityCredential>();
        Create(new() { Kind = CredentialKind.WorkloadIdentity, TokenFilePath = Write("token", "x"u8.ToArray()) }).Should().BeOfType<WorkloadIdentityCredential>();
    }

    [Theory]
    [InlineData("AADSTS7000222: The provided client secret keys are expired", "sign-in-credential-expired", "AADSTS7000222")]
    [InlineData("AADSTS7000215: Invalid client secret provided", "sign-in-secret-refused", "AADSTS7000215")]
    [InlineData("AADSTS700016", "sign-in-app-unknown", "AADSTS700016")]
    [InlineData("AADSTS90002: Tenant not found", "sign-in-tenant-unknown", "AADSTS90002")]
    [InlineData("AADSTS53003: blocked", "sign-in-failed", "AADSTS53003")]
    [InlineData("no network", "sign-in-failed", "AuthenticationFailedException")]
    public void A_failed_sign_in_is_told_by_entras_code(string message, string code, string error)
    {
        var reason = SignInFaults.Tell("contoso", new AuthenticationFailedException("outer", new InvalidOperationException(message)));

        reason.Code.Should().Be(code);
        reason.Parameters["error"].Should().Be(error);
        reason.ToString().Should().NotStartWith(code);
    }

    private static InventoryException Refusal(CredentialOptions credential) =>
        FluentActions.Invoking(() => Create(credential)).Should().Throw<InventoryException>().Which;

    private static Azure.Core.TokenCredential Create(CredentialOptions credential)
    {
        credential.ClientId = credential.Kind == CredentialKind.ManagedIdentity ? credential.ClientId : "33333333-2222-3333-4444-555555555555";
        var tenant = new TenantOptions { Name = "contoso", TenantId = FakeTenant.TenantId, Credential = credential };
        var clients = new ServiceCollection().AddHttpClient().BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
        return TenantCredentials.Create(tenant, GraphEndpoints.Of(tenant), clients, new GraphOptions(), TimeProvider.System);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=agent", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
