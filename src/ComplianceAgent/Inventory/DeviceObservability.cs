using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory;

/// <summary>
/// Decides what Intune lets us see of a device, before any policy is asked. Pure; the order of the questions is the order of the
/// coverage lines, and the README explains it. Reasons carry no parameters, so that a fleet has a dozen of them and not a million.
/// </summary>
public static class DeviceObservability
{
    private static readonly HashSet<string> OtherAgents = new(StringComparer.OrdinalIgnoreCase)
    {
        "eas", "1", "configurationManagerClient", "8", "configMgr", "jamf", "32", "msSense", "1024", "mde", "microsoft365ManagedMdm", "258",
    };

    private static readonly HashSet<string> CoManagement = new(StringComparer.OrdinalIgnoreCase)
    {
        "configurationManagerClientMdm", "10", "configurationManagerClientMdmEas", "11", "mdm/configMgr", "coManaged",
    };

    private static readonly Observability Assessed = new(CoverageClass.Clean, Reason.Of("assessed"));
    private static readonly Observability AssessedOwnerUnknown = new(CoverageClass.Clean, Reason.Of("assessed-owner-unknown"));
    private static readonly Observability OtherAgent = new(CoverageClass.NotManagedByIntune, Reason.Of("other-agent"));
    private static readonly Observability CoManagedElsewhere = new(CoverageClass.NotManagedByIntune, Reason.Of("co-managed-elsewhere"));
    private static readonly Observability WorkProfileOnly = new(CoverageClass.PartlyObservable, Reason.Of("work-profile-only"));
    private static readonly Observability WorkProfileStale = new(CoverageClass.PartlyObservable, Reason.Of(Observability.WorkProfileStaleCode));
    private static readonly Observability WorkProfileNoRows = new(CoverageClass.PartlyObservable, Reason.Of("work-profile-only-no-rows"));
    private static readonly Observability NoContact = new(CoverageClass.Stale, Reason.Of("no-contact"));
    private static readonly Observability NewlyEnrolled = new(CoverageClass.NoInventory, Reason.Of("newly-enrolled"));
    private static readonly Observability AgentMissing = new(CoverageClass.NoInventory, Reason.Of("windows-agent-missing"));
    private static readonly Observability NoRows = new(CoverageClass.NoInventory, Reason.Of("no-app-rows"));
    private static readonly Observability RouteCannotTell = new(CoverageClass.NoInventory, Reason.Of("route-cannot-tell"));
    private static readonly Observability Personal = new(CoverageClass.NotObservable, Reason.Of("personal-managed-apps-only"));
    private static readonly Observability NeverInventoried = new(CoverageClass.NotObservable, Reason.Of("platform-not-inventoried"));

    /// <summary>What can be seen of a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="hasRows">True when it has app rows in this scan.</param>
    /// <param name="tellsEveryDevicesApps">False when the route lists only matched devices (<see cref="InventoryOutcome.TellsEveryDevicesApps"/>).</param>
    /// <param name="now">The day the inventory speaks of.</param>
    /// <param name="options">Limits.</param>
    public static Observability Of(ManagedDevice device, bool hasRows, bool tellsEveryDevicesApps, DateTimeOffset now, ObservabilityOptions options)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(options);
        var isStale = now - device.LastSyncAt > TimeSpan.FromDays(options.StaleAfterDays);
        return NotManaged(device, hasRows, tellsEveryDevicesApps)
            ?? Partly(device, hasRows, tellsEveryDevicesApps, isStale)
            ?? (isStale ? NoContact : default(Observability?))
            ?? Unseen(device)
            ?? Missing(device, hasRows, tellsEveryDevicesApps, now, options)
            ?? (device.Owner == DeviceOwner.Unknown ? AssessedOwnerUnknown : Assessed);
    }

    private static Observability? NotManaged(ManagedDevice device, bool hasRows, bool tellsEveryDevicesApps)
    {
        var agent = device.ManagementAgent.Trim();
        return OtherAgents.Contains(agent) ? OtherAgent
            : CoManagement.Contains(agent) && !hasRows && tellsEveryDevicesApps ? CoManagedElsewhere
            : null;
    }

    private static Observability? Partly(ManagedDevice device, bool hasRows, bool tellsEveryDevicesApps, bool isStale) =>
        device.Owner == DeviceOwner.Personal || !ShowsWorkProfileOnly(device) ? null
        : isStale ? WorkProfileStale
        : hasRows || !tellsEveryDevicesApps ? WorkProfileOnly
        : WorkProfileNoRows;

    /// <summary>True unless the phone is known to be fully managed, or is no Android Enterprise phone at all.</summary>
    private static bool ShowsWorkProfileOnly(ManagedDevice device)
    {
        var enrolment = device.EnrollmentType;
        var isFullyManaged = enrolment.Contains("FullyManaged", StringComparison.OrdinalIgnoreCase) || enrolment.Contains("Dedicated", StringComparison.OrdinalIgnoreCase);
        return device.Platform switch
        {
            Platform.AndroidFullyManaged => enrolment.Contains("WorkProfile", StringComparison.OrdinalIgnoreCase),
            Platform.AndroidWorkProfile or Platform.Android => !isFullyManaged,
            _ => false,
        };
    }

    // Inventory of these is never complete or never taken, so that a missing row says nothing about them.
    private static Observability? Unseen(ManagedDevice device) =>
        device.Platform is Platform.AndroidAosp or Platform.ChromeOS or Platform.Linux ? NeverInventoried
        : device.Owner == DeviceOwner.Personal ? Personal
        : null;

    private static Observability? Missing(ManagedDevice device, bool hasRows, bool tellsEveryDevicesApps, DateTimeOffset now, ObservabilityOptions options) =>
        hasRows ? null
        : !tellsEveryDevicesApps ? RouteCannotTell
        : now - device.EnrolledAt < TimeSpan.FromDays(options.NewlyEnrolledDays) ? NewlyEnrolled
        : device.Platform == Platform.Windows ? AgentMissing
        : NoRows;
}
