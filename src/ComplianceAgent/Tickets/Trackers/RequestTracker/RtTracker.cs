using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using ComplianceAgent.Tickets.Text.Markup;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.RequestTracker;

/// <summary>Request Tracker 5 by REST 2.0. Our key stands in a custom field; the body is the ticket's first message and is never rewritten.</summary>
internal sealed class RtTracker(
    IOptions<RtOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock) : ITracker
{
    /// <summary>Times in a query are read in the zone of the agent's account, which REST does not tell; so it is asked for more, and the rest left out here.</summary>
    private static readonly TimeSpan Zones = TimeSpan.FromHours(13);

    private readonly RtConnection rt = new(options, tickets, clients, secrets, clock);

    /// <inheritdoc/>
    public TrackerTraits Traits { get; } = new("rt", IsReadable: true, Settles: TimeSpan.FromMinutes(2));

    private RtOptions Options => options.Value;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await rt.QueueFaultAsync(Options.Queue, cancellationToken) is { } fault ? [fault] : [];
        }
        catch (TrackerException failed)
        {
            return [failed.Reason];
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RemoteTicket>> FindAsync(string key, CancellationToken cancellationToken)
    {
        var found = new List<RemoteTicket>();

        // Naming the effective id brings merged tickets too, which a search otherwise leaves out.
        var query = $"CF.{{{Options.KeyField}}} = '{TrackerText.Checked(key)}' AND EffectiveId > 0";
        await foreach (var row in RowsAsync(query, cancellationToken))
        {
            if (RtTicket.Keys(row, Options.KeyField).Contains(key, StringComparer.Ordinal) && await OfRowAsync(row, key, cancellationToken) is { } ticket && found.All(other => other.Id != ticket.Id))
            {
                found.Add(ticket);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await rt.TicketAsync(TrackerText.CheckedNumber(id, RtConnection.Name), cancellationToken) is { } ticket && ticket.Text("Status") != "deleted"
            ? await OfTicketAsync(ticket, cancellationToken)
            : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RemoteTicket> ChangedSinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = $"CF.{{{Options.KeyField}}} IS NOT NULL AND EffectiveId > 0 AND LastUpdated > '{RtTicket.Moment(since - Zones)}'";
        await foreach (var row in RowsAsync(query, cancellationToken))
        {
            foreach (var key in RtTicket.Keys(row, Options.KeyField).Take(1))
            {
                if (row.Moment("LastUpdated") is not { } changed || changed < since.AddSeconds(-1))
                {
                    continue;
                }

                if (await OfRowAsync(row, key, cancellationToken) is { } ticket)
                {
                    yield return ticket;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var queue = draft.Queue.Length > 0 ? draft.Queue : Options.Queue;
        if (await rt.QueueFaultAsync(queue, cancellationToken) is { } fault)
        {
            throw new TrackerException(TrackerFault.Refused, fault);
        }

        var body = new JsonObject
        {
            ["Queue"] = queue,
            ["Subject"] = RtTicket.Subject(draft),
            ["Content"] = HtmlMarkup.Write(draft.Body),
            ["ContentType"] = "text/html",
            ["Priority"] = RtTicket.Priority(draft, Options),
            ["CustomFields"] = new JsonObject { [Options.KeyField] = TrackerText.Checked(draft.Key) },
        };
        if (draft.DueAt is { } due)
        {
            body["Due"] = RtTicket.Moment(due);
        }

        return await CreatedAsync(await rt.SendAsync(HttpMethod.Post, "REST/2.0/ticket", body, cancellationToken), draft.Key, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> ApplyAsync(string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var before = await rt.TicketAsync(TrackerText.CheckedNumber(id, RtConnection.Name), cancellationToken);
        if (before is null || before.Text("Status") == "deleted")
        {
            throw new TrackerException(TrackerFault.Gone, Reason.Of("tracker-ticket-gone", ("tracker", RtConnection.Name), ("id", id)));
        }

        var known = await OfTicketAsync(before, cancellationToken);
        var status = StatusFor(edit.Move, known);
        var changes = edit.Draft is null ? [] : RtTicket.Differences(before, edit.Draft, Options);
        if (edit.Move == TicketMove.CloseAsDouble && status.Length > 0)
        {
            changes["AddRefersTo"] = TrackerText.CheckedNumber(edit.DoubleOf, RtConnection.Name);
        }

        var writesComment = edit.Comment is not null && !(edit.CommentMayExist && await HasCommentAsync(known.Id, edit.CommentMark, cancellationToken));
        if (!writesComment && status.Length > 0)
        {
            changes["Status"] = status;
        }

        var said = changes.Count > 0 ? RtConnection.Messages(await rt.SendAsync(HttpMethod.Put, "REST/2.0/ticket/" + known.Id, changes, cancellationToken)) : "";
        if (writesComment)
        {
            said = RtConnection.Messages(await rt.SendAsync(HttpMethod.Post, $"REST/2.0/ticket/{known.Id}/comment", Comment(edit, status), cancellationToken));
        }

        return changes.Count > 0 || writesComment ? await VerifiedAsync(before, known.Id, edit, status, said, cancellationToken) : known;
    }

    private static JsonObject Comment(TicketEdit edit, string status)
    {
        var comment = new JsonObject
        {
            // The subject is what the history lists: there the mark is looked for.
            ["Subject"] = edit.CommentMark.Length > 0 ? $"Compliance Agent [{TrackerText.Checked(edit.CommentMark)}]" : "Compliance Agent",
            ["Content"] = HtmlMarkup.Write(TrackerText.WithMark(edit.Comment!, edit.CommentMark)),
            ["ContentType"] = "text/html",
        };
        if (status.Length > 0)
        {
            comment["Status"] = status;
        }

        return comment;
    }

    private string StatusFor(TicketMove move, RemoteTicket known) => move switch
    {
        TicketMove.Close when !known.IsClosed => Options.ClosedStatus,
        TicketMove.CloseAsDouble when !known.IsClosed => Options.DoubleStatus,
        TicketMove.Reopen when known.IsClosed => Options.OpenStatus,
        _ => "",
    };

    private async Task<RemoteTicket> CreatedAsync(JsonNode? reply, string key, CancellationToken cancellationToken)
    {
        var id = TrackerText.CheckedNumber(reply.RawText("id"), RtConnection.Name, TrackerFault.Uncertain);
        JsonNode? ticket;
        try
        {
            ticket = await rt.TicketAsync(id, cancellationToken);
        }
        catch (TrackerException unread)
        {
            // It is there; a search by its key will show it.
            throw new TrackerException(TrackerFault.Uncertain, unread.Reason, unread.RetryAfter, unread);
        }

        return ticket is not null && RtTicket.Keys(ticket, Options.KeyField).Contains(key, StringComparer.Ordinal)
            ? await OfTicketAsync(ticket, cancellationToken)
            : throw new TrackerException(TrackerFault.Refused, Reason.Of("rt-key-not-kept", ("id", id), ("field", Options.KeyField)));
    }

    /// <summary>RT calls an update a success whatever became of it, so it is looked at.</summary>
    private async Task<RemoteTicket> VerifiedAsync(JsonNode before, string id, TicketEdit edit, string status, string said, CancellationToken cancellationToken)
    {
        var after = await rt.TicketAsync(id, cancellationToken);
        if (after is null)
        {
            throw new TrackerException(TrackerFault.Gone, Reason.Of("tracker-ticket-gone", ("tracker", RtConnection.Name), ("id", id)));
        }

        if (status.Length > 0 && after.Text("Status") == before.Text("Status"))
        {
            throw new TrackerException(TrackerFault.MoveNotAllowed, Reason.Of("rt-move-not-allowed", ("id", id), ("status", status), ("text", said)));
        }

        return edit.Draft is not null && RtTicket.Differences(after, edit.Draft, Options).ContainsKey("Subject") && after.RawText("Subject") == before.RawText("Subject")
            ? throw new TrackerException(TrackerFault.Refused, Reason.Of("rt-change-not-kept", ("id", id), ("text", said)))
            : await OfTicketAsync(after, cancellationToken);
    }

    private async Task<bool> HasCommentAsync(string id, string mark, CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            List<JsonNode?> rows = [.. (await rt.HistoryAsync(id, page, cancellationToken)).Items("items")];
            if (rows.Any(row => row.Text("Type") == "Comment" && TrackerText.BearsMark(row.Text("Data"), mark)))
            {
                return true;
            }

            if (rows.Count < Options.PageSize)
            {
                return false;
            }
        }
    }

    private async IAsyncEnumerable<JsonNode?> RowsAsync(string query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            List<JsonNode?> rows = [.. (await rt.SearchAsync(query, RtTicket.Fields, page, cancellationToken)).Items("items")];
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Options.PageSize)
            {
                yield break;
            }
        }
    }

    private async Task<RemoteTicket?> OfRowAsync(JsonNode? row, string key, CancellationToken cancellationToken)
    {
        var id = RtTicket.Id(row);
        if (RtTicket.EffectiveId(row) is var effective && effective != id)
        {
            return await ReadAsync(effective, cancellationToken) is { } into ? into with { Key = key } : null;
        }

        return await OfTicketAsync(row, cancellationToken) with { Key = key };
    }

    private async Task<RemoteTicket> OfTicketAsync(JsonNode? ticket, CancellationToken cancellationToken)
    {
        var (id, status, queue) = (RtTicket.Id(ticket), ticket.Text("Status"), ticket.Text("Queue", "id"));
        var owner = ticket.Text("Owner", "id");
        return new RemoteTicket
        {
            Id = id,
            Key = RtTicket.Keys(ticket, Options.KeyField).FirstOrDefault() ?? "",
            Status = status,
            IsClosed = await rt.IsInactiveAsync(id, queue, status, cancellationToken),
            Assignee = owner == "Nobody" ? "" : owner,
            Queue = TrackerText.IsNumber(queue) && await rt.QueueAsync(queue, cancellationToken) is { } found ? found.Text("Name") : queue,
            ChangedAt = ticket.Moment("LastUpdated"),
            Page = new Uri(Options.Url.TrimEnd('/') + "/Ticket/Display.html?id=" + id),
        };
    }
}
