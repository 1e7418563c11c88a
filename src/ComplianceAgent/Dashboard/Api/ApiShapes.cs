using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Keys;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Dashboard.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">The part.</param>
/// <param name="Total">How many the whole list has; null where counting would cost more than reading.</param>
/// <param name="LastCompleteScan">When the last complete scan ended: how old what is told is.</param>
internal sealed record ApiList<T>(IReadOnlyList<T> Items, long? Total, DateTimeOffset? LastCompleteScan);

/// <summary>A reason: a code for machines, a sentence for people.</summary>
internal sealed record ApiReason(string Code, string Text)
{
    public static ApiReason Of(Reason reason) => new(reason.Code, Sentences.Say(reason));
}

/// <summary>A tenant, and what the caller may do there.</summary>
internal sealed record ApiTenant(string Tenant, bool Simulated, string Role, IReadOnlyList<string>? Units, DateTimeOffset? LastCompleteScan);

/// <summary>A violation.</summary>
internal sealed record ApiViolation(
    Guid Id, ViolationState State, string Severity, string Confidence, DateTimeOffset? DueAt, string Policy, string Subject, string SubjectName, ApiApp App, ApiDevice Device,
    DateTimeOffset FirstSeenAt, DateTimeOffset StateSince, DateTimeOffset? NotConfirmedSince, DateTimeOffset InventoryAt, ApiReason Explanation, ApiReason StateReason)
{
    public static ApiViolation Of(Violation violation, DateTimeOffset? due) => new(
        violation.Id, violation.State, violation.Severity.ToString().ToLowerInvariant(), violation.Confidence.ToString().ToLowerInvariant(), due, violation.PolicyId, violation.Subject, violation.SubjectName,
        new ApiApp(violation.App.Name, violation.App.Publisher, violation.App.Version, violation.App.Identifier), ApiDevice.Of(violation), violation.FirstSeenAt, violation.StateSince,
        violation.NotConfirmedSince, violation.InventoryAt, ApiReason.Of(violation.Evidence), ApiReason.Of(violation.StateReason));
}

/// <summary>An app as inventoried.</summary>
internal sealed record ApiApp(string Name, string Publisher, string Version, string Identifier);

/// <summary>A device.</summary>
internal sealed record ApiDevice(string Id, string Name, string Platform, string Owner, string Unit, string User)
{
    public static ApiDevice Of(Violation violation) => new(
        violation.DeviceId, violation.Device.Name, violation.Device.Platform.ToString(), violation.Device.Owner.ToString(), violation.Device.Category, violation.Device.UserPrincipalName);
}

/// <summary>A violation and what happened to it.</summary>
internal sealed record ApiViolationWithTimeline(ApiViolation Violation, IReadOnlyList<ApiEvent> Timeline, DateTimeOffset? LastCompleteScan);

/// <summary>An event of the audit.</summary>
internal sealed record ApiEvent(long Sequence, DateTimeOffset At, ViolationEventKind Kind, long Scan, Guid? Violation, ApiReason Reason, string? By, string? Words)
{
    public static ApiEvent Of(TracedEvent traced) => new(
        traced.Event.Sequence, traced.Event.At, traced.Event.Kind, traced.Event.ScanNumber, traced.Event.ViolationId == Guid.Empty ? null : traced.Event.ViolationId, ApiReason.Of(traced.Event.Reason),
        traced.Person?.Name, traced.Words.Length > 0 ? traced.Words : null);
}

/// <summary>A device that cannot be judged.</summary>
internal sealed record ApiUnjudged(string Id, string Coverage, string Reason, string Platform, string Owner, DateTimeOffset Since)
{
    public static ApiUnjudged Of(KnownDevice device) => new(
        device.State.DeviceId, device.State.Coverage.ToString(), device.State.ReasonCode, device.State.Platform.ToString(), device.State.Owner.ToString(), device.Since);
}

/// <summary>A line of the coverage.</summary>
internal sealed record ApiCoverage(string Class, string Reason, string Policy, string Platform, string Owner, int Devices);

/// <summary>A policy in force.</summary>
internal sealed record ApiPolicy(string Id, string Title, string Hash, int Rules);

