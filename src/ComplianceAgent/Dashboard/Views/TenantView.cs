using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;
using ViolationRow = ComplianceAgent.Reports.ViolationRow;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>A tenant as one visitor sees it: what every page of it begins with.</summary>
public sealed record TenantView
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>As it is set up; null for one that is in no settings any more.</summary>
    public required TenantOptions? Options { get; init; }

    /// <summary>True when it is simulated: every page says so.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The newest scan that counts.</summary>
    public required ScanResult? Last { get; init; }

    /// <summary>The newest complete scan, named on every page.</summary>
    public required ScanResult? LastComplete { get; init; }

    /// <summary>Policies in force as loaded now.</summary>
    public required PolicySet Policies { get; init; }

    /// <summary>Why they cannot be used; empty when they can.</summary>
    public required string PolicyFault { get; init; }

    /// <summary>The moment pages speak of: the clock, or for a simulated tenant its last scan.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>True when no complete scan is recent enough: every page is alarmed.</summary>
    public required bool IsOverdue { get; init; }

    /// <summary>Who looks.</summary>
    public required Visitor Visitor { get; init; }

    /// <summary>Units they may see; null for all.</summary>
    public ImmutableArray<string>? Units => Visitor.UnitsIn(Tenant);

    /// <summary>True when they see the whole fleet, not only some units of it.</summary>
    public bool SeesAll => Units is null;

    /// <summary>What a reader has to know first: faults of the last scan, and closings that are held.</summary>
    public IReadOnlyList<Reason> Warnings =>
        [.. Last?.Faults ?? [], .. (Last?.HeldClosings ?? []).Select(held => Reason.Of("dashboard-closings-held", ("policy", held.PolicyId), ("count", held.Count.ToString(CultureInfo.InvariantCulture))))];

    /// <summary>A question for all violations they may see.</summary>
    public ViolationQuery Query => new() { Now = Now, Policies = Policies.Policies, Units = Units, SoonBefore = Now + ReportModel.DueSoon };

    /// <summary>Violations with their dates and words as reports show them, in the order given.</summary>
    public IReadOnlyList<ViolationRow> Rows(IEnumerable<Violation> violations, Violations.Reviews.ReviewBook? reviews = null)
    {
        Violation[] all = [.. violations];
        var rows = ViolationRows.Build(new ReportInput
        {
            Tenant = Tenant,
            Simulated = Simulated,
            LastScan = Last,
            LastCompleteScan = LastComplete,
            Violations = all,
            Policies = Policies,
            Reviews = reviews ?? Violations.Reviews.ReviewBook.Empty,
            Now = Now,
            ProductVersion = "",
        }).ToDictionary(row => row.Id);
        return [.. all.Select(violation => rows[violation.Id])];
    }

    /// <summary>Title of a policy in a language, else its id.</summary>
    public string TitleOf(string policyId, string language) =>
        Policies.Policies.FirstOrDefault(policy => policy.Id == policyId) is { } policy ? policy.Title.GetValueOrDefault(language, policy.EnglishTitle)
        : (LastComplete ?? Last)?.Policies.FirstOrDefault(known => known.Id == policyId)?.Title ?? policyId;
}
