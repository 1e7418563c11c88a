using ComplianceAgent.Inventory;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Reports;

/// <summary>What a report lets one say of a policy as a whole.</summary>
public enum PolicyOutcome : byte
{
    /// <summary>Every device in scope was judged, and nothing is open or waits for a person.</summary>
    Met = 0,

    /// <summary>At least one violation is open.</summary>
    Broken,

    /// <summary>Nothing is open, but devices cannot be judged, matches wait for a person, or no complete scan is recent enough.</summary>
    Unknown,
}

/// <summary>How a policy stands, for formats that want one word.</summary>
/// <param name="PolicyId">Policy.</param>
/// <param name="Title">Its title.</param>
/// <param name="Authority">Who made the ban.</param>
/// <param name="Outcome">The word.</param>
/// <param name="Open">Open violations.</param>
/// <param name="Devices">Devices with at least one.</param>
/// <param name="UnderReview">Suspected matches that wait for a person.</param>
/// <param name="CannotBeJudged">Devices in scope that cannot be judged.</param>
internal sealed record PolicyVerdict(string PolicyId, string Title, string Authority, PolicyOutcome Outcome, int Open, int Devices, int UnderReview, int CannotBeJudged)
{
    /// <summary>Every policy in force at the scan that coverage is of, and every other one with a live violation.</summary>
    public static IReadOnlyList<PolicyVerdict> Of(ReportModel model)
    {
        var inForce = (model.CoverageScan?.Policies ?? []).Select(policy => (policy.Id, policy.Title, policy.Authority));
        var others = model.Violations.Select(row => (Id: row.PolicyId, Title: row.PolicyTitle, Authority: ""));
        return [.. inForce.Concat(others).DistinctBy(policy => policy.Id, StringComparer.Ordinal).Select(policy => Of(model, policy.Id, model.TitleOf(policy.Id, policy.Title), policy.Authority))];
    }

    private static PolicyVerdict Of(ReportModel model, string id, string title, string authority)
    {
        var rows = model.Violations.Where(row => row.PolicyId == id).ToList();
        var open = rows.Where(row => row.IsOpenViolation).ToList();
        var review = rows.Count(row => row.State == ViolationState.Review);
        var unjudged = model.Coverage.FirstOrDefault(scope => scope.PolicyId == id) is { } scope ? CoverageLines.Unjudged.Sum(scope.Of) : 0;
        var isKnown = model is { IsOverdue: false, LastCompleteScan: not null } && unjudged == 0 && review == 0;
        var outcome = open.Count > 0 ? PolicyOutcome.Broken : isKnown ? PolicyOutcome.Met : PolicyOutcome.Unknown;
        return new(id, title, authority, outcome, open.Count, open.Select(row => row.Violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count(), review, unjudged);
    }
}
