using System.Collections.Immutable;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>What an exception is for. Stored by number: never reordered.</summary>
public enum WaiverTargetKind : byte
{
    /// <summary>One device, by its Intune id; it follows the hardware when that enrols again.</summary>
    Device = 0,

    /// <summary>One piece of hardware, by its serial number.</summary>
    Serial,

    /// <summary>One person, by user principal name or Entra object id: every device whose primary user that is.</summary>
    User,

    /// <summary>A device category of Intune.</summary>
    Category,

    /// <summary>Every device.</summary>
    Fleet,

    /// <summary>An Entra group, by its object id: every device whose primary user is in it.</summary>
    Group,
}

/// <summary>Whom an exception is for.</summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Value">Id, serial number, name, category or group; empty for the whole fleet.</param>
public sealed record WaiverTarget(WaiverTargetKind Kind, string Value)
{
    /// <summary>True for what Entra gives groups as object id.</summary>
    public static bool IsGroupId(string text) => Guid.TryParseExact(text, "D", out _);

    /// <summary>Every device.</summary>
    public static WaiverTarget Fleet { get; } = new(WaiverTargetKind.Fleet, "");

    /// <summary>True when it names nobody in particular.</summary>
    public bool IsBlanket => Kind is WaiverTargetKind.Category or WaiverTargetKind.Fleet or WaiverTargetKind.Group;
}

/// <summary>What is asked for: for whom, from what, why and how long.</summary>
public sealed record WaiverAsk
{
    /// <summary>Policy it is an exception from.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Catalogue product or rule id within it; empty for the whole policy.</summary>
    public string Subject { get; init; } = "";

    /// <summary>For whom.</summary>
    public required WaiverTarget Target { get; init; }

    /// <summary>Reason code; the policy says which it allows.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>Why, in the requester's words.</summary>
    public string Why { get; init; } = "";

    /// <summary>First day, in the policy's time zone.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day, in the policy's time zone. There is no exception without an end.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>What is done instead.</summary>
    public ImmutableArray<string> Mitigations { get; init; } = [];

    /// <summary>The same under what its policy and product are called now.</summary>
    public WaiverAsk Under(Policies.FormerIds former)
    {
        ArgumentNullException.ThrowIfNull(former);
        return former.IsEmpty ? this : this with { PolicyId = former.Policy(PolicyId), Subject = former.Subject(PolicyId, Subject) };
    }
}

/// <summary>What people made of it.</summary>
public enum WaiverState : byte
{
    /// <summary>Waits for an approver; excuses nothing.</summary>
    Requested = 0,

    /// <summary>Granted.</summary>
    Approved,

    /// <summary>Refused by a person.</summary>
    Rejected,

    /// <summary>Ended by a person before its time.</summary>
    Revoked,
}

/// <summary>
/// An exception from a policy, whether it was asked for at the command line or stands in a register under version control.
/// </summary>
public sealed record Waiver
{
    private const string StorePrefix = "store:";
    private const string RegisterPrefix = "register:";
    private const string TenantRegisterPrefix = "tenant-register:";

    /// <summary>What people and events call it: <c>store:7</c>, <c>register:lab-phones</c>, or <c>tenant-register:lab-phones</c> in a tenant's own register.</summary>
    public required string Reference { get; init; }

    /// <summary>What was asked for.</summary>
    public required WaiverAsk Ask { get; init; }

    /// <summary>What people made of it.</summary>
    public required WaiverState State { get; init; }

    /// <summary>Who asked.</summary>
    public required Author Requester { get; init; }

    /// <summary>When; null when a register does not tell.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>Who approved; null as long as nobody has.</summary>
    public Author? Approver { get; init; }

    /// <summary>The role in which that was done, as told.</summary>
    public string ApproverRole { get; init; } = "";

    /// <summary>When it was approved; null when a register does not tell.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Who rejected or revoked it.</summary>
    public Author? EndedBy { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was approved, rejected or revoked, in that person's words.</summary>
    public string DecisionReason { get; init; } = "";

    /// <summary>SHA-256 of the register it stands in; empty for one of the store.</summary>
    public string RegisterHash { get; init; } = "";

    /// <summary>True for one that stands in a register.</summary>
    public bool IsOfRegister => RegisterHash.Length > 0;

    /// <summary>Number in the store; null for one of a register.</summary>
    public long? Number => Reference.StartsWith(StorePrefix, StringComparison.Ordinal)
        ? long.Parse(Reference.AsSpan(StorePrefix.Length), System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>True when both people were signed in, so that their being two is enforced; otherwise it is only asserted.</summary>
    public bool IsEnforced => Requester.Kind == Author.SignedIn && Approver?.Kind == Author.SignedIn;

    /// <summary>Reference of one in the store.</summary>
    public static string OfStore(long number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{StorePrefix}{number}");

    /// <summary>Reference of one in a register.</summary>
    public static string OfRegister(string id, bool ofTenant = false) => (ofTenant ? TenantRegisterPrefix : RegisterPrefix) + id;

    /// <summary>True for a reference of one in a register.</summary>
    public static bool IsReferenceToRegister(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.StartsWith(RegisterPrefix, StringComparison.Ordinal) || reference.StartsWith(TenantRegisterPrefix, StringComparison.Ordinal);
    }

    /// <summary>The same under what its policy and product are called now.</summary>
    public Waiver Under(Policies.FormerIds former)
    {
        ArgumentNullException.ThrowIfNull(former);
        return former.IsEmpty ? this : this with { Ask = Ask.Under(former) };
    }
}
