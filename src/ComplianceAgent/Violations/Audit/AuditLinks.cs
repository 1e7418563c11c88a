using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Violations.Audit;

/// <summary>An event as the chain takes it: every column, nothing of a person but commitments.</summary>
internal sealed record EventContent(
    string Tenant, long Sequence, long ScanNumber, DateTimeOffset At, ViolationEventKind Kind, Guid ViolationId, string ReasonCode, string Parameters, string PersonHash, string StateHash);

/// <summary>A stored scan as the chain takes it.</summary>
internal sealed record ScanContent(string Tenant, long Number, string Result, long EventsSequence, string EventsHash);

/// <summary>
/// The arithmetic of the chains: each link is the SHA-256 of the link before and of its own content, every part with its length before it, so
/// that no two contents give the same bytes. Pure.
/// </summary>
internal static class AuditLinks
{
    /// <summary>What stands before the first link.</summary>
    public const string Beginning = "";

    /// <summary>Link of an event.</summary>
    public static string Of(string previous, EventContent content)
    {
        object[] parts =
        [
            previous, "event", content.Tenant, content.Sequence, content.ScanNumber, content.At.UtcTicks, (long)content.Kind, content.ViolationId.ToString(), content.ReasonCode, content.Parameters, content.PersonHash,
        ];

        // Events from before states were kept have links without this part.
        return content.StateHash.Length == 0 ? Hash(parts) : Hash([.. parts, content.StateHash]);
    }

    /// <summary>Link of a scan.</summary>
    public static string Of(string previous, ScanContent content) =>
        Hash(previous, "scan", content.Tenant, content.Number, content.Result, content.EventsSequence, content.EventsHash);

    /// <summary>What an event commits to of the person behind it. The salt keeps a name from being guessed once the row is erased.</summary>
    public static string OfPerson(string salt, string content) => Hash(salt, "person", content);

    /// <summary>What an event commits to of the violation as it was after it.</summary>
    public static string OfState(string salt, string content) => Hash(salt, "state", content);

    /// <summary>A new salt, 128 bits.</summary>
    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static string Hash(params ReadOnlySpan<object> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var part in parts)
        {
            var bytes = part is long value ? Big(value) : Encoding.UTF8.GetBytes((string)part);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Big(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
