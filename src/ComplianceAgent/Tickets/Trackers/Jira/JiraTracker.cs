using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>Jira, Cloud or Data Center. Our key stands in a label of its own, by which a ticket is found whatever project people moved it to.</summary>
internal sealed class JiraTracker(
    IOptions<JiraOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock) : ITracker
{
    private const int MostMinutes = 10 * 366 * 24 * 60;

    private readonly JiraConnection jira = new(options, tickets, clients, secrets, clock);

    /// <summary>Cloud's index lags by minutes. Data Center's by seconds, but a request that was given up may still be worked on.</summary>
    public TrackerTraits Traits { get; } = new("jira", IsReadable: true, options.Value.IsCloud ? TimeSpan.FromMinutes(3) : TimeSpan.FromMinutes(1));

    private JiraOptions Options => options.Value;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken) => new JiraCheck(jira, Options).FaultsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RemoteTicket>> FindAsync(string key, CancellationToken cancellationToken)
    {
        var found = new List<RemoteTicket>();
        await foreach (var row in jira.SearchAsync($"labels = \"{JiraIssue.Label(key, Options)}\" ORDER BY created ASC, key ASC", cancellationToken))
        {
            // The index may be minutes old and takes capital and small letters for equal; the issue itself is neither.
            if (await jira.IssueAsync(JiraIssue.Key(row), JiraIssue.Listed, cancellationToken) is { } issue
                && JiraIssue.Keys(issue, Options).Contains(key, StringComparer.Ordinal)
                && JiraIssue.Ticket(issue, key, Options) is var ticket && found.TrueForAll(other => other.Id != ticket.Id))
            {
                found.Add(ticket);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await jira.IssueAsync(id, JiraIssue.Listed, cancellationToken) is { } issue ? Ticket(issue) : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RemoteTicket> ChangedSinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A date in a query is read in the zone of the agent's account; so many minutes ago are the same everywhere.
        var minutes = Math.Clamp(Math.Ceiling((clock.GetUtcNow() - since).TotalMinutes) + 5, 5, MostMinutes);
        var jql = string.Create(CultureInfo.InvariantCulture, $"labels = \"{Options.KeyLabel}\" AND updated >= \"-{minutes}m\" ORDER BY created ASC, key ASC");
        await foreach (var row in jira.SearchAsync(jql, cancellationToken))
        {
            if (row.Moment("fields", "updated") >= since && JiraIssue.Keys(row, Options).Any())
            {
                yield return Ticket(row);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var project = draft.Queue.Length > 0 ? draft.Queue : Options.Project;
        if (!JiraOptions.IsProjectKey(project) || !await jira.HasProjectAsync(project, cancellationToken))
        {
            throw new TrackerException(TrackerFault.Refused, JiraCheck.ProjectUnknown(project));
        }

        var fields = await FieldsAsync(draft, project, cancellationToken);
        var reply = await jira.SendAsync(HttpMethod.Post, "issue", new JsonObject { ["fields"] = fields }, cancellationToken);
        return await CreatedAsync(JiraIssue.Key(reply.Json, TrackerFault.Uncertain), draft.Key, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> ApplyAsync(string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var before = await jira.IssueAsync(id, Asked(), cancellationToken) ?? throw Gone(id);
        var known = Ticket(before);
        var isDone = false;
        if (edit.Move == TicketMove.Reopen && known.IsClosed)
        {
            // Many workflows let nobody edit a closed issue, so it is opened first.
            await MoveAsync(known, edit.Move, cancellationToken);
            isDone = true;
        }

        isDone |= await EditAsync(before, known.Id, edit, cancellationToken);
        isDone |= await CommentAsync(known.Id, edit, cancellationToken);
        if (edit.Move is TicketMove.Close or TicketMove.CloseAsDouble && !known.IsClosed)
        {
            isDone |= await CloseAsync(before, known, edit, cancellationToken);
        }

        return isDone ? await ReadAsync(known.Id, cancellationToken) ?? throw Gone(id) : known;
    }

    private static TrackerException Gone(string id) => new(TrackerFault.Gone, Reason.Of("tracker-ticket-gone", ("tracker", JiraConnection.Name), ("id", id)));

    private RemoteTicket Ticket(JsonNode? issue) => JiraIssue.Ticket(issue, JiraIssue.Keys(issue, Options).FirstOrDefault() ?? "", Options);

    private string Asked() => $"{JiraIssue.Listed},summary,description,priority,issuelinks" + (Options.DueDateField.Length > 0 ? "," + Uri.EscapeDataString(Options.DueDateField) : "");

    private async Task<JsonObject> FieldsAsync(TicketDraft draft, string project, CancellationToken cancellationToken)
    {
        var fields = JiraIssue.Fields(draft, Options);
        if (Options.Fields.Count > 0)
        {
            var own = JiraFields.Of(FieldSetting.Of(Options.Fields), await jira.ScreenAsync(project, cancellationToken), Options.IsCloud, out var faults);
            if (faults.Count > 0)
            {
                throw new TrackerException(TrackerFault.Refused, faults[0]);
            }

            foreach (var (name, value) in own.ToList())
            {
                fields[name] = value?.DeepClone();
            }
        }

        foreach (var name in fields.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            fields.Remove(name);
        }

        fields["project"] = new JsonObject { ["key"] = project };
        fields["issuetype"] = new JsonObject { [TrackerText.IsNumber(Options.IssueType) ? "id" : "name"] = Options.IssueType };
        fields["labels"] = JiraIssue.Labels(draft.Key, Options);
        return fields;
    }

    private async Task<RemoteTicket> CreatedAsync(string id, string key, CancellationToken cancellationToken)
    {
        JsonNode? issue;
        try
        {
            issue = await jira.IssueAsync(id, JiraIssue.Listed, cancellationToken);
        }
        catch (TrackerException)
        {
            // Jira said that it made it; how it looks is told by the next reading.
            return new RemoteTicket { Id = id, Key = key, Page = JiraIssue.Page(id, Options) };
        }

        return issue is not null && JiraIssue.Keys(issue, Options).Contains(key, StringComparer.Ordinal)
            ? JiraIssue.Ticket(issue, key, Options)
            : throw new TrackerException(TrackerFault.Refused, Reason.Of("jira-key-not-kept", ("id", id), ("label", JiraIssue.Label(key, Options))));
    }

    private async Task<bool> EditAsync(JsonNode before, string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        var changes = edit.Draft is null ? [] : JiraIssue.Differences(before, edit.Draft, Options);
        if (changes.Count > 0)
        {
            await ChangeAsync(HttpMethod.Put, id, "", new JsonObject { ["fields"] = changes }, cancellationToken);
        }

        return changes.Count > 0;
    }

    private async Task<bool> CommentAsync(string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        if (edit.Comment is null || (edit.CommentMayExist && await jira.CommentsAsync(id, cancellationToken).AnyAsync(comment => JiraIssue.BearsMark(comment, edit.CommentMark, Options), cancellationToken)))
        {
            return false;
        }

        await ChangeAsync(HttpMethod.Post, id, "/comment", new JsonObject { ["body"] = JiraIssue.Comment(edit.Comment, edit.CommentMark, Options) }, cancellationToken);
        return true;
    }

    private async Task<bool> CloseAsync(JsonNode before, RemoteTicket known, TicketEdit edit, CancellationToken cancellationToken)
    {
        if (edit.Move == TicketMove.CloseAsDouble)
        {
            var stays = await jira.IssueAsync(edit.DoubleOf, "project", cancellationToken);
            if (stays.RawText("id") is { Length: > 0 } id && id == before.RawText("id"))
            {
                // Under another key it is the very same issue: people moved it.
                return false;
            }

            await LinkAsync(before, known.Id, stays, cancellationToken);
        }

        await MoveAsync(known, edit.Move, cancellationToken);
        return true;
    }

    /// <summary>A link from the double to the ticket that stays. That the project allows none keeps nobody from closing it: the comment names the other.</summary>
    private async Task LinkAsync(JsonNode before, string id, JsonNode? stays, CancellationToken cancellationToken)
    {
        if (Options.DoubleLink.Length == 0 || stays is null)
        {
            return;
        }

        var other = JiraIssue.Key(stays);
        if (before.Items("fields", "issuelinks").Any(link => link.RawText("outwardIssue", "key") == other && link.Text("type", "name").Equals(Options.DoubleLink, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        // What is called inward here is the issue that duplicates the other.
        var body = new JsonObject { ["type"] = new JsonObject { ["name"] = Options.DoubleLink }, ["inwardIssue"] = new JsonObject { ["key"] = id }, ["outwardIssue"] = new JsonObject { ["key"] = other } };
        await jira.SendAsync(HttpMethod.Post, "issueLink", body, cancellationToken, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound);
    }

    private async Task MoveAsync(RemoteTicket known, TicketMove move, CancellationToken cancellationToken)
    {
        var closes = move != TicketMove.Reopen;
        var offered = await jira.TransitionsAsync(known.Id, cancellationToken);
        var chosen = JiraMoves.Choose(offered, closes, closes ? Options.CloseTransitions : Options.ReopenTransitions) ?? throw JiraMoves.NotAllowed(known.Id, known.Status, offered, closes);
        var body = new JsonObject { ["transition"] = new JsonObject { ["id"] = chosen.RawText("id") } };
        var isDouble = move == TicketMove.CloseAsDouble;
        if (closes && JiraMoves.Resolution(chosen, isDouble ? Options.DoubleResolution : Options.Resolution, isDouble ? nameof(JiraOptions.DoubleResolution) : nameof(JiraOptions.Resolution)) is { } resolution)
        {
            body["fields"] = new JsonObject { ["resolution"] = resolution };
        }

        await ChangeAsync(HttpMethod.Post, known.Id, "/transitions", body, cancellationToken);
    }

    private async Task ChangeAsync(HttpMethod method, string id, string path, JsonObject body, CancellationToken cancellationToken)
    {
        var reply = await jira.SendAsync(method, $"issue/{id}{path}", body, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.BadRequest);
        switch (reply.Status)
        {
            case HttpStatusCode.NotFound:
                throw Gone(id);
            case HttpStatusCode.Conflict:
                // Somebody changes it at this very moment; nothing was done.
                throw jira.Fault(TrackerFault.Unreachable, reply);
            case HttpStatusCode.BadRequest:
                // Without a field that it is about, a refused transition is one of a state that has passed.
                throw jira.Fault(path == "/transitions" && reply.Json.At("errors") is not JsonObject { Count: > 0 } ? TrackerFault.MoveNotAllowed : TrackerFault.Refused, reply);
            default:
                return;
        }
    }
}
