using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Tickets.Trackers.Webhook;

/// <summary>What a receiver may think of a request.</summary>
public enum WebhookVerdict
{
    /// <summary>It comes from who holds the key, and it is fresh. Its id may have been seen before: drop it then.</summary>
    Good = 0,

    /// <summary>A header is missing or is not what it has to be.</summary>
    Malformed,

    /// <summary>Sent more than five minutes ago: perhaps a recording.</summary>
    TooOld,

    /// <summary>Sent more than five minutes from now: a clock is wrong.</summary>
    TooNew,

    /// <summary>No signature fits.</summary>
    WrongSignature,
}

/// <summary>Checks a webhook as a receiver has to; this agent's own is checked with it in the tests.</summary>
public sealed class WebhookVerifier
{
    /// <summary>Furthest that sender's and receiver's clocks may lie apart, the way included.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[][] keys;
    private readonly TimeProvider clock;

    /// <summary>Creates one.</summary>
    /// <param name="clock">The receiver's clock.</param>
    /// <param name="secrets">The keys that count: one, or two while the key changes.</param>
    /// <exception cref="ArgumentException">A key is shorter than 24 bytes or no base64 behind <c>whsec_</c>.</exception>
    public WebhookVerifier(TimeProvider clock, params IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        keys = [.. secrets.Select(secret => WebhookSignature.Key(secret) ?? throw new ArgumentException("A key has at least 24 bytes.", nameof(secrets)))];
    }

    /// <summary>Checks one request.</summary>
    /// <param name="id">Header <c>webhook-id</c>.</param>
    /// <param name="timestamp">Header <c>webhook-timestamp</c>.</param>
    /// <param name="signatures">Header <c>webhook-signature</c>.</param>
    /// <param name="body">Body, byte for byte as it came.</param>
    public WebhookVerdict Verify(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent) || sent > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return WebhookVerdict.Malformed;
        }

        // The signature first: a stranger learns nothing about the clock.
        if (!IsSigned(id, sent, signatures, body))
        {
            return WebhookVerdict.WrongSignature;
        }

        var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(sent);
        return age > Tolerance ? WebhookVerdict.TooOld : age < -Tolerance ? WebhookVerdict.TooNew : WebhookVerdict.Good;
    }

    private bool IsSigned(string id, long sent, string signatures, ReadOnlySpan<byte> body)
    {
        var isSigned = false;
        foreach (var key in keys)
        {
            var expected = Encoding.ASCII.GetBytes(WebhookSignature.Sign(key, id, sent, body));
            foreach (var given in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                isSigned |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(given));
            }
        }

        return isSigned;
    }
}
