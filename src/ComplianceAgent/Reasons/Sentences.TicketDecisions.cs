namespace ComplianceAgent.Reasons;

/// <content>What was decided about tickets, what was sent, and what people did with them.</content>
public static partial class Sentences
{
    static partial void AddTicketDecisions(Dictionary<string, string> sentences)
    {
        sentences["held-preview"] = "The channel was not released for this policy: nothing leaves the house.";
        sentences["held-storm"] = "More than {most} at once: they wait until somebody has looked.";
        sentences["ticket-opened"] = "A banned app is on the device.";
        sentences["ticket-nothing-left"] = "Nothing is left to do.";
        sentences["ticket-left"] = "Left as people want it ({as}).";
        sentences["ticket-news-after-closing"] = "Something came that the person who closed it was not told of.";
        sentences["ticket-proposal-refused"] = "What was proposed in it was refused.";
        sentences["ticket-proposal-waits"] = "What was proposed in it waits for a decision ({proposal}).";
        sentences["ticket-seen-after-claim"] = "Set done, and the inventory of {inventory} still shows the app.";
        sentences["ticket-awaiting-refresh"] = "Set done on {claimed}; Intune looks again by {by}.";
        sentences["ticket-item-added"] = "{app} was found ({policy}).";
        sentences["ticket-item-removed"] = "{app} is no longer asked for ({policy}): {how}.";
        sentences["ticket-item-excepted"] = "{app} is excepted now ({policy}).";
        sentences["ticket-overdue"] = "{app} was to be removed by {date} ({policy}).";
        sentences["ticket-due-changed"] = "{app} is to be removed by {date} now ({policy}).";
        sentences["ticket-reopened-seen-after-claim"] = "Opened again: the inventory of {inventory} still shows the app.";
        sentences["ticket-reopened-proposal-refused"] = "Opened again: what was proposed was refused.";
        sentences["ticket-reopened-returned"] = "Opened again: a banned app was found once more.";
        sentences["ticket-closed-resolved"] = "{app} is gone ({policy}).";
        sentences["ticket-closed-withdrawn"] = "{app} is not asked for any more, because our rules changed ({policy}).";
        sentences["ticket-closed-dismissed"] = "{app} was not that app; we are sorry ({policy}).";
        sentences["ticket-closed-excepted"] = "{app} is excepted ({policy}).";
        sentences["ticket-closed-gone"] = "The device is no longer managed ({app}, {policy}).";
        sentences["ticket-double"] = "A double of {id}.";
        sentences["ticket-found"] = "Ticket {ticket} was found in {tracker} as {id}.";
        sentences["ticket-sent-opened"] = "Ticket {ticket} was opened in {tracker} as {id}.";
        sentences["ticket-sent-updated"] = "Ticket {ticket} ({tracker} {id}) was brought up to date.";
        sentences["ticket-sent-commented"] = "Ticket {ticket} ({tracker} {id}) was brought up to date, with a comment.";
        sentences["ticket-sent-closed"] = "Ticket {ticket} ({tracker} {id}) was closed.";
        sentences["ticket-sent-reopened"] = "Ticket {ticket} ({tracker} {id}) was opened again.";
        sentences["ticket-set-aside"] = "Ticket {ticket} was set aside, {target} will not take it ({code}): see 'compliance-agent tickets show {ticket}'.";
        sentences["ticket-key-differs"] = "Ticket {id} bears the key {key} instead of {ticket}: it is not ours, or somebody changed the key. It was not touched; put the key back, or close {ticket} by hand.";
        sentences["ticket-heard-deleted"] = "Ticket {ticket} ({id}) was deleted; it is not made again.";
        sentences["ticket-heard-merged"] = "Ticket {ticket} ({id}) was merged into {into}.";
        sentences["ticket-heard-reassigned"] = "Ticket {ticket} ({id}) was assigned to somebody else.";
        sentences["ticket-heard-moved"] = "Ticket {ticket} ({id}) was moved to {queue}.";
        sentences["ticket-heard-closed"] = "Ticket {ticket} ({id}) was closed by people as {status} {resolution}: {meaning}.";
        sentences["ticket-heard-reopened"] = "Ticket {ticket} ({id}) was opened again by people.";
        sentences["ticket-heard-final"] = "Ticket {ticket} ({id}) is closed for good: the tracker did not open it again. It has a successor.";
        sentences["ticket-proposed-exception"] = "Ticket {ticket} ({id}) proposes an exception: {what}. Approve or reject it.";
        sentences["ticket-proposed-dismissal"] = "Ticket {ticket} ({id}) says that it is not that app: {what}, on {devices} devices. A second person decides ('compliance-agent excuses list').";
        sentences["ticket-proposal-not-allowed"] = "What ticket {ticket} ({id}) proposes is not allowed ({code}).";
        sentences["ticket-double-folded"] = "Ticket {double} was closed as a double of {id} ({ticket}).";
        sentences["channel-refuses-everything"] = "Everything is refused, so nothing more is sent for an hour: {last}";
        sentences["sync-held"] = "{count} tickets were closed otherwise than as done at once, more than {most}: none of it is heeded until 'compliance-agent tickets sync --accept-many'.";
        sentences["audit-channel-opened"] = "The channel {channel} was opened for policy {policy}; {count} waiting violations were let go.";
        sentences["audit-channel-stopped"] = "The channel {channel} was stopped for policy {policy}.";
        sentences["audit-channel-batch"] = "{count} waiting violations of policy {policy} were let go in the channel {channel}.";
        sentences["report-channel-held"] = "{count} violations of policy {policy} wait for the release of {channel} since {since}: nothing of them has left the house.";
    }
}
