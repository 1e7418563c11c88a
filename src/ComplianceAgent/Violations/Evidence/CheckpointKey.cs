using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Hosting;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Violations.Evidence;

/// <summary>What a signature says of a line.</summary>
public enum CheckpointSeal : byte
{
    /// <summary>Nobody asked: there was no key to check with.</summary>
    Unchecked = 0,

    /// <summary>One of the keys signed exactly this line.</summary>
    Good,

    /// <summary>It has no signature.</summary>
    Missing,

    /// <summary>It has one that none of the keys made for this line.</summary>
    Forged,
}

/// <summary>
/// Signs and verifies lines of a checkpoint file: ECDSA on P-256 with SHA-256 (the framework has no Ed25519). The signature covers the bytes of
/// the line before it, so nothing has to be brought into a canonical form.
/// </summary>
public sealed class CheckpointKey : IDisposable
{
    // What is signed here must not pass for anything else that the same key may sign.
    private const string Purpose = "compliance-agent checkpoint\n";
    private const string Mark = ",\"signature\":\"";
    private const int P256 = 256;

    private readonly ECDsa key;

    private CheckpointKey(ECDsa key) => this.key = key;

    /// <summary>A new key.</summary>
    public static CheckpointKey New() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a private key from a file that this account alone can read.</summary>
    /// <exception cref="SettingsException">It cannot be used.</exception>
    public static CheckpointKey OfPrivateFile(string path)
    {
        try
        {
            PrivateFile.RefuseWideSecret(path, "a private key");
            var key = OfPem(File.ReadAllText(path));
            _ = key.key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or StoreException)
        {
            throw new SettingsException($"Audit:SigningKeyFile '{path}' cannot be used ({unusable.Message.TrimEnd('.')}). Make a key with 'compliance-agent audit keygen --out FILE'.", unusable);
        }
    }

    /// <summary>Reads a key from PEM text.</summary>
    /// <exception cref="CryptographicException">It is no ECDSA key on P-256.</exception>
    /// <exception cref="ArgumentException">It holds no key.</exception>
    public static CheckpointKey OfPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize == P256 ? new(key) : throw new CryptographicException("the key is not on the curve P-256");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The private key, PKCS #8, PEM.</summary>
    public string PrivatePem => key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The public key, PEM.</summary>
    public string PublicPem => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>A line with its signature.</summary>
    public string Sign(string line)
    {
        ArgumentException.ThrowIfNullOrEmpty(line);
        var signed = line[..^1];
        return $"{signed}{Mark}{Convert.ToBase64String(key.SignData(Bytes(signed), HashAlgorithmName.SHA256))}\"}}";
    }

    /// <summary>What keys say of a line.</summary>
    public static CheckpointSeal Judge(string line, IReadOnlyCollection<CheckpointKey> keys)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
        {
            return CheckpointSeal.Unchecked;
        }

        var at = line.LastIndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return CheckpointSeal.Missing;
        }

        var rest = line[(at + Mark.Length)..];
        var signature = new byte[P256 / 4];
        return rest.EndsWith("\"}", StringComparison.Ordinal) && Convert.TryFromBase64String(rest[..^2], signature, out var length) && length == signature.Length
            && keys.Any(candidate => candidate.key.VerifyData(Bytes(line[..at]), signature, HashAlgorithmName.SHA256))
            ? CheckpointSeal.Good
            : CheckpointSeal.Forged;
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private static byte[] Bytes(string signed) => Encoding.UTF8.GetBytes(Purpose + signed);
}
