using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>A real mail server (aiosmtpd) on loopback, with STARTTLS under a certificate of its own authority.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    public const string User = "agent";
    public const string Password = "smtp-password-of-the-agent";

    private readonly Process process;
    private readonly string folder;

    private SmtpServer(Process process, string folder, int port)
    {
        (this.process, this.folder, Port) = (process, folder, port);
    }

    public int Port { get; }

    /// <summary>The authority whose certificates are to be trusted.</summary>
    public string CaFile => Path.Combine(folder, "ca.pem");

    /// <summary>Starts one; skips the test where it is not installed.</summary>
    public static async Task<SmtpServer> StartAsync(bool secured = true, bool signsIn = true)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3") && Directory.Exists("/usr/lib/python3/dist-packages/aiosmtpd"), "python3-aiosmtpd is not installed (tests/run.sh --install)");
        var folder = Directory.CreateTempSubdirectory("smtp-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "box"));
        WriteCertificates(folder);
        var port = FreePort();
        string[] more = secured ? [Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"), .. signsIn ? [User, Password] : Array.Empty<string>()] : [];
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Repository.File("tests/systems/smtp.py"), port.ToString(CultureInfo.InvariantCulture), Path.Combine(folder, "box"), .. more])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).Should().Be("ready");
        return new SmtpServer(process, folder, port);
    }

    /// <summary>The mails it took, whole.</summary>
    public IReadOnlyList<MimeKit.MimeMessage> Mails() => [.. Directory.EnumerateFiles(Path.Combine(folder, "box"), "*.eml").Select(file => MimeKit.MimeMessage.Load(file))];

    public void Empty()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "box"), "*.eml"))
        {
            File.Delete(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void WriteCertificates(string folder)
    {
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=Test authority", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var ca = caRequest.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(ca, from, until.AddDays(-1), [1, 2, 3, 4]);
        File.WriteAllText(Path.Combine(folder, "ca.pem"), ca.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
