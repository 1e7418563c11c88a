using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.ServiceNow;

/// <summary>ServiceNow by its Table API. Our key stands in correlation_id; fields, comment and state of a change go in one call.</summary>
internal sealed class ServiceNowTracker(
    IOptions<ServiceNowOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock) : ITracker
{
    /// <summary>In which zone a time in a query is read depends on the account; so it is asked for more, and the rest left out here.</summary>
    private static readonly TimeSpan Zones = TimeSpan.FromHours(15);

    private readonly ServiceNowConnection snow = new(options, tickets, clients, secrets, clock);

    /// <summary>It has no index that lags, but works on a request for up to a minute after it was given up.</summary>
    public TrackerTraits Traits { get; } = new("servicenow", IsReadable: true, Settles: TimeSpan.FromMinutes(2));

    private ServiceNowOptions Options => options.Value;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            string[] needed = ["correlation_id", "correlation_display", "number", "state", Options.CloseCodeField, Options.CloseNotesField, Options.DueDateField, .. FieldSetting.Of(Options.Fields).Select(field => field.Name)];
            var sample = await snow.SampleAsync(needed.Append("sys_id").Where(field => field.Length > 0), cancellationToken);
            await GroupAsync("", cancellationToken);
            await CallerAsync(cancellationToken);

            // A table without a record does not show its fields; the first ticket will.
            return sample is null ? [] : [.. needed.Where(field => field.Length > 0 && sample.At(field) is null).Distinct().Select(UnknownField)];
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

        // Its database takes capital and small letters for equal.
        await foreach (var row in snow.SearchAsync("correlation_id=" + TrackerText.Checked(key), "correlation_id", value => value.Equals(key, StringComparison.OrdinalIgnoreCase), cancellationToken))
        {
            if (ServiceNowRecord.Value(row, "correlation_id") == key)
            {
                found.Add(ServiceNowRecord.Ticket(row, Options));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await snow.RecordAsync(id, cancellationToken) is { } row ? ServiceNowRecord.Ticket(row, Options) : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RemoteTicket> ChangedSinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = since - DateTimeOffset.UnixEpoch > Zones ? since - Zones : DateTimeOffset.UnixEpoch;
        var query = $"correlation_display={ServiceNowRecord.Mark}^sys_updated_on>={ServiceNowRecord.Moment(from)}";
        await foreach (var row in snow.SearchAsync(query, "correlation_display", value => value.Equals(ServiceNowRecord.Mark, StringComparison.OrdinalIgnoreCase), cancellationToken))
        {
            // It tells whole seconds.
            if (ServiceNowRecord.Ticket(row, Options) is { Key.Length: > 0 } ticket && ticket.ChangedAt >= since.AddSeconds(-1))
            {
                yield return ticket;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var body = new JsonObject();
        foreach (var field in FieldSetting.Of(Options.Fields))
        {
            body[field.Name] = field.Value;
        }

        foreach (var (field, value) in ServiceNowRecord.Fields(draft, Options))
        {
            body[field] = value;
        }

        Set(body, "category", Options.Category);
        Set(body, "assignment_group", await GroupAsync(draft.Queue, cancellationToken));
        Set(body, "caller_id", await CallerAsync(cancellationToken));
        body["correlation_id"] = TrackerText.Checked(draft.Key);
        body["correlation_display"] = ServiceNowRecord.Mark;
        var row = await snow.CreateAsync(body, cancellationToken);

        // A field that the agent may not write is left out by ServiceNow without a word, and the ticket would never be found again.
        var number = ServiceNowRecord.Number(row, TrackerFault.Uncertain);
        return ServiceNowRecord.Value(row, "correlation_id") == draft.Key
            ? ServiceNowRecord.Ticket(row, Options)
            : throw new TrackerException(TrackerFault.Refused, Reason.Of("servicenow-key-not-kept", ("id", number)));
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> ApplyAsync(string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var before = await snow.RecordAsync(id, cancellationToken) ?? throw Gone(id);
        var (known, sysId) = (ServiceNowRecord.Ticket(before, Options), ServiceNowRecord.SysId(before));
        var changes = edit.Draft is null ? [] : ServiceNowRecord.Differences(before, edit.Draft, Options);
        var state = StateFor(edit.Move, known, ServiceNowRecord.Value(before, "state"));
        if (state.Length > 0)
        {
            changes["state"] = state;
            await CloseAsync(changes, edit, known, cancellationToken);
        }

        if (edit.Comment is not null && !(edit.CommentMayExist && TrackerText.BearsMark(await snow.JournalAsync(sysId, Options.CommentField, cancellationToken), edit.CommentMark)))
        {
            changes[Options.CommentField] = ServiceNowRecord.Comment(edit.Comment, edit.CommentMark);
        }

        if (changes.Count == 0)
        {
            return known;
        }

        var after = await snow.ChangeAsync(sysId, changes, cancellationToken) ?? throw Gone(id);
        var ticket = ServiceNowRecord.Ticket(after, Options);
        return state.Length == 0 || ServiceNowRecord.Value(after, "state") != ServiceNowRecord.Value(before, "state")
            ? ticket
            : throw new TrackerException(TrackerFault.MoveNotAllowed, Reason.Of("servicenow-move-not-kept", ("id", id), ("state", ticket.Status)));
    }

    private static TrackerException Gone(string id) => new(TrackerFault.Gone, Reason.Of("tracker-ticket-gone", ("tracker", ServiceNowConnection.Name), ("id", id)));

    private static void Set(JsonObject body, string field, string value)
    {
        if (value.Length > 0)
        {
            body[field] = value;
        }
    }

    private Reason UnknownField(string field) => Reason.Of("servicenow-field-unknown", ("table", Options.Table), ("field", field), ("setting", ServiceNowOptions.Section));

    private Task<string> GroupAsync(string queue, CancellationToken cancellationToken) =>
        snow.IdOfAsync("sys_user_group", "name", queue.Length > 0 ? queue : Options.AssignmentGroup, nameof(ServiceNowOptions.AssignmentGroup), cancellationToken);

    private Task<string> CallerAsync(CancellationToken cancellationToken) =>
        snow.IdOfAsync("sys_user", "user_name", Options.Caller, nameof(ServiceNowOptions.Caller), cancellationToken);

    private string StateFor(TicketMove move, RemoteTicket known, string state) => move switch
    {
        TicketMove.Close or TicketMove.CloseAsDouble when !known.IsClosed => Options.CloseState,
        TicketMove.Reopen when known.IsClosed => Options.IsFinal(state)
            ? throw new TrackerException(TrackerFault.MoveNotAllowed, Reason.Of("servicenow-closed-for-good", ("id", known.Id), ("state", known.Status)))
            : Options.ReopenState,
        _ => "",
    };

    /// <summary>What a record has to say about its end.</summary>
    private async Task CloseAsync(JsonObject changes, TicketEdit edit, RemoteTicket known, CancellationToken cancellationToken)
    {
        if (edit.Move == TicketMove.Reopen)
        {
            return;
        }

        var isDouble = edit.Move == TicketMove.CloseAsDouble;
        if (Options.CloseCodeField.Length > 0)
        {
            Set(changes, Options.CloseCodeField, isDouble ? Options.DoubleCode : Options.CloseCode);
        }

        if (Options.CloseNotesField.Length > 0)
        {
            Set(changes, Options.CloseNotesField, isDouble ? $"{Options.CloseNotes} {ServiceNowRecord.Checked(edit.DoubleOf)}" : Options.CloseNotes);
        }

        if (isDouble && Options.DoubleField.Length > 0 && edit.DoubleOf != known.Id && await snow.RecordAsync(edit.DoubleOf, cancellationToken) is { } stays)
        {
            changes[Options.DoubleField] = ServiceNowRecord.SysId(stays);
        }
    }
}
