using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tickets;

/// <summary>What has to be done in the tracker.</summary>
public enum TicketStepKind : byte
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>Open it.</summary>
    Open,

    /// <summary>Title, body and fields.</summary>
    Update,

    /// <summary>The same, with a comment that says what changed.</summary>
    Comment,

    /// <summary>Open it again, with a comment.</summary>
    Reopen,

    /// <summary>Close it, with a comment.</summary>
    Close,

    /// <summary>An opening is in doubt and no longer wanted: look for it, and close it if it is there.</summary>
    Settle,
}

/// <summary>From what a tracker was told to what is wanted: the step between. Pure.</summary>
internal static class TicketStep
{
    /// <summary>The step that is due.</summary>
    public static TicketStepKind Of(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return (ticket.Wanted.State, ticket.IsRemote) switch
        {
            (TicketState.Open, false) => TicketStepKind.Open,
            (_, false) => ticket.Delivery.DoubtSince is null ? TicketStepKind.Nothing : TicketStepKind.Settle,
            (TicketState.AwaitingRefresh or TicketState.Left, _) => TicketStepKind.Nothing,
            (TicketState.Closed, _) => ticket.RemoteClosed || ticket.IsFinal ? TicketStepKind.Nothing : TicketStepKind.Close,
            (_, _) => OfOpen(ticket),
        };
    }

    private static TicketStepKind OfOpen(Ticket ticket)
    {
        var told = ticket.Told;
        return ticket.RemoteClosed ? TicketStepKind.Reopen
            : told is null ? TicketStepKind.Update
            : told.State != TicketState.Open || IsWorthAWord(told, ticket.Wanted) ? TicketStepKind.Comment
            : told.Face != ticket.Wanted.Face || !told.Items.SequenceEqual(ticket.Wanted.Items) ? TicketStepKind.Update
            : TicketStepKind.Nothing;
    }

    /// <summary>Somebody would do something else for it: not for a deadline that only became known.</summary>
    private static bool IsWorthAWord(TicketNeed told, TicketNeed wanted)
    {
        var before = told.Items.ToDictionary(item => item.Violation);
        return told.Items.Length != wanted.Items.Length || wanted.Items.Any(item => !before.TryGetValue(item.Violation, out var known)
            || known.Return != item.Return || (item.IsOverdue && !known.IsOverdue) || IsPutOff(known, item));
    }

    private static bool IsPutOff(TicketItem before, TicketItem now) => before.DueAt is { } former && now.DueAt is { } later && former != later;

    /// <summary>What a comment says: codes with the names of app and policy, for the template's words.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="kind">Its step.</param>
    /// <param name="violations">The violations it speaks of or spoke of.</param>
    public static ImmutableArray<Reason> Changes(Ticket ticket, TicketStepKind kind, IReadOnlyDictionary<Guid, Violation> violations)
    {
        var before = (ticket.Told?.Items ?? []).ToDictionary(item => item.Violation);
        var now = ticket.Wanted.Items.ToDictionary(item => item.Violation);
        var changes = ImmutableArray.CreateBuilder<Reason>();
        if (kind == TicketStepKind.Reopen)
        {
            changes.Add(ReopenedBy(ticket));
        }

        changes.AddRange(before.Values.Where(item => !now.ContainsKey(item.Violation)).Select(item => Ended(violations.GetValueOrDefault(item.Violation), kind)));
        foreach (var item in now.Values)
        {
            changes.AddRange(OfItem(item, before.GetValueOrDefault(item.Violation), violations.GetValueOrDefault(item.Violation)));
        }

        return [.. changes.Distinct()];
    }

    private static Reason ReopenedBy(Ticket ticket) => ticket.Wanted.Because.Code switch
    {
        TicketDecision.SeenAfterClaimCode => Reason.Of("ticket-reopened-seen-after-claim", ("inventory", ticket.Wanted.Because.Parameters["inventory"])),
        TicketDecision.RefusedCode => Reason.Of("ticket-reopened-proposal-refused"),
        _ => Reason.Of("ticket-reopened-returned"),
    };

    private static IEnumerable<Reason> OfItem(TicketItem item, TicketItem? before, Violation? violation)
    {
        var (app, policy) = (violation?.SubjectName ?? "", violation?.PolicyId ?? "");
        if (before is null || before.Return != item.Return)
        {
            yield return Reason.Of("ticket-item-added", ("app", app), ("policy", policy));
        }
        else if (item.IsOverdue && !before.IsOverdue)
        {
            yield return Reason.Of("ticket-overdue", ("app", app), ("policy", policy), ("date", Day(item.DueAt)));
        }
        else if (IsPutOff(before, item))
        {
            yield return Reason.Of("ticket-due-changed", ("app", app), ("policy", policy), ("date", Day(item.DueAt)));
        }
    }

    private static Reason Ended(Violation? violation, TicketStepKind kind)
    {
        var (app, policy) = (violation?.SubjectName ?? "", violation?.PolicyId ?? "");
        var (how, closed) = violation switch
        {
            { State: ViolationState.Resolved } => ("resolved", "ticket-closed-resolved"),
            { State: ViolationState.Excepted } => ("excepted", "ticket-closed-excepted"),
            { State: ViolationState.NoLongerManaged } => ("gone", "ticket-closed-gone"),
            { State: ViolationState.Withdrawn } when violation.StateReason.Code == ReviewReasons.DismissedCode => ("dismissed", "ticket-closed-dismissed"),
            _ => ("withdrawn", "ticket-closed-withdrawn"),
        };
        var code = kind == TicketStepKind.Close ? closed : how == "excepted" ? "ticket-item-excepted" : "ticket-item-removed";
        return Reason.Of(code, ("app", app), ("policy", policy), ("how", how));
    }

    /// <summary>The last day on which it is in time.</summary>
    private static string Day(DateTimeOffset? due) => due?.AddTicks(-1).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
