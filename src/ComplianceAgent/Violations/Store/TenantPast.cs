using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Violations.Store;

/// <summary>What was known of a tenant at a past moment, made again from its events and from what scans judged by.</summary>
public sealed record TenantPast
{
    /// <summary>The moment: the end of the day's last scan when a day was asked for that has one.</summary>
    public required DateTimeOffset Moment { get; init; }

    /// <summary>The state then; its last scans, decisions and violations are those of that moment.</summary>
    public required TenantState State { get; init; }

    /// <summary>The policies as the last scan of that time judged by them.</summary>
    public required IReadOnlyList<Policy> Policies { get; init; }

    /// <summary>The exceptions of registers as that scan judged by them.</summary>
    public required IReadOnlyList<Waiver> Registered { get; init; }

    /// <summary>What cannot be made again, and why; empty when nothing is missing.</summary>
    public required IReadOnlyList<Reason> Gaps { get; init; }
}

/// <summary>A moment in the past that a report is asked for.</summary>
/// <param name="Until">The latest moment that counts.</param>
/// <param name="Day">The day that was asked for, when no time was: then the end of its last scan is the moment.</param>
public sealed record PastMoment(DateTimeOffset Until, DateOnly? Day = null)
{
    /// <summary>A whole day (UTC).</summary>
    public static PastMoment Of(DateOnly day) => new(new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-1), day);

    /// <summary>The same as far as it has passed; null when none of it has.</summary>
    public PastMoment? Before(DateTimeOffset now) =>
        Until <= now ? this : Day is { } day && new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) <= now ? this with { Until = now } : null;
}

/// <summary>Nothing can be told of a past moment. The message says why, and from when on it can.</summary>
public sealed class PastUnknownException(string message) : Exception(message);

/// <summary>A device that reports name without a finding: it could not be judged.</summary>
/// <param name="DeviceId">Intune device id; names are not kept of devices without a finding.</param>
/// <param name="Platform">Platform.</param>
/// <param name="Owner">Owner.</param>
/// <param name="Coverage">Its line.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when line and reason are so; null for a dry run, which knows no earlier scan.</param>
public sealed record UnjudgedDevice(string DeviceId, Inventory.Platform Platform, Inventory.DeviceOwner Owner, Inventory.CoverageClass Coverage, Reason Reason, DateTimeOffset? Since);
