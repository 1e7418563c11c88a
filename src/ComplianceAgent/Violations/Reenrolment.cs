using ComplianceAgent.Inventory;

namespace ComplianceAgent.Violations;

/// <summary>What is known of the same hardware under other ids.</summary>
/// <param name="Latest">The violation to link to: a live one before an ended one, then the one that changed last.</param>
/// <param name="FirstSeenAt">The earliest sighting under any of the ids.</param>
internal sealed record Predecessor(Violation Latest, DateTimeOffset FirstSeenAt);

/// <summary>
/// Knows a piece of hardware by its serial number when it has enrolled again under a new device id. A link needs the same policy and
/// subject, a serial that identifies hardware, and an old record that left the fleet or that the inventory calls a duplicate.
/// </summary>
internal sealed class Reenrolment
{
    private readonly IReadOnlyDictionary<string, DeviceSighting> devices;
    private readonly ILookup<HardwareKey, Violation> oldRecords;
    private readonly Dictionary<HardwareKey, string> present = [];

    private Reenrolment(LifeCycleInput input)
    {
        devices = input.Devices;
        oldRecords = input.Known.Where(HasLeft).Where(known => IsTelling(known.Device)).ToLookup(KeyOf);
        foreach (var finding in input.Findings.Where(finding => IsTelling(finding.Device) && !IsDuplicate(finding.Device.Id) && !IsAway(finding.Device.Id)))
        {
            present.TryAdd(KeyOf(finding), finding.Device.Id);
        }
    }

    /// <summary>Reads the links out of a scan.</summary>
    public static Reenrolment Of(LifeCycleInput input) => new(input);

    /// <summary>What the hardware of a violation was known for under ids it has left behind.</summary>
    public Predecessor? PredecessorOf(Violation violation)
    {
        if (!IsTelling(violation.Device) || HasLeft(violation))
        {
            return null;
        }

        // The record that this one once took over from may not take over from it in turn.
        var before = oldRecords[KeyOf(violation)].Where(old => old.DeviceId != violation.DeviceId && old.LinkedFrom != violation.Id).ToList();
        return before.Count == 0
            ? null
            : new(before.OrderByDescending(old => old.IsLive).ThenByDescending(old => old.StateSince).First(), before.Min(old => old.FirstSeenAt));
    }

    /// <summary>The id under which the hardware of a violation shows the same finding now; null when there is none.</summary>
    public string? SuccessorOf(Violation violation) =>
        IsTelling(violation.Device) && HasLeft(violation) && present.TryGetValue(KeyOf(violation), out var id) && id != violation.DeviceId ? id : null;

    /// <summary>True for a finding on the stale record of hardware whose present record has the same finding.</summary>
    public bool IsOldRecord(Finding finding) =>
        IsDuplicate(finding.Device.Id) && IsTelling(finding.Device) && present.TryGetValue(KeyOf(finding), out var id) && id != finding.Device.Id;

    /// <summary>True for a device that a complete list leaves out; app rows may linger after it.</summary>
    public bool IsAway(string deviceId) =>
        devices.TryGetValue(deviceId, out var device) && device.Presence is (DevicePresence.Missing or DevicePresence.ProvedGone);

    private bool HasLeft(Violation violation) => devices.ContainsKey(violation.DeviceId)
        ? IsAway(violation.DeviceId) || IsDuplicate(violation.DeviceId)
        : violation.State == ViolationState.NoLongerManaged;

    private bool IsDuplicate(string deviceId) =>
        devices.TryGetValue(deviceId, out var device) && device is { Presence: DevicePresence.InFleet, Observability.Class: CoverageClass.Duplicate };

    private static bool IsTelling(ManagedDevice device) => SerialNumbers.IsTelling(device.SerialNumber);

    private static HardwareKey KeyOf(Violation violation) => new(violation.PolicyId, violation.Subject, Fold(violation.Device.SerialNumber));

    private static HardwareKey KeyOf(Finding finding) => new(finding.PolicyId, finding.Subject, Fold(finding.Device.SerialNumber));

    private static string Fold(string serial) => serial.Trim().ToUpperInvariant();

    private readonly record struct HardwareKey(string PolicyId, string Subject, string Serial);
}
