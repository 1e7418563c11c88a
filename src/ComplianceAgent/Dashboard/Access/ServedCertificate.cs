using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// The certificate that pages are served with, from its PEM files. Files that changed are read anew, so that a renewal needs no restart; while they
/// cannot be used (half written, a key that belongs to another) the last good one goes on.
/// </summary>
internal sealed partial class ServedCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly string certificateFile;
    private readonly string keyFile;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private SslStreamCertificateContext served;
    private (DateTime Certificate, DateTime Key) written;
    private long lookedAt;
    private string told = "";

    /// <summary>Reads both files.</summary>
    /// <exception cref="CryptographicException">They are no certificate with its key.</exception>
    public ServedCertificate(string certificateFile, string keyFile, TimeProvider clock, ILogger<ServedCertificate> logger)
    {
        (this.certificateFile, this.keyFile, this.clock, this.logger) = (certificateFile, keyFile, clock, logger);
        written = Written();
        served = Load();
        lookedAt = clock.GetTimestamp();
    }

    /// <summary>The one to serve now.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (gate)
            {
                if (clock.GetElapsedTime(lookedAt) >= LookEvery)
                {
                    Look();
                    lookedAt = clock.GetTimestamp();
                }

                return served;
            }
        }
    }

    private void Look()
    {
        try
        {
            var now = Written();
            if (now == written)
            {
                return;
            }

            served = Load();
            written = now;
            told = "";
            Log.Renewed(logger, served.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // Told once; the next look tries again.
            if (told != unusable.Message)
            {
                told = unusable.Message;
                Log.NotUsable(logger, certificateFile, unusable.Message);
            }
        }
    }

    private (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(certificateFile), File.GetLastWriteTimeUtc(keyFile));

    private SslStreamCertificateContext Load()
    {
        // Read anew from its bytes: on Windows a key that lies in no store cannot serve.
        using var read = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificateFile);
        return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), password: null), chain);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Dashboard:Certificate was renewed; it is good until {Until:yyyy-MM-dd HH:mm} UTC.")]
        public static partial void Renewed(ILogger logger, DateTime until);

        [LoggerMessage(LogLevel.Warning, "Dashboard:Certificate {File} was changed and cannot be used; the one before is served on: {Why}")]
        public static partial void NotUsable(ILogger logger, string file, string why);
    }
}
