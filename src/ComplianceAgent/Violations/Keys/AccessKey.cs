namespace ComplianceAgent.Violations.Keys;

/// <summary>
/// A key by which a machine speaks to the API, as it is stored: never the key itself, and no name of a person. Who made it and who revoked it
/// stands in the audit.
/// </summary>
public sealed record AccessKey
{
    /// <summary>The one tenant it opens.</summary>
    public required string Tenant { get; init; }

    /// <summary>Names the key, to people and in the key itself; no secret.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for, in the words of whoever made it.</summary>
    public required string Label { get; init; }

    /// <summary>SHA-256 of the secret part, in hexadecimal: 256 random bits need no slow hash.</summary>
    public required string Hash { get; init; }

    /// <summary>What it may do, by the name of the role.</summary>
    public required string Role { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it opens nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute; null when never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>True while it opens something.</summary>
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
