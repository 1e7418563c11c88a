using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Privacy;

/// <summary>Asks for what is past retention to be erased.</summary>
/// <param name="Months">Months that personal data is kept after its case ended.</param>
/// <param name="At">The moment.</param>
/// <param name="Author">Who asks; null for the program itself, after a scan.</param>
public sealed record RetentionRequest(int Months, DateTimeOffset At, Author? Author)
{
    /// <summary>True when the moment is in the tenant's own time already.</summary>
    public bool IsTenantsTime { get; init; }

    /// <summary>Report files that were erased beforehand, to be told with the rest.</summary>
    public int Reports { get; init; }

    /// <summary>What ended up to this moment is past retention.</summary>
    public DateTimeOffset Before(DateTimeOffset now) => now.AddMonths(-Months);
}

/// <summary>Asks about one person.</summary>
/// <param name="User">Name to sign in with, mail address or user id.</param>
/// <param name="Accounts">Accounts of a system that are theirs too.</param>
/// <param name="At">The moment.</param>
/// <param name="Author">Who asks.</param>
public sealed record PersonRequest(string User, IReadOnlyCollection<string> Accounts, DateTimeOffset At, Author Author)
{
    /// <summary>Report files that were erased beforehand, to be told with the rest.</summary>
    public int Reports { get; init; }

    /// <summary>The register of exceptions as it is now.</summary>
    public IReadOnlyCollection<RegisterEntry> Registered { get; init; } = [];
}

/// <summary>What came of erasing a person.</summary>
/// <param name="Person">As the store knew them before.</param>
/// <param name="Refusals">Why nothing was erased; empty when it was.</param>
/// <param name="Counts">How much.</param>
/// <param name="KeptDecisions">Decisions of theirs about others, which stay.</param>
public sealed record PersonErasureOutcome(Person Person, IReadOnlyList<Reason> Refusals, ErasureCounts Counts, int KeptDecisions);
