using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Reports;

/// <summary>How pressing a violation is; derived from its dates and the clock.</summary>
public enum DueState : byte
{
    /// <summary>Nothing is due: not open, or only advised against.</summary>
    NotDue = 0,

    /// <summary>The deadline that counts lies ahead.</summary>
    Due,

    /// <summary>The deadline that counts has passed.</summary>
    Overdue,

    /// <summary>Open, but its policy is not loaded, so that its dates are not known.</summary>
    Unknown,
}

/// <summary>One violation as a report shows it.</summary>
public sealed record ViolationRow
{
    /// <summary>The violation as stored.</summary>
    public required Violation Violation { get; init; }

    /// <summary>The case a person must decide, as <c>reviews confirm</c> and <c>reviews dismiss</c> take it; empty unless under review.</summary>
    public string CaseId { get; init; } = "";

    /// <summary>The exception that excuses it; null when none does, or it is not there any more.</summary>
    public WaiverStanding? Exception { get; init; }

    /// <summary>Title of its policy, else its id.</summary>
    public required string PolicyTitle { get; init; }

    /// <summary>Both clocks; null when the policy is not loaded.</summary>
    public required Deadline? Deadline { get; init; }

    /// <summary>The legal date as the ban names it: the last day, in the policy's zone.</summary>
    public required DateOnly? LegalDate { get; init; }

    /// <summary>The day of the house deadline, in the policy's zone.</summary>
    public required DateOnly? HouseDate { get; init; }

    /// <summary>How pressing.</summary>
    public required DueState Due { get; init; }

    /// <summary>Whole days until the deadline that counts, begun ones included; null unless due.</summary>
    public required int? DueInDays { get; init; }

    /// <summary>Whole days since the deadline that counts; null unless overdue.</summary>
    public required int? OverdueDays { get; init; }

    /// <summary>Last sighting; null for an ended violation that was confirmed until it ended.</summary>
    public required DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>When Intune's own list of this device is due to be refreshed next, so that a removal can show; null once ended.</summary>
    public required DateTimeOffset? RefreshBy { get; init; }

    /// <summary>First seen by the last scan.</summary>
    public required bool IsNew { get; init; }

    /// <summary>Seen again by the last scan after having been removed.</summary>
    public required bool IsBack { get; init; }

    /// <summary>Id.</summary>
    public Guid Id => Violation.Id;

    /// <summary>State.</summary>
    public ViolationState State => Violation.State;

    /// <summary>When the state was entered.</summary>
    public DateTimeOffset StateSince => Violation.StateSince;

    /// <summary>Policy.</summary>
    public string PolicyId => Violation.PolicyId;

    /// <summary>Platform family of the device.</summary>
    public PlatformFamily Platform => (Violation.Device.Platform == Inventory.Platform.Unknown ? Violation.App.Platform : Violation.Device.Platform).Family();

    /// <summary>Owner.</summary>
    public DeviceOwner Owner => Violation.Device.Owner;

    /// <summary>Unit: the device category, by which customers tell units apart.</summary>
    public string Unit => Violation.Device.Category;

    /// <summary>The app is believed to be there.</summary>
    public bool IsLive => Violation.IsLive;

    /// <summary>Open and banned: what the headline counts.</summary>
    public bool IsOpenViolation => State == ViolationState.Open && Violation.Severity == Severity.Violation;
}
