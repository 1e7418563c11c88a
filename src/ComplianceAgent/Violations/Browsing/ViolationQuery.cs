using System.Collections.Immutable;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Violations.Browsing;

/// <summary>How pressing the violations that are asked for are.</summary>
public enum DueFilter : byte
{
    /// <summary>However pressing.</summary>
    Any = 0,

    /// <summary>The deadline that counts has passed.</summary>
    Overdue,

    /// <summary>It passes before <see cref="ViolationQuery.SoonBefore"/>.</summary>
    Soon,

    /// <summary>It lies ahead.</summary>
    Ahead,

    /// <summary>Open, and the policy is not loaded, so that the dates are not known.</summary>
    Unknown,
}

/// <summary>What violations are sorted by; their id decides among equals, so that pages never overlap.</summary>
public enum ViolationSort : byte
{
    /// <summary>Overdue and due first, by deadline; then reviews, exceptions, advice, ended ones.</summary>
    Pressing = 0,

    /// <summary>First sighting.</summary>
    FirstSeen,

    /// <summary>When the state was entered.</summary>
    StateSince,

    /// <summary>Name of the device.</summary>
    Device,

    /// <summary>Name of the user.</summary>
    User,

    /// <summary>Name of the app or product.</summary>
    App,

    /// <summary>Policy.</summary>
    Policy,
}

/// <summary>Which violations of a tenant are asked for, in which order, and how many.</summary>
public sealed record ViolationQuery
{
    /// <summary>The moment that deadlines are compared with.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Policies as loaded: deadlines are made of them.</summary>
    public required IReadOnlyCollection<Policies.Policy> Policies { get; init; }

    /// <summary>States; empty for all.</summary>
    public ImmutableArray<ViolationState> States { get; init; } = [];

    /// <summary>True for banned apps, false for those only advised against; null for both.</summary>
    public bool? IsBan { get; init; }

    /// <summary>Policy; null for all.</summary>
    public string? PolicyId { get; init; }

    /// <summary>Platform family; null for all.</summary>
    public PlatformFamily? Platform { get; init; }

    /// <summary>Owner; null for all.</summary>
    public DeviceOwner? Owner { get; init; }

    /// <summary>Unit (device category); null for all, empty for devices without one.</summary>
    public string? Unit { get; init; }

    /// <summary>The units that the asker may see; null for all.</summary>
    public ImmutableArray<string>? Units { get; init; }

    /// <summary>Device id; null for all.</summary>
    public string? DeviceId { get; init; }

    /// <summary>How pressing.</summary>
    public DueFilter Due { get; init; }

    /// <summary>What <see cref="DueFilter.Soon"/> ends with.</summary>
    public DateTimeOffset SoonBefore { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>True for those that scans have stopped confirming; null for all.</summary>
    public bool? IsConfirmed { get; init; }

    /// <summary>Part of a device name, user, app, publisher, serial number or id; letters alike in either case. Empty for all.</summary>
    public string Search { get; init; } = "";

    /// <summary>Order.</summary>
    public ViolationSort Sort { get; init; }

    /// <summary>The other way round.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Violations to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>Most of them to read.</summary>
    public int Take { get; init; } = 50;

    /// <summary>False where nobody asks how many there are in all: counting them costs as much as sorting them. The total is then 0.</summary>
    public bool NeedsTotal { get; init; } = true;
}

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The part.</param>
/// <param name="Total">How many the whole list has.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total);

/// <summary>A violation and the deadline that counts; null when its policy is not loaded.</summary>
public sealed record DatedViolation(Violation Violation, DateTimeOffset? DueAt);

/// <summary>Figures of violations that have policy, platform, state and severity in common; several may be of the same, and add up.</summary>
public sealed record ViolationCount
{
    /// <summary>Policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Platform family.</summary>
    public required PlatformFamily Platform { get; init; }

    /// <summary>State.</summary>
    public required ViolationState State { get; init; }

    /// <summary>True for banned apps.</summary>
    public required bool IsBan { get; init; }

    /// <summary>Violations.</summary>
    public int Violations { get; init; }

    /// <summary>Of these, open and past the deadline.</summary>
    public int Overdue { get; init; }

    /// <summary>Of these, open and due before <see cref="ViolationQuery.SoonBefore"/>.</summary>
    public int Soon { get; init; }

    /// <summary>Of these, live and no longer confirmed.</summary>
    public int NotConfirmed { get; init; }

    /// <summary>The earliest deadline among the open ones; null when none has one, or this part counts no dates.</summary>
    public DateTimeOffset? FirstDue { get; init; }
}

/// <summary>All violations of a tenant, counted in the store.</summary>
public sealed record ViolationCounts
{
    /// <summary>The parts; each violation is counted in one of them.</summary>
    public required ImmutableArray<ViolationCount> Parts { get; init; }

    /// <summary>Devices with an open violation, for each policy; under an empty id those of all.</summary>
    public required IReadOnlyDictionary<string, int> DevicesInViolation { get; init; }

    /// <summary>Sum over some parts.</summary>
    public int Sum(Func<ViolationCount, bool> which, Func<ViolationCount, int> what) => Parts.Where(which).Sum(what);

    /// <summary>Open violations.</summary>
    public int Open => Sum(IsOpen, part => part.Violations);

    /// <summary>Open violations past their deadline.</summary>
    public int Overdue => Sum(IsOpen, part => part.Overdue);

    /// <summary>Open violations due soon.</summary>
    public int Soon => Sum(IsOpen, part => part.Soon);

    /// <summary>True for the parts that a headline counts.</summary>
    public static bool IsOpen(ViolationCount part) => part is { State: ViolationState.Open, IsBan: true };
}
