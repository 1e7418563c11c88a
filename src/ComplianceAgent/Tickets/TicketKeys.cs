using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Tickets;

/// <summary>
/// What a ticket is known by, here and in the tracker: made of tenant, tracker rule and id alone, so that it comes out the same after a lost store, on every agent,
/// and whatever the device or user is called by then.
/// </summary>
internal static class TicketKeys
{
    public const string ByDevice = "device";
    public const string ByUser = "user";

    private const string Letters = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";
    private const int Length = 16;

    /// <summary>The rule by which a violation is put with others: a device without a user stands for itself.</summary>
    public static string RuleOf(TicketGrouping grouping, Violation violation) =>
        grouping == TicketGrouping.User && violation.Device.UserId.Length > 0 ? ByUser : ByDevice;

    /// <summary>The key of the first ticket of a group.</summary>
    /// <param name="secret">Secret of the tenant: ids of users could otherwise be guessed from keys.</param>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="rule">Rule.</param>
    /// <param name="id">Device under which the hardware was first known, or user.</param>
    public static string Of(ReadOnlySpan<byte> secret, string tenant, string rule, string id)
    {
        var hash = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"ticket\n{tenant}\n{rule}\n{id.ToUpperInvariant()}"));
        var key = new StringBuilder("CA-", 3 + Length);
        for (var i = 0; i < Length; i++)
        {
            key.Append(Letters[hash[i] & 31]);
        }

        return key.ToString();
    }

    /// <summary>The key of a successor, of a ticket that may not be used again.</summary>
    public static string Next(string key)
    {
        var (root, generation) = Parts(key);
        return string.Create(CultureInfo.InvariantCulture, $"{root}-{generation + 1}");
    }

    /// <summary>A key without its generation, and that: 1 for the first.</summary>
    public static (string Root, int Generation) Parts(string key)
    {
        var at = key.IndexOf('-', 3);
        return at < 0 ? (key, 1) : (key[..at], int.Parse(key.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }
}
