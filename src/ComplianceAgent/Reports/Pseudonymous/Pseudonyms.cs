using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Reports.Pseudonymous;

/// <summary>
/// Codes in place of names. The same person has the same code in every report made with the same key; without the key a code can be neither undone nor made again from a list of names
/// (HMAC-SHA256).
/// </summary>
public sealed class Pseudonyms
{
    /// <summary>Fewest characters of a key.</summary>
    public const int ShortestKey = 16;

    private readonly byte[] key;

    /// <summary>With a key of a person's making.</summary>
    /// <param name="key">The key, at least <see cref="ShortestKey"/> characters.</param>
    public Pseudonyms(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, ShortestKey, nameof(key));
        this.key = Encoding.UTF8.GetBytes(key);
    }

    /// <summary>The code of a value; nothing for nothing. Capitals and blanks around it make no other value.</summary>
    internal string Of(string kind, string value) => string.IsNullOrWhiteSpace(value) ? "" : $"{kind}-{Convert.ToHexStringLower(Hash(kind, value).AsSpan(0, 8))}";

    /// <summary>The code of an id that must stay one.</summary>
    internal Guid Of(Guid id) => new(Hash("id", id.ToString()).AsSpan(0, 16));

    private byte[] Hash(string kind, string value) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\n{value.Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant()}"));
}
