using System.Collections.Immutable;
using ComplianceAgent.Policies;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tickets.Sending;

/// <summary>What a ticket's texts tell, taken from violations as they are at the moment of sending. Pure.</summary>
internal static class NoticeBuilder
{
    /// <summary>Title and body.</summary>
    public static Notice OfTicket(Ticket ticket, IReadOnlyDictionary<Guid, Violation> violations, SendContext context, string contact) =>
        Of(NoticeKind.Ticket, ticket.Key, ticket.Wanted.Items.Select(item => item.Violation), violations, context, contact);

    /// <summary>A comment: what changed, and what is still asked for.</summary>
    public static Notice OfComment(Ticket ticket, ImmutableArray<Reason> changes, IReadOnlyDictionary<Guid, Violation> violations, SendContext context, string contact) =>
        Of(NoticeKind.Comment, ticket.Key, ticket.Wanted.Items.Select(item => item.Violation), violations, context, contact) with { Changes = changes };

    /// <summary>A message about violations. Days are counted by the texts, which know the zone of each deadline: on its last day none are left, whatever the hour.</summary>
    public static Notice OfMessage(MessageKind kind, IEnumerable<Guid> ids, IReadOnlyDictionary<Guid, Violation> violations, SendContext context, string contact) => Of(
        kind switch { MessageKind.User => NoticeKind.User, MessageKind.Reminder => NoticeKind.Reminder, MessageKind.Find => NoticeKind.Find, _ => NoticeKind.Desk }, "", ids, violations, context, contact);

    /// <summary>A message of figures.</summary>
    /// <param name="state">What is stored of the tenant.</param>
    /// <param name="outbox">What is on its way.</param>
    /// <param name="context">Clock and policies.</param>
    /// <param name="contact">Whom to ask.</param>
    /// <param name="alarm">Nobody has scanned for too long.</param>
    /// <param name="since">When the digest before was due.</param>
    public static Notice OfFigures(TenantState? state, OutboxFigures outbox, SendContext context, string contact, bool alarm, DateTimeOffset since)
    {
        var policies = context.Policies.ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        var live = state?.Violations ?? [];
        Violation[] open = [.. live.Where(violation => violation is { State: ViolationState.Open, Severity: Severity.Violation })];
        var complete = state?.LastCompleteScan;
        return new Notice
        {
            Kind = NoticeKind.Digest,
            Tenant = context.Tenant,
            Simulated = context.Simulated,
            Now = context.Now,
            Zone = context.Zone,
            Contact = contact,
            Figures = new NoticeFigures(
                complete?.FinishedAt,
                complete?.Devices ?? 0,
                open.Length,
                open.Select(violation => violation.DeviceId).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
                open.Count(violation => policies.TryGetValue(violation.PolicyId, out var policy) && ViolationDeadlines.Of(violation, policy).IsOverdue(context.Now)),
                open.Count(violation => violation.StateSince >= since),
                state?.Ended.Count(violation => violation.State == ViolationState.Resolved && violation.StateSince >= since) ?? 0,
                live.Count(violation => violation.State == ViolationState.Excepted),
                complete?.Coverage.Where(line => line.PolicyId.Length == 0 && line.Class is CoverageClass.Stale or CoverageClass.NoInventory or CoverageClass.NotObservable).Sum(line => line.Devices) ?? 0,
                outbox.Held,
                alarm),
        };
    }

    /// <summary>A text about violations, by device.</summary>
    public static Notice Of(
        NoticeKind kind, string key, IEnumerable<Guid> ids, IReadOnlyDictionary<Guid, Violation> violations, SendContext context, string contact)
    {
        var policies = context.Policies.ToDictionary(policy => policy.Id, StringComparer.Ordinal);
        Violation[] spoken = [.. ids.Select(id => violations.GetValueOrDefault(id)).OfType<Violation>()];
        return new Notice
        {
            Kind = kind,
            Tenant = context.Tenant,
            Simulated = context.Simulated,
            Key = key,
            Now = context.Now,
            Zone = context.Zone,
            Contact = contact,
            Person = spoken.Select(violation => violation.Device.UserDisplayName).FirstOrDefault(name => name.Length > 0) ?? "",
            Devices = [.. spoken.GroupBy(violation => violation.DeviceId, StringComparer.OrdinalIgnoreCase).Select(device => new NoticeDevice
            {
                Device = device.First().Device,
                Items = [.. device.Select(violation => Item(violation, policies.GetValueOrDefault(violation.PolicyId), context.Now))],
            })],
        };
    }

    private static NoticeItem Item(Violation violation, Policy? policy, DateTimeOffset now)
    {
        Deadline? deadline = policy is null ? null : ViolationDeadlines.Of(violation, policy);
        return new NoticeItem
        {
            Violation = violation,
            Policy = policy,
            Deadline = deadline,
            IsOverdue = deadline?.IsOverdue(now) ?? false,
            RefreshBy = violation.InventoryAt > DateTimeOffset.MinValue ? RefreshWindows.Next(violation.Device.EnrolledAt, violation.InventoryAt, now) : null,
        };
    }
}
