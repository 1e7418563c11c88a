using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Gate;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Violations;

/// <summary>A scan's place in the order of a tenant's scans. A commit whose number is no longer the newest is refused (fencing).</summary>
/// <param name="Tenant">Tenant key.</param>
/// <param name="Number">Rises by one a scan.</param>
/// <param name="StartedAt">Start.</param>
public sealed record ScanRun(string Tenant, long Number, DateTimeOffset StartedAt);

/// <summary>Devices of one coverage line, cut by policy, platform and owner. An empty policy id is the fleet as a whole.</summary>
public sealed record CoverageCount(string PolicyId, CoverageClass Class, string ReasonCode, PlatformFamily Platform, DeviceOwner Owner, int Devices);

/// <summary>A policy as it was in force.</summary>
public sealed record PolicyInForce(string Id, string Title, string Hash, string Authority, string Origin)
{
    /// <summary>Name under which the whole policy is kept (<see cref="Policies.PolicyRecord"/>); empty in results from before it was.</summary>
    public string Record { get; init; } = "";
}

/// <summary>
/// A rule that would hit more than the set share of apps or devices and waits for two people. It holds figures only: the names of the apps
/// it would hit are kept nowhere.
/// </summary>
/// <param name="PolicyId">Policy.</param>
/// <param name="RuleId">Rule within it.</param>
/// <param name="Meaning">Hash of what the rule says: an acceptance counts for this and for nothing else.</param>
/// <param name="Apps">Distinct apps it would hit.</param>
/// <param name="DistinctApps">Distinct apps in all.</param>
/// <param name="Devices">Devices in scope that have one of them; null when they were too many to keep count of.</param>
/// <param name="DevicesInScope">Devices the policy speaks of.</param>
public sealed record HeldRule(string PolicyId, string RuleId, string Meaning, int Apps, int DistinctApps, int? Devices, int DevicesInScope);

/// <summary>What a scan found and did: stored with the scan, printed by <c>scan --json</c>, and the ground of every report.</summary>
public sealed record ScanResult
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Number of the scan; 0 for a dry run.</summary>
    public required long Number { get; init; }

    /// <summary>True when the tenant is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>True when nothing was stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>Start.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>End.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>The day the inventory speaks of.</summary>
    public required DateTimeOffset InventoryAsOf { get; init; }

    /// <summary>Route of the app rows.</summary>
    public required InventoryRoute Route { get; init; }

    /// <summary>Why this route.</summary>
    public IReadOnlyList<Reason> RouteReasons { get; init; } = [];

    /// <summary>True when everything announced was read.</summary>
    public required bool Complete { get; init; }

    /// <summary>What made it incomplete.</summary>
    public IReadOnlyList<Reason> Faults { get; init; } = [];

    /// <summary>Worth telling.</summary>
    public IReadOnlyList<Reason> Notes { get; init; } = [];

    /// <summary>Rules that wait for two people because they would hit too much: nothing of what they match was stored or counted.</summary>
    public IReadOnlyList<HeldRule> Held { get; init; } = [];

    /// <summary>Closings that wait for a release or for a later scan that says the same; these violations are still live.</summary>
    public IReadOnlyList<HeldClosings> HeldClosings { get; init; } = [];

    /// <summary>What the release gate holds of tickets and messages; nothing of it leaves the house.</summary>
    public IReadOnlyList<HeldChannel> HeldChannels { get; init; } = [];

    /// <summary>Acts that would free violations without a removal and wait for a second person, or were refused; these violations are as they were.</summary>
    public IReadOnlyList<HeldAct> HeldActs { get; init; } = [];

    /// <summary>How many people such an act takes; 0 for scans that knew no such rule.</summary>
    public int ExcusingPersons { get; init; }

    /// <summary>When each policy ends by what it named and was allowed to: an end that comes nearer is an act of somebody.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> PolicyEnds { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Coverage classes that this route cannot tell.</summary>
    public IReadOnlyList<CoverageClass> CannotTell { get; init; } = [];

    /// <summary>True when an older inventory than the one known was given, so that no state was changed.</summary>
    public bool OlderThanKnown { get; init; }

    /// <summary>Requests made.</summary>
    public RequestCounts Requests { get; init; }

    /// <summary>Devices in the fleet; equals the sum of the coverage lines.</summary>
    public required int Devices { get; init; }

    /// <summary>App rows read.</summary>
    public required long AppRows { get; init; }

    /// <summary>Distinct apps among them.</summary>
    public required int DistinctApps { get; init; }

    /// <summary>Rows that could not be used.</summary>
    public IReadOnlyDictionary<string, SetAsideRows> SetAside { get; init; } = new Dictionary<string, SetAsideRows>();

    /// <summary>Name under which the exceptions of registers are kept as they were; empty when there were none.</summary>
    public string RegisterRecord { get; init; } = "";

    /// <summary>Number of the last review decision this result rests on; 0 when there was none.</summary>
    public long LastReview { get; init; }

    /// <summary>Number of the last decision about an exception this result rests on; 0 when there was none.</summary>
    public long LastException { get; init; }

    /// <summary>Number of the last step of an excusing act this result rests on, before its own; 0 when there was none.</summary>
    public long LastExcuse { get; init; }

    /// <summary>The register of exceptions this result rests on; null when there was none.</summary>
    public RegisterInForce? ExceptionRegister { get; init; }

    /// <summary>The tenant's own register of exceptions this result rests on; null when there was none.</summary>
    public RegisterInForce? TenantExceptionRegister { get; init; }

    /// <summary>Policies in force.</summary>
    public required IReadOnlyList<PolicyInForce> Policies { get; init; }

    /// <summary>Hash of the catalogue.</summary>
    public required string CatalogueHash { get; init; }

    /// <summary>The partition, overall and per policy.</summary>
    public required IReadOnlyList<CoverageCount> Coverage { get; init; }

    /// <summary>Changes by kind.</summary>
    public IReadOnlyDictionary<ViolationEventKind, int> Changes { get; init; } = new Dictionary<ViolationEventKind, int>();

    /// <summary>Violations open after the scan (severity violation).</summary>
    public required int OpenViolations { get; init; }

    /// <summary>Devices with at least one of them.</summary>
    public required int DevicesInViolation { get; init; }

    /// <summary>Where the audit chains ended with this scan; null when it was not stored.</summary>
    public AuditHead? Chain { get; init; }

    /// <summary>Rows written to the store, by table; empty for a dry run.</summary>
    public IReadOnlyDictionary<string, int> RowsWritten { get; init; } = new Dictionary<string, int>();
}
