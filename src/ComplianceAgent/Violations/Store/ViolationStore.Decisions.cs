using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Store;

/// <content>What people decide: suspected matches, exceptions, excuses, accepted rules, released closings.</content>
public sealed partial class ViolationStore
{
    /// <summary>The suspected matches that wait for a person, and what was decided before.</summary>
    public Task<ReviewDesk> ReviewDeskAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => DecisionQueries.DeskAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>
    /// Decides cases, all or none: decisions, changes of violations and their events are written together. A scan that is judging at the
    /// time is not kept waiting; it judges anew before it is stored (<see cref="ReviewsChangedException"/>).
    /// </summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="isDryRun">True to write nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ReviewOutcome> DecideAsync(string tenant, ReviewRequest request, bool isDryRun = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return isDryRun
            ? InSnapshotAsync(tenant, context => DecisionQueries.DecideAsync(context, tenant, request, isDryRun, cancellationToken), cancellationToken)
            : NotedAsync(CheckpointKind.Decision, tenant, context => DecisionQueries.DecideAsync(context, tenant, request, isDryRun, cancellationToken), cancellationToken);
    }

    /// <summary>Exceptions that people asked for and decided.</summary>
    public Task<WaiverBook> ExceptionsAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => ExceptionQueries.BookAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>
    /// Decides about an exception: the decision, changes of violations and their events are written together. A scan that is judging at the
    /// time judges anew before it is stored (<see cref="ReviewsChangedException"/>).
    /// </summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="policies">Policies as loaded.</param>
    /// <param name="registered">Exceptions of the register for this tenant.</param>
    /// <param name="isDryRun">True to write nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<WaiverOutcome> DecideExceptionAsync(
        string tenant, WaiverRequest request, IReadOnlyCollection<Policy> policies, IReadOnlyCollection<Waiver> registered, bool isDryRun = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return isDryRun
            ? InSnapshotAsync(tenant, context => ExceptionQueries.DecideAsync(context, tenant, request, policies, registered, isDryRun, cancellationToken), cancellationToken)
            : NotedAsync(CheckpointKind.Decision, tenant, context => ExceptionQueries.DecideAsync(context, tenant, request, policies, registered, isDryRun, cancellationToken), cancellationToken);
    }

    /// <summary>What was or would be excused without a removal.</summary>
    public Task<ExcusingBook> ExcusesAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => ExcusingQueries.BookAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>
    /// Approves or refuses excusing acts, all or none: steps, dismissals that count with them, changes of violations and events are written
    /// together. A scan that is judging at the time judges anew before it is stored (<see cref="ReviewsChangedException"/>).
    /// </summary>
    public Task<ExcusingDecided> DecideExcusesAsync(string tenant, ExcusingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return NotedAsync(CheckpointKind.Decision, tenant, context => ExcusingQueries.DecideAsync(context, tenant, request, cancellationToken), cancellationToken);
    }

    /// <summary>Tells the audit that somebody tried to be the second person to what was their own; nothing else is written.</summary>
    /// <param name="tenant">Tenant key.</param>
    /// <param name="what">What they tried to approve, without any name of a person.</param>
    /// <param name="author">Who.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<int> TellOwnApprovalAsync(string tenant, string what, Author author, CancellationToken cancellationToken = default) =>
        NotedAsync(CheckpointKind.Decision, tenant, context => ExcusingQueries.TellOwnAsync(context, tenant, what, author, clock.GetUtcNow(), cancellationToken), cancellationToken);

    /// <summary>The rules that people accepted as wide as they are, oldest first.</summary>
    public Task<IReadOnlyList<RuleAcceptance>> RuleAcceptancesAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => DecisionQueries.AcceptancesAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>Remembers that a person accepted a rule; returns it with its number.</summary>
    public Task<RuleAcceptance> AcceptRuleAsync(RuleAcceptance acceptance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        return NotedAsync(CheckpointKind.Decision, acceptance.Tenant, context => DecisionQueries.AcceptAsync(context, acceptance, cancellationToken), cancellationToken);
    }

    /// <summary>What people let go of held closings, oldest first.</summary>
    public Task<IReadOnlyList<GateRelease>> GateReleasesAsync(string tenant, CancellationToken cancellationToken = default) =>
        InSnapshotAsync(tenant, context => DecisionQueries.ReleasesAsync(context, tenant, cancellationToken), cancellationToken);

    /// <summary>Remembers that a person let held closings go; the next scan that finds them absent still closes them.</summary>
    public Task<GateRelease> ReleaseAsync(GateRelease release, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(release);
        return NotedAsync(CheckpointKind.Decision, release.Tenant, context => DecisionQueries.ReleaseAsync(context, release, cancellationToken), cancellationToken);
    }
}
