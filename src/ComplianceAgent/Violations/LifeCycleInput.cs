using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations;

/// <summary>Everything the life cycle looks at. No clock, store or log is behind it, so that one table of cases covers it.</summary>
public sealed record LifeCycleInput
{
    /// <summary>Tenant key.</summary>
    public required string Tenant { get; init; }

    /// <summary>What this scan can prove.</summary>
    public required ScanFacts Scan { get; init; }

    /// <summary>Every violation the store knows of the tenant, live and ended.</summary>
    public required IReadOnlyCollection<Violation> Known { get; init; }

    /// <summary>
    /// What this scan found, the best per (device, policy, subject). Advice on a personal device is left out by the caller unless the
    /// policy records the person: such findings are counted, never stored.
    /// </summary>
    public required IReadOnlyCollection<Finding> Findings { get; init; }

    /// <summary>Every device with a known violation, ended ones included, or with a finding, by id. One that is not here could not be told.</summary>
    public required IReadOnlyDictionary<string, DeviceSighting> Devices { get; init; }

    /// <summary>
    /// Policies named in the settings. One whose file vanished or broke is still passed, as it was last good; one that was taken out of
    /// the settings is not.
    /// </summary>
    public required IReadOnlyCollection<Policy> Policies { get; init; }

    /// <summary>
    /// Policies this scan does not speak of (named in the settings but not to be read now, or left out of a partial scan): their
    /// violations stay as they are.
    /// </summary>
    public IReadOnlySet<string> UnjudgedPolicies { get; init; } = new HashSet<string>();

    /// <summary>True for a violation whose rule waits for people to accept it: what the rule found before stays as it is.</summary>
    public Func<Violation, bool> IsOnHold { get; init; } = static _ => false;

    /// <summary>
    /// Asks today's matcher about the app of a known violation: would it still be a finding for this policy and subject? It tells a rule
    /// that was narrowed from an app that was removed, whatever else changed on the device.
    /// </summary>
    public required Func<Violation, bool> StillMatches { get; init; }

    /// <summary>
    /// What today's policies and catalogue say of a known violation's app on its device as it was stored; null when they do not match it. It
    /// tells a change of ours from one of the app or the device.
    /// </summary>
    public Func<Violation, FileVerdict?> ByTodaysFiles { get; init; } = static violation => new(violation.Confidence, violation.Severity);

    /// <summary>When each policy ends by what it named last and was allowed to; one that is not here is taken at its word.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> NamedEnds { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Violations whose excusing act does not count yet: they stay as they are.</summary>
    public IReadOnlySet<Guid> Held { get; init; } = new HashSet<Guid>();

    /// <summary>Date of an earlier inventory of a finding's device that proves the app was not there yet; null when none does.</summary>
    public Func<Finding, DateTimeOffset?> AbsentAt { get; init; } = static _ => null;

    /// <summary>What people decided about suspected matches.</summary>
    public ReviewBook Reviews { get; init; } = ReviewBook.Empty;

    /// <summary>The exceptions there are, in force or not, so that it can be told why one no longer holds.</summary>
    public IReadOnlyCollection<Waiver> Waivers { get; init; } = [];

    /// <summary>Who is in which group that exceptions name, as far as it was read.</summary>
    public GroupMembership Groups { get; init; } = GroupMembership.Unread;

    /// <summary>Makes the id of a new violation; null makes version 7 GUIDs of the scan's time.</summary>
    public Func<Guid>? NewId { get; init; }
}

/// <summary>What policies and catalogue say of an app on a device, whatever people decided.</summary>
/// <param name="Confidence">How sure the best match is.</param>
/// <param name="Severity">What the policy makes of it there.</param>
public sealed record FileVerdict(Confidence Confidence, Severity Severity);

/// <summary>What a scan can prove, and when it looked.</summary>
public sealed record ScanFacts
{
    /// <summary>Number of the scan.</summary>
    public required long Number { get; init; }

    /// <summary>True when everything announced was read.</summary>
    public required bool Complete { get; init; }

    /// <summary>False when the route lists only matched devices.</summary>
    public bool TellsEveryDevicesApps { get; init; } = true;

    /// <summary>False when there was no device list: names, users and owners are then guesses that overwrite nothing known.</summary>
    public bool HasDeviceList { get; init; } = true;

    /// <summary>The clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The moment the inventory speaks of; equals <see cref="Now"/> except for files.</summary>
    public required DateTimeOffset InventoryAsOf { get; init; }

    /// <summary>The moment the tenant's previous scan spoke of: the last sighting of every violation that is confirmed. Null on the first scan.</summary>
    public DateTimeOffset? PreviousScanAsOf { get; init; }

    /// <summary>True when a device without the app can be told from a device without an answer.</summary>
    public bool CanProveAbsence => Complete && TellsEveryDevicesApps;
}

/// <summary>What makes a violation one and the same through the years.</summary>
/// <param name="DeviceId">Intune device id.</param>
/// <param name="PolicyId">Policy.</param>
/// <param name="Subject">Catalogue product or else rule id.</param>
public readonly record struct ViolationKey(string DeviceId, string PolicyId, string Subject)
{
    /// <summary>Key of a known violation.</summary>
    public static ViolationKey Of(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        return new(violation.DeviceId, violation.PolicyId, violation.Subject);
    }

    /// <summary>Key of a finding.</summary>
    public static ViolationKey Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return new(finding.Device.Id, finding.PolicyId, finding.Subject);
    }
}