/// <summary>An exception.</summary>
internal sealed record ApiException(
    string Reference, long? Number, WaiverState State, string Policy, string Subject, WaiverTargetKind TargetKind, string Target, string ReasonCode, string Why, DateOnly From, DateOnly Until,
    string RequestedBy, string? ApprovedBy, bool TwoPersonsSignedIn)
{
    public static ApiException Of(Waiver waiver) => new(
        waiver.Reference, waiver.IsOfRegister ? null : waiver.Number, waiver.State, waiver.Ask.PolicyId, waiver.Ask.Subject, waiver.Ask.Target.Kind, waiver.Ask.Target.Value, waiver.Ask.ReasonCode, waiver.Ask.Why,
        waiver.Ask.From, waiver.Ask.Until, waiver.Requester.Name, waiver.Approver?.Name, waiver.IsEnforced);
}

/// <summary>A suspected match that waits for a person.</summary>
internal sealed record ApiCase(string Id, string SubjectName, ApiApp App, string Confidence, int Devices, IReadOnlyList<string> Policies, ApiReason Explanation, DateTimeOffset FirstSeenAt)
{
    public static ApiCase Of(ReviewCase waiting) => new(
        waiting.Id, waiting.SubjectName, new ApiApp(waiting.App.Name, waiting.App.Publisher, waiting.App.Version, waiting.App.Identifier), waiting.Confidence.ToString().ToLowerInvariant(), waiting.Devices,
        waiting.Policies, ApiReason.Of(waiting.Evidence), waiting.FirstSeenAt);
}

/// <summary>What would free violations without a removal.</summary>
internal sealed record ApiExcuse(long Number, ExcusingKind Kind, ExcusingState State, string Policy, string What, string About, int Violations, int Devices, string By, DateTimeOffset At)
{
    public static ApiExcuse Of(ExcusingAct act) => new(
        act.Number, act.Matter.Kind, act.State, act.Matter.PolicyId, act.Matter.What, act.Matter.About, act.Matter.Violations, act.Matter.Devices, act.Matter.File?.Name ?? act.By.Name, act.At);
}

/// <summary>A ticket.</summary>
internal sealed record ApiTicket(string Key, string Tracker, string RemoteId, string Wanted, DeliveryState Delivery, DateTimeOffset CreatedAt, IReadOnlyList<Guid> Violations)
{
    public static ApiTicket Of(Ticket ticket) => new(
        ticket.Key, ticket.Tracker, ticket.RemoteId, ticket.Wanted.State.ToString().ToLowerInvariant(), ticket.Delivery.State, ticket.CreatedAt, [.. ticket.Members.Select(member => member.Violation)]);
}

/// <summary>What the release gate holds of a policy in a channel.</summary>
internal sealed record ApiHold(string Policy, string Channel, int Violations, DateTimeOffset Since, ApiReason Why);

/// <summary>The release gate.</summary>
internal sealed record ApiGate(IReadOnlyList<ApiHold> Holds, IReadOnlyList<ApiOpen> Open, IReadOnlyList<ApiHeldClosings> Closings);

/// <summary>Closings of a policy that a scan holds; <c>released</c> once a person let them go, and the next complete scan closes them.</summary>
internal sealed record ApiHeldClosings(string Policy, int Closings, int Live, DateTimeOffset Since, bool Released);

/// <summary>A channel that is open for a policy.</summary>
internal sealed record ApiOpen(string Policy, string Channel, string By, DateTimeOffset At);

/// <summary>A key, never its text.</summary>
internal sealed record ApiKey(string Id, string Label, string Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    public static ApiKey Of(AccessKey key) => new(key.Id, key.Label, key.Role, key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RevokedAt);
}

/// <summary>A key just made: the one time that its text is told.</summary>
internal sealed record ApiNewKey(ApiKey Key, string Text);

/// <summary>Who the caller is, and for how many seconds their session lasts unless it is used again; null for keys.</summary>
internal sealed record ApiMe(string Name, string Kind, string Role, IReadOnlyList<string>? Tenants, long? SessionSeconds);

/// <summary>What became of an act.</summary>
internal sealed record ApiDone(string Outcome, long? Number);

/// <summary>Decides cases: <c>decision</c> is confirm or dismiss.</summary>
internal sealed record ReviewBody(IReadOnlyList<string>? Cases, string? Decision, string? Why);

/// <summary>Asks for an exception.</summary>
internal sealed record ExceptionBody(string? Policy, string? Subject, WaiverTargetKind TargetKind, string? Target, string? ReasonCode, string? Why, DateOnly From, DateOnly Until, IReadOnlyList<string>? Mitigations);

/// <summary>Says why.</summary>
internal sealed record WhyBody(string? Why);

/// <summary>Releases a channel for a policy, or stops it.</summary>
internal sealed record ReleaseBody(string? Policy, string? Channel, bool Stop, string? Why);

/// <summary>Asks for a key.</summary>
internal sealed record KeyBody(string? Label, string? Role, int? Days);
