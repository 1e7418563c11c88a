using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>How an exception stands at one moment; derived from its dates, its policy and the clock, never stored.</summary>
public enum WaiverStatus : byte
{
    /// <summary>Approved, allowed, and its days have come.</summary>
    InForce = 0,

    /// <summary>Approved; begins later.</summary>
    Planned,

    /// <summary>Waits for an approver.</summary>
    Requested,

    /// <summary>The policy does not allow it, so it excuses nothing.</summary>
    Refused,

    /// <summary>Its policy is not loaded, so nothing can be said of it.</summary>
    PolicyNotInForce,

    /// <summary>Its last day has passed.</summary>
    Expired,

    /// <summary>Ended by a person.</summary>
    Revoked,

    /// <summary>Refused by a person.</summary>
    Rejected,
}

/// <summary>Which exceptions hold at one moment, and what they cover. Pure: the clock comes in.</summary>
public sealed class WaiverRules
{
    private readonly Dictionary<string, Policy> policies;
    private readonly Dictionary<string, Waiver> byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Policy, WaiverTargetKind Kind, string Value), List<Waiver>> inForce = [];

    /// <summary>Takes the policies as loaded, the exceptions, the clock, and who is in which group as far as that was read.</summary>
    public WaiverRules(IEnumerable<Policy> policies, IEnumerable<Waiver> waivers, DateTimeOffset now, GroupMembership? groups = null)
    {
        ArgumentNullException.ThrowIfNull(waivers);
        Now = now;
        Groups = groups ?? GroupMembership.Unread;
        this.policies = policies.ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        var former = FormerIds.Of(this.policies.Values);
        foreach (var waiver in waivers.Select(waiver => waiver.Under(former)))
        {
            byReference[waiver.Reference] = waiver;
            if (StatusOf(waiver) == WaiverStatus.InForce)
            {
                Index(waiver);
            }
        }
    }

    /// <summary>The moment.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Who is in which group.</summary>
    public GroupMembership Groups { get; }

    /// <summary>The exceptions.</summary>
    public IReadOnlyCollection<Waiver> All => byReference.Values;

    /// <summary>True when the policy of a violation is loaded: of others nothing is said.</summary>
    public bool SpeaksOf(string policyId) => policies.ContainsKey(policyId);

    /// <summary>How an exception stands.</summary>
    public WaiverStatus StatusOf(Waiver waiver)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        return waiver switch
        {
            { State: WaiverState.Rejected } => WaiverStatus.Rejected,
            { State: WaiverState.Revoked } => WaiverStatus.Revoked,
            _ when Now >= EndOf(waiver) => WaiverStatus.Expired,
            { State: WaiverState.Requested } => WaiverStatus.Requested,
            _ when !SpeaksOf(waiver.Ask.PolicyId) => WaiverStatus.PolicyNotInForce,
            _ when FaultsOf(waiver).Count > 0 => WaiverStatus.Refused,
            _ when Now < StartOf(waiver) => WaiverStatus.Planned,
            _ => WaiverStatus.InForce,
        };
    }

    /// <summary>Why its policy does not allow it; empty when it does, or is not loaded.</summary>
    public IReadOnlyList<Reason> FaultsOf(Waiver waiver)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        return policies.TryGetValue(waiver.Ask.PolicyId, out var policy) ? WaiverTerms.FaultsOf(waiver.Ask, policy) : [];
    }

    /// <summary>The moment it begins: 00:00 of its first day in the policy's time zone.</summary>
    public DateTimeOffset StartOf(Waiver waiver) => Deadlines.EndOfDay(Bounded(waiver).From.AddDays(-1), ZoneOf(waiver));

    /// <summary>The moment it ends: 24:00 of its last day in the policy's time zone.</summary>
    public DateTimeOffset EndOf(Waiver waiver) => Deadlines.EndOfDay(Bounded(waiver).Until, ZoneOf(waiver));

    /// <summary>The exception of a reference; null when it is there no more.</summary>
    public Waiver? Find(string reference) => byReference.GetValueOrDefault(reference);

    /// <summary>
    /// The exception that excuses a violation; null when none does. The one that does already goes on as long as it holds; else the one that
    /// lasts longest, so that one which has ended never hides one that holds.
    /// </summary>
    /// <param name="violation">A violation.</param>
    /// <param name="earlierIds">Ids under which its hardware was enrolled before.</param>
    public Waiver? CoveringOf(Violation violation, IReadOnlyCollection<string> earlierIds)
    {
        ArgumentNullException.ThrowIfNull(violation);
        var present = ReferenceOf(violation);
        return CandidatesOf(violation, earlierIds)
            .OrderByDescending(waiver => waiver.Reference == present)
            .ThenByDescending(waiver => waiver.Ask.Until)
            .ThenByDescending(waiver => waiver.IsEnforced)
            .ThenBy(waiver => waiver.Reference, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>Every exception in force that covers a violation.</summary>
    public IEnumerable<Waiver> CandidatesOf(Violation violation, IReadOnlyCollection<string> earlierIds)
    {
        ArgumentNullException.ThrowIfNull(violation);
        return inForce.Count == 0 ? [] : KeysOf(violation, earlierIds)
            .SelectMany(key => inForce.GetValueOrDefault((violation.PolicyId, key.Kind, Fold(key.Value)), []))
            .Concat(KeptOf(violation))
            .Where(waiver => waiver.Ask.Subject.Length == 0 || waiver.Ask.Subject == violation.Subject || waiver.Ask.Subject == violation.RuleId)
            .Distinct();
    }

    /// <summary>True for one of a group whose people were not read, so that nobody can say whom it covers.</summary>
    public bool IsUnread(Waiver waiver)
    {
        ArgumentNullException.ThrowIfNull(waiver);
        return waiver.Ask.Target is { Kind: WaiverTargetKind.Group, Value: var group } && !Groups.IsRead(group);
    }

    /// <summary>The exception by which a violation is excused, as its state tells; null when it tells none.</summary>
    public static string? ReferenceOf(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        return violation.State == ViolationState.Excepted ? violation.StateReason.Parameters.GetValueOrDefault(WaiverReasons.Exception) : null;
    }

    /// <summary>The exception for a group that could not be read goes on with what it excuses.</summary>
    private IEnumerable<Waiver> KeptOf(Violation violation) =>
        ReferenceOf(violation) is { } present && byReference.TryGetValue(present, out var waiver)
        && IsUnread(waiver) && waiver.Ask.PolicyId == violation.PolicyId && StatusOf(waiver) == WaiverStatus.InForce
            ? [waiver]
            : [];

    private IEnumerable<(WaiverTargetKind Kind, string Value)> KeysOf(Violation violation, IReadOnlyCollection<string> earlierIds)
    {
        var device = violation.Device;
        (WaiverTargetKind Kind, string Value)[] keys =
        [
            (WaiverTargetKind.Device, violation.DeviceId),
            .. earlierIds.Select(id => (WaiverTargetKind.Device, id)),
            (WaiverTargetKind.Serial, SerialNumbers.IsTelling(device.SerialNumber) ? device.SerialNumber : ""),
            (WaiverTargetKind.User, device.UserPrincipalName),
            (WaiverTargetKind.User, device.UserId),
            (WaiverTargetKind.Category, device.Category),
            .. Groups.GroupsOf(device).Select(group => (WaiverTargetKind.Group, group)),
        ];

        // What a device does not tell is no name: two blanks are not the same person.
        return keys.Where(key => !string.IsNullOrWhiteSpace(key.Value)).Append((WaiverTargetKind.Fleet, ""));
    }

    private void Index(Waiver waiver)
    {
        var key = (waiver.Ask.PolicyId, waiver.Ask.Target.Kind, Fold(waiver.Ask.Target.Value));
        if (!inForce.TryGetValue(key, out var list))
        {
            inForce.Add(key, list = []);
        }

        list.Add(waiver);
    }

    private TimeZoneInfo ZoneOf(Waiver waiver) => policies.GetValueOrDefault(waiver.Ask.PolicyId)?.TimeZone ?? TimeZoneInfo.Utc;

    /// <summary>Days that no calendar of a zone can hold are faults of their own; here they must only not break anything.</summary>
    private static (DateOnly From, DateOnly Until) Bounded(Waiver waiver) => (Clamp(waiver.Ask.From), Clamp(waiver.Ask.Until));

    private static DateOnly Clamp(DateOnly day) =>
        day < WaiverTerms.Earliest ? WaiverTerms.Earliest : day > WaiverTerms.Latest.AddDays(WaiverTerms.MostDays) ? WaiverTerms.Latest.AddDays(WaiverTerms.MostDays) : day;

    private static string Fold(string value) => value.Trim().ToUpperInvariant();
}
