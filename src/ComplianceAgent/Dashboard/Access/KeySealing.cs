using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>The key that seals the keys, made from the secret of <c>Dashboard:KeyProtection</c>.</summary>
internal sealed class SealingKey
{
    private const int KeyBytes = 32;

    /// <summary>AES-256; null when there is none.</summary>
    public byte[]? Key { get; private set; }

    /// <summary>Takes the secret that a person chose or a vault keeps.</summary>
    public void Take(string secret) =>
        Key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeyBytes, salt: [], info: "compliance-agent cookie keys"u8.ToArray());
}

/// <summary>Seals a key before it is stored: AES-256-GCM.</summary>
internal sealed class KeySealer(SealingKey sealing) : IXmlEncryptor
{
    /// <summary>Element that holds the sealed bytes.</summary>
    public const string Element = "sealed";

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var bytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(sealing.Key!, TagBytes);
        aes.Encrypt(bytes.AsSpan(0, NonceBytes), plain, bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes));
        return new EncryptedXmlInfo(new XElement(Element, Convert.ToBase64String(bytes)), typeof(KeyOpener));
    }

    /// <summary>Opens what was sealed.</summary>
    public static XElement Open(SealingKey sealing, XElement element)
    {
        var bytes = Convert.FromBase64String(element.Value);
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(sealing.Key ?? throw new CryptographicException("Dashboard:KeyProtection is empty, and the stored keys are sealed."), TagBytes);
        aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

/// <summary>Opens a sealed key. Named in the stored key, so its name stays.</summary>
/// <param name="services">The services.</param>
public sealed class KeyOpener(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        return KeySealer.Open(services.GetRequiredService<SealingKey>(), encryptedElement);
    }
}
