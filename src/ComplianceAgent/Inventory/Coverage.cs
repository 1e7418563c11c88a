using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory;

/// <summary>
/// What can be said of one device, the first that fits. The lines sum to the fleet, per policy and overall, in every format.
/// </summary>
public enum CoverageClass : byte
{
    /// <summary>Has an app that a policy in force bans.</summary>
    Violating = 0,

    /// <summary>Has one, and a valid exception.</summary>
    Excepted,

    /// <summary>Has a suspected match that waits for a person.</summary>
    UnderReview,

    /// <summary>Has an app that is advised against, not banned.</summary>
    Advice,

    /// <summary>Assessed and nothing found. Only assessed devices are ever called clean.</summary>
    Clean,

    /// <summary>Part of its apps cannot be seen (corporate Android work profile unless known to be fully managed).</summary>
    PartlyObservable,

    /// <summary>Has not contacted Intune for longer than the set time.</summary>
    Stale,

    /// <summary>No app row: newly enrolled, agent missing, or unknown why.</summary>
    NoInventory,

    /// <summary>Its apps are never inventoried (personal devices, AOSP), with the reason.</summary>
    NotObservable,

    /// <summary>No policy in force speaks of this owner type or platform.</summary>
    OutOfScope,

    /// <summary>Managed by another agent (Configuration Manager, Exchange), so Intune has no apps of it.</summary>
    NotManagedByIntune,

    /// <summary>An older record of hardware that has enrolled again.</summary>
    Duplicate,
}

/// <summary>Coverage lines that belong together.</summary>
public static class CoverageLines
{
    /// <summary>In scope, without a finding, and not clean: nobody can say what is on these devices, or not on all of it.</summary>
    public static ImmutableArray<CoverageClass> Unjudged { get; } =
        [CoverageClass.PartlyObservable, CoverageClass.Stale, CoverageClass.NoInventory, CoverageClass.NotObservable];

    /// <summary>Those, and devices that another agent manages: what reports list as not judged.</summary>
    public static ImmutableArray<CoverageClass> Blind { get; } = [.. Unjudged, CoverageClass.NotManagedByIntune];
}

/// <summary>What Intune lets us see of a device, before any policy is asked.</summary>
/// <param name="Class">
/// <see cref="CoverageClass.Clean"/> stands here for <em>can be assessed</em>; otherwise one of the classes from
/// <see cref="CoverageClass.PartlyObservable"/> on.
/// </param>
/// <param name="Reason">Why.</param>
public readonly record struct Observability(CoverageClass Class, Reason Reason)
{
    /// <summary>Code of the reason of a work profile that has been out of contact for too long: partly observable comes before stale.</summary>
    internal const string WorkProfileStaleCode = "work-profile-only-stale";

    /// <summary>True when the device has been out of contact for too long, so that its rows are as old as its last contact.</summary>
    public bool IsStale => Class == CoverageClass.Stale || Reason.Code == WorkProfileStaleCode;
}
