using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Keys;
using ComplianceAgent.Violations.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ComplianceAgent.Violations.Store;

/// <content>Keys of machines, keys that seal cookies, and what the audit is told of acts that change no violation.</content>
public sealed partial class ViolationStore
{
    /// <summary>The keys of a tenant, the newest first.</summary>
    public Task<IReadOnlyList<AccessKey>> KeysAsync(string tenant, CancellationToken cancellationToken = default) => InSnapshotAsync<IReadOnlyList<AccessKey>>(
        tenant,
        async context => [.. (await context.AccessKeys.AsNoTracking().Where(row => row.Tenant == tenant).OrderByDescending(row => row.CreatedAt).ThenBy(row => row.KeyId).ToListAsync(cancellationToken)).Select(row => row.ToKey())],
        cancellationToken);

    /// <summary>One key; null when the tenant has none of that id.</summary>
    public Task<AccessKey?> KeyAsync(string tenant, string id, CancellationToken cancellationToken = default) => InSnapshotAsync(
        tenant,
        async context => (await context.AccessKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Tenant == tenant && row.KeyId == id, cancellationToken))?.ToKey(),
        cancellationToken);

    /// <summary>Adds a key, and tells the audit who made it.</summary>
    public Task<AccessKey> IssueKeyAsync(AccessKey key, Author author, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(author);
        return NotedAsync(
            CheckpointKind.Decision,
            key.Tenant,
            async context =>
            {
                context.AccessKeys.Add(AccessKeyRow.From(key));
                await context.SaveChangesAsync(cancellationToken);
                await TellAsync(
                    context, key.Tenant, ViolationEventKind.KeyIssued,
                    Reason.Of("audit-key-issued", ("key", key.Id), ("role", key.Role), ("until", key.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))), author, "", cancellationToken);
                return key;
            },
            cancellationToken);
    }

    /// <summary>Revokes a key at once, and tells the audit who did; false when there is none, or it was revoked before.</summary>
    public Task<bool> RevokeKeyAsync(string tenant, string id, Author author, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(author);
        return NotedAsync(
            CheckpointKind.Decision,
            tenant,
            async context =>
            {
                if (await context.AccessKeys.SingleOrDefaultAsync(row => row.Tenant == tenant && row.KeyId == id && row.RevokedAt == null, cancellationToken) is not { } row)
                {
                    return false;
                }

                row.RevokedAt = clock.GetUtcNow();
                await context.SaveChangesAsync(cancellationToken);
                await TellAsync(context, tenant, ViolationEventKind.KeyRevoked, Reason.Of("audit-key-revoked", ("key", id)), author, "", cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Notes that a key was used.</summary>
    public Task<int> NoteKeyUseAsync(string tenant, string id, CancellationToken cancellationToken = default) => resumption.RetryAsync(
        () => WritingAsync(
            tenant,
            async context =>
            {
                var now = clock.GetUtcNow();
                return await context.AccessKeys.Where(row => row.Tenant == tenant && row.KeyId == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken);
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Tells the audit of an act that changes no violation, or of one that was refused.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="reason">What, without any name of a person.</param>
    /// <param name="author">Who.</param>
    /// <param name="words">Why, in the author's words; may be empty.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<int> TellAsync(string tenant, ViolationEventKind kind, Reason reason, Author author, string words = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(author);
        return NotedAsync(CheckpointKind.Decision, tenant, context => TellAsync(context, tenant, kind, reason, author, words, cancellationToken), cancellationToken);
    }

    /// <summary>The keys that seal cookies, oldest first; they are the agent's own, of no tenant.</summary>
    public Task<IReadOnlyList<ProtectionKey>> ProtectionKeysAsync(CancellationToken cancellationToken = default) => InSnapshotAsync<IReadOnlyList<ProtectionKey>>(
        ProtectionKeyRow.OfTheAgent,
        async context => [.. (await context.ProtectionKeys.AsNoTracking().Where(row => row.Tenant == ProtectionKeyRow.OfTheAgent).OrderBy(row => row.At).ThenBy(row => row.Name).ToListAsync(cancellationToken)).Select(row => new ProtectionKey(row.Name, row.Xml, row.At))],
        cancellationToken);

    /// <summary>Adds one; a name that is there already is left as it is.</summary>
    public Task<bool> AddProtectionKeyAsync(ProtectionKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return resumption.RetryAsync(
            () => WritingAsync(
                ProtectionKeyRow.OfTheAgent,
                async context =>
                {
                    if (await context.ProtectionKeys.AnyAsync(row => row.Tenant == ProtectionKeyRow.OfTheAgent && row.Name == key.Name, cancellationToken))
                    {
                        return false;
                    }

                    context.ProtectionKeys.Add(new ProtectionKeyRow { Tenant = ProtectionKeyRow.OfTheAgent, Name = key.Name, Xml = key.Xml, At = key.At });
                    await context.SaveChangesAsync(cancellationToken);
                    return true;
                },
                cancellationToken),
            cancellationToken);
    }

    private Task<int> TellAsync(StoreContext context, string tenant, ViolationEventKind kind, Reason reason, Author author, string words, CancellationToken cancellationToken) =>
        EventWriter.WriteAsync(context, tenant, scanNumber: 0, clock.GetUtcNow(), [new PendingEvent(kind, Guid.Empty, reason, new PersonContent(author.Name, author.Source, words))], cancellationToken);
}
