using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Inventory;

/// <summary>From when on a device counts as stale or its missing inventory as overdue.</summary>
public sealed class ObservabilityOptions
{
    /// <summary>Settings section.</summary>
    public const string Section = "Inventory:Observability";

    /// <summary>Days without contact after which a device is stale.</summary>
    [Range(1, 365, ErrorMessage = "Inventory:Observability:StaleAfterDays must lie between 1 and 365.")]
    public int StaleAfterDays { get; set; } = 30;

    /// <summary>Days from enrolment in which a missing inventory is no surprise: Intune may take seven.</summary>
    [Range(1, 60, ErrorMessage = "Inventory:Observability:NewlyEnrolledDays must lie between 1 and 60.")]
    public int NewlyEnrolledDays { get; set; } = 8;
}
