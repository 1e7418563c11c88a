using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Tickets.Trackers.Webhook;

/// <summary>Signatures as Standard Webhooks defines them: <c>v1,</c> and the base64 of HMAC-SHA256 over id, time stamp and body, joined by points.</summary>
internal static class WebhookSignature
{
    /// <summary>Header with the event's id.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header with the time of sending, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Header with one signature or several, parted by blanks.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Version of the signatures.</summary>
    public const string Version = "v1,";

    /// <summary>Fewest bytes of a key.</summary>
    public const int MinKey = 24;

    private const string Base64Mark = "whsec_";

    /// <summary>The bytes of a key; null when it is too short or no base64 where it says so.</summary>
    public static byte[]? Key(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!secret.StartsWith(Base64Mark, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret) is { Length: >= MinKey } text ? text : null;
        }

        var buffer = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Base64Mark.Length..], buffer, out var length) && length >= MinKey ? buffer[..length] : null;
    }

    /// <summary>One signature.</summary>
    public static string Sign(byte[] key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return Version + Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
