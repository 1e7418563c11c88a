using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Privacy;

namespace ComplianceAgent.Violations.Store;

/// <content>Retention, legal holds, and what is kept of one person.</content>
public sealed partial class ViolationStore
{
    /// <summary>What time it is for a tenant: a simulated one has its own, that of its last scan.</summary>
    public Task<DateTimeOffset> TimeOfAsync(string tenant, DateTimeOffset clock, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => PrivacyQueries.TimeOfAsync(context, tenant, clock, cancellationToken), cancellationToken);

    /// <summary>The legal holds of a tenant.</summary>
    public Task<LegalHoldBook> LegalHoldsAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, async context => LegalHoldBook.Of(await PrivacyQueries.HoldActsAsync(context, tenant, cancellationToken)), cancellationToken);

    /// <summary>Places a legal hold, or ends one.</summary>
    public Task<LegalHoldOutcome> HoldAsync(string tenant, LegalHoldRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return NotedAsync(CheckpointKind.Decision, tenant, context => PrivacyQueries.HoldAsync(context, tenant, request, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Erases what is past retention, in a transaction of its own. A scan that is judging at the time judges anew before it is stored, so that it
    /// does not bring back what was erased.
    /// </summary>
    public Task<ErasureCounts> RetainAsync(string tenant, RetentionRequest request, bool isDryRun = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return isDryRun
            ? InSnapshotAsync(tenant, context => PrivacyQueries.RetainAsync(context, tenant, request, isDryRun, cancellationToken), cancellationToken)
            : NotedAsync(CheckpointKind.Decision, tenant, context => PrivacyQueries.RetainAsync(context, tenant, request, isDryRun, cancellationToken), cancellationToken);
    }

    /// <summary>Erases a person, all that may be erased or nothing.</summary>
    public Task<PersonErasureOutcome> ErasePersonAsync(string tenant, PersonRequest request, bool isDryRun = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return isDryRun
            ? InSnapshotAsync(tenant, context => PrivacyQueries.ErasePersonAsync(context, tenant, request, isDryRun, cancellationToken), cancellationToken)
            : NotedAsync(CheckpointKind.Decision, tenant, context => PrivacyQueries.ErasePersonAsync(context, tenant, request, isDryRun, cancellationToken), cancellationToken);
    }

    /// <summary>Everything the store holds of a person.</summary>
    public Task<PersonFile> PersonAsync(string tenant, PersonRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InSnapshotAsync(tenant, context => PrivacyQueries.PersonAsync(context, tenant, request, cancellationToken), cancellationToken);
    }

    /// <summary>Takes what was erased out of the database's own files as well, as far as this program reaches; returns what it could not do.</summary>
    public Task<IReadOnlyList<Reason>> ScrubAsync(CancellationToken cancellationToken = default) => engine.GuardAsync(() => engine.ScrubAsync(cancellationToken));
}
