using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Benchmarks;

/// <summary>What a row of the list should give.</summary>
internal enum Expectation
{
    /// <summary>No exact and no strong match.</summary>
    Clean,

    /// <summary>An exact or strong match.</summary>
    Banned,

    /// <summary>Either will do: of the vendor or the brand, but not of what the policy under test names.</summary>
    Open,
}

/// <summary>One row judged.</summary>
internal sealed record ScoredRow(long Row, DistinctApp App, ScoreLabel? Label, Expectation Expected, AppMatch? Best)
{
    public bool IsFound => Best is { Confidence: >= Confidence.Strong, Severity: Severity.Violation };

    public bool IsSuspected => Best is not null && !IsFound;

    public bool IsMiss => Expected == Expectation.Banned && !IsFound;

    public bool IsFalse => Expected == Expectation.Clean && IsFound;
}

/// <summary>Precision and recall over some rows; exact and strong matches count.</summary>
internal sealed record Score(int Rows, int Banned, int Found, int False, int Suspected)
{
    public const double LeastPrecision = 0.99;
    public const double LeastRecall = 0.97;

    public double Precision => Found + False == 0 ? 1 : (double)Found / (Found + False);

    public double Recall => Banned == 0 ? 1 : (double)Found / Banned;

    public bool IsGood => Precision >= LeastPrecision && Recall >= LeastRecall;

    public static Score Of(IReadOnlyCollection<ScoredRow> rows) => new(
        rows.Count,
        rows.Count(row => row.Expected == Expectation.Banned),
        rows.Count(row => row is { Expected: Expectation.Banned, IsFound: true }),
        rows.Count(row => row.IsFalse),
        rows.Count(row => row.IsSuspected));
}
