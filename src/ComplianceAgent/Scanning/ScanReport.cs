using System.Collections.Immutable;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Scanning;

/// <summary>A scan's result with what it changed and what is live after it.</summary>
/// <param name="Result">As stored.</param>
/// <param name="Changes">What happened to violations, in the order decided.</param>
/// <param name="Live">Violations believed to be there after the scan.</param>
public sealed record ScanReport(ScanResult Result, IReadOnlyList<ViolationChange> Changes, IReadOnlyList<Violation> Live)
{
    /// <summary>For a dry run: what the policies would open, withdraw and keep.</summary>
    public WhatIf? WhatIf { get; init; }

    /// <summary>What people had decided about suspected matches, as this scan judged by it.</summary>
    public ReviewBook Reviews { get; init; } = ReviewBook.Empty;

    /// <summary>The exceptions, and how they stand after this scan.</summary>
    public ImmutableArray<WaiverStanding> Exceptions { get; init; } = [];

    /// <summary>What was or would be excused without a removal.</summary>
    public ExcusingBook Excuses { get; init; } = ExcusingBook.Empty;

    /// <summary>What was past retention and was erased after it; null when nothing was looked for.</summary>
    public RetentionOutcome? Retention { get; init; }

    /// <summary>For a dry run, which stores no devices: those that could not be judged. Each walk along them counts anew.</summary>
    public IEnumerable<UnjudgedDevice> Unjudged { get; init; } = [];

    /// <summary>Reports written, absolute paths.</summary>
    public IReadOnlyList<string> ReportFiles { get; init; } = [];
}
