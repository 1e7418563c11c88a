using ComplianceAgent.Violations.Keys;

namespace ComplianceAgent.Violations.Store;

/// <summary>An <see cref="AccessKey"/> in columns.</summary>
internal sealed class AccessKeyRow
{
    public required string Tenant { get; set; }

    public required string KeyId { get; set; }

    public required string Label { get; set; }

    public required string Hash { get; set; }

    public required string Role { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public static AccessKeyRow From(AccessKey key) => new()
    {
        Tenant = key.Tenant,
        KeyId = key.Id,
        Label = key.Label,
        Hash = key.Hash,
        Role = key.Role,
        CreatedAt = key.CreatedAt,
        ExpiresAt = key.ExpiresAt,
        LastUsedAt = key.LastUsedAt,
        RevokedAt = key.RevokedAt,
    };

    public AccessKey ToKey() => new()
    {
        Tenant = Tenant,
        Id = KeyId,
        Label = Label,
        Hash = Hash,
        Role = Role,
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt,
        LastUsedAt = LastUsedAt,
        RevokedAt = RevokedAt,
    };
}

/// <summary>A <see cref="ProtectionKey"/> in columns. Its tenant is the agent's own: these rows are of nobody who is scanned.</summary>
internal sealed class ProtectionKeyRow
{
    /// <summary>Tenant of rows that belong to the agent itself; no tenant can have this name.</summary>
    public const string OfTheAgent = "_agent";

    public required string Tenant { get; set; }

    public required string Name { get; set; }

    public required string Xml { get; set; }

    public DateTimeOffset At { get; set; }
}
