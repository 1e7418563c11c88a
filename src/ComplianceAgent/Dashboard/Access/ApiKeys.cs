using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Keys;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>A key just made: the one time that its text is known.</summary>
/// <param name="Key">As it is stored.</param>
/// <param name="Text">What the machine shows in <c>Authorization: Bearer</c>.</param>
public sealed record IssuedKey(AccessKey Key, string Text);

/// <summary>
/// Keys by which machines speak to the API: <c>cak_TENANT.ID.SECRET</c>. The secret is 256 random bits, of which the store keeps the hash alone. A key opens
/// one tenant, as Reader or Administrator and never as Approver, until it expires or is revoked.
/// </summary>
public sealed class ApiKeys(StoreSession stores, TimeProvider clock)
{
    /// <summary>What every key begins with, so that whoever finds one knows what it is.</summary>
    public const string Prefix = "cak_";

    /// <summary>Days a key is good when nobody says otherwise.</summary>
    public const int DefaultDays = 90;

    /// <summary>Most days a key may be good.</summary>
    public const int MostDays = 366;

    /// <summary>Most characters of a label.</summary>
    public const int MostLabel = 100;

    private const int SecretBytes = 32;
    private const int IdBytes = 6;
    private const int MostText = 256;

    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    /// <summary>Why a key cannot be made as asked; null when it can. Pure.</summary>
    public static Reason? FaultOf(Role role, int days, string label) => (role, days, ForeignText.Clean(label).Trim().Length) switch
    {
        (not (Role.Reader or Role.Administrator), _, _) => Reason.Of("key-role", ("role", role.ToString())),
        (_, < 1 or > MostDays, _) => Reason.Of("key-days", ("days", Text(days)), ("most", Text(MostDays))),
        (_, _, 0 or > MostLabel) => Reason.Of("key-label", ("most", Text(MostLabel))),
        _ => null,
    };

    /// <summary>Makes a key.</summary>
    /// <param name="tenant">The tenant it opens, which the store holds.</param>
    /// <param name="role">Reader or Administrator.</param>
    /// <param name="days">Days it is good.</param>
    /// <param name="label">What it is for.</param>
    /// <param name="author">Who makes it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException"><see cref="FaultOf"/> says why not.</exception>
    public async Task<IssuedKey> CreateAsync(string tenant, Role role, int days, string label, Author author, CancellationToken cancellationToken)
    {
        if (FaultOf(role, days, label) is { } fault)
        {
            throw new ArgumentException(Sentences.Say(fault), nameof(role));
        }

        var now = clock.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var key = new AccessKey
        {
            Tenant = tenant, Id = id, Label = ForeignText.Clean(label).Trim(), Hash = HashOf(secret), Role = role.ToString(), CreatedAt = now, ExpiresAt = now.AddDays(days),
        };
        return new(await stores.Current!.IssueKeyAsync(key, author, cancellationToken), $"{Prefix}{tenant}.{id}.{secret}");
    }

    /// <summary>The keys of a tenant.</summary>
    public Task<IReadOnlyList<AccessKey>> ListAsync(string tenant, CancellationToken cancellationToken) => stores.Current!.KeysAsync(tenant, cancellationToken);

    /// <summary>Revokes a key at once; false when there is none, or it was revoked before.</summary>
    public Task<bool> RevokeAsync(string tenant, string id, Author author, CancellationToken cancellationToken) => stores.Current!.RevokeKeyAsync(tenant, id, author, cancellationToken);

    /// <summary>The key of a text, when it is good now; null otherwise. The store is asked each time, so that what is revoked opens nothing any more.</summary>
    public async Task<AccessKey?> FindAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostText || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length..].Split('.') is not [{ Length: > 0 } tenant, var id, var secret]
            || await stores.Current!.KeyAsync(tenant, id, cancellationToken) is not { } key
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(secret)), Encoding.ASCII.GetBytes(key.Hash))
            || !key.IsGood(clock.GetUtcNow()))
        {
            return null;
        }

        if (key.LastUsedAt is not { } last || clock.GetUtcNow() - last >= NoteEvery)
        {
            await stores.Current!.NoteKeyUseAsync(tenant, id, cancellationToken);
        }

        return key;
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
