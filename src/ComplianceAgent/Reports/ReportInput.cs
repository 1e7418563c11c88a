using System.Collections.Immutable;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Reports;

/// <summary>Everything a report is made of, read from the store beforehand: building the model is pure.</summary>
public sealed record ReportInput
{
    /// <summary>Tenant key from the settings.</summary>
    public required string Tenant { get; init; }

    /// <summary>Language of the report.</summary>
    public Language Language { get; init; }

    /// <summary>True when the tenant is simulated; every page and file then says so.</summary>
    public bool Simulated { get; init; }

    /// <summary>The newest scan, complete or not; null before the first.</summary>
    public ScanResult? LastScan { get; init; }

    /// <summary>The newest complete scan; null when there is none.</summary>
    public ScanResult? LastCompleteScan { get; init; }

    /// <summary>Violations that are live, and those that ended recently enough to be told.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>What people decided about suspected matches.</summary>
    public ReviewBook Reviews { get; init; } = ReviewBook.Empty;

    /// <summary>The exceptions, and how they stand at the moment of the report.</summary>
    public ImmutableArray<WaiverStanding> Exceptions { get; init; } = [];

    /// <summary>What was or would be excused without a removal.</summary>
    public ExcusingBook Excuses { get; init; } = ExcusingBook.Empty;

    /// <summary>How many people it takes to excuse violations without an exception.</summary>
    public int ExcusingPersons { get; init; } = 2;

    /// <summary>Violations whose exception ended after the last scan: they are open below, and their coverage line is the scan's.</summary>
    public int ExceptionsChanged { get; init; }

    /// <summary>Number of the last decision about an exception; 0 when there was none.</summary>
    public long LastException { get; init; }

    /// <summary>Days before its end from which an exception is warned of.</summary>
    public int WarnDays { get; init; } = 14;

    /// <summary>Policies as loaded now; a violation of a policy that is not among them has no deadline to show.</summary>
    public PolicySet? Policies { get; init; }

    /// <summary>Figures of past days, oldest first; null when none are kept.</summary>
    public IReadOnlyList<TrendPoint>? Trend { get; init; }

    /// <summary>
    /// The devices that could not be judged, by line, reason and id; asked for by each writer that prints them and read as it prints, since they may
    /// be most of a fleet.
    /// </summary>
    public Func<CancellationToken, IAsyncEnumerable<UnjudgedDevice>> Unjudged { get; init; } = _ => AsyncEnumerable.Empty<UnjudgedDevice>();

    /// <summary>The moment the report speaks of.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How old the last complete scan may be before the report is alarmed.</summary>
    public TimeSpan AlarmAfter { get; init; } = ReportModel.OldAfter;

    /// <summary>The last complete scan is too long ago, or there is none: somebody or something keeps the agent from looking. What was not stored has no past.</summary>
    public bool IsOverdue => LastScan is not { DryRun: true } && (LastCompleteScan is null || Now - LastCompleteScan.FinishedAt > AlarmAfter);

    /// <summary>When the report of a past moment was made again; null for a report of its own time.</summary>
    public DateTimeOffset? RebuiltAt { get; init; }

    /// <summary>What could not be made again of a past moment.</summary>
    public IReadOnlyList<Reason> Gaps { get; init; } = [];

    /// <summary>Version of the program, printed as evidence.</summary>
    public required string ProductVersion { get; init; }
}

/// <summary>The figures of one past scan.</summary>
/// <param name="At">When.</param>
/// <param name="OpenViolations">Open violations after it.</param>
/// <param name="DevicesInViolation">Devices with at least one.</param>
/// <param name="Devices">Devices in the fleet.</param>
/// <param name="Complete">Whether the scan was complete.</param>
public sealed record TrendPoint(DateTimeOffset At, int OpenViolations, int DevicesInViolation, int Devices, bool Complete);
